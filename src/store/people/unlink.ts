// The way back from a wrong link: one account becomes a person of its own. Nothing else changes hands, because nobody can tell
// which of its records came from which account.
import type { Kysely } from 'kysely';
import type { Tables } from '../engine/tables.ts';

export type KnownAccount = { readonly key: string; readonly platform: string; readonly id: string };

export type Unlink =
  | {
      readonly ok: true;
      /** The person of the account from now on. */
      readonly person: string;
      /** Whose it was, and who keeps the records, with the accounts that are left. */
      readonly from: { readonly id: string; readonly name: string; readonly accounts: readonly string[] };
    }
  | { readonly ok: false; readonly why: 'unknown' }
  | { readonly ok: false; readonly why: 'only_account'; readonly name: string };

/**
 * Inside the caller's transaction. `key`: an identity key; `newId`: of the new person, whose name is empty until their platform
 * tells it. Votes, proposals, sends and drafts stay with the old person.
 */
export async function unlinkAccount(
  db: Kysely<Tables>,
  key: string,
  { newId, at }: { readonly newId: string; readonly at: string },
): Promise<Unlink> {
  const person = await lockPersonOf(db, key);
  if (!person) return { ok: false, why: 'unknown' };
  const rows = await db
    .selectFrom('identities')
    .select('key')
    .where('person_id', '=', person.id)
    .orderBy('key')
    .execute();
  const accounts = rows.map((row) => row.key).filter((one) => one !== key);
  if (accounts.length === 0) return { ok: false, why: 'only_account', name: person.name };
  await db.insertInto('people').values({ id: newId, name: '', created_at: at, merged_into: null }).execute();
  await db.updateTable('identities').set({ person_id: newId, unlinked_at: at }).where('key', '=', key).execute();
  // A code may have been given to the account that goes.
  await db.deleteFrom('link_codes').where('person_id', '=', person.id).execute();
  return { ok: true, person: newId, from: { ...person, accounts } };
}

/** The row is held until the transaction ends: no merge and no second unlinking comes in between. */
async function lockPersonOf(
  db: Kysely<Tables>,
  key: string,
): Promise<{ readonly id: string; readonly name: string } | undefined> {
  for (;;) {
    const id = await personIdOf(db, key);
    if (id === undefined) return undefined;
    const person = await db
      .updateTable('people')
      .set((eb) => ({ name: eb.ref('name') }))
      .where('id', '=', id)
      .returning(['id', 'name'])
      .executeTakeFirst();
    // It may have been merged into another one while we waited for the row.
    if (person && (await personIdOf(db, key)) === person.id) return person;
  }
}

async function personIdOf(db: Kysely<Tables>, key: string): Promise<string | undefined> {
  const row = await db.selectFrom('identities').select('person_id').where('key', '=', key).executeTakeFirst();
  return row?.person_id;
}

/** Every account there is, by key. */
export async function knownAccounts(db: Kysely<Tables>): Promise<readonly KnownAccount[]> {
  const rows = await db.selectFrom('identities').select(['key', 'platform', 'external_id']).orderBy('key').execute();
  return rows.map((row) => ({ key: row.key, platform: row.platform, id: row.external_id }));
}
