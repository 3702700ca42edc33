// Two accounts turn out to be one human being: everything that names the younger person names the older one from here on.
// Events are never rewritten; the younger person's row stays and points to the older.
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../engine/tables.ts';

/** Every column that holds a person's id, except `events.actor` and votes, which are treated one by one. */
export const PERSON_COLUMNS = [
  // Drafts first: who submits one has its row locked, so that what becomes of it is seen by the statements below.
  { table: 'drafts', column: 'person_id' },
  { table: 'identities', column: 'person_id' },
  { table: 'proposals', column: 'proposer_id' },
  { table: 'proposals', column: 'handed_in_by' },
  { table: 'revisions', column: 'created_by' },
  { table: 'templates', column: 'enabled_by' },
  { table: 'contacts', column: 'opted_in_by' },
  { table: 'lifted_blocks', column: 'by_person' },
  { table: 'sends', column: 'agent_id' },
  { table: 'link_codes', column: 'claimed_by' },
  { table: 'people', column: 'merged_into' },
] as const satisfies readonly { readonly table: keyof Tables; readonly column: string }[];

/** `own`: it was on a proposal of the other account. `twice`: the other account had voted earlier. */
export type TakenBack = {
  readonly proposalId: string;
  readonly revision: number;
  readonly why: 'own' | 'twice';
};

export type Merge =
  | { readonly ok: true; readonly survivor: string; readonly gone: string; readonly takenBack: readonly TakenBack[] }
  | { readonly ok: false; readonly why: 'same_person' }
  | { readonly ok: false; readonly why: 'same_platform'; readonly platform: string };

/**
 * Merges two persons, inside the caller's transaction; the older one survives. Refused when they are one already, or when
 * both have an account on one platform. Votes on decided or replaced revisions stay as they are, both of them.
 */
export async function mergePeople(db: Kysely<Tables>, one: string, other: string): Promise<Merge> {
  const pair = await lockPair(db, [one, other]);
  if (!pair) return { ok: false, why: 'same_person' };
  const { survivor, gone } = pair;
  const platform = await sharedPlatform(db, survivor, gone);
  if (platform !== undefined) return { ok: false, why: 'same_platform', platform };

  await repoint(db, 'drafts', 'person_id', { from: gone, to: survivor });
  // A vote that is being cast holds its proposal's row: after this, it is either here to be seen, or its transaction
  // reads who its person is once this one has committed (`livingId`).
  await db.updateTable('proposals').set({ state: 'pending' }).where('state', '=', 'pending').execute();
  const takenBack = await takeVotesBack(db, survivor, gone);
  for (const { table, column } of PERSON_COLUMNS) await repoint(db, table, column, { from: gone, to: survivor });
  await repointVotes(db, survivor, gone);
  await db.deleteFrom('link_codes').where('person_id', 'in', [survivor, gone]).execute();
  await nameNameless(db, survivor, gone);
  await db.updateTable('people').set({ merged_into: survivor }).where('id', '=', gone).execute();
  return { ok: true, survivor, gone, takenBack };
}

/** Both rows, locked in the order of their ids so that two merges never wait for each other in a circle. */
async function lockPair(
  db: Kysely<Tables>,
  ids: readonly [string, string],
): Promise<{ readonly survivor: string; readonly gone: string } | undefined> {
  const rows: { id: string; created_at: string; merged_into: string | null }[] = [];
  for (const id of [...ids].sort()) {
    const row = await db
      .updateTable('people')
      .set((eb) => ({ name: eb.ref('name') }))
      .where('id', '=', id)
      .returning(['id', 'created_at', 'merged_into'])
      .executeTakeFirst();
    if (row) rows.push(row);
  }
  const [first, second] = rows.toSorted((a, b) =>
    a.created_at === b.created_at ? (a.id < b.id ? -1 : 1) : a.created_at < b.created_at ? -1 : 1,
  );
  if (!first || !second || first.id === second.id || first.merged_into || second.merged_into) return undefined;
  return { survivor: first.id, gone: second.id };
}

async function nameNameless(db: Kysely<Tables>, survivor: string, gone: string): Promise<void> {
  await db
    .updateTable('people')
    .set((eb) => ({
      name: eb.selectFrom('people as other').select('other.name').where('other.id', '=', gone).$asScalar().$notNull(),
    }))
    .where('id', '=', survivor)
    .where('name', '=', '')
    .execute();
}

async function sharedPlatform(db: Kysely<Tables>, survivor: string, gone: string): Promise<string | undefined> {
  const rows = await db
    .selectFrom('identities as mine')
    .innerJoin('identities as theirs', 'theirs.platform', 'mine.platform')
    .select('mine.platform')
    .where('mine.person_id', '=', survivor)
    .where('theirs.person_id', '=', gone)
    .executeTakeFirst();
  return rows?.platform;
}

type Column = (typeof PERSON_COLUMNS)[number];

async function repoint(
  db: Kysely<Tables>,
  table: Column['table'],
  column: Column['column'],
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${to} where ${sql.ref(column)} = ${from}`.execute(db);
}

/** One person has one vote, the earlier one, and none on what they proposed or wrote themselves. */
async function takeVotesBack(db: Kysely<Tables>, survivor: string, gone: string): Promise<readonly TakenBack[]> {
  const both = [survivor, gone];
  const votes = await db
    .selectFrom('votes')
    .innerJoin('proposals', (join) =>
      join.onRef('proposals.id', '=', 'votes.proposal_id').onRef('proposals.revision', '=', 'votes.revision'),
    )
    .innerJoin('revisions', (join) =>
      join.onRef('revisions.proposal_id', '=', 'votes.proposal_id').onRef('revisions.revision', '=', 'votes.revision'),
    )
    .select(['votes.proposal_id', 'votes.revision', 'votes.person_id', 'proposer_id', 'revisions.created_by as author'])
    .where('proposals.state', '=', 'pending')
    .where('votes.person_id', 'in', both)
    .orderBy('votes.created_at')
    .orderBy('votes.person_id')
    .execute();

  const counted = new Set<string>();
  const takenBack: TakenBack[] = [];
  for (const vote of votes) {
    const isOwn = both.includes(vote.proposer_id) || both.includes(vote.author);
    if (!isOwn && !counted.has(vote.proposal_id)) {
      counted.add(vote.proposal_id);
      continue;
    }
    await db
      .deleteFrom('votes')
      .where('proposal_id', '=', vote.proposal_id)
      .where('revision', '=', vote.revision)
      .where('person_id', '=', vote.person_id)
      .execute();
    takenBack.push({ proposalId: vote.proposal_id, revision: vote.revision, why: isOwn ? 'own' : 'twice' });
  }
  return takenBack;
}

/** Where both voted on something that is decided, the row keeps its old id: a decision is not recounted. */
async function repointVotes(db: Kysely<Tables>, survivor: string, gone: string): Promise<void> {
  await db
    .updateTable('votes')
    .set({ person_id: survivor })
    .where('person_id', '=', gone)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('votes as mine')
            .select('mine.vote')
            .where('mine.person_id', '=', survivor)
            .whereRef('mine.proposal_id', '=', 'votes.proposal_id')
            .whereRef('mine.revision', '=', 'votes.revision'),
        ),
      ),
    )
    .execute();
}
