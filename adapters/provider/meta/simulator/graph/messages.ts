// POST /{phone}/messages: checks as Meta does, accepts, and plans what happens next. Surprise: acceptance says nothing
// about delivery, and text outside the 24-hour window is accepted and fails later.

import { type Answer, answer, type GraphError, graphError, refuse } from '../errors.ts';
import { identityOf, isE164 } from '../identity.ts';
import { type Fields, fields, list, text } from '../json.ts';
import { effectOf, type NumberEffect, USUAL_STEPS } from '../magic-numbers.ts';
import type { Send, Step, StoredTemplate } from '../model.ts';
import { startStatuses } from '../phones/statuses.ts';
import type { World } from '../world.ts';
import { fillTemplate } from './fill.ts';

const WINDOW_MS = 24 * 3_600_000;
const MAX_TEXT = 4096;
const MAX_CALLBACK_DATA = 512;

type Draft = Pick<Send, 'preview' | 'payloads'> & { readonly template?: StoredTemplate };
type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: GraphError };

/** `phoneNumberId`: the number whose path was called. */
export function sendMessage(world: World, request: Fields, phoneNumberId: string): Answer {
  if (request.messaging_product !== 'whatsapp') return refuse(graphError(100, 'messaging_product must be whatsapp'));
  if (request.status === 'read') return answer({ success: true });
  const to = text(request.to) ?? '';
  const fault = envelopeFault(world, request, to);
  if (fault) return refuse(fault);
  const draft = request.type === 'template' ? templateDraft(world, fields(request.template)) : textDraft(request);
  if (!draft.ok) return refuse(draft.error);
  const limit = recipientFault(world, to, draft.value.template);
  if (limit) return refuse(limit);

  const effect = effectOf(to);
  if (effect?.kind === 'transport' && !effect.accepted) return { ...refuse(graphError(2)), transport: effect.fault };
  const send = accept(world, { request, phoneNumberId }, draft.value, effect);
  return { ...answer(acceptance(send)), ...(effect?.kind === 'transport' ? { transport: effect.fault } : {}) };
}

function envelopeFault(world: World, request: Fields, to: string): GraphError | undefined {
  if (world.state.readKnobs().restricted) return graphError(368);
  if (!isE164(to)) return graphError(100, 'to must be a phone number with + and country code');
  const data = request.biz_opaque_callback_data;
  if (data !== undefined && (text(data) === undefined || String(data).length > MAX_CALLBACK_DATA)) {
    return graphError(100, `biz_opaque_callback_data must be a string of at most ${MAX_CALLBACK_DATA} characters`);
  }
  return undefined;
}

function templateDraft(world: World, asked: Fields): Outcome<Draft> {
  const name = text(asked.name) ?? '';
  const language = text(fields(asked.language).code) ?? '';
  const template = world.state.templates
    .all()
    .find((candidate) => candidate.name === name && candidate.language === language && candidate.status !== 'DELETED');
  if (template?.status === 'PAUSED') return { ok: false, error: graphError(132015) };
  if (template?.status === 'DISABLED') return { ok: false, error: graphError(132016) };
  if (template?.status !== 'APPROVED') {
    return { ok: false, error: graphError(132001, `template name (${name}) does not exist in ${language}`) };
  }
  const filled = fillTemplate(template, list(asked.components).map(fields));
  return filled.ok ? { ok: true, value: { ...filled.value, template } } : filled;
}

function textDraft(request: Fields): Outcome<Draft> {
  if (request.type !== 'text')
    return { ok: false, error: graphError(131051, `type ${String(request.type)} is not simulated`) };
  const body = text(fields(request.text).body) ?? '';
  if (body === '') return { ok: false, error: graphError(131008, 'text.body is required') };
  if ([...body].length > MAX_TEXT)
    return { ok: false, error: graphError(131009, `text.body may have ${MAX_TEXT} characters`) };
  return { ok: true, value: { preview: { body, buttons: [] }, payloads: {} } };
}

function recipientFault(world: World, to: string, template: StoredTemplate | undefined): GraphError | undefined {
  const effect = effectOf(to);
  if (effect?.kind === 'refuse' && isStillRefused(world, to, effect.times)) return graphError(effect.code);
  if (template?.category === 'MARKETING' && world.state.optOuts.get(to)) return graphError(131050);
  return isOverPairRate(world, to) ? graphError(131056) : undefined;
}

/** Counts refusals in a row; after `times` of them one send passes and the count starts again. */
function isStillRefused(world: World, to: string, times: number | undefined): boolean {
  if (times === undefined) return true;
  const given = world.state.counters.get(to)?.value ?? 0;
  world.state.counters.put({ id: to, value: given < times ? given + 1 : 0 });
  return given < times;
}

/** A bucket of `burst` messages that fills by one every `everyMs`, computed from what was accepted. */
function isOverPairRate(world: World, to: string): boolean {
  const rate = world.settings.pairRate;
  if (!rate) return false;
  const since = world.settings.now().getTime() - rate.everyMs * rate.burst;
  return world.state.sends.all().filter((send) => send.to === to && Date.parse(send.at) > since).length >= rate.burst;
}

function accept(
  world: World,
  { request, phoneNumberId }: { readonly request: Fields; readonly phoneNumberId: string },
  draft: Draft,
  effect: NumberEffect | undefined,
): Send {
  const to = text(request.to) ?? '';
  const data = text(request.biz_opaque_callback_data);
  const send: Send = {
    id: `wamid.${Buffer.from(world.settings.newId()).toString('base64')}`,
    at: world.settings.now().toISOString(),
    to,
    ...(phoneNumberId === world.settings.phoneNumberId ? {} : { phoneNumberId }),
    waId: identityOf(to).waId,
    templateId: draft.template?.id ?? '',
    templateName: draft.template?.name ?? '',
    language: draft.template?.language ?? '',
    ...(draft.template ? { category: draft.template.category } : {}),
    ...(data === undefined ? {} : { callbackData: data }),
    held: effect?.kind === 'statuses' && effect.held === true,
    preview: draft.preview,
    payloads: draft.payloads,
    steps: stepsOf(world, to, draft, effect),
    done: 0,
  };
  world.state.sends.put(send);
  startStatuses(world, send);
  return send;
}

function stepsOf(world: World, to: string, draft: Draft, effect: NumberEffect | undefined): readonly Step[] {
  if (!draft.template && !isWindowOpen(world, to)) return [{ status: 'failed', code: 131047 }];
  return effect?.kind === 'statuses' ? effect.steps : USUAL_STEPS;
}

function isWindowOpen(world: World, to: string): boolean {
  const since = world.settings.now().getTime() - WINDOW_MS;
  return world.state.inbound.all().some((message) => message.from === to && Date.parse(message.at) > since);
}

function acceptance(send: Send): Fields {
  const { waId, userId, username } = identityOf(send.to);
  return {
    messaging_product: 'whatsapp',
    contacts: [{ input: send.to, wa_id: waId, ...(username === undefined ? {} : { user_id: userId }) }],
    messages: [{ id: send.id, message_status: send.held ? 'held_for_quality_assessment' : 'accepted' }],
  };
}
