// Jobs `note` and `tell.admins`: one card into every thread of a subject, or into the admin places, of one platform.
import type { ChatPlatform, MessageRef } from '../../ports/chat.ts';
import { type PostSubject, postsOf } from '../../store/posts.ts';
import { findProposal } from '../../store/proposals.ts';
import { findSend, type Send } from '../../store/sends/sends.ts';
import type { Card } from '../../views/view.ts';
import type { Words } from '../../views/words/index.ts';
import type { AppDeps, ChatChannel } from '../deps.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';
import type { ThreadNote } from '../news/thread-note.ts';
import { channelWords } from '../people/staff.ts';
import { wordsAboutSender } from '../words-about.ts';
import { tellAdminsThemselves } from './last-resort.ts';
import { noticeCard, recordNotice } from './live-notices.ts';
import { noteCard } from './note-card.ts';
import { notifyPrivately } from './notify.ts';
import { laneAlone, placeMissing } from './place-cards.ts';
import { afterFailure, type JobRun, PATIENCE_MS, postLooking, untilPatienceEnds } from './post-once.ts';
import { PERSON_UNREACHABLE, placePrivately, type Tried, wordsOfSend } from './post-send.ts';

type NotePayload = {
  readonly subject: PostSubject;
  readonly note: ThreadNote;
  readonly platform?: string;
  readonly channel?: string;
};

/** Job `note`. Which threads have it already is remembered by its key. A card that is not shown yet is posted first. */
export async function postNote(deps: AppDeps, payload: NotePayload, run: JobRun): Promise<JobOutcome> {
  const { subject, note, platform: only, channel } = payload;
  const isPrivate = subject.kind === 'send' && deps.settings.places.sends.length === 0;
  if (isPrivate && only === undefined) return noteToAgent(deps, payload, run);
  const missing = channel === undefined ? await placeMissing(deps, subject, only) : undefined;
  if (missing) return missing;
  const roots = (await postsOf(deps.store.db, subject, 'root')).filter(
    (root) => (only ?? root.platform) === root.platform && (channel ?? root.channel) === root.channel,
  );
  let outcome: JobOutcome = { done: true };
  for (const root of roots) {
    const platform = deps.platforms.get(root.platform);
    if (!platform) continue;
    const words = await wordsOfThread(deps, subject, root.platform);
    const card = await noticeCard(deps, words, { subject, note, platform: root.platform });
    if (!card) return { done: true };
    const answer = await postUnder(deps, platform, { subject, root, note, card, key: run.key });
    if (answer.ok) await notifyPrivately(deps, note);
    if (answer.ok) continue;
    const failed = await afterFailure(deps, root, answer.error);
    if ('bury' in failed) outcome = failed;
    else if (roots.length === 1 || run.ageMs < PATIENCE_MS) return untilAlone(deps, failed, roots.length, run.ageMs);
    else await noteLater(deps, payload, root, run.key);
  }
  return outcome;
}

/**
 * Under the send's card in its agent's own messages, where they were last reached; if that place stays away, under a new
 * card on their next account, so that a customer's answer is not held up.
 */
async function noteToAgent(deps: AppDeps, payload: NotePayload, run: JobRun): Promise<JobOutcome> {
  const { subject, note } = payload;
  const send = await findSend(deps.store.db, subject.id);
  if (!send) return { done: true };
  const tried: Tried = { away: new Map(), refused: [], over: new Set() };
  const roots = (await postsOf(deps.store.db, subject, 'root')).toReversed();
  for (const root of roots) {
    const outcome = await noteUnder(deps, { send, note, root, run, tried });
    if (outcome) return outcome;
  }
  const placed = await placePrivately(deps, send, { ageMs: run.ageMs, tried });
  if ('outcome' in placed) return placed.outcome;
  const outcome = await noteUnder(deps, { send, note, root: placed.root, run, tried });
  return outcome ?? placePrivately(deps, send, { ageMs: run.ageMs, tried }).then(outcomeOf);
}

function outcomeOf(placed: Awaited<ReturnType<typeof placePrivately>>): JobOutcome {
  return 'outcome' in placed ? placed.outcome : { bury: 'its new card takes no notes' };
}

