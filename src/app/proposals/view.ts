// Gathers everything a proposal's card shows. The card is always drawn from here, never edited in place.

import type { Failure } from '../../domain/fault.ts';
import { countApprovals } from '../../domain/proposals/proposal.ts';
import { type Person, peopleById } from '../../store/people/people.ts';
import { findProposal, findRevision, type Proposal, type Revision } from '../../store/proposals.ts';
import { type StoredTemplate, templateOfProposal } from '../../store/templates.ts';
import { type RecordedVote, votesOn } from '../../store/votes.ts';
import type { DecisionFact, ProposalView, Submission } from '../../views/proposals/data.ts';
import { type AppDeps, type Db, senderLabel } from '../deps.ts';
import { personRef } from '../people/staff.ts';
import { countedVotes, outlookOf } from './deciders.ts';

export type LoadedProposal = {
  readonly proposal: Proposal;
  readonly revision: Revision;
  readonly votes: readonly RecordedVote[];
};

export async function loadProposal(deps: AppDeps, id: string): Promise<LoadedProposal | undefined> {
  const proposal = await findProposal(deps.store.db, id);
  return proposal && withRevision(deps.store.db, proposal);
}

/** Also used inside a transaction, on what the lock returned. */
export async function withRevision(db: Db, proposal: Proposal): Promise<LoadedProposal> {
  const revision = await findRevision(db, proposal.id, proposal.revision);
  if (!revision) throw new Error(`proposal ${proposal.id} lacks revision ${proposal.revision}`);
  return { proposal, revision, votes: await votesOn(db, proposal.id, proposal.revision) };
}

/** The proposal as its card shows it now, with the provider's side once there is one. */
export async function viewOf(deps: AppDeps, loaded: LoadedProposal, db: Db = deps.store.db): Promise<ProposalView> {
  const { proposal, revision, votes } = loaded;
  const people = await peopleById(db, [
    proposal.proposerId,
    ...(proposal.handedIn ? [proposal.handedIn.by] : []),
    ...votes.map((v) => v.personId),
  ]);
  // Until this revision is submitted, what the provider says is about the one before.
  const isThere = proposal.submission === 'submitted' || proposal.handedIn !== undefined;
  const isAtProvider = proposal.state === 'approved' && isThere;
  const template = isAtProvider ? await templateOfProposal(db, proposal.id) : undefined;
  const isPending = proposal.state === 'pending';
  const { standing, fallen } = isPending ? await countedVotes(deps, db, votes, people) : asDecided(votes);
  const outlook = isPending ? await outlookOf(deps, db, loaded, standing) : undefined;
  const decision = decisionOf(proposal, standing, people);
  const carrier = proposal.handedIn && (people.get(proposal.handedIn.by)?.name ?? '?');
  const submission = submissionOf(deps, proposal, { submittedAt: template?.submittedAt, carrier });
  return {
    id: proposal.id,
    number: proposal.number,
    revision: proposal.revision,
    state: proposal.state,
    template: revision.template,
    sender: senderLabel(deps.settings, proposal.senderId),
    proposer: personRef(people.get(proposal.proposerId)),
    quorum: { have: countApprovals(standing), need: proposal.quorum },
    ...(fallen.length > 0 && { fallen: fallen.map((vote) => people.get(vote.personId)?.name ?? '?') }),
    ...(outlook && outlook.lacking > 0 && { lacking: { approvals: outlook.lacking, left: outlook.open } }),
    ...(proposal.expiresAt && proposal.state === 'pending' && { deadline: proposal.expiresAt }),
    ...(decision && { decision }),
    ...(submission && { submission }),
    ...(template && {
      templateId: template.id,
      review: { review: template.review, at: template.reviewAt },
      quality: template.quality,
      enabled: template.enabledAt !== undefined,
      drifted: template.driftedAt !== undefined,
    }),
  };
}

/** An approved revision may be replaced only when it got nowhere: not submitted, or refused by the provider. */
export function isReopenable(proposal: Proposal, template: StoredTemplate | undefined): boolean {
  if (proposal.submission === 'stuck') return true;
  if (proposal.submission === 'handed_off' && !proposal.handedIn) return true;
  return (
    (proposal.submission === 'submitted' || proposal.submission === 'handed_off') &&
    template?.review.state === 'rejected'
  );
}

/** What counted when it was decided, whoever holds which role today. */
function asDecided(votes: readonly RecordedVote[]) {
  return {
    standing: votes.filter((vote) => vote.fellAt === undefined),
    fallen: votes.filter((vote) => vote.fellAt !== undefined),
  };
}

function decisionOf(
  proposal: Proposal,
  votes: readonly RecordedVote[],
  people: ReadonlyMap<string, Person>,
): DecisionFact | undefined {
  if (proposal.state === 'pending') return undefined;
  const at = proposal.decidedAt ?? proposal.updatedAt;
  const name = (id: string) => people.get(id)?.name ?? '?';
  if (proposal.state === 'withdrawn') return { by: [name(proposal.proposerId)], at };
  if (proposal.state === 'expired') return { by: [], at };
  const wanted = ({ approved: 'approve', rejected: 'reject', changes_requested: 'request_changes' } as const)[
    proposal.state
  ];
  const counted = votes.filter((v) => v.vote === wanted);
  // Sent back by nobody: the sample file of its header could not be had.
  if (proposal.state === 'changes_requested' && counted.length === 0) return undefined;
  const reason = counted.at(-1)?.reason;
  // Two accounts that voted before they were linked are one person.
  const voters = new Map(counted.map((v) => [people.get(v.personId)?.id ?? v.personId, name(v.personId)]));
  return { by: [...voters.values()], at, ...(reason && { reason }) };
}

function submissionOf(
  deps: AppDeps,
  proposal: Proposal,
  { submittedAt, carrier }: { readonly submittedAt: string | undefined; readonly carrier: string | undefined },
): Submission | undefined {
  switch (proposal.submission) {
    case undefined:
      return undefined;
    case 'queued':
      return { state: 'queued' };
    case 'submitted':
      return { state: 'submitted', at: submittedAt ?? proposal.updatedAt };
    case 'handed_off': {
      const console = deps.providers.get(proposal.senderId)?.names.console;
      const at = proposal.handedIn?.at ?? proposal.updatedAt;
      return { state: 'handed_off', by: carrier ?? '', at, ...(console !== undefined && { console }) };
    }
    case 'stuck':
      return { state: 'stuck', failure: JSON.parse(proposal.submissionFailure ?? '{}') as Failure }; // written by submit-template only
  }
}
