// Job `repaint`: draws the posted copies of a subject on one platform again, from its current state, and the notices about it.
import { movePost, type PostSubject, postsOf } from '../../store/posts.ts';
import type { AppDeps, ChatChannel } from '../deps.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';
import { repaintNotices } from './live-notices.ts';
import { laneAlone, placeMissing } from './place-cards.ts';
import { afterFailure, type JobRun, PATIENCE_MS, untilPatienceEnds } from './post-once.ts';
import { subjectCard } from './subject-card.ts';

type RepaintPayload = { readonly subject: PostSubject; readonly platform?: string; readonly channel?: string };

/** A deleted message is given up, the others go on. A card that is not shown yet is posted instead. */
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
    const answer = await platform.update(root, card);
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
