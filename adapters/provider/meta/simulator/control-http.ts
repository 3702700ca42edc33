// The test bench over HTTP, for other processes: `/_sim/<what>`. GET reads, POST with a JSON body changes; a page in a
// browser cannot send such a POST from elsewhere.
import type { CustomerPhone } from '../../../../src/ports/rehearsal.ts';
import type { SimulatorControl } from './control.ts';
import type { GraphCall } from './graph/graph.ts';
import { type Fields, fields, parseJson, text } from './json.ts';
import { MAGIC_NAMES } from './magic-names.ts';
import { MAGIC_NUMBERS } from './magic-numbers.ts';
import type { Category, Score } from './model.ts';
import type { CustomerMessage } from './phones/inbound.ts';

type ControlAnswer = { readonly status: number; readonly body: unknown };
type Change = (request: Fields) => unknown;

export function createControlHttp(control: SimulatorControl, phone: CustomerPhone): (call: GraphCall) => ControlAnswer {
  const reads: Readonly<Record<string, (query: URLSearchParams) => unknown>> = {
    accepted: control.accepted,
    submissions: control.submissions,
    templates: control.templates,
    webhooks: control.webhooks,
    planned: () => ({ planned: control.planned() }),
    magic: () => ({ numbers: MAGIC_NUMBERS, names: MAGIC_NAMES }),
    phones: phone.numbers,
    phone: (query) => phone.messages(query.get('e164') ?? ''),
  };
  const changes = changesOf(control, phone);

  return (call) => {
    const what = call.url.pathname.slice('/_sim/'.length);
    if (call.method === 'GET' && Object.hasOwn(reads, what))
      return { status: 200, body: reads[what]?.(call.url.searchParams) };
    if (!Object.hasOwn(changes, what)) return { status: 404, body: { error: `no such control: ${what}` } };
    if (call.method !== 'POST') return { status: 405, body: { error: 'POST only' } };
    const request = parseJson(call.body.toString());
    if (!(call.headers['content-type'] ?? '').startsWith('application/json') || request === undefined) {
      return { status: 415, body: { error: 'a JSON body is needed' } };
    }
    const done = changes[what]?.(fields(request));
    return done === false ? { status: 404, body: { ok: false } } : { status: 200, body: { ok: true } };
  };
}

function changesOf(control: SimulatorControl, phone: CustomerPhone): Readonly<Record<string, Change>> {
  const name = (request: Fields): string => text(request.name) ?? '';
  const e164 = (request: Fields): string => text(request.e164) ?? '';
  return {
    deliver: (request) => control.deliver(deliveryOf(request)),
    drop_webhooks: (request) => control.dropWebhooks(request.drop === true),
    finish_review: (request) => control.finishReview(name(request)),
    pause_template: (request) => control.pauseTemplate(name(request)),
    unpause_template: (request) => control.unpauseTemplate(name(request)),
    disable_template: (request) => control.disableTemplate(name(request)),
    change_category: (request) => {
      const to = categoryOf(request.to);
      return to !== undefined && control.changeCategory(name(request), to, request.when === 'later' ? 'later' : 'now');
    },
    quality: (request) => {
      const to = scoreOf(request.to);
      return to !== undefined && control.quality(name(request), to);
    },
    edit_template: (request) => control.editTemplate(name(request), text(request.body) ?? ''),
    restrict_account: () => control.restrictAccount(),
    restore_account: () => control.restoreAccount(),
    inbound: (request) => control.sendInbound(e164(request), messageOf(request)) !== undefined,
    marketing_preference: (request) => control.marketingPreference(e164(request), request.wants === true),
    reply: (request) => phone.reply(e164(request), replyOf(request)),
    tap: (request) => phone.tap(e164(request), text(request.message) ?? '', Number(request.button)),
  };
}

function deliveryOf(request: Fields): Parameters<SimulatorControl['deliver']>[0] {
  return {
    ...(typeof request.duplicates === 'number' ? { duplicates: request.duplicates } : {}),
    ...(typeof request.batch === 'number' ? { batch: request.batch } : {}),
    ...(typeof request.shuffle === 'boolean' ? { shuffle: request.shuffle } : {}),
  };
}

function categoryOf(value: unknown): Category | undefined {
  const categories: readonly Category[] = ['MARKETING', 'UTILITY', 'AUTHENTICATION'];
  return categories.find((category) => category === value);
}

function scoreOf(value: unknown): Score | undefined {
  const scores: readonly Score[] = ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'];
  return scores.find((score) => score === value);
}

function replyOf(request: Fields): { readonly text: string; readonly answers?: string } {
  const answers = text(request.answers);
  return { text: text(request.text) ?? '', ...(answers === undefined ? {} : { answers }) };
}

function messageOf(request: Fields): CustomerMessage {
  switch (request.kind) {
    case 'image': {
      const caption = text(request.caption);
      return { kind: 'image', ...(caption === undefined ? {} : { caption }) };
    }
    case 'location':
      return {
        kind: 'location',
        name: text(request.name) ?? '',
        latitude: Number(request.latitude) || 0,
        longitude: Number(request.longitude) || 0,
      };
    case 'unsupported':
      return { kind: 'unsupported' };
    default:
      return { kind: 'text', ...replyOf(request) };
  }
}
