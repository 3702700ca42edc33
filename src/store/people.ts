// People and the accounts they are known by. An account seen for the first time becomes a person.
import type { CompiledQuery, Kysely } from 'kysely';
import { type IdentityParts, identityKey } from '../domain/policy.ts';
import { storable } from './storable.ts';
import type { Tables } from './tables.ts';

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly identities: readonly (IdentityParts & { readonly locale: string | null })[];
};

/**
 * The person behind an account; created when new. The name shown is the latest the platform told us.
 * Safe when two deliveries of a new person arrive at once: the identity key decides, the loser re-reads.
 */
export async function personOf(
  db: Kysely<Tables>,
  who: IdentityParts & { readonly name: string; readonly locale?: string },
  make: { readonly newId: () => string; readonly now: Date },
): Promise<Person> {
  const found = await personByKey(db, identityKey(who));
  if (found) return renamed(db, found, who.name);
  const person = { id: make.newId(), name: storable(who.name), created_at: make.now.toISOString() };
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
    })
    .onConflict((c) => c.column('key').doNothing())
    .returning('person_id')
    .executeTakeFirst();
  if (identity) return mustFind(await personById(db, person.id));
  await db.deleteFrom('people').where('id', '=', person.id).execute();
  return mustFind(await personByKey(db, identityKey(who)));
}

async function renamed(db: Kysely<Tables>, person: Person, name: string): Promise<Person> {
  if (name === '' || name === person.name) return person;
  await db.updateTable('people').set({ name }).where('id', '=', person.id).execute();
  return { ...person, name };
}

function mustFind(person: Person | undefined): Person {
  if (!person) throw new Error('an identity without a person');
  return person;
}

// Asked at every click, hence one statement, compiled once for each engine.
async function personByKey(db: Kysely<Tables>, key: string): Promise<Person | undefined> {
  const { adapter } = db.getExecutor();
  const compiled = personByKeyQueries.get(adapter) ?? compilePersonByKey(db);
  personByKeyQueries.set(adapter, compiled);
  const { rows } = await db.executeQuery<IdentityRow>({ ...compiled, parameters: [key] });
  const [person] = peopleIn(rows).values();
  return person;
}

// Not state: the same text would be made again for every call.
const personByKeyQueries = new WeakMap<object, CompiledQuery<IdentityRow>>();

function compilePersonByKey(db: Kysely<Tables>): CompiledQuery<IdentityRow> {
  return identityRows(db)
    .where('people.id', '=', (eb) =>
      eb.selectFrom('identities as who').select('who.person_id').where('who.key', '=', ''),
    )
    .compile();
}

export async function personById(db: Kysely<Tables>, id: string): Promise<Person | undefined> {
  return (await peopleById(db, [id])).get(id);
}

/** Several people at once, by id; unknown ids are left out. */
export async function peopleById(db: Kysely<Tables>, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  if (ids.length === 0) return new Map();
  return peopleIn(
    await identityRows(db)
      .where('people.id', 'in', [...new Set(ids)])
      .execute(),
  );
}

function identityRows(db: Kysely<Tables>) {
  return db
    .selectFrom('people')
    .innerJoin('identities', 'identities.person_id', 'people.id')
    .select(['people.id', 'people.name', 'platform', 'tenant', 'external_id', 'locale'])
    .orderBy('identities.key');
}

type IdentityRow = Awaited<ReturnType<ReturnType<typeof identityRows>['execute']>>[number];

function peopleIn(rows: readonly IdentityRow[]): ReadonlyMap<string, Person> {
  const people = new Map<string, Person>();
  for (const row of rows) {
    const known = people.get(row.id)?.identities ?? [];
    const identity = { platform: row.platform, tenant: row.tenant, id: row.external_id, locale: row.locale };
    people.set(row.id, { id: row.id, name: row.name, identities: [...known, identity] });
  }
  return people;
}

/** Remembers the language a platform told us for an account. */
export async function rememberLocale(db: Kysely<Tables>, who: IdentityParts, locale: string): Promise<void> {
  await db.updateTable('identities').set({ locale }).where('key', '=', identityKey(who)).execute();
}
