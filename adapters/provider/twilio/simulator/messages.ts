// The Messages API, what becomes of an accepted message, and the callbacks that tell of it.

import { receiveFromCustomer, senderAddress } from './customers.ts';
import { effectOfNumber, type NumberEffect, USUAL_STEPS } from './magic.ts';
import type { Answer, SimulatorCall, Step, StoredMessage } from './model.ts';
import { render } from './render.ts';
import { faultOfMessage, readVariables } from './rules.ts';
import { refused, type World } from './world.ts';

/** Answers a call about messages of the account; undefined for any other. */
export function answerMessages(world: World, call: SimulatorCall): Answer | undefined {
  const base = `/2010-04-01/Accounts/${world.settings.accountSid}/Messages`;
  const { pathname } = call.url;
  if (pathname === `${base}.json`)
    return call.method === 'POST' ? create(world, new URLSearchParams(call.body)) : list(world, call.url);
  const message = world.memory.messages.find(({ sid }) => pathname === `${base}/${sid}.json`);
  return message && { status: 200, body: messageJson(world, message) };
}

function create(world: World, form: URLSearchParams): Answer {
  const fault = faultOfMessage(form);
  if (fault !== undefined) return refused(400, fault.code, fault.message);
  const to = form.get('To') ?? '';
  const effect = effectOfNumber(to);
  const refusal = refusalOf(world, to, effect);
  if (refusal !== undefined) return refusal;
  const content = world.memory.contents.find(({ sid }) => sid === form.get('ContentSid'));
  if (content === undefined) return refused(400, 21655, 'The ContentSid is invalid');
  const values = readVariables(form.get('ContentVariables'));
  if (values === undefined) return refused(400, 21656, 'The ContentVariables parameter is invalid');
  const spoils = effect?.kind === 'spoil' ? effect : undefined;
  if (spoils !== undefined && !spoils.done) return { status: 502, spoilt: spoils.how };

  const callback = form.get('StatusCallback') ?? undefined;
  const isApproved = content.approval?.status === 'approved';
  const message: StoredMessage = {
    sid: world.newSid('SM'),
    to,
    from: form.get('From') ?? senderAddress(world),
    createdAt: world.settings.now().toISOString(),
    status: 'queued',
    ...(callback === undefined ? {} : { callback }),
    steps: isApproved ? stepsOf(effect) : [{ status: 'undelivered', code: 63016 }],
    done: 0,
    ...render(content, values),
  };
  world.memory.messages.push(message);
  world.save();
  planStep(world, message.sid);
  return { status: 201, body: messageJson(world, message), ...(spoils === undefined ? {} : { spoilt: spoils.how }) };
}

const refusedSoFar = new WeakMap<World, Map<string, number>>();

function refusalOf(world: World, to: string, effect: NumberEffect | undefined): Answer | undefined {
  if (world.memory.stopped.includes(to)) return refused(400, 21610, 'Attempt to send to unsubscribed recipient');
  if (effect?.kind !== 'refuse') return undefined;
  const counts = refusedSoFar.get(world) ?? new Map<string, number>();
  refusedSoFar.set(world, counts);
  const times = (counts.get(to) ?? 0) + 1;
  counts.set(to, times);
  if (effect.times !== undefined && times > effect.times) return undefined;
  return refused(effect.status, effect.code, 'Refused for the sake of the rehearsal');
}

function stepsOf(effect: NumberEffect | undefined): readonly Step[] {
  return effect?.kind === 'steps' ? effect.steps : USUAL_STEPS;
}

/** Plans the next thing that becomes of a message. Again after a restart. */
export function planStep(world: World, sid: string): void {
  const message = world.memory.messages.find((one) => one.sid === sid);
  if (message === undefined || message.done >= message.steps.length) return;
  world.later(world.settings.statusDelayMs, () => takeStep(world, sid));
}

function takeStep(world: World, sid: string): void {
  const before = world.memory.messages.find((one) => one.sid === sid);
  const step = before?.steps[before.done];
  if (before === undefined || step === undefined) return;
  const arrives = step.status === 'delivered' || step.status === 'read';
  const moved: StoredMessage = {
    ...before,
    done: before.done + 1,
    status: step.status,
    ...(step.code === undefined ? {} : { errorCode: step.code }),
    ...(arrives && before.deliveredAt === undefined ? { deliveredAt: world.settings.now().toISOString() } : {}),
  };
  world.memory.messages = world.memory.messages.map((one) => (one.sid === sid ? moved : one));
  world.save();
  if (moved.callback !== undefined) world.webhooks.form(moved.callback, statusForm(world, moved, step));
  if (arrives) world.phoneChanged(numberIn(moved.to));
  planStep(world, sid);
  const effect = effectOfNumber(moved.to);
  if (step.status === 'read' && effect?.kind === 'answers')
    receiveFromCustomer(world, numberIn(moved.to), { text: effect.text });
}

function statusForm(world: World, message: StoredMessage, step: Step): Readonly<Record<string, string>> {
  return {
    MessageSid: message.sid,
    SmsSid: message.sid,
    MessageStatus: step.status,
    SmsStatus: step.status,
    To: message.to,
    From: message.from,
    AccountSid: world.settings.accountSid,
    ApiVersion: '2010-04-01',
    ChannelPrefix: 'whatsapp',
    ...(step.code === undefined
      ? {}
      : { ErrorCode: `${step.code}`, ErrorMessage: 'Refused for the sake of the rehearsal' }),
  };
}

/** E.164 of an address; a business-scoped id stays as it is. */
export function numberIn(address: string): string {
  return address.replace(/^whatsapp:/, '');
}

/** Newest first, filtered as Twilio does: a queued message has no sent date and is on no day. */
function list(world: World, url: URL): Answer {
  const [to, from, day] = ['To', 'From', 'DateSent'].map((name) => url.searchParams.get(name));
  const found = world.memory.messages.filter(
    (message) =>
      (!to || message.to === to) &&
      (!from || message.from === from) &&
      (!day || (message.status !== 'queued' && message.createdAt.startsWith(day))),
  );
  const messages = found.toReversed().map((message) => messageJson(world, message));
  return { status: 200, body: { messages, next_page_uri: null, page: 0, page_size: messages.length } };
}

function messageJson(world: World, message: StoredMessage): object {
  const created = new Date(message.createdAt).toUTCString().replace('GMT', '+0000');
  return {
    sid: message.sid,
    account_sid: world.settings.accountSid,
    api_version: '2010-04-01',
    body: message.preview.body,
    date_created: created,
    date_sent: message.status === 'queued' ? null : created,
    direction: 'outbound-api',
    error_code: message.errorCode ?? null,
    error_message: null,
    from: message.from,
    to: message.to,
    status: message.status,
  };
}
