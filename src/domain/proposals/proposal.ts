// The decision on a proposal: which events are allowed in which state, and the state each leads to. A table plus one function;
// the table is the documentation.
import { err, ok, type Result } from '../result.ts';

export const PROPOSAL_STATES = [
  'pending',
  'approved',
  'rejected',
  'changes_requested',
  'withdrawn',
  'expired',
] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

export const PROPOSAL_EVENTS = ['approve', 'reject', 'request_changes', 'revise', 'withdraw', 'expire'] as const;
export type ProposalEventKind = (typeof PROPOSAL_EVENTS)[number];

/** Ours to the provider. `null` before approval. `handed_off`: a person carries it, for providers without an API. */
export const SUBMISSION_STATES = ['queued', 'submitted', 'handed_off', 'stuck'] as const;
export type SubmissionState = (typeof SUBMISSION_STATES)[number];

/**
 * Where each event leads. `approve` leads there only once the quorum is met. A revision of an approved proposal is
 * legal only while the provider refuses it (`reopenable`); the name stays taken at the provider, so it is the same proposal.
 */
export const AFTER: Record<ProposalState, Partial<Record<ProposalEventKind, ProposalState>>> = {
  pending: {
    approve: 'approved',
    reject: 'rejected',
    request_changes: 'changes_requested',
    revise: 'pending',
    withdraw: 'withdrawn',
    expire: 'expired',
  },
  changes_requested: { revise: 'pending', withdraw: 'withdrawn', expire: 'expired' },
  approved: { revise: 'pending' },
  rejected: {},
  withdrawn: {},
  expired: {},
};

export type Vote = 'approve' | 'reject' | 'request_changes';
export type CastVote = { readonly personId: string; readonly vote: Vote };

/** What a decision needs to know. `authorId` wrote this revision; `proposerId` opened the proposal. Persons, not accounts. */
export type ProposalFacts = {
  readonly state: ProposalState;
  readonly revision: number;
  readonly quorum: number;
  readonly proposerId: string;
  readonly authorId: string;
  /** Votes on this revision that count now, one per person. */
  readonly votes: readonly CastVote[];
  /** The provider refused the template or the submission is stuck, so a new revision makes sense. */
  readonly reopenable: boolean;
};

export type ProposalEvent =
  | { readonly kind: Vote; readonly actorId: string; readonly revision: number; readonly isApprover: boolean }
  | { readonly kind: 'revise' | 'withdraw'; readonly actorId: string; readonly revision: number }
  | { readonly kind: 'expire'; readonly revision: number };

export type ProposalRefusal =
  | 'not_approver'
  | 'own_proposal'
  | 'not_proposer'
  | 'stale'
  | 'already_decided'
  | 'already_voted';

export type ProposalStep = {
  readonly next: ProposalState;
  /** Approvals on this revision after the event. */
  readonly approvals: number;
  /** The event closed the question: no more votes on this revision. */
  readonly decided: boolean;
};

/** Votes: approvals counted once per person. */
export function countApprovals(votes: readonly CastVote[]): number {
  return new Set(votes.filter((v) => v.vote === 'approve').map((v) => v.personId)).size;
}

/**
 * Applies one event to a proposal. Refusals are facts for a polite sentence, never a silent no-op:
 * a foreign revision is `stale`, a closed question `already_decided`, the same vote again `already_voted`.
 */
export function decide(facts: ProposalFacts, event: ProposalEvent): Result<ProposalStep, ProposalRefusal> {
  const guard = guardOf(facts, event);
  if (guard) return err(guard);
  const next = AFTER[facts.state][event.kind];
  if (!next) return err('already_decided');
  const approvals = countApprovals(votesAfter(facts.votes, event));
  if (event.kind !== 'approve') return ok({ next, approvals, decided: next !== 'pending' });
  const met = approvals >= facts.quorum;
  return ok({ next: met ? next : facts.state, approvals, decided: met });
}

// A vote replaces the one its person gave before.
function votesAfter(votes: readonly CastVote[], event: ProposalEvent): readonly CastVote[] {
  if (!('isApprover' in event)) return votes;
  const others = votes.filter((v) => v.personId !== event.actorId);
  return [...others, { personId: event.actorId, vote: event.kind }];
}

function guardOf(facts: ProposalFacts, event: ProposalEvent): ProposalRefusal | undefined {
  switch (event.kind) {
    case 'approve':
    case 'reject':
    case 'request_changes':
      if (!event.isApprover) return 'not_approver';
      if (event.actorId === facts.proposerId || event.actorId === facts.authorId) return 'own_proposal';
      if (event.revision !== facts.revision) return 'stale';
      if (facts.state !== 'pending') return 'already_decided';
      // Enough may have come together without a click, when a right came back: then one more closes the question.
      return event.kind === 'approve' && hasVoted(facts, event.actorId) && !isMet(facts) ? 'already_voted' : undefined;
    case 'revise':
    case 'withdraw':
      if (event.actorId !== facts.proposerId && event.actorId !== facts.authorId) return 'not_proposer';
      if (event.revision !== facts.revision) return 'stale';
      if (event.kind === 'revise' && facts.state === 'approved' && !facts.reopenable) return 'already_decided';
      return undefined;
    case 'expire':
      return event.revision === facts.revision ? undefined : 'stale';
  }
}

function isMet({ votes, quorum }: ProposalFacts): boolean {
  return countApprovals(votes) >= quorum;
}

function hasVoted(facts: ProposalFacts, personId: string): boolean {
  return facts.votes.some((v) => v.personId === personId && v.vote === 'approve');
}
