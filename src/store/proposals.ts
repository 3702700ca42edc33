// Proposals, their revisions and votes. Every change is compare-and-set on (state, revision).
import type { Kysely, Selectable } from 'kysely';
import type { ProposalState, SubmissionState } from '../domain/proposals/proposal.ts';
import type { Template } from '../domain/templates/template.ts';
import type { ProposalsTable, RevisionsTable, Tables } from './engine/tables.ts';
import { sendersLike } from './senders.ts';

export type HandedIn = { readonly by: string; readonly at: string };

export type Proposal = {
  readonly id: string;
  readonly number: number;
  readonly senderId: string;
  readonly name: string;
  readonly language: string;
  readonly state: ProposalState;
  readonly revision: number;
  readonly quorum: number;
  readonly proposerId: string;
  readonly submission: SubmissionState | undefined;
  /** JSON of the Failure that left the submission stuck. */
  readonly submissionFailure: string | undefined;
  /** Where a person carries templates to the provider: who did, by person id. */
  readonly handedIn?: HandedIn;
  readonly decidedAt: string | undefined;
  readonly remindAt: string | undefined;
  readonly expiresAt: string | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type Revision = {
  readonly revision: number;
  readonly template: Template;
  readonly contentHash: string;
  readonly authorId: string;
  readonly createdAt: string;
};

export async function insertProposal(
  db: Kysely<Tables>,
  proposal: Omit<Proposal, 'submission' | 'submissionFailure' | 'handedIn' | 'decidedAt'>,
): Promise<void> {
  await db
    .insertInto('proposals')
    .values({
      id: proposal.id,
      number: proposal.number,
      sender_id: proposal.senderId,
      name: proposal.name,
      language: proposal.language,
      state: proposal.state,
      revision: proposal.revision,
      quorum: proposal.quorum,
      proposer_id: proposal.proposerId,
      submission: null,
      submission_failure: null,
      decided_at: null,
      remind_at: proposal.remindAt ?? null,
      expires_at: proposal.expiresAt ?? null,
      created_at: proposal.createdAt,
      updated_at: proposal.updatedAt,
    })
    .execute();
}

export async function insertRevision(db: Kysely<Tables>, proposalId: string, revision: Revision): Promise<void> {
  await db
    .insertInto('revisions')
    .values({
      proposal_id: proposalId,
      revision: revision.revision,
      content: JSON.stringify(revision.template),
      content_hash: revision.contentHash,
      created_by: revision.authorId,
      created_at: revision.createdAt,
      note: null,
    })
    .execute();
}

export async function findProposal(db: Kysely<Tables>, id: string): Promise<Proposal | undefined> {
  const row = await db.selectFrom('proposals').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toProposal(row);
}

/** An open proposal of the same account, name and language: pending, sent back, or approved and on its way. */
export async function openProposalFor(
  db: Kysely<Tables>,
  key: { readonly senderId: string; readonly name: string; readonly language: string },
): Promise<Proposal | undefined> {
  const row = await db
    .selectFrom('proposals')
    .selectAll()
    .where('sender_id', 'in', sendersLike(db, key.senderId))
    .where((eb) => eb.and({ name: key.name, language: key.language }))
    .where('state', 'in', ['pending', 'changes_requested', 'approved'])
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  return row && toProposal(row);
}

/** The newest proposal of this name that is still open; any language unless one is given. */
export async function openProposalNamed(
  db: Kysely<Tables>,
  name: string,
  language: string | undefined,
): Promise<Proposal | undefined> {
  let query = db
    .selectFrom('proposals')
    .selectAll()
    .where('name', '=', name)
    .where('state', 'in', ['pending', 'changes_requested', 'approved']);
  if (language !== undefined) query = query.where('language', '=', language);
  const row = await query.orderBy('created_at', 'desc').executeTakeFirst();
  return row && toProposal(row);
}

export async function findRevision(
  db: Kysely<Tables>,
  proposalId: string,
  revision: number,
): Promise<Revision | undefined> {
  const row = await db
    .selectFrom('revisions')
    .selectAll()
    .where('proposal_id', '=', proposalId)
    .where('revision', '=', revision)
    .executeTakeFirst();
  return row && toRevision(row);
}

/**
 * Takes the proposal's row for this transaction and re-reads it, so that two voters are counted one after the other
 * on PostgreSQL too. Undefined when there is no such proposal.
 */
export async function lockProposal(db: Kysely<Tables>, id: string, at: string): Promise<Proposal | undefined> {
  const row = await db
    .updateTable('proposals')
    .set({ updated_at: at })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row && toProposal(row);
}

export type ProposalChange = {
  readonly state?: ProposalState;
  readonly revision?: number;
  readonly submission?: SubmissionState | null;
  readonly submissionFailure?: string | null;
  readonly handedIn?: HandedIn | null;
  readonly decidedAt?: string | null;
  readonly remindAt?: string | null;
  readonly expiresAt?: string | null;
  readonly name?: string;
  readonly language?: string;
  readonly senderId?: string;
};

/** Compare-and-set: changes the row only if it still is in `from`. False when someone else was faster. */
export async function changeProposal(
  db: Kysely<Tables>,
  from: {
    readonly id: string;
    readonly state: ProposalState;
    readonly revision: number;
    readonly submission?: SubmissionState | undefined;
  },
  change: ProposalChange,
  at: string,
): Promise<boolean> {
  let query = db
    .updateTable('proposals')
    .set({
      updated_at: at,
      ...(change.state !== undefined && { state: change.state }),
      ...(change.revision !== undefined && { revision: change.revision }),
      ...(change.submission !== undefined && { submission: change.submission }),
      ...(change.submissionFailure !== undefined && { submission_failure: change.submissionFailure }),
      ...(change.handedIn !== undefined && {
        handed_in_by: change.handedIn?.by ?? null,
        handed_in_at: change.handedIn?.at ?? null,
      }),
      ...(change.decidedAt !== undefined && { decided_at: change.decidedAt }),
      ...(change.remindAt !== undefined && { remind_at: change.remindAt }),
      ...(change.expiresAt !== undefined && { expires_at: change.expiresAt }),
      ...(change.name !== undefined && { name: change.name }),
      ...(change.language !== undefined && { language: change.language }),
      ...(change.senderId !== undefined && { sender_id: change.senderId }),
    })
    .where('id', '=', from.id)
    .where('state', '=', from.state)
    .where('revision', '=', from.revision);
  if (from.submission) query = query.where('submission', '=', from.submission);
  const row = await query.returning('id').executeTakeFirst();
  return row !== undefined;
}

/** Those that wait for a decision, newest first. */
export async function pendingProposals(db: Kysely<Tables>, limit: number): Promise<Proposal[]> {
  const rows = await db
    .selectFrom('proposals')
    .selectAll()
    .where('state', '=', 'pending')
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toProposal);
}

