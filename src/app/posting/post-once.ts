// One message to one place, remembered. Telling twice is a nuisance, not telling is a fault: a lost answer is tried again.
import type { Failure } from '../../domain/fault.ts';
import type { Result } from '../../domain/result.ts';
import type { ChatPlatform, Destination, MessageRef } from '../../ports/chat.ts';
import { beginPost, endPost, type PostRole, type PostSubject, postsOf, savePost } from '../../store/posts.ts';
import { findProposal } from '../../store/proposals.ts';
import { findPlace, losePlace, wakeWaiting } from '../../store/queues/lost-places.ts';
import { findSend } from '../../store/sends/sends.ts';
import type { Card } from '../../views/view.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { connected, tellAdmins, tellPerson } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { CHAT_WORK } from '../news/jobs.ts';

const RETRY_MS = 5_000;
/** So old is a job when it no longer waits for one place, if there is another one for it. */
export const PATIENCE_MS = 60_000;

/** Faults that a thread would have as well: one that takes a line proves that they are over. */
const UNWRITABLE = ['place_archived', 'place_gone', 'token_invalid'] as const;

/** Where a call went: a platform, and of it the configured channel, when it was one. */
export type Where = { readonly platform: string; readonly channel?: string };

export type Posted = { readonly ref: MessageRef } | { readonly failure: Failure };
/** What chat work may know about its own job. */
export type JobRun = { readonly key: string; readonly ageMs: number };
/** Anything but the end of a job. */
export type Unfinished = Exclude<JobOutcome, { done: true }>;

/** Posts and remembers where. `key` is the same for every try of the same post. */
export async function postOnce(
  deps: AppDeps,
  platform: ChatPlatform,
  post: {
    readonly subject: PostSubject;
    readonly role: PostRole;
    readonly to: Destination;
    readonly card: Card;
    readonly key: string;
  },
): Promise<Posted> {
  const { subject, role } = post;
  const answer = await postLooking(deps, platform, post, (ref) =>
    savePost(deps.store.db, { id: deps.newId(), subject, ref, role, at: isoNow(deps) }),
  );
  return answer.ok ? { ref: answer.value } : { failure: answer.error };
}

/**
 * Posts under a key. The try is written down before the call: whoever tries again after a lost answer or a crash, in whatever
 * process, has the platform look first. `record` keeps where it went, before the try counts as over.
 */
export async function postLooking(
  deps: AppDeps,
  platform: ChatPlatform,
  post: { readonly to: Destination; readonly card: Card; readonly key: string },
  record: (ref: MessageRef) => Promise<void> = async () => undefined,
): Promise<Result<MessageRef, Failure>> {
  const { db } = deps.store;
  const mark = `${platform.id}:${post.key}`;
  const again = await beginPost(db, mark, isoNow(deps));
  const answer = await platform.post(post.to, post.card, post.key, again === undefined ? {} : { again });
  if (answer.ok) {
    await record(answer.value);
    await placeAnswers(deps, answer.value, post.to.to);
  }
  // A call that was not made, or refused, leaves an earlier lost one as it was.
  if (answer.ok || (again === undefined && answer.error.kind !== 'uncertain')) await endPost(db, mark);
  return answer;
}

/**
 * What becomes of a job whose call failed: given up when it can never pass, else tried again. A platform that is away is
 * waited for, however long; one that does not let us in is looked at ever more rarely, since a person must mend that, and
 * admins are told once; a post that may have been made is tried ever more rarely, since each try may show it once more.
 */
export async function afterFailure(
  deps: AppDeps,
  where: Where,
  failure: Failure,
  about?: PostSubject,
): Promise<Unfinished> {
  if (failure.kind === 'rejected') return { bury: `${failure.fault} ${failure.code ?? ''}`.trim() };
  const needsMending = failure.reaction === 'credentials';
  if (needsMending) await tellOfClosedDoor(deps, where, failure, about);
  const waits = needsMending || failure.kind === 'limited' || failure.kind === 'unavailable';
  return {
    retryAt: failure.retryAt ?? isoIn(deps, RETRY_MS),
    why: needsMending ? `${failure.fault} ${failure.code ?? ''}`.trim() : (failure.code ?? failure.fault),
    ...(waits && { countsAsAttempt: false as const }),
    ...((needsMending || failure.kind === 'uncertain') && { backsOff: true as const }),
  };
}

/**
 * The same while there is another account or place: a few tries that cost no attempt, the last one when patience ends and
 * the other one is tried as well.
 */
export function untilPatienceEnds(deps: AppDeps, outcome: Unfinished, ageMs: number): Unfinished {
  if ('bury' in outcome) return outcome;
  const next = outcome.backsOff ? isoIn(deps, PATIENCE_MS / 3) : outcome.retryAt;
  const [retryAt = next] = [next, isoIn(deps, Math.max(0, PATIENCE_MS - ageMs))].sort();
  return { retryAt, why: outcome.why, countsAsAttempt: false };
}

/** In the admin places of the other platforms; of this one when there is no other, since one closed channel is not all. */
async function tellOfClosedDoor(
  deps: AppDeps,
  { platform, channel }: Where,
  failure: Failure,
  about: PostSubject | undefined,
): Promise<void> {
  const { fault, code, detail } = failure;
  const isOnePlace = channel !== undefined && fault !== 'token_invalid';
  const waiting = about && channel !== undefined ? await whoWaitsFor(deps, about) : undefined;
  const hasOther = connected(deps, deps.settings.places.admin).some((id) => id !== platform);
  const note = {
    kind: 'chat_closed',
    platform,
    fault,
    ...(isOnePlace && { channel }),
    ...(code !== undefined && { code }),
    ...(detail !== undefined && { detail }),
  } as const;
  const place = isOnePlace ? channel : '';
  await deps.store.write(async (tx) => {
    const known = await losePlace(tx.db, { platform, channel: place, fault, episode: deps.newId() });
    // Of what the platform told itself people have heard: see place-events.ts.
    if (known.knownBy === 'call') {
      const key = `chat_closed:${platform}:${place}:${code ?? fault}:${known.episode}`;
      tellAdmins(deps, tx, note, key, hasOther ? new Set([platform]) : undefined);
    }
    if (!waiting || !about || channel === undefined) return;
    const notShown = { kind: 'not_shown', subject: about, platform, channel, fault } as const;
    tellPerson(tx, { personId: waiting }, notShown, `not_shown:${about.kind}:${about.id}`);
  });
}

/** The person who waits for a subject that is shown nowhere yet. */
async function whoWaitsFor(deps: AppDeps, { kind, id }: PostSubject): Promise<string | undefined> {
  if ((await postsOf(deps.store.db, { kind, id }, 'root')).length > 0) return undefined;
  if (kind === 'proposal') return (await findProposal(deps.store.db, id))?.proposerId;
  return (await findSend(deps.store.db, id))?.agentId;
}

/** A place that was lost takes messages again: what waits for it is tried at once, and the next loss is told again. */
async function placeAnswers(deps: AppDeps, { platform, channel }: MessageRef, to: Destination['to']): Promise<void> {
  const { db } = deps.store;
  const found = await findPlace(db, { platform, channel, ...(to !== 'channel' && { onlyIn: UNWRITABLE }) });
  if (found) await wakeWaiting(db, CHAT_WORK, isoNow(deps));
}
