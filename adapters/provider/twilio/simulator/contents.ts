// The Content API and WhatsApp's review behind it. Names are not unique here, as at Twilio.

import { effectOfName } from './magic.ts';
import type { Answer, Approval, SimulatorCall, StoredContent } from './model.ts';
import { sentType } from './render.ts';
import { faultOfApproval, faultOfContent } from './rules.ts';
import { refused, type World } from './world.ts';

const SLOW_MS = 80 * 3_600_000;

/** Answers a call under `/v1/Content` or `/v1/ContentAndApprovals`; undefined for any other. */
export function answerContents(world: World, call: SimulatorCall): Answer | undefined {
  const { pathname } = call.url;
  const request = `${call.method} ${pathname.replace(/HX[0-9a-fA-F]{32}/, 'HX')}`;
  const content = world.memory.contents.find(({ sid }) => pathname.split('/').includes(sid));
  if (request === 'POST /v1/Content') return create(world, parsed(call.body));
  if (request === 'GET /v1/Content') return page(world, call.url, contentJson);
  if (request === 'GET /v1/ContentAndApprovals') return page(world, call.url, withApproval);
  if (!pathname.startsWith('/v1/Content/')) return undefined;
  if (content === undefined) return refused(404, 20404, `The requested resource ${pathname} was not found`);
  switch (request) {
    case 'GET /v1/Content/HX':
      return { status: 200, body: contentJson(world, content) };
    case 'DELETE /v1/Content/HX':
      world.memory.contents = world.memory.contents.filter(({ sid }) => sid !== content.sid);
      world.save();
      return { status: 204 };
    case 'GET /v1/Content/HX/ApprovalRequests':
      return {
        status: 200,
        body: {
          sid: content.sid,
          account_sid: world.settings.accountSid,
          whatsapp: approvalJson(content.approval),
          url: `${call.url}`,
        },
      };
    case 'POST /v1/Content/HX/ApprovalRequests/whatsapp':
      return approve(world, content, parsed(call.body));
    default:
      return undefined;
  }
}

function create(world: World, body: unknown): Answer {
  const fault = faultOfContent(body);
  if (fault !== undefined) return refused(400, 20001, fault);
  const given = body as {
    friendly_name?: string;
    language: string;
    variables?: Record<string, string>;
    types: Record<string, unknown>;
  };
  const name = given.friendly_name ?? '';
  const effect = effectOfName(name);
  const spoils =
    effect?.kind === 'spoil' && effect.call === 'create' && isFirst(world, `create ${name}`) ? effect : undefined;
  if (spoils !== undefined && !spoils.done) return { status: 502, spoilt: spoils.how };
  const content: StoredContent = {
    sid: world.newSid('HX'),
    friendlyName: name,
    language: given.language,
    variables: given.variables ?? {},
    types: given.types,
    createdAt: world.settings.now().toISOString(),
  };
  world.memory.contents.push(content);
  world.save();
  return { status: 201, body: contentJson(world, content), ...(spoils === undefined ? {} : { spoilt: spoils.how }) };
}

const spoiltOnce = new WeakMap<World, Set<string>>();

function isFirst(world: World, what: string): boolean {
  const seen = spoiltOnce.get(world) ?? new Set<string>();
  spoiltOnce.set(world, seen);
  if (seen.has(what)) return false;
  seen.add(what);
  return true;
}

function approve(world: World, content: StoredContent, body: unknown): Answer {
  const fault = faultOfApproval(body);
  if (fault !== undefined) return refused(400, 20001, fault);
  if (content.approval !== undefined) return refused(400, 63056, 'The content was submitted already');
  const { name, category } = body as { name: string; category: string };
  const effect = effectOfName(name);
  const spoils =
    effect?.kind === 'spoil' && effect.call === 'approve' && isFirst(world, `approve ${name}`) ? effect : undefined;
  if (spoils !== undefined && !spoils.done) return { status: 502, spoilt: spoils.how };
  const approval: Approval = {
    name,
    category: effect?.kind === 'category' ? effect.category : category,
    content_type: sentType(content),
    status: effect?.kind === 'instant' ? 'approved' : 'received',
    rejection_reason: '',
  };
  setApproval(world, content.sid, approval);
  if (effect?.kind !== 'instant') planReview(world, content.sid);
  return { status: 201, body: approvalJson(approval), ...(spoils === undefined ? {} : { spoilt: spoils.how }) };
}

