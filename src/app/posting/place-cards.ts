// The card of a subject in the channels of a platform that do not show it yet: at first, and again with every change, since a
// channel may have been closed, or not configured, before. One closed channel does not hold up the others of its platform.

import { type PostSubject, postsOf } from '../../store/posts.ts';
import { isLaneOpen } from '../../store/queues/outbox.ts';
import { findSend } from '../../store/sends/sends.ts';
import { sendCard } from '../../views/sends/card.ts';
import { type AppDeps, type ChatChannel, isoIn, isoNow } from '../deps.ts';
import { sampleLane } from '../news/announce.ts';
import { chatLane } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { type JobPayloads, job } from '../news/jobs.ts';
import { channelWords } from '../people/staff.ts';
import { sendView } from '../sends/view.ts';
import { afterFailure, PATIENCE_MS, postOnce, type Unfinished, untilPatienceEnds } from './post-once.ts';
import { postProposal } from './post-proposal.ts';

const LOOK_AGAIN_MS = 30_000;

/** Undefined: it is shown somewhere, or has no place here. Else how the job that needs it goes on. */
export async function placeMissing(
  deps: AppDeps,
  subject: PostSubject,
  platform: string | undefined,
): Promise<Unfinished | undefined> {
  const shown = await postsOf(deps.store.db, subject, 'root');
  const isShown = (place: ChatChannel) =>
    shown.some((post) => post.platform === place.platform && post.channel === place.channel);
  const missing = placesOf(deps, subject, platform).filter((place) => !isShown(place));
  if (missing.length === 0) return undefined;
  // Nobody is asked before the sample file of its header was there.
  if (subject.kind === 'proposal' && (await isLaneOpen(deps.store.db, sampleLane(subject.id)))) return undefined;
  const failed: { readonly place: ChatChannel; readonly how: Unfinished }[] = [];
  for (const place of missing) {
    const how = await placeUnlessTried(deps, subject, place);
    if (!('done' in how)) failed.push({ place, how });
  }
  const isHere = shown.some((post) => platform === undefined || post.platform === platform);
  if (!isHere && failed.length === missing.length)
    return (failed.find(({ how }) => 'retryAt' in how) ?? failed[0])?.how;
  for (const { place, how } of failed) {
    deps.log.warn({ subject, ...place, why: 'bury' in how ? how.bury : how.why }, 'a channel cannot show a card');
    if ('retryAt' in how) await placeLater(deps, subject, place);
  }
  return undefined;
}

/** Job `proposal.post`. A channel that stays away is left to a job of its own when its platform has another one. */
export async function postProposalJob(
  deps: AppDeps,
  payload: JobPayloads['proposal.post'],
  ageMs: number,
): Promise<JobOutcome> {
  const { proposalId, platform, channel } = payload;
  const subject = { kind: 'proposal', id: proposalId } as const;
  const outcome = await postProposal(deps, payload);
  if (payload.alone) {
    if ('done' in outcome) await repaintLate(deps, subject, { platform, channel });
    return outcome;
  }
  if (!('retryAt' in outcome) || placesOf(deps, subject, platform).length < 2) return outcome;
  if (ageMs < PATIENCE_MS) return untilPatienceEnds(deps, outcome, ageMs);
  await placeLater(deps, subject, { platform, channel });
  return { done: true };
}

/** Job `send.post` for one channel. */
export async function placeSend(deps: AppDeps, sendId: string, place: ChatChannel): Promise<JobOutcome> {
  const subject = { kind: 'send', id: sendId } as const;
  const platform = deps.platforms.get(place.platform);
  const send = await findSend(deps.store.db, sendId);
  if (!platform || !send) return { done: true };
  const isHere = (post: ChatChannel) => post.platform === place.platform && post.channel === place.channel;
  if ((await postsOf(deps.store.db, subject, 'root')).some(isHere)) return { done: true };
  const key = `send:${sendId}:root:${deps.settings.places.sends.findIndex(isHere)}`;
  const card = sendCard(channelWords(deps), await sendView(deps, send));
  const to = { to: 'channel', channel: place.channel } as const;
  const posted = await postOnce(deps, platform, { subject, role: 'root', to, card, key });
  return 'failure' in posted ? afterFailure(deps, place, posted.failure, subject) : { done: true };
}

/** Hands the card of one channel to a job with a lane of its own, behind which nothing waits. */
export async function placeLater(deps: AppDeps, subject: PostSubject, place: ChatChannel): Promise<void> {
  const { platform, channel } = place;
  const lane = laneAlone(subject, place);
  const key = `${subject.id}:${platform}:${channel}:alone:${isoNow(deps)}`;
  await deps.store.write(async (tx) =>
    tx.enqueue(
      subject.kind === 'proposal'
        ? job('proposal.post', { proposalId: subject.id, platform, channel, alone: true }, { key, lane })
        : job('send.post', { sendId: subject.id, platform, channel }, { key, lane }),
    ),
  );
}

/** A card that was placed apart from other work may already be old. */
export async function repaintLate(deps: AppDeps, subject: PostSubject, place: ChatChannel): Promise<void> {
  const { platform, channel } = place;
  const key = `${subject.kind}:${subject.id}:late:${platform}:${channel}`;
  await deps.store.write(async (tx) =>
    tx.enqueue(job('repaint', { subject, platform }, { key, lane: chatLane(subject, platform) })),
  );
}

/** Work about one channel that others should not wait for. */
export function laneAlone(subject: PostSubject, { platform, channel }: ChatChannel): string {
  return `${chatLane(subject, platform)}:${channel}`;
}

export function placesOf(deps: AppDeps, subject: PostSubject, platform: string | undefined): readonly ChatChannel[] {
  const { approval, sends } = deps.settings.places;
  const places = subject.kind === 'proposal' ? approval : sends;
  return places.filter(
    (place) => deps.platforms.has(place.platform) && (platform ?? place.platform) === place.platform,
  );
}

async function placeUnlessTried(deps: AppDeps, subject: PostSubject, place: ChatChannel): Promise<JobOutcome> {
  if (await isLaneOpen(deps.store.db, laneAlone(subject, place)))
    return { retryAt: isoIn(deps, LOOK_AGAIN_MS), why: 'its card waits', countsAsAttempt: false };
  if (subject.kind === 'send') return placeSend(deps, subject.id, place);
  return postProposal(deps, { proposalId: subject.id, ...place });
}
