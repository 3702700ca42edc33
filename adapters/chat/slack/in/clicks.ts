// Buttons and live fields. A click is acknowledged once the app has it for good: Slack does not repeat a lost click, but tells
// its person that it failed. While one takes long its person, and nobody else, is told that it is being worked on: the card
// itself is the app's to repaint, and an answer painted from here could arrive after a newer state.
import type { Failure } from '../../../../src/domain/fault.ts';
import type { Intent, Reply } from '../../../../src/ports/chat.ts';
import { renderCard, renderNotice } from '../drawing/render-card.ts';
import { renderForm } from '../drawing/render-form.ts';
import { AGAIN, privateCard, privateSentence, whyNotOpened } from '../out/private-messages.ts';
import type { SlackWords } from '../words.ts';
import { type Ack, type ListenerDeps, read, turnedAway } from './listener-deps.ts';
import { parseAction, parseAgain } from './parse.ts';
import { BlockActions } from './payload.ts';

const WORKING_AFTER_MS = 300;

type Click = {
  readonly payload: BlockActions;
  readonly intent: Intent;
  readonly words: SlackWords;
  /** Called once the app is done with it, whatever came of it. */
  readonly kept: () => Promise<void>;
};

export function createClickListener(deps: ListenerDeps): (body: unknown, ack: Ack) => Promise<void> {
  const underWay = new Map<string, Promise<void>>();
  return async (body, ack) => {
    const payload = read(BlockActions, body, deps);
    const intent = payload && intentOf(payload, deps);
    if (!payload || !intent) return ack();
    const words = deps.words(intent.actor.locale);
    const away = await turnedAway(body, intent.actor.id, words, deps);
    if (away !== undefined) {
      deps.showing.tell(payload.response_url ?? undefined, privateSentence(away, threadOf(payload)));
      return ack();
    }
    if (!deps.recent.firstTime(intent.deliveryId)) {
      // A copy shows nothing, and is acknowledged together with the first.
      await underWay.get(intent.deliveryId);
      return ack();
    }
    if (payload.view && intent.kind === 'form' && intent.button === 'live') {
      deps.live.run(payload.view.id, () => typeLive({ payload, intent, words, kept: async () => undefined }, deps));
      return ack();
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    underWay.set(intent.deliveryId, promise);
    const kept = () => {
      underWay.delete(intent.deliveryId);
      resolve();
      return ack();
    };
    const click = { payload, intent, words, kept };
    await (payload.view ? pressInModal(click, deps) : pressInMessage(click, deps));
  };
}

function intentOf(payload: BlockActions, deps: ListenerDeps) {
  return payload.actions[0]?.action_id === AGAIN ? parseAgain(payload, deps.known) : parseAction(payload, deps.known);
}

/** The reply, or undefined when the app broke: then the person was told. Either way the click is acknowledged. */
async function dispatched({ payload, intent, words, kept }: Click, deps: ListenerDeps): Promise<Reply | undefined> {
  try {
    return await deps.dispatch(intent);
  } catch (cause) {
    // The edge of a person's intent: they are told, the log has the cause.
    deps.log.error({ err: cause, deliveryId: intent.deliveryId }, 'dispatch failed');
    deps.recent.forget(intent.deliveryId);
    deps.showing.tell(payload.response_url ?? undefined, privateSentence(words.broke, threadOf(payload)));
    return undefined;
  } finally {
    await kept();
  }
}

async function typeLive(click: Click, deps: ListenerDeps): Promise<void> {
  const { view } = click.payload;
  if (!view) return;
  const reply = await dispatched(click, deps);
  if (reply?.show !== 'form') return;
  // A conflict means that the page has changed since: this rendering is of no use any more.
  const updated = await deps.showing.update(
    view.id,
    deps.live.hashOf(view.id) ?? view.hash ?? undefined,
    renderForm(reply.form, click.words),
  );
  deps.live.setHash(view.id, updated.ok ? updated.value : undefined);
}

async function pressInModal(click: Click, deps: ListenerDeps): Promise<void> {
  const { view } = click.payload;
  if (!view) return;
  deps.live.forget(view.id);
  const reply = await dispatched(click, deps);
  if (!reply || reply.show === 'nothing') return;
  const next = reply.show === 'form' ? renderForm(reply.form, click.words) : renderNotice(reply.card, click.words);
  const updated = await deps.showing.update(view.id, view.hash ?? undefined, next);
  // A live rendering came in between; the press was on purpose and wins.
  if (!updated.ok && updated.error.code === 'hash_conflict') await deps.showing.update(view.id, undefined, next);
}

async function pressInMessage(click: Click, deps: ListenerDeps): Promise<void> {
  const { payload, intent, words } = click;
  const working = setTimeout(
    () => deps.showing.tell(payload.response_url ?? undefined, privateSentence(words.working, threadOf(payload))),
    WORKING_AFTER_MS,
  );
  const reply = await dispatched(click, deps);
  clearTimeout(working);
  if (!reply || reply.show === 'nothing') return;
  if (reply.show === 'notice')
    return deps.showing.tell(payload.response_url ?? undefined, privateCard(reply.card, threadOf(payload)));
  if (reply.show === 'card') return replaceClicked(payload, renderCard(reply.card), deps);
  const pressAgain = (failure?: Failure) => {
    const why = whyNotOpened(failure, words, words.pressAgain, Date.now());
    deps.showing.tell(payload.response_url ?? undefined, privateSentence(why, threadOf(payload)));
  };
  const isAgain = intent.kind === 'command';
  const taken = deps.showing.open({
    triggerId: payload.trigger_id ?? '',
    view: () => renderForm(reply.form, words),
    sorry: pressAgain,
    // "Try again" has done its work: the private message that carried it goes.
    ...(isAgain && { done: () => deps.showing.tell(payload.response_url ?? undefined, { delete_original: true }) }),
  });
  if (!taken) pressAgain();
}

/** For a message that nobody else draws. */
async function replaceClicked(payload: BlockActions, message: object, deps: ListenerDeps): Promise<void> {
  const channel = payload.channel?.id ?? payload.container.channel_id ?? undefined;
  const ts = payload.container.message_ts ?? payload.message?.ts ?? undefined;
  if (payload.response_url) {
    const sent = await deps.showing.respond(payload.response_url, { replace_original: true, ...message });
    if (sent.ok || payload.container.is_ephemeral) return;
  }
  // The address is used up or old; our own message can also be changed by name.
  if (channel && ts && !payload.container.is_ephemeral) await deps.repaint(channel, ts, message);
}

/** Private answers to a click in a thread belong into that thread. */
function threadOf(payload: BlockActions): string | undefined {
  return payload.container.thread_ts ?? payload.message?.thread_ts ?? undefined;
}
