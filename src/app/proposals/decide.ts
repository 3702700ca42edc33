// Approve, reject, request changes, withdraw: one click, one vote, one decision, whatever arrives twice or at once.
import { may, roleFor, rolesFor } from '../../domain/people/may.ts';
import {
  countApprovals,
  decide,
  type ProposalEvent,
  type ProposalRefusal,
  type Vote,
} from '../../domain/proposals/proposal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import { changeProposal, findProposal, lockProposal } from '../../store/proposals.ts';
import type { Tx } from '../../store/store.ts';
import { templateOfProposal } from '../../store/templates.ts';
import { castVote, dropVotes } from '../../store/votes.ts';
import { proposalCard } from '../../views/proposals/card.ts';
import { type AppDeps, type Db, isoNow } from '../deps.ts';
import { note, repaint, tellPerson } from '../news/chat-jobs.ts';
import { job } from '../news/jobs.ts';
import { once } from '../news/once.ts';
import type { ProposalSubject } from '../news/subject.ts';
import { refuse } from '../people/refuse.ts';
import { channelWords, namesToAsk, othersThan, personRefs, type Staff, staffNow } from '../people/staff.ts';
import { countedVotes } from './deciders.ts';
import { tellWhenStuck } from './tell-stuck.ts';
import { isReopenable, type LoadedProposal, viewOf, withRevision } from './view.ts';

export type DecisionRequest = {
  readonly subject: ProposalSubject;
  readonly kind: Vote | 'withdraw';
  /** Required for `reject` and `request_changes`. */
  readonly reason?: string;
};

/**
 * Applies the request to the revision it was made on. Answers a click with the repainted card, or privately with who decided
 * and when. The votes are counted under the proposal's row lock, so two approvers at once make one decision, and with the
 * roles of this moment: whoever lost the right since they voted is not counted, and the card says so.
 */
export async function decideProposal(
  deps: AppDeps,
  clicker: Staff,
  intent: Intent,
  request: DecisionRequest,
): Promise<Reply> {
  return once(deps, intent, async (tx) => {
    const at = isoNow(deps);
    const proposal = await lockProposal(tx.db, request.subject.proposalId, at);
    const staff = await staffNow(deps, tx.db, clicker);
    if (!proposal) return refuse(deps, tx, staff, { kind: 'not_found', what: 'proposal' });
    const loaded = await withRevision(tx.db, proposal);
    const { standing, fallen } = await countedVotes(deps, tx.db, loaded.votes);
    const step = decide(await factsOf(tx.db, { ...loaded, votes: standing }), eventOf(staff, request));
    if (!step.ok) return refuse(deps, tx, staff, await refusalOf(deps, tx.db, loaded, staff, request, step.error));

    const changed = hasOtherVote(loaded, staff.person.id);
    if (request.kind !== 'withdraw') await castVote(tx.db, voteOf(staff, request, at));
    const { next, decided } = step.value;
    const stays = next === 'pending';
    const gone = { proposalId: proposal.id, revision: proposal.revision, personIds: fallen.map((one) => one.personId) };
    if (!stays) await dropVotes(tx.db, gone, at);
    const cas = await changeProposal(
      tx.db,
      proposal,
      {
        state: next,
        ...(!stays && { decidedAt: at, remindAt: null }),
        ...(!stays && next !== 'changes_requested' && { expiresAt: null }),
        ...(next === 'approved' && { submission: 'queued', submissionFailure: null }),
      },
      at,
    );
    if (!cas) throw new Error('a locked proposal changed under its lock');

    const subject = { kind: 'proposal', id: proposal.id } as const;
    tx.record({
      actor: staff.person.id,
      kind: request.kind,
      subjectKind: 'proposal',
      subjectId: proposal.id,
      from: proposal.state,
      to: next,
      contentHash: loaded.revision.contentHash,
      deliveryId: intent.deliveryId,
    });
    const change = `${proposal.revision}:${request.kind}:${staff.person.id}:${at}`;
    if (next === 'approved') {
      const payload = { proposalId: proposal.id, revision: proposal.revision };
      tx.enqueue(
        job('template.submit', payload, {
          key: `${proposal.id}:${proposal.revision}`,
          lane: `submit:${proposal.id}`,
          maxAttempts: 12,
        }),
      );
    }
    await repaint(deps, tx, subject, change);
    await note(
      deps,
      tx,
      subject,
      noteOf(staff, request, loaded, { at, approvals: step.value.approvals, changed }),
      change,
    );
    if (stays) await tellWhenStuck(deps, tx, proposal);
    if (decided && request.kind !== 'withdraw') tellProposer(tx, loaded, staff, request, at);

    tx.after(() => deps.counts.decision(request.kind));
    // A form just closes: the card it was opened from is repainted where it stands.
    if (intent.kind === 'form') return { show: 'nothing' };
    const after = {
      ...loaded,
      proposal: { ...proposal, ...afterOf(next, at) },
      votes: votesAfter(loaded, staff, request, { at, fallen: stays ? [] : gone.personIds }),
    };
    return { show: 'card', card: proposalCard(channelWords(deps), await viewOf(deps, after, tx.db)) };
  });
}

/** Why this person could not decide right now, with all its facts; undefined when they could. Reads only. */
export async function refusalToDecide(
  deps: AppDeps,
  staff: Staff,
  request: DecisionRequest,
): Promise<Refusal | undefined> {
  const { db } = deps.store;
  const proposal = await findProposal(db, request.subject.proposalId);
  if (!proposal) return { kind: 'not_found', what: 'proposal' };
  const loaded = await withRevision(db, proposal);
  const { standing } = await countedVotes(deps, db, loaded.votes);
  const step = decide(await factsOf(db, { ...loaded, votes: standing }), eventOf(staff, request));
  if (step.ok) return undefined;
  return refusalOf(deps, db, loaded, staff, request, step.error);
}

