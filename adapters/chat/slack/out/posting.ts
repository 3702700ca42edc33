// Cards posted and repainted in the background lane. Posting is not idempotent at Slack, so every post carries our key in its
// metadata: after a lost answer the next try with that key first looks whether the message is there.
import { LRUCache } from 'lru-cache';
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Destination, MessageRef } from '../../../../src/ports/chat.ts';
import type { Card } from '../../../../src/views/view.ts';
import { noAnswer } from '../../../shared/lost-call.ts';
import { PLATFORM } from '../app-facts.ts';
import { renderCard } from '../drawing/render-card.ts';
import type { SlackClient } from './client.ts';
import { refused } from './failure.ts';

const METADATA_EVENT = 'aval_card';
const REMEMBERED = 2000;
/** How many of the newest messages are searched for a post whose answer was lost. */
const LOOK_BACK = 30;

/** These mean that the old message cannot be changed, though its thread lives on: the new state is said there instead. */
const SAY_IN_THREAD = new Set(['edit_window_closed', 'cant_update_message', 'block_mismatch']);

/** A private chat that answers so is not there any more; its person may have another one. */
const CHAT_GONE = new Set(['place_gone', 'place_archived', 'place_closed', 'person_unreachable']);

type Place = { readonly channel: string; readonly thread?: string; readonly broadcast?: true };

export type Posting = {
  post(to: Destination, card: Card, key: string): Promise<Result<MessageRef, Failure>>;
  update(ref: MessageRef, card: Card): Promise<Result<MessageRef, Failure>>;
};

