// People and the accounts they are known by. An account seen for the first time becomes a person.
import type { Kysely } from 'kysely';
import { type IdentityParts, identityKey } from '../../domain/people/roles.ts';
import { compiledOnce } from '../engine/compiled.ts';
import { storable } from '../engine/storable.ts';
import type { Tables } from '../engine/tables.ts';

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly identities: readonly (IdentityParts & { readonly locale: string | null })[];
};

/**
 * The person behind an account; created when new. The name shown is the latest the platform told us; empty until it tells one.
 * Safe when two deliveries of a new person arrive at once: the identity key decides, the loser re-reads.
 */
export async function personOf(
  db: Kysely<Tables>,
  who: IdentityParts & { readonly name: string; readonly locale?: string },
  make: {
    readonly newId: () => string;
    readonly now: Date;
    /** Called after the account was seen for the first time. */
    readonly whenNew?: () => Promise<void>;
  },
): Promise<Person> {
  const found = await personByKey(db, identityKey(who));
  if (found) return renamed(db, found, who);
  const person = { id: make.newId(), name: storable(who.name), created_at: make.now.toISOString(), merged_into: null };
  await db.insertInto('people').values(person).execute();
  const identity = await db
    .insertInto('identities')
    .values({
      key: identityKey(who),
      person_id: person.id,
      platform: who.platform,
      tenant: who.tenant,
      external_id: who.id,
      locale: who.locale ?? null,
      email: null,
      email_checked_at: null,
      unlinked_at: null,
    })
    .onConflict((c) => c.column('key').doNothing())
    .returning('person_id')
    .executeTakeFirst();
  if (identity) {
    await make.whenNew?.();
    return mustFind(await personById(db, person.id));
  }
  await db.deleteFrom('people').where('id', '=', person.id).execute();
  return mustFind(await personByKey(db, identityKey(who)));
}

// With several accounts, the first one gives the name: else two platforms would rename the person in turns. Any name is better
// than none, and none is never better than the one we know.
async function renamed(
  db: Kysely<Tables>,
  person: Person,
  { name: told, ...account }: IdentityParts & { readonly name: string },
): Promise<Person> {
  const name = storable(told);
  const [first] = person.identities;
  const isFirst = !first || identityKey(first) === identityKey(account);
  if (name === '' || name === person.name || (!isFirst && person.name !== '')) return person;
  await db.updateTable('people').set({ name }).where('id', '=', person.id).execute();
  return { ...person, name };
}

function mustFind(person: Person | undefined): Person {
  if (!person) throw new Error('an identity without a person');
  return person;
}

// Asked at every click, hence one statement.
const rowsByKey = compiledOnce((db) =>
  identityRows(db)
    .where('people.id', '=', (eb) =>
      eb.selectFrom('identities as who').select('who.person_id').where('who.key', '=', ''),
    )
    .compile(),
);

async function personByKey(db: Kysely<Tables>, key: string): Promise<Person | undefined> {
  const [person] = peopleIn(await rowsByKey(db, [key])).values();
  return person;
}

export async function personById(db: Kysely<Tables>, id: string): Promise<Person | undefined> {
  return (await peopleById(db, [id])).get(id);
}

/** Several people at once, by id; unknown ids are left out. A merged person's id gives the person they are now. */
export async function peopleById(db: Kysely<Tables>, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  if (ids.length === 0) return new Map();
  const asked = [...new Set(ids)];
  const rowsOf = rowsByIds[asked.length];
  return peopleIn(rowsOf ? await rowsOf(db, asked) : await rowsAsked(db, asked).execute());
}

/** Every card of a proposal or a send asks for its few people: one statement for each number of them. */
const rowsByIds = Array.from({ length: 9 }, (_, count) =>
  compiledOnce((db) =>
    rowsAsked(
      db,
      Array.from({ length: count }, () => ''),
    ).compile(),
  ),
);

function rowsAsked(db: Kysely<Tables>, ids: readonly string[]) {
  return db
    .selectFrom('people as asked')
    .innerJoin('people', (join) =>
      join.on((eb) => eb('people.id', '=', eb.fn.coalesce('asked.merged_into', 'asked.id'))),
    )
    .innerJoin('identities', 'identities.person_id', 'people.id')
    .select(['asked.id as asked', 'people.id', 'people.name', 'platform', 'tenant', 'external_id', 'locale'])
    .where('asked.id', 'in', ids)
    .orderBy('identities.key');
}

/** People with an account of one of these directory ids, on any platform, each with all their accounts. */
export async function peopleWithAccounts(
  db: Kysely<Tables>,
  externalIds: readonly string[],
): Promise<readonly Person[]> {
  if (externalIds.length === 0) return [];
  const rows = await identityRows(db)
    .where('people.id', 'in', (eb) =>
      eb.selectFrom('identities as who').select('who.person_id').where('who.external_id', 'in', externalIds),
    )
    .execute();
  return [...peopleIn(rows).values()];
}

const mergedInto = compiledOnce((db) => db.selectFrom('people').select('merged_into').where('id', '=', '').compile());

/** The id of the person that `id` stands for now, which is another one after a merge. One cheap read. */
export async function livingId(db: Kysely<Tables>, id: string): Promise<string> {
  const [row] = await mergedInto(db, [id]);
  return row?.merged_into ?? id;
}

function identityRows(db: Kysely<Tables>) {
  return db
    .selectFrom('people')
    .innerJoin('identities', 'identities.person_id', 'people.id')
    .select(['people.id', 'people.name', 'platform', 'tenant', 'external_id', 'locale'])
    .orderBy('identities.key');
}

type IdentityRow = Awaited<ReturnType<ReturnType<typeof identityRows>['execute']>>[number];

function peopleIn(rows: readonly (IdentityRow & { readonly asked?: string })[]): ReadonlyMap<string, Person> {
  const people = new Map<string, Person>();
  for (const row of rows) {
    const key = row.asked ?? row.id;
    const known = people.get(key)?.identities ?? [];
    const identity = { platform: row.platform, tenant: row.tenant, id: row.external_id, locale: row.locale };
    people.set(key, { id: row.id, name: row.name, identities: [...known, identity] });
  }
  return people;
}

/** Remembers the language a platform told us for an account. */
export async function rememberLocale(db: Kysely<Tables>, who: IdentityParts, locale: string): Promise<void> {
  await db.updateTable('identities').set({ locale }).where('key', '=', identityKey(who)).execute();
}
