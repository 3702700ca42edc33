// Unanswered requests: a reminder to those who can still decide, then expiry. The schedule only asks; this decides.
import { decide } from '../../domain/proposals/proposal.ts';
import { changeProposal, dueProposals, lockProposal, type Proposal } from '../../store/proposals.ts';
import type { Tx } from '../../store/store.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import { note, repaint, tellPerson } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { tellStuckProposals } from './tell-stuck.ts';

/** Job `proposals.due`. */
export async function handleDueProposals(deps: AppDeps): Promise<JobOutcome> {
  const { toRemind, toExpire } = await dueProposals(deps.store.db, isoNow(deps));
  for (const proposal of toExpire) await deps.store.write((tx) => expire(deps, tx, proposal));
  for (const proposal of toRemind) await deps.store.write((tx) => remind(deps, tx, proposal));
  await tellStuckProposals(deps);
  return { done: true };
}

async function remind(deps: AppDeps, tx: Tx, proposal: Proposal): Promise<void> {
  // Compare-and-set by clearing the date: two processes remind once.
  const current = await lockProposal(tx.db, proposal.id, isoNow(deps));
  if (current?.state !== 'pending' || current.remindAt !== proposal.remindAt) return;
  await changeProposal(tx.db, current, { remindAt: null }, isoNow(deps));
  const content = { kind: 'reminder', proposalId: proposal.id } as const;
  await note(deps, tx, { kind: 'proposal', id: proposal.id }, content, proposal.remindAt ?? '');
}

async function expire(deps: AppDeps, tx: Tx, proposal: Proposal): Promise<void> {
  const at = isoNow(deps);
  const current = await lockProposal(tx.db, proposal.id, at);
  if (!current || current.expiresAt !== proposal.expiresAt) return;
  const facts = { ...current, authorId: current.proposerId, votes: [], reopenable: false };
  const step = decide(facts, { kind: 'expire', revision: current.revision });
  if (!step.ok) return;
  const change = { state: step.value.next, decidedAt: at, remindAt: null, expiresAt: null };
  if (!(await changeProposal(tx.db, current, change, at))) return;
  const subject = { kind: 'proposal', id: current.id } as const;
  tx.record({
    actor: 'aval',
    kind: 'expire',
    subjectKind: 'proposal',
    subjectId: current.id,
    from: current.state,
    to: step.value.next,
  });
  await repaint(deps, tx, subject, `expired:${at}`);
  await note(deps, tx, subject, { kind: 'expired', at }, at);
  const personNote = { kind: 'decided', proposalId: current.id, revision: current.revision } as const;
  tellPerson(tx, { personId: current.proposerId }, personNote, `${current.id}:expired`);
}
