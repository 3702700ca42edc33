// The five generic Bolt listeners: command, submission, action (with the shortcut), options, message. Each parses, dispatches and
// shows. None knows a feature, and none waits for Slack's API before it acknowledges.
import type { App } from '@slack/bolt';
import type { Failure } from '../../../../src/domain/fault.ts';
import type { Reply } from '../../../../src/ports/chat.ts';
import { renderNotice } from '../drawing/render-card.ts';
import { blockIds, renderForm } from '../drawing/render-form.ts';
import { slackOption } from '../drawing/render-options.ts';
import { slashed } from '../drawing/render-text.ts';
import { clickAgain, errorsAnswer, privateCard, privateSentence, whyNotOpened } from '../out/private-messages.ts';
import { createClickListener } from './clicks.ts';
import { type Ack, type ListenerDeps, read, turnedAway } from './listener-deps.ts';
import { parseCommand, parseMessage, parseShortcut, parseSubmission, parseSuggestion } from './parse.ts';
import { CommandPayload, MessageEvent, Shortcut, Suggestion, type ViewPayload, ViewSubmission } from './payload.ts';
import { onPlaceEvent, PLACE_EVENTS } from './place-events.ts';

const SEARCH_OPTIONS_MAX = 100;

/** Registers everything Aval listens to. */
export function registerListeners(app: App, deps: ListenerDeps): void {
  const click = createClickListener(deps);
  // Bolt types every acknowledgement; ours are rendered Block Kit, typed by our own renderers.
  app.command(/[\s\S]*/, ({ body, ack }) => onCommand(body, ack as Ack, deps));
  app.view(/[\s\S]*/, ({ body, ack }) => onSubmission(body, ack as Ack, deps));
  app.action(/[\s\S]*/, ({ body, ack }) => click(body, ack as Ack));
  app.shortcut(/[\s\S]*/, ({ body, ack }) => onShortcut(body, ack as Ack, deps));
  app.options(/[\s\S]*/, ({ body, ack }) => onTyping(body, ack as Ack, deps));
  app.event('message', ({ body }) => onMessage(body, deps));
  for (const name of PLACE_EVENTS) app.event(name, ({ body }) => onPlaceEvent(body, deps));
}

async function onCommand(body: unknown, ack: Ack, deps: ListenerDeps): Promise<void> {
  const payload = read(CommandPayload, body, deps);
  const intent = payload && parseCommand(payload, deps.known);
  if (!payload || !intent) return ack();
  const words = deps.words(intent.actor.locale);
  const first = deps.recent.firstTime(intent.deliveryId);
  let reply: Reply;
  try {
    reply = await deps.dispatch(intent);
  } catch (cause) {
    // The edge of a person's intent: they are told, the log has the cause.
    deps.log.error({ err: cause, deliveryId: intent.deliveryId }, 'dispatch failed');
    deps.recent.forget(intent.deliveryId);
    return ack(privateSentence(words.broke));
  }
  if (reply.show === 'notice' || reply.show === 'card') return ack(privateCard(reply.card));
  if (reply.show === 'nothing' || !first) return ack();
  const sorry = (failure?: Failure) => {
    const why = whyNotOpened(failure, words, words.clickAgain, Date.now());
    deps.showing.tell(payload.response_url ?? undefined, clickAgain(intent, words, why));
  };
  const taken = deps.showing.open({
    triggerId: payload.trigger_id,
    view: () => deps.drawForm(reply.form, words),
    sorry,
  });
  return ack(taken ? undefined : clickAgain(intent, words));
}

async function onShortcut(body: unknown, ack: Ack, deps: ListenerDeps): Promise<void> {
  await ack();
  const payload = read(Shortcut, body, deps);
  const intent = payload && parseShortcut(payload, deps.known);
  if (!payload || !intent) return;
  const words = deps.words(intent.actor.locale);
  if (await turnedAway(body, intent.actor.id, words, deps)) return;
  if (!deps.recent.firstTime(intent.deliveryId)) return;
  const reply = await deps.dispatch(intent);
  if (reply.show === 'nothing') return;
  const view = () => (reply.show === 'form' ? deps.drawForm(reply.form, words) : renderNotice(reply.card, words));
  // A shortcut has no response_url: if this does not open, there is nowhere to say so.
  deps.showing.open({ triggerId: payload.trigger_id, view, sorry: () => undefined });
}

