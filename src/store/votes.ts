// Votes on the revisions of a proposal: one per person and revision, and which of them a decision was counted without.
import type { Kysely } from 'kysely';
import type { CastVote, Vote } from '../domain/proposals/proposal.ts';
import type { Tables } from './engine/tables.ts';

/** `fellAt`: when a decision was counted without it. */
export type RecordedVote = CastVote & {
  readonly reason: string | undefined;
  readonly at: string;
  readonly fellAt?: string;
};

export async function votesOn(db: Kysely<Tables>, proposalId: string, revision: number): Promise<RecordedVote[]> {
  const rows = await db
    .selectFrom('votes')
    .selectAll()
    .where('proposal_id', '=', proposalId)
    .where('revision', '=', revision)
    .orderBy('created_at')
    .orderBy('person_id')
    .execute();
  return rows.map((row) => ({
    personId: row.person_id,
    vote: row.vote as Vote, // written only by castVote
    reason: row.reason ?? undefined,
    at: row.created_at,
    ...(row.fell_at !== null && { fellAt: row.fell_at }),
  }));
}

/** One vote per person and revision; a second one replaces the first. */
export async function castVote(
  db: Kysely<Tables>,
  vote: {
    readonly proposalId: string;
    readonly revision: number;
    readonly personId: string;
    readonly vote: Vote;
    readonly reason?: string;
    readonly at: string;
  },
): Promise<void> {
  const changed = { vote: vote.vote, reason: vote.reason ?? null, created_at: vote.at, fell_at: null };
  await db
    .insertInto('votes')
    .values({ proposal_id: vote.proposalId, revision: vote.revision, person_id: vote.personId, ...changed })
    .onConflict((c) => c.columns(['proposal_id', 'revision', 'person_id']).doUpdateSet(changed))
    .execute();
}

/** A decision was counted without these people's votes. */
export async function dropVotes(
  db: Kysely<Tables>,
  of: { readonly proposalId: string; readonly revision: number; readonly personIds: readonly string[] },
  at: string,
): Promise<void> {
  if (of.personIds.length === 0) return;
  await db
    .updateTable('votes')
    .set({ fell_at: at })
    .where('proposal_id', '=', of.proposalId)
    .where('revision', '=', of.revision)
    .where('person_id', 'in', of.personIds)
    .execute();
}
