// "Retry" on a stuck submission: the same approved revision goes to the provider again.
import type { Intent, Reply } from '../../ports/chat.ts';
import { changeProposal, lockProposal } from '../../store/proposals.ts';
import { proposalCard } from '../../views/proposals/card.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import { note, repaint } from '../news/chat-jobs.ts';
import { job } from '../news/jobs.ts';
import { once } from '../news/once.ts';
import type { ProposalSubject } from '../news/subject.ts';
import { refuse, refuseNow } from '../people/refuse.ts';
import { channelWords, requireRight, type Staff } from '../people/staff.ts';
import { viewOf, withRevision } from '../proposals/view.ts';

/** Approver or admin. A submission that is not stuck any more is left alone. */
export async function retrySubmission(
  deps: AppDeps,
  staff: Staff,
  intent: Intent,
  subject: ProposalSubject,
): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'retry_submission');
  if (missing) return refuseNow(deps, staff, missing);
  return once(deps, intent, async (tx) => {
    const at = isoNow(deps);
    const proposal = await lockProposal(tx.db, subject.proposalId, at);
    if (!proposal) return refuse(deps, tx, staff, { kind: 'not_found', what: 'proposal' });
    const { number, revision } = proposal;
    if (revision !== subject.revision)
      return refuse(deps, tx, staff, { kind: 'stale', number, shown: subject.revision, current: revision });
    if (proposal.submission !== 'stuck') return refuse(deps, tx, staff, { kind: 'nothing_to_retry', number });
    await changeProposal(tx.db, proposal, { submission: 'queued', submissionFailure: null }, at);
    const about = { kind: 'proposal', id: proposal.id } as const;
    tx.record({
      actor: staff.person.id,
      kind: 'submission',
      subjectKind: 'proposal',
      subjectId: proposal.id,
      from: 'stuck',
      to: 'queued',
    });
    const payload = { proposalId: proposal.id, revision };
    tx.enqueue(
      job('template.submit', payload, {
        key: `${proposal.id}:${revision}:${at}`,
        lane: `submit:${proposal.id}`,
        maxAttempts: 12,
      }),
    );
    await repaint(deps, tx, about, `retry:${at}`);
    await note(deps, tx, about, { kind: 'retried', by: staff.person.name, at }, at);
    const { submissionFailure: _settled, ...rest } = proposal;
    const now = await withRevision(tx.db, { ...rest, submission: 'queued', submissionFailure: undefined });
    return { show: 'card', card: proposalCard(channelWords(deps), await viewOf(deps, now, tx.db)) };
  });
}
