// Job `repaint`: draws the posted copies of a subject on one platform again, from its current state, and the notices about it.
import type { Failure } from '../../domain/fault.ts';
import type { Result } from '../../domain/result.ts';
import type { ChatPlatform, MessageRef } from '../../ports/chat.ts';
import { forgetPost, movePost, type Post, type PostSubject, postsOf } from '../../store/posts.ts';
import type { Card } from '../../views/view.ts';
import type { AppDeps, ChatChannel } from '../deps.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';
import { repaintNotices } from './live-notices.ts';
import { laneAlone, placeMissing } from './place-cards.ts';
import { afterFailure, type JobRun, PATIENCE_MS, postLooking, untilPatienceEnds } from './post-once.ts';
import { subjectCard } from './subject-card.ts';

type RepaintPayload = { readonly subject: PostSubject; readonly platform?: string; readonly channel?: string };

/** A card that somebody deleted, or that is not shown yet, is posted instead: what it asks for still has to be seen. */
export async function repaintSubject(deps: AppDeps, payload: RepaintPayload, run: JobRun): Promise<JobOutcome> {
  const { subject, platform: only, channel } = payload;
  const missing = channel === undefined ? await placeMissing(deps, subject, only) : undefined;
  // Admins heard of it when the card was to be posted first.
  const late = await repaintNotices(deps, subject, { platform: only, channel });
  if (missing) return 'bury' in missing ? { done: true } : missing;
  const { db } = deps.store;
  const roots = [...(await postsOf(db, subject, 'root')), ...(await postsOf(db, subject, 'copy'))].filter(
    (root) => (only ?? root.platform) === root.platform && (channel ?? root.channel) === root.channel,
  );
  // In an agent's own messages a newer card may be needed for what comes next: nothing waits for this one either.
  const mayBeLeft = channel === undefined && (roots.length > 1 || only === undefined);
  let outcome: JobOutcome = { done: true };
  for (const root of roots) {
    const platform = deps.platforms.get(root.platform);
    const card = await subjectCard(deps, subject, root.platform);
    if (!platform || !card) continue;
    const updated = await platform.update(root, card);
    const isGone = !updated.ok && updated.error.fault === 'message_gone';
    // Nothing hangs under a second copy, and the card itself is still there.
    if (isGone && root.role === 'copy') await forgetPost(db, root);
    if (isGone && root.role === 'copy') continue;
    const answer = isGone ? await postAnew(deps, platform, { subject, gone: root, card }) : updated;
    if (answer.ok) {
      if (answer.value.message !== root.message) await movePost(db, root, answer.value);
      continue;
    }
    const { fault, code } = answer.error;
    deps.log.warn({ subject, fault, code }, 'could not repaint a card');
    const failed = await afterFailure(deps, only === undefined ? { platform: root.platform } : root, answer.error);
    if ('bury' in failed) continue;
    if (!mayBeLeft) outcome = failed;
    else if (run.ageMs < PATIENCE_MS) outcome = untilPatienceEnds(deps, failed, run.ageMs);
    else await repaintLater(deps, subject, root, run.key);
  }
  return 'done' in outcome ? (late ?? outcome) : outcome;
}

async function repaintLater(deps: AppDeps, subject: PostSubject, root: ChatChannel, key: string): Promise<void> {
  const { platform, channel } = root;
  const lane = laneAlone(subject, root);
  await deps.store.write(async (tx) =>
    tx.enqueue(job('repaint', { subject, platform, channel }, { key: `${key}:${platform}:${channel}`, lane })),
  );
}

/**
 * The card in place of one that was deleted: in the thread that one stood in, else as a new one in its channel, with its details.
 * The key names the deleted message: however many find it gone, there is one new card, and the platform does not take it for
 * the old one.
 */
async function postAnew(
  deps: AppDeps,
  platform: ChatPlatform,
  what: { readonly subject: PostSubject; readonly gone: Post; readonly card: Card },
): Promise<Result<MessageRef, Failure>> {
  const { subject, gone, card } = what;
  const keep = (ref: MessageRef) => replace(deps, { subject, gone, ref });
  const key = `in place of ${gone.channel} ${gone.message}`;
  if (gone.thread !== gone.message) {
    const to = { to: 'thread', root: { ...gone, message: gone.thread } } as const;
    const said = await postLooking(deps, platform, { to, card, key: `${key}, in its thread` }, keep);
    if (said.ok || said.error.kind !== 'rejected') return said;
  }
  return postLooking(deps, platform, { to: { to: 'channel', channel: gone.channel }, card, key }, keep);
}

/** Details under a first message that was deleted are found by nobody: they are posted under the new one. */
async function replace(
  deps: AppDeps,
  { subject, gone, ref }: { readonly subject: PostSubject; readonly gone: Post; readonly ref: MessageRef },
): Promise<void> {
  const { platform, channel } = gone;
  await deps.store.write(async (tx) => {
    await movePost(tx.db, gone, ref);
    if (subject.kind !== 'proposal' || ref.thread === gone.thread) return;
    const details = await postsOf(tx.db, subject, 'details');
    for (const each of details.filter(({ thread }) => thread === gone.thread)) await forgetPost(tx.db, each);
    const place = { proposalId: subject.id, platform, channel, alone: true } as const;
    const key = `${subject.id}:${platform}:${channel}:in place of ${gone.message}`;
    tx.enqueue(job('proposal.post', place, { key, lane: laneAlone(subject, gone) }));
  });
}