/** Undefined: not there, try the next place. */
async function noteUnder(
  deps: AppDeps,
  what: {
    readonly send: Send;
    readonly note: ThreadNote;
    readonly root: MessageRef;
    readonly run: JobRun;
    readonly tried: Tried;
  },
): Promise<JobOutcome | undefined> {
  const { send, note, root, run, tried } = what;
  const platform = deps.platforms.get(root.platform);
  if (!platform) return undefined;
  const subject = { kind: 'send', id: send.id } as const;
  const words = await wordsOfSend(deps, send, root.platform);
  const card = await noticeCard(deps, words, { subject, note, platform: root.platform });
  if (!card) return { done: true };
  const answer = await postUnder(deps, platform, { subject, root, note, card, key: run.key });
  if (answer.ok) return { done: true };
  // The chat may be gone though its person is not: another one is opened.
  if (answer.error.fault === PERSON_UNREACHABLE) return undefined;
  tried.over.add(root.platform);
  const failed = await afterFailure(deps, { platform: root.platform }, answer.error);
  if ('bury' in failed) {
    tried.refused.push(answer.error);
    return undefined;
  }
  tried.away.set(root.platform, failed);
  return run.ageMs < PATIENCE_MS ? untilPatienceEnds(deps, failed, run.ageMs) : undefined;
}

async function postUnder(
  deps: AppDeps,
  platform: ChatPlatform,
  what: {
    readonly subject: PostSubject;
    readonly root: MessageRef;
    readonly note: ThreadNote;
    readonly card: Card;
    readonly key: string;
  },
) {
  const { subject, root } = what;
  // A key stands for one message: the same one for a second thread would find the message in the first.
  const key = `${what.key}:${root.channel}:${root.message}`;
  return postLooking(deps, platform, { to: { to: 'thread', root }, card: what.card, key }, (ref) =>
    recordNotice(deps, { subject, ref, note: what.note, card: what.card }),
  );
}

function untilAlone(deps: AppDeps, failed: Parameters<typeof untilPatienceEnds>[1], threads: number, ageMs: number) {
  return threads === 1 ? failed : untilPatienceEnds(deps, failed, ageMs);
}

/** For one thread that is away, in a lane of its own: the other threads go on. */
async function noteLater(deps: AppDeps, payload: NotePayload, root: ChatChannel, key: string): Promise<void> {
  const { platform, channel } = root;
  const lane = laneAlone(payload.subject, root);
  await deps.store.write(async (tx) =>
    tx.enqueue(job('note', { ...payload, platform, channel }, { key: `${key}:${channel}`, lane })),
  );
}

async function wordsOfThread(deps: AppDeps, subject: PostSubject, platform: string): Promise<Words> {
  if (subject.kind === 'proposal') {
    const proposal = await findProposal(deps.store.db, subject.id);
    return proposal ? wordsAboutSender(deps, channelWords(deps), proposal.senderId) : channelWords(deps);
  }
  const send = await findSend(deps.store.db, subject.id);
  return send ? wordsOfSend(deps, send, platform) : channelWords(deps);
}

/** Job `tell.admins`: in the admin places. */
export async function tellAdminPlaces(
  deps: AppDeps,
  payload: { readonly note: ThreadNote; readonly platform?: string },
  key: string,
): Promise<JobOutcome> {
  const card = await noteCard(deps, channelWords(deps), payload.note);
  if (!card) return { done: true };
  let outcome: JobOutcome = { done: true };
  for (const place of deps.settings.places.admin) {
    const platform = deps.platforms.get(place.platform);
    if (!platform || (payload.platform !== undefined && payload.platform !== place.platform)) continue;
    const to = { to: 'channel', channel: place.channel } as const;
    const answer = await postLooking(deps, platform, { to, card, key: `${key}:${place.channel}` });
    if (answer.ok) continue;
    const failed = await afterFailure(deps, place, answer.error);
    // Bad news is never told only to the place that is broken.
    if ('bury' in failed || failed.backsOff) await tellAdminsThemselves(deps, payload.note, key);
    if (!('retryAt' in outcome)) outcome = failed;
  }
  return outcome;
}
