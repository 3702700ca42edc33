// Forms people have half filled in. A draft belongs to one person: no other id opens it, whatever its own id. One that was
// sent stays until it expires, without what was typed, and only tells what became of it.

import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { compiledOnce } from './engine/compiled.ts';
import type { DraftsTable, Tables } from './engine/tables.ts';

const Data = z.record(z.string(), z.unknown());

export type Draft = {
  readonly id: string;
  readonly personId: string;
  readonly form: string;
  readonly step: string;
  /** What was typed, plus what the form is about (proposal, recipient). */
  readonly data: z.infer<typeof Data>;
  readonly updatedAt: string;
  /** ISO UTC. From then on the draft is gone for `load` and `list`. */
  readonly expiresAt: string;
};

/** Writes a draft, or over an earlier one of the same id and person. False: the id is another person's, or was sent. */
export async function saveDraft(db: Kysely<Tables>, draft: Draft): Promise<boolean> {
  const change = {
    form: draft.form,
    step: draft.step,
    data: JSON.stringify(draft.data),
    updated_at: draft.updatedAt,
    expires_at: draft.expiresAt,
  };
  const saved = await db
    .insertInto('drafts')
    .values({ id: draft.id, person_id: draft.personId, became: null, ...change })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(change)
        .where('drafts.person_id', '=', draft.personId)
        .where('drafts.became', 'is', null),
    )
    .returning('id')
    .executeTakeFirst();
  return saved !== undefined;
}

/** Writes over a draft that is still open. False: it was sent meanwhile, or is another person's; it stays as it is. */
export async function reviseDraft(
  db: Kysely<Tables>,
  draft: Pick<Draft, 'id' | 'personId' | 'data' | 'updatedAt' | 'expiresAt'>,
): Promise<boolean> {
  const row = await db
    .updateTable('drafts')
    .set({ data: JSON.stringify(draft.data), updated_at: draft.updatedAt, expires_at: draft.expiresAt })
    .where('id', '=', draft.id)
    .where('person_id', '=', draft.personId)
    .where('became', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function loadDraft(
  db: Kysely<Tables>,
  which: { readonly id: string; readonly personId: string; readonly now: Date },
): Promise<Draft | undefined> {
  const row = await db
    .selectFrom('drafts')
    .selectAll()
    .where('id', '=', which.id)
    .where('person_id', '=', which.personId)
    .where('became', 'is', null)
    .where('expires_at', '>', which.now.toISOString())
    .executeTakeFirst();
  return row === undefined ? undefined : draftOf(row);
}

/** A person's open drafts of one form, last touched first. */
export async function listDrafts(
  db: Kysely<Tables>,
  whose: { readonly personId: string; readonly form: string; readonly now: Date; readonly limit: number },
): Promise<readonly Draft[]> {
  const rows = await openDrafts(db, [whose.personId, whose.form, whose.now.toISOString(), whose.limit]);
  return rows.map(draftOf);
}

// Asked at every `template propose`.
const openDrafts = compiledOnce((db) =>
  db
    .selectFrom('drafts')
    .selectAll()
    .where('person_id', '=', '')
    .where('form', '=', '')
    .where('became', 'is', null)
    .where('expires_at', '>', '')
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .compile(),
);

/**
 * Holds an open draft until the transaction ends: of two who send it at once, the second waits. False: it was sent already, or
 * is another person's.
 */
export async function lockDraft(
  db: Kysely<Tables>,
  which: { readonly id: string; readonly personId: string },
): Promise<boolean> {
  const row = await db
    .updateTable('drafts')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('id', '=', which.id)
    .where('person_id', '=', which.personId)
    .where('became', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** A locked draft was sent. `became` names the result; what was typed stands there, so it is forgotten here. */
export async function useDraft(
  db: Kysely<Tables>,
  which: { readonly id: string; readonly personId: string; readonly became: string },
): Promise<void> {
  await db
    .updateTable('drafts')
    .set({ became: which.became, data: '{}' })
    .where('id', '=', which.id)
    .where('person_id', '=', which.personId)
    .execute();
}

/** What a sent draft became; undefined for an open one, an expired one, or another person's. */
export async function resultOfDraft(
  db: Kysely<Tables>,
  which: { readonly id: string; readonly personId: string; readonly now: Date },
): Promise<{ readonly form: string; readonly became: string } | undefined> {
  const row = await db
    .selectFrom('drafts')
    .select(['form', 'became'])
    .where('id', '=', which.id)
    .where('person_id', '=', which.personId)
    .where('expires_at', '>', which.now.toISOString())
    .executeTakeFirst();
  return row?.became == null ? undefined : { form: row.form, became: row.became };
}

/** Deletes what has expired; returns how many. */
export async function expireDrafts(db: Kysely<Tables>, now: Date): Promise<number> {
  const deleted = await db.deleteFrom('drafts').where('expires_at', '<=', now.toISOString()).executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

function draftOf(row: Selectable<DraftsTable>): Draft {
  return {
    id: row.id,
    personId: row.person_id,
    form: row.form,
    step: row.step,
    data: Data.parse(JSON.parse(row.data)),
    updatedAt: row.updated_at,
    expiresAt: row.expires_at,
  };
}
