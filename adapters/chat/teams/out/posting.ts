// Cards posted and repainted. Teams offers no way to find a message by a key of ours: keys are remembered in this process
// only, and after a lost answer the next try may post a second copy. An answer that is only late is waited for.
import { LRUCache } from 'lru-cache';
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Destination, MessageRef } from '../../../../src/ports/chat.ts';
import type { Card } from '../../../../src/views/view.ts';
import { noAnswer } from '../../../shared/lost-call.ts';
import { PLATFORM } from '../app-facts.ts';
import type { Connector } from '../connector/connector.ts';
import type { ConversationRef, Ours, References } from '../connector/references.ts';
import { hasThreads, threadAddress } from '../connector/threads.ts';
import { renderMessage } from '../drawing/render-card.ts';
import { inTimeOr } from '../trust/in-time.ts';
import type { WordsIn } from '../words.ts';
import type { Direct } from './direct.ts';

const REMEMBERED = 2000;
/** Ours from the first step to the last: the app gives a whole job 40 s. */
const DEADLINE_MS = 30_000;
/**
 * Teams' codes for a message that cannot be changed any more: deleted (in a channel answered 403 without a code), or written by
 * a bot that we were before. Some say the same of a place; then what is said there instead is refused too, and with its reason.
 */
const UNCHANGEABLE = new Set([
  'ActivityNotFoundInConversation',
  'ConversationNotFound',
  'MessageNotFound',
  'NotEnoughPermissions',
  'ServiceError',
  '403',
  '404',
]);
const UNREADABLE: Failure = {
  kind: 'uncertain',
  fault: 'unreadable_answer',
  reaction: 'retry',
  code: 'conversations',
};

export type Posting = {
  /**
   * `uncertain` at the latest after 30 s. The call goes on then, for as long as `connector` waits: the next try with the same
   * key waits for it too, or has its answer.
   */
  post(to: Destination, card: Card, key: string): Promise<Result<MessageRef, Failure>>;
  /** What cannot be changed any more is said anew, once: in its thread, else as a new one. Its reference replaces the old one. */
  update(ref: MessageRef, card: Card): Promise<Result<MessageRef, Failure>>;
};

export type PostingDeps = {
  /** The patient one, as that of `direct`. */
  readonly connector: Connector;
  readonly references: References;
  readonly direct: Direct;
  readonly ours: () => Ours;
  readonly words: WordsIn;
  readonly forms: 'dialog' | 'card';
  /** Language of what the adapter itself puts on shared cards. */
  readonly channelLanguage: string;
  readonly deadlineMs?: number;
};

export function createPosting(deps: PostingDeps): Posting {
  const { connector, references, direct } = deps;
  const posts = new LRUCache<string, Promise<Result<MessageRef, Failure>>>({ max: REMEMBERED });
  const drawn = (card: Card, language: string) =>
    renderMessage(card, { forms: deps.forms, words: deps.words(language) });

  async function toChannel(place: ConversationRef, card: Card): Promise<Result<MessageRef, Failure>> {
    const { serviceUrl, conversation: channel } = place;
    const { tenant = place.tenant, bot = place.bot } = deps.ours();
    const created = await connector.create(serviceUrl, {
      isGroup: true,
      bot: { id: bot },
      tenantId: tenant,
      channelData: { channel: { id: channel }, tenant: { id: tenant } },
      activity: drawn(card, deps.channelLanguage),
    });
    if (!created.ok) return created;
    const message = created.value.activityId ?? /;messageid=(\d+)/.exec(created.value.id)?.[1];
    return message ? ok({ platform: PLATFORM, channel, message, thread: message }) : err(UNREADABLE);
  }

  /** Into a thread of a channel; a chat has none, so the message stands by itself there. */
  async function toConversation(
    place: ConversationRef,
    root: string | undefined,
    card: Card,
  ): Promise<Result<MessageRef, Failure>> {
    // Of a private chat only the person counts: they may have another one by now.
    if (place.person) return toPerson(place.person, card);
    const said = await connector.send(threadAddress(place, root), drawn(card, deps.channelLanguage));
    if (!said.ok) return said;
    const message = said.value.id;
    const thread = hasThreads(place) && root ? root : message;
    return ok({ platform: PLATFORM, channel: place.conversation, message, thread });
  }

  async function toPerson(id: string, card: Card): Promise<Result<MessageRef, Failure>> {
    const language = (await references.localeOf(id)) ?? deps.channelLanguage;
    const said = await direct.send(id, drawn(card, language));
    if (!said.ok) return said;
    const message = said.value.id;
    return ok({ platform: PLATFORM, channel: said.value.ref.conversation, message, thread: message });
  }

  async function publish(to: Destination, card: Card): Promise<Result<MessageRef, Failure>> {
    if (to.to === 'person') return toPerson(to.id, card);
    const place = await references.ofChannel(to.to === 'channel' ? to.channel : to.root.channel);
    if (to.to === 'thread') return toConversation(place, to.root.thread, card);
    return hasThreads(place) ? toChannel(place, card) : toConversation(place, undefined, card);
  }

  function inTime(posting: Promise<Result<MessageRef, Failure>>): Promise<Result<MessageRef, Failure>> {
    return inTimeOr(posting, deps.deadlineMs ?? DEADLINE_MS, err(noAnswer('late', false)));
  }

  // A call with the same key while the first one is still under way gets its answer too.
  function once(key: string, say: () => Promise<Result<MessageRef, Failure>>): Promise<Result<MessageRef, Failure>> {
    const known = posts.get(key);
    if (known !== undefined) return inTime(known);
    const posting = say();
    posts.set(key, posting);
    const forget = () => void posts.delete(key);
    posting.then((posted) => (posted.ok ? undefined : forget()), forget);
    return inTime(posting);
  }

  /** In the thread it stood in; where that is gone with its first message, as a new one in the channel. */
  async function sayInstead(place: ConversationRef, ref: MessageRef, card: Card): Promise<Result<MessageRef, Failure>> {
    const said = await toConversation(place, ref.thread, card);
    if (said.ok || !hasThreads(place) || !isUnchangeable(said.error)) return said;
    return toChannel(place, card);
  }

  async function update(ref: MessageRef, card: Card): Promise<Result<MessageRef, Failure>> {
    const key = `instead of ${ref.channel} ${ref.message}`;
    // Whoever still holds the old reference means the message that took its place.
    const moving = posts.get(key);
    if (moving) {
      const moved = await inTime(moving);
      return moved.ok ? update(moved.value, card) : moved;
    }
    const place = await references.ofChannel(ref.channel);
    const language = place.person && (await references.localeOf(place.person));
    const activity = drawn(card, language ?? deps.channelLanguage);
    const updated = await connector.update(threadAddress(place, ref.thread), ref.message, activity);
    if (updated.ok) return ok(ref);
    if (!isUnchangeable(updated.error)) return updated;
    // Two repaints at once: the one that comes second paints what the first has said.
    return posts.has(key) ? update(ref, card) : once(key, () => sayInstead(place, ref, card));
  }

  return { post: (to, card, key) => once(key, () => publish(to, card)), update };
}

function isUnchangeable({ fault, code }: Failure): boolean {
  return fault === 'person_unreachable' || (code !== undefined && UNCHANGEABLE.has(code));
}