/** The votes as they now are in the database. */
function votesAfter(
  { votes }: LoadedProposal,
  staff: Staff,
  request: DecisionRequest,
  { at, fallen }: { readonly at: string; readonly fallen: readonly string[] },
): LoadedProposal['votes'] {
  const kept = votes.map((vote) => (fallen.includes(vote.personId) ? { ...vote, fellAt: at } : vote));
  if (request.kind === 'withdraw') return kept;
  const others = kept.filter((vote) => vote.personId !== staff.person.id);
  return [...others, { personId: staff.person.id, vote: request.kind, reason: request.reason, at }];
}

function afterOf(next: LoadedProposal['proposal']['state'], at: string) {
  if (next === 'pending') return {};
  return { state: next, decidedAt: at, ...(next === 'approved' && { submission: 'queued' as const }) };
}

async function factsOf(db: Db, { proposal, revision, votes }: LoadedProposal) {
  const template = proposal.state === 'approved' ? await templateOfProposal(db, proposal.id) : undefined;
  return {
    state: proposal.state,
    revision: proposal.revision,
    quorum: proposal.quorum,
    proposerId: proposal.proposerId,
    authorId: revision.authorId,
    votes,
    reopenable: isReopenable(proposal, template),
  };
}

function eventOf(staff: Staff, { kind, subject }: DecisionRequest): ProposalEvent {
  if (kind === 'withdraw') return { kind, actorId: staff.person.id, revision: subject.revision };
  return { kind, actorId: staff.person.id, revision: subject.revision, isApprover: may(staff.roles, 'decide') };
}

function voteOf(staff: Staff, request: DecisionRequest & { kind: DecisionRequest['kind'] }, at: string) {
  if (request.kind === 'withdraw') throw new Error('withdrawing is not a vote');
  return {
    proposalId: request.subject.proposalId,
    revision: request.subject.revision,
    personId: staff.person.id,
    vote: request.kind,
    at,
    ...(request.reason && { reason: request.reason }),
  };
}

function hasOtherVote({ votes }: LoadedProposal, personId: string): boolean {
  return votes.some((v) => v.personId === personId);
}

function noteOf(
  staff: Staff,
  request: DecisionRequest,
  { proposal }: LoadedProposal,
  facts: { readonly at: string; readonly approvals: number; readonly changed: boolean },
) {
  if (request.kind === 'withdraw') return { kind: 'withdrawn', by: staff.person.name, at: facts.at } as const;
  return {
    kind: 'vote',
    by: staff.person.name,
    vote: request.kind,
    at: facts.at,
    revision: proposal.revision,
    have: facts.approvals,
    need: proposal.quorum,
    ...(request.reason && { reason: request.reason }),
    ...(facts.changed && { changed: true as const }),
  } as const;
}

function tellProposer(tx: Tx, loaded: LoadedProposal, staff: Staff, request: DecisionRequest, at: string) {
  const { proposal } = loaded;
  const personNote = { kind: 'decided', proposalId: proposal.id, revision: proposal.revision } as const;
  const key = `${proposal.id}:${proposal.revision}:${request.kind}:${staff.person.id}:${at}`;
  tellPerson(tx, { personId: proposal.proposerId }, personNote, key);
}

async function refusalOf(
  deps: AppDeps,
  db: Db,
  loaded: LoadedProposal,
  staff: Staff,
  request: DecisionRequest,
  refusal: ProposalRefusal,
): Promise<Refusal> {
  const { proposal, votes } = loaded;
  const { number } = proposal;
  switch (refusal) {
    case 'not_approver':
      return { kind: 'not_allowed', role: roleFor('decide'), ask: await namesToAsk(deps, 'admin', staff.person, db) };
    case 'own_proposal':
      return ownProposal(deps, db, staff, number);
    case 'not_proposer': {
      const people = await personRefs(db, [proposal.proposerId]);
      return { kind: 'not_yours', what: 'proposal', owner: people.get(proposal.proposerId)?.name ?? '?' };
    }
    case 'stale':
      return { kind: 'stale', number, shown: request.subject.revision, current: proposal.revision };
    case 'already_voted':
      return {
        kind: 'already_voted',
        number,
        at: votes.find((vote) => vote.personId === staff.person.id)?.at ?? proposal.updatedAt,
        have: countApprovals((await countedVotes(deps, db, loaded.votes)).standing),
        need: proposal.quorum,
      };
    case 'already_decided': {
      if (proposal.state === 'pending') throw new Error('a pending proposal cannot be decided already');
      const view = await viewOf(deps, loaded, db);
      return {
        kind: 'already_decided',
        number,
        decision: proposal.state,
        by: staff.words.list(view.decision?.by ?? []),
        at: view.decision?.at ?? proposal.updatedAt,
      };
    }
  }
}

/** Whom to ask instead: an approver, else an admin, else nobody is there. */
async function ownProposal(deps: AppDeps, db: Db, staff: Staff, number: number): Promise<Refusal> {
  const others = await othersThan(deps, [...rolesFor('decide'), 'admin'], staff.person, db);
  if (others.length === 0) return { kind: 'own_proposal', number, ask: [], alone: true };
  const approvers = await namesToAsk(deps, rolesFor('decide'), staff.person, db);
  const ask = approvers.length > 0 ? approvers : await namesToAsk(deps, 'admin', staff.person, db);
  return { kind: 'own_proposal', number, ask };
}