/** Plans what WhatsApp will decide about a submitted content. Again after a restart. */
export function planReview(world: World, sid: string): void {
  const content = world.memory.contents.find((one) => one.sid === sid);
  const status = content?.approval?.status;
  if (status !== 'received' && status !== 'pending') return;
  const effect = effectOfName(content?.approval?.name ?? '');
  const delay = effect?.kind === 'slow' ? SLOW_MS : world.settings.reviewDelayMs;
  world.later(delay, () => {
    if (effect?.kind === 'reject') return review(world, sid, { status: 'rejected', rejection_reason: effect.reason });
    review(world, sid, { status: 'approved' }, effect?.kind !== 'silent');
    if (effect?.kind !== 'later') return;
    world.later(delay, () => {
      if (effect.status !== undefined) review(world, sid, { status: effect.status });
      if (effect.category !== undefined) review(world, sid, { category: effect.category });
    });
  });
}

/** WhatsApp changes its mind; told by Event Streams, unless it happens in silence. */
export function review(world: World, sid: string, change: Partial<Approval>, isTold = true): void {
  const content = world.memory.contents.find((one) => one.sid === sid);
  if (content?.approval === undefined) return;
  const before = content.approval;
  setApproval(world, sid, { ...before, ...change });
  if (!isTold) return;
  if (change.status !== undefined) tell(world, content, 'status_update', before.status, change.status);
  if (change.category !== undefined)
    tell(world, content, 'category_update', before.category.toLowerCase(), change.category.toLowerCase());
}

function setApproval(world: World, sid: string, approval: Approval): void {
  world.memory.contents = world.memory.contents.map((one) => (one.sid === sid ? { ...one, approval } : one));
  world.save();
}

function tell(world: World, content: StoredContent, type: string, previousValue: string, currentValue: string): void {
  const time = world.settings.now().toISOString();
  const { accountSid } = world.settings;
  const name = content.approval?.name ?? content.friendlyName;
  const template = {
    sid: content.sid,
    friendlyName: content.friendlyName,
    externalTemplateName: `${name}_${content.sid.toLowerCase()}`,
    language: content.language,
    previousValue,
    currentValue,
  };
  world.webhooks.json(world.settings.webhookUrl(), [
    {
      specversion: '1.0',
      type: 'com.twilio.messaging.template.approval.updated',
      source: `/v1/Content/${content.sid}`,
      id: world.newSid('EZ'),
      datacontenttype: 'application/json',
      time,
      data: { type, accountSid, dateUpdated: time, channel: 'whatsapp', template },
    },
  ]);
}

/** Pages follow each other by link alone, as at Twilio. */
function page(world: World, url: URL, shown: (world: World, content: StoredContent) => object): Answer {
  const size = Math.min(Number(url.searchParams.get('PageSize') ?? 50), world.settings.pageSize);
  const from = Number(url.searchParams.get('PageToken') ?? 0);
  const next = new URL(url);
  next.searchParams.set('PageToken', `${from + size}`);
  return {
    status: 200,
    body: {
      contents: world.memory.contents.slice(from, from + size).map((content) => shown(world, content)),
      meta: {
        page_size: size,
        key: 'contents',
        next_page_url: from + size < world.memory.contents.length ? `${next}` : null,
      },
    },
  };
}

function contentJson(world: World, content: StoredContent): object {
  return {
    sid: content.sid,
    account_sid: world.settings.accountSid,
    friendly_name: content.friendlyName,
    language: content.language,
    variables: content.variables,
    types: content.types,
    date_created: content.createdAt,
    date_updated: content.createdAt,
  };
}

/** In a list the approval stands flat beside the content, under the name WhatsApp knows it by. */
function withApproval(world: World, content: StoredContent): object {
  const { approval } = content;
  const suffix = approval?.status === 'received' ? '' : `_${content.sid.toLowerCase()}`;
  const shown = approval && { ...approval, name: `${approval.name}${suffix}` };
  return { ...contentJson(world, content), approval_requests: approvalJson(shown) };
}

function approvalJson(approval: Approval | undefined): object | null {
  return approval === undefined ? null : { type: 'whatsapp', ...approval, allow_category_change: true };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Not JSON: refused by the rules, which want an object.
    return undefined;
  }
}