async function onSubmission(body: unknown, ack: Ack, deps: ListenerDeps): Promise<void> {
  const payload = read(ViewSubmission, body, deps);
  const intent = payload && parseSubmission(payload, deps.known);
  if (!payload || !intent) return ack();
  const words = deps.words(intent.actor.locale);
  const away = await turnedAway(body, intent.actor.id, words, deps);
  if (away !== undefined) return ack(errorsAnswer(payload.view, away));
  let reply: Reply;
  try {
    reply = await deps.dispatch(intent);
  } catch (cause) {
    // The edge of a person's intent: what they typed stays open before them.
    deps.log.error({ err: cause, deliveryId: intent.deliveryId }, 'dispatch failed');
    return ack(errorsAnswer(payload.view, words.broke));
  }
  deps.live.forget(payload.view.id);
  if (reply.show === 'nothing') return ack();
  if (reply.show !== 'form') return ack({ response_action: 'update', view: renderNotice(reply.card, words) });
  const view = renderForm(reply.form, words);
  const errors = Object.keys(reply.form.errors).length > 0 && errorsOnly(payload.view, view, reply.form.errors);
  return ack(errors ? { response_action: 'errors', errors } : { response_action: 'update', view });
}

/** Errors can be shown in place when the page stays the same and each has an input of its own; else the page is drawn anew. */
function errorsOnly(shown: ViewPayload, next: ReturnType<typeof renderForm>, errors: Readonly<Record<string, string>>) {
  const blocks = shown.blocks ?? [];
  if (shown.callback_id !== next.callback_id || shown.private_metadata !== next.private_metadata) return undefined;
  if (blockIds(blocks) !== blockIds(next.blocks)) return undefined;
  const inputs = new Set(blocks.filter((block) => block.type === 'input').map((block) => block.block_id));
  if (!Object.keys(errors).every((field) => inputs.has(field))) return undefined;
  return Object.fromEntries(Object.entries(errors).map(([field, error]) => [field, slashed(error)]));
}

async function onTyping(body: unknown, ack: Ack, deps: ListenerDeps): Promise<void> {
  const payload = read(Suggestion, body, deps);
  const query = payload && parseSuggestion(payload, deps.known);
  if (!query) return ack({ options: [] });
  const words = deps.words(query.actor.locale);
  if ((await turnedAway(body, query.actor.id, words, deps)) !== undefined) return ack({ options: [] });
  try {
    const options = await deps.search(query);
    return await ack({ options: options.slice(0, SEARCH_OPTIONS_MAX).map(slackOption) });
  } catch (cause) {
    // The edge of a person's typing: an empty list, so that the form stays usable.
    deps.log.error({ err: cause, field: query.field }, 'search failed');
    return ack({ options: [] });
  }
}

/** A throw travels up on purpose: the delivery is then not acknowledged, and Slack sends it again. */
async function onMessage(body: unknown, deps: ListenerDeps): Promise<void> {
  const payload = read(MessageEvent, body, deps);
  const intent = payload && parseMessage(payload, deps.tenant(), deps.known, deps.ourId());
  if (!payload || !intent) return;
  if ((await turnedAway(body, intent.actor.id, deps.words(intent.actor.locale), deps)) !== undefined) return;
  const first = deps.recent.firstTime(intent.deliveryId);
  try {
    const reply = await deps.dispatch(intent);
    if (first) deps.whisper(intent.root.channel, payload.event.thread_ts ?? undefined, intent.actor.id, reply);
  } catch (cause) {
    deps.recent.forget(intent.deliveryId);
    throw cause;
  }
}