/** Everything that waits for a person, oldest first: `enable` once the provider approved it and agents cannot send it yet. */
export async function waitingProposals(
  db: Kysely<Tables>,
  limit: number,
): Promise<{ proposal: Proposal; waits: 'pending' | 'changes_requested' | 'stuck' | 'handed_off' | 'enable' }[]> {
  const rows = await db
    .selectFrom('proposals')
    .leftJoin('templates', 'templates.proposal_id', 'proposals.id')
    .selectAll('proposals')
    .select(['templates.review', 'templates.enabled_at'])
    .where((eb) =>
      eb.or([
        eb('proposals.state', 'in', ['pending', 'changes_requested']),
        eb.and([eb('proposals.state', '=', 'approved'), eb('proposals.submission', '=', 'stuck')]),
        eb.and([
          eb('proposals.state', '=', 'approved'),
          eb('proposals.submission', '=', 'handed_off'),
          eb('proposals.handed_in_at', 'is', null),
        ]),
        eb.and([
          eb('proposals.state', '=', 'approved'),
          eb('proposals.submission', 'is not', null),
          eb('templates.review', '=', 'approved'),
          eb('templates.enabled_at', 'is', null),
        ]),
      ]),
    )
    .orderBy('proposals.created_at')
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const proposal = toProposal(row);
    const { state, submission } = proposal;
    if (state === 'pending' || state === 'changes_requested') return { proposal, waits: state };
    if (submission === 'stuck') return { proposal, waits: submission };
    return { proposal, waits: row.review === 'approved' ? 'enable' : 'handed_off' };
  });
}

/** Pending proposals whose reminder or deadline has come. */
export async function dueProposals(
  db: Kysely<Tables>,
  now: string,
): Promise<{ toRemind: Proposal[]; toExpire: Proposal[] }> {
  const rows = await db
    .selectFrom('proposals')
    .selectAll()
    .where('state', 'in', ['pending', 'changes_requested'])
    .where((eb) => eb.or([eb('remind_at', '<=', now), eb('expires_at', '<=', now)]))
    .orderBy('created_at')
    .limit(200)
    .execute();
  const due = rows.map(toProposal);
  const toExpire = due.filter((p) => p.expiresAt !== undefined && p.expiresAt <= now);
  return { toExpire, toRemind: due.filter((p) => p.state === 'pending' && !toExpire.includes(p)) };
}

function toProposal(row: Selectable<ProposalsTable>): Proposal {
  return {
    id: row.id,
    number: row.number,
    senderId: row.sender_id,
    name: row.name,
    language: row.language,
    state: row.state as ProposalState, // written only through changeProposal
    revision: row.revision,
    quorum: row.quorum,
    proposerId: row.proposer_id,
    submission: (row.submission ?? undefined) as SubmissionState | undefined,
    submissionFailure: row.submission_failure ?? undefined,
    ...(row.handed_in_by !== null &&
      row.handed_in_at !== null && { handedIn: { by: row.handed_in_by, at: row.handed_in_at } }),
    decidedAt: row.decided_at ?? undefined,
    remindAt: row.remind_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toRevision(row: Selectable<RevisionsTable>): Revision {
  return {
    revision: row.revision,
    template: JSON.parse(row.content) as Template, // written only by insertRevision
    contentHash: row.content_hash,
    authorId: row.created_by,
    createdAt: row.created_at,
  };
}
