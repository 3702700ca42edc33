// Shows a proposal, or a new revision of one, to those who decide: written as jobs when it is recorded, or once the sample
// file of its header was seen to be there.
import { postsOf } from '../../store/posts.ts';
import type { Tx } from '../../store/store.ts';
import type { AppDeps } from '../deps.ts';
import { chatLane, note, repaint } from './chat-jobs.ts';
import { job } from './jobs.ts';
import type { ProposalSubject } from './subject.ts';

/** Where the trial of a sample file runs: open as long as nobody may be asked. */
export function sampleLane(proposalId: string): string {
  return `sample:${proposalId}`;
}

/** Its card where none hangs yet; where one does, the card painted anew and the revision in its thread. */
export async function announce(deps: AppDeps, tx: Tx, { proposalId, revision }: ProposalSubject): Promise<void> {
  const subject = { kind: 'proposal', id: proposalId } as const;
  const isShown = (await postsOf(tx.db, subject, 'root')).length > 0;
  if (!isShown) {
    for (const { platform, channel } of deps.settings.places.approval) {
      const key = `${proposalId}:${platform}:${channel}`;
      tx.enqueue(job('proposal.post', { proposalId, platform, channel }, { key, lane: chatLane(subject, platform) }));
    }
  }
  if (revision === 1) return;
  await repaint(deps, tx, subject, `revision:${revision}`);
  // A card that is yet to be posted brings its revision along.
  if (isShown) await note(deps, tx, subject, { kind: 'revision', proposalId, revision }, `${revision}`);
}
