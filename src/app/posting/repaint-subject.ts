// Job `repaint`: draws the posted copies of a subject on one platform again, from its current state.
import { movePost, type PostSubject, postsOf } from '../../store/posts.ts';
import { findSend } from '../../store/sends/sends.ts';
import { proposalCard } from '../../views/proposals/card.ts';
import { sendCard } from '../../views/sends/card.ts';
import type { Card } from '../../views/view.ts';
import type { AppDeps, ChatChannel } from '../deps.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';
import { channelWords } from '../people/staff.ts';
import { loadProposal, viewOf } from '../proposals/view.ts';
import { sendView } from '../sends/view.ts';
import { wordsAboutSender } from '../words-about.ts';
import { laneAlone, placeMissing } from './place-cards.ts';
import { afterFailure, type JobRun, PATIENCE_MS, untilPatienceEnds } from './post-once.ts';
import { wordsOfSend } from './post-send.ts';

type RepaintPayload = { readonly subject: PostSubject; readonly platform?: string; readonly channel?: string };

/** A deleted message is given up, the others go on. A card that is not shown yet is posted instead. */
export async function repaintSubject(deps: AppDeps, payload: RepaintPayload, run: JobRun): Promise<JobOutcome> {
  const { subject, platform: only, channel } = payload;
  const missing = channel === undefined ? await placeMissing(deps, subject, only) : undefined;
  // Admins heard of it when the card was to be posted first.
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
    const card = await cardOf(deps, subject, root.platform);
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
  return outcome;
}

async function repaintLater(deps: AppDeps, subject: PostSubject, root: ChatChannel, key: string): Promise<void> {
  const { platform, channel } = root;
  const lane = laneAlone(subject, root);
  await deps.store.write(async (tx) =>
    tx.enqueue(job('repaint', { subject, platform, channel }, { key: `${key}:${platform}:${channel}`, lane })),
  );
}

async function cardOf(deps: AppDeps, subject: PostSubject, platform: string): Promise<Card | undefined> {
  if (subject.kind === 'proposal') {
    const loaded = await loadProposal(deps, subject.id);
    if (!loaded) return undefined;
    const words = wordsAboutSender(deps, channelWords(deps), loaded.proposal.senderId);
    return proposalCard(words, await viewOf(deps, loaded));
  }
  const send = await findSend(deps.store.db, subject.id);
  return send && sendCard(await wordsOfSend(deps, send, platform), await sendView(deps, send));
}
