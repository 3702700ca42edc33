// Cards posted and repainted in the background lane. Posting is not idempotent at Slack, so every post carries our key in its
// metadata: after a lost answer the next try with that key first looks whether the message is there.
import { LRUCache } from 'lru-cache';
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Destination, MessageRef, PostHow } from '../../../../src/ports/chat.ts';
import type { Clock } from '../../../../src/ports/process.ts';
import type { Card } from '../../../../src/views/view.ts';
import { noAnswer } from '../../../shared/lost-call.ts';
import { PLATFORM } from '../app-facts.ts';
import { renderCard } from '../drawing/render-card.ts';
import type { SlackClient } from './client.ts';
import { refused } from './failure.ts';

const METADATA_EVENT = 'aval_card';
const REMEMBERED = 2000;
/** A post whose answer was lost is searched for in pages this long, and in so many of them. */
const PAGE = 100;
const PAGES = 10;
/** Threads are told oldest first, so the search begins where the first try was made: our clock and Slack's may differ by this. */
const SPARE_S = 300;

/** These mean that the old message cannot be changed, though its thread lives on: the new state is said there instead. */
const SAY_IN_THREAD = new Set(['edit_window_closed', 'cant_update_message', 'block_mismatch']);

/** A private chat that answers so is not there any more; its person may have another one. */
const CHAT_GONE = new Set(['place_gone', 'place_archived', 'place_closed', 'person_unreachable']);

type Place = { readonly channel: string; readonly thread?: string; readonly broadcast?: true };

export type Posting = {
  post(to: Destination, card: Card, key: string, how?: PostHow): Promise<Result<MessageRef, Failure>>;
  update(ref: MessageRef, card: Card): Promise<Result<MessageRef, Failure>>;
};

/** `isGone`: nobody reads any more what is posted to this person. */
export function createPosting(client: SlackClient, now: Clock, isGone: (userId: string) => Promise<boolean>): Posting {
  // Keys of this process. What others may have begun, the caller knows (`again`).
  const posted = new LRUCache<string, MessageRef>({ max: REMEMBERED });
  /** Since when it is not known whether this key was posted. */
  const unsure = new LRUCache<string, number>({ max: REMEMBERED });
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

  /**
   * The message that carries this key. A channel is read from the newest back. A thread is told oldest first: from shortly before
   * `since` on, and from its beginning when it is not there, since clocks differ.
   */
  async function find(place: Place, key: string, since: number): Promise<Result<MessageRef | undefined, Failure>> {
    if (!place.thread) return search(place, key, 'conversations.history', {});
    const ts = place.thread;
    const oldest = `${Math.floor(since / 1000) - SPARE_S}.000000`;
    const late = await search(place, key, 'conversations.replies', { ts, oldest });
    return late.ok && !late.value ? search(place, key, 'conversations.replies', { ts }) : late;
  }

  async function search(
    place: Place,
    key: string,
    method: string,
    where: object,
  ): Promise<Result<MessageRef | undefined, Failure>> {
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const args = { channel: place.channel, limit: PAGE, include_all_metadata: true, ...where };
      const found = await client.call(method, { ...args, ...(cursor && { cursor }) }, { lane: 'background' });
      if (!found.ok) return found;
      const { messages, response_metadata } = found.value.answer;
      const ours = (Array.isArray(messages) ? messages : []).find((message: unknown) => keyOf(message) === key);
      const ts = textIn(ours, 'ts');
      if (ts !== undefined) return ok(refOf(place.channel, ts, place.thread));
      cursor = textIn(response_metadata, 'next_cursor');
      if (!cursor) break;
    }
    return ok(undefined);
  }

  function remember(key: string, ref: MessageRef): Result<MessageRef, Failure> {
    posted.set(key, ref);
    unsure.delete(key);
    return ok(ref);
  }

  const posting: Posting = {
    async post(to, card, key, how) {
      const known = posted.get(key);
      if (known) return ok(known);
      const reader = await readerOf(to);
      if (reader !== undefined && (await isGone(reader))) return err(refused('user_disabled'));
      const place = await placeOf(to);
      if (!place.ok) return place;
      const since = how?.again ? Date.parse(how.again) : unsure.get(key);
      if (since !== undefined) {
        const found = await find(place.value, key, since);
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
      if (said.error.kind === 'uncertain') unsure.set(key, since ?? now().getTime());
      const isPrivate = to.to === 'person' || (to.to === 'thread' && isPrivateChat(to.root.channel));
      return isPrivate ? err(asUnreachable(said.error)) : said;
    },

    async update(ref, card) {
      const args = { channel: ref.channel, ts: ref.message, ...renderCard(card) };
      const updated = await client.call('chat.update', args, { lane: 'background', limitKey: ref.channel });
      if (updated.ok) return ok(ref);
      if (!SAY_IN_THREAD.has(updated.error.code ?? '')) return updated;
      // Once, whoever tries it how often: every later change goes to the new message.
      const again = new Date(Number(ref.message) * 1000 || 0).toISOString();
      return posting.post({ to: 'thread', root: ref }, card, `instead of ${ref.message}`, { again });
    },
  };
  return posting;
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