/** `isGone`: nobody reads any more what is posted to this person. */
export function createPosting(client: SlackClient, isGone: (userId: string) => Promise<boolean>): Posting {
  // Keys of this process only. After a crash between a post and its record the post may be made once more.
  const posted = new LRUCache<string, MessageRef>({ max: REMEMBERED });
  const unsure = new LRUCache<string, true>({ max: REMEMBERED });
  const directChannels = new LRUCache<string, string>({ max: REMEMBERED });
  const ownerOf = new LRUCache<string, string>({ max: REMEMBERED });

  async function placeOf(to: Destination): Promise<Result<Place, Failure>> {
    if (to.to === 'channel') return ok({ channel: to.channel });
    if (to.to === 'thread')
      return ok({ channel: to.root.channel, thread: to.root.thread, ...(to.alsoInChannel && { broadcast: true }) });
    const known = directChannels.get(to.id);
    if (known) return ok({ channel: known });
    const opened = await client.call('conversations.open', { users: to.id }, { lane: 'background' });
    if (!opened.ok) return opened;
    const channel = textIn(opened.value.answer.channel, 'id');
    if (!channel) return err(noAnswer('conversations.open', true, 'unreadable_answer'));
    directChannels.set(to.id, channel);
    ownerOf.set(channel, to.id);
    return ok({ channel });
  }

  /** Whose private chat this is; undefined for other places, and where Slack does not say. */
  async function readerOf(to: Destination): Promise<string | undefined> {
    if (to.to === 'person') return to.id;
    if (to.to === 'channel' || !isPrivateChat(to.root.channel)) return undefined;
    const { channel } = to.root;
    const known = ownerOf.get(channel);
    if (known !== undefined) return known;
    const opened = await client.call('conversations.open', { channel, return_im: true }, { lane: 'background' });
    const user = opened.ok ? textIn(opened.value.answer.channel, 'user') : undefined;
    if (user !== undefined) ownerOf.set(channel, user);
    return user;
  }

  async function say(place: Place, card: Card, key: string): Promise<Result<MessageRef, Failure>> {
    const args = {
      channel: place.channel,
      ...renderCard(card),
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: METADATA_EVENT, event_payload: { key } },
      ...(place.thread && { thread_ts: place.thread }),
      ...(place.broadcast && { reply_broadcast: true }),
    };
    const said = await client.call('chat.postMessage', args, {
      lane: 'background',
      repeatable: false,
      limitKey: place.channel,
    });
    if (!said.ok) return said;
    const { ts, channel } = said.value.answer;
    if (typeof ts !== 'string') return err(noAnswer('chat.postMessage', false, 'unreadable_answer'));
    return ok(refOf(typeof channel === 'string' ? channel : place.channel, ts, place.thread));
  }

  /** The message that carries this key, among the newest of its channel or thread. */
  async function find(place: Place, key: string): Promise<Result<MessageRef | undefined, Failure>> {
    const where = place.thread
      ? { method: 'conversations.replies', ts: place.thread }
      : { method: 'conversations.history' };
    const { method, ...args } = where;
    const found = await client.call(
      method,
      { channel: place.channel, limit: LOOK_BACK, include_all_metadata: true, ...args },
      { lane: 'background' },
    );
    if (!found.ok) return found;
    const messages: readonly unknown[] = Array.isArray(found.value.answer.messages) ? found.value.answer.messages : [];
    const ts = messages.filter((message) => keyOf(message) === key).map((message) => textIn(message, 'ts'))[0];
    return ok(ts === undefined ? undefined : refOf(place.channel, ts, place.thread));
  }

  function remember(key: string, ref: MessageRef): Result<MessageRef, Failure> {
    posted.set(key, ref);
    unsure.delete(key);
    return ok(ref);
  }

  return {
    async post(to, card, key) {
      const known = posted.get(key);
      if (known) return ok(known);
      const reader = await readerOf(to);
      if (reader !== undefined && (await isGone(reader))) return err(refused('user_disabled'));
      const place = await placeOf(to);
      if (!place.ok) return place;
      if (unsure.has(key)) {
        const found = await find(place.value, key);
        if (!found.ok) return found;
        if (found.value) return remember(key, found.value);
      }
      let said = await say(place.value, card, key);
      if (to.to === 'person' && !said.ok && CHAT_GONE.has(said.error.fault)) {
        // The chat we remembered is not there any more: another one is opened, once.
        directChannels.delete(to.id);
        const anew = await placeOf(to);
        if (!anew.ok) return anew;
        if (anew.value.channel !== place.value.channel) said = await say(anew.value, card, key);
      }
      if (said.ok) return remember(key, said.value);
      if (said.error.kind === 'uncertain') unsure.set(key, true);
      const isPrivate = to.to === 'person' || (to.to === 'thread' && isPrivateChat(to.root.channel));
      return isPrivate ? err(asUnreachable(said.error)) : said;
    },

    async update(ref, card) {
      const args = { channel: ref.channel, ts: ref.message, ...renderCard(card) };
      const updated = await client.call('chat.update', args, { lane: 'background', limitKey: ref.channel });
      if (updated.ok) return ok(ref);
      if (!SAY_IN_THREAD.has(updated.error.code ?? '')) return updated;
      return say({ channel: ref.channel, thread: ref.thread }, card, `instead of ${ref.message}`);
    },
  };
}

/** Ids of private chats start with D. */
function isPrivateChat(channel: string): boolean {
  return channel.startsWith('D');
}

function asUnreachable(failure: Failure): Failure {
  if (!CHAT_GONE.has(failure.fault)) return failure;
  return { ...failure, kind: 'rejected', fault: 'person_unreachable', reaction: 'permanent' };
}

function refOf(channel: string, ts: string, thread: string | undefined): MessageRef {
  return { platform: PLATFORM, channel, message: ts, thread: thread ?? ts };
}

function keyOf(message: unknown): string | undefined {
  const metadata = fieldIn(message, 'metadata');
  return textIn(metadata, 'event_type') === METADATA_EVENT
    ? textIn(fieldIn(metadata, 'event_payload'), 'key')
    : undefined;
}

function fieldIn(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function textIn(value: unknown, key: string): string | undefined {
  const text = fieldIn(value, key);
  return typeof text === 'string' ? text : undefined;
}
