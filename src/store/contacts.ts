// Customers: internal ids with aliases (phone, wa_id, BSUID), consent, and what the provider told us about them.
import type { Kysely, Selectable } from 'kysely';
import type { Alias } from '../domain/contacts/aliases.ts';
import { storable } from './engine/storable.ts';
import type { ContactsTable, Tables } from './engine/tables.ts';

/** `provider`: it blocks messages to this person, and only they can lift that. */
export type Stopped = { readonly at: string; readonly by: 'customer' | 'provider' };

export type Contact = {
  readonly id: string;
  readonly name: string | undefined;
  readonly optedInAt: string | undefined;
  readonly optInSource: string | undefined;
  /** Wants no marketing. */
  readonly optedOutAt: string | undefined;
  /** Wants nothing at all, or the provider lets nothing through to them. */
  readonly stopped: Stopped | undefined;
  readonly unreachableAt: string | undefined;
  /** Provider's cap on marketing to this person: not before this time. */
  readonly marketingBlockedUntil: string | undefined;
};

/** The contact behind any of these aliases; the first match in the order given wins. */
export async function contactByAlias(db: Kysely<Tables>, aliases: readonly Alias[]): Promise<Contact | undefined> {
  for (const alias of aliases) {
    const row = await db
      .selectFrom('aliases')
      .innerJoin('contacts', 'contacts.id', 'aliases.contact_id')
      .selectAll('contacts')
      .where('kind', '=', alias.kind)
      .where('value', '=', alias.value)
      .executeTakeFirst();
    if (row) return toContact(row);
  }
  return undefined;
}

/**
 * Finds or creates the contact and learns every alias that nobody else has. Call it inside a transaction. Several that
 * meet the same new customer at once end with one contact: the alias keys decide, and the slower ones join the first.
 */
export async function contactFor(
  db: Kysely<Tables>,
  aliases: readonly Alias[],
  make: { readonly newId: () => string; readonly at: string; readonly name?: string },
): Promise<Contact> {
  const found = await contactByAlias(db, aliases);
  if (found) {
    await learnAliases(db, found.id, aliases, make.at);
    return found;
  }
  const created = await insertContact(db, {
    id: make.newId(),
    name: make.name === undefined ? null : storable(make.name),
    created_at: make.at,
  });
  await learnAliases(db, created.id, aliases, make.at);
  const faster = await otherOwner(db, aliases, created.id);
  if (!faster) return created;
  // Nobody has seen our contact yet: what it learned goes to theirs.
  await db.updateTable('aliases').set({ contact_id: faster.id }).where('contact_id', '=', created.id).execute();
  await db.deleteFrom('contacts').where('id', '=', created.id).execute();
  return faster;
}

async function insertContact(
  db: Kysely<Tables>,
  row: Pick<ContactsTable, 'id' | 'name' | 'created_at'>,
): Promise<Contact> {
  const unknown = {
    opted_in_at: null,
    opt_in_source: null,
    opted_in_by: null,
    opted_out_at: null,
    stopped_at: null,
    stopped_by: null,
    unreachable_at: null,
    marketing_blocked_until: null,
  };
  return toContact(
    await db
      .insertInto('contacts')
      .values({ ...row, ...unknown })
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
}

async function otherOwner(db: Kysely<Tables>, aliases: readonly Alias[], id: string): Promise<Contact | undefined> {
  for (const alias of aliases) {
    const owner = await contactByAlias(db, [alias]);
    if (owner && owner.id !== id) return owner;
  }
  return undefined;
}

/** Adds aliases to a contact. An alias that already belongs to another contact stays there: merging is a person's decision. */
export async function learnAliases(
  db: Kysely<Tables>,
  contactId: string,
  aliases: readonly Alias[],
  at: string,
): Promise<void> {
  if (aliases.length === 0) return;
  await db
    .insertInto('aliases')
    .values(aliases.map((alias) => ({ ...alias, contact_id: contactId, created_at: at })))
    .onConflict((c) => c.columns(['kind', 'value']).doNothing())
    .execute();
}

export async function contactById(db: Kysely<Tables>, id: string): Promise<Contact | undefined> {
  const row = await db.selectFrom('contacts').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toContact(row);
}

export type ContactChange = Partial<{
  optIn: { readonly at: string; readonly source: string; readonly by: string };
  optedOutAt: string | null;
  stopped: Stopped | null;
  unreachableAt: string | null;
  marketingBlockedUntil: string | null;
  name: string;
}>;

export async function changeContact(db: Kysely<Tables>, id: string, change: ContactChange): Promise<void> {
  const set = {
    ...(change.optIn && {
      opted_in_at: change.optIn.at,
      opt_in_source: change.optIn.source,
      opted_in_by: change.optIn.by,
    }),
    ...(change.optedOutAt !== undefined && { opted_out_at: change.optedOutAt }),
    ...(change.stopped !== undefined && {
      stopped_at: change.stopped?.at ?? null,
      stopped_by: change.stopped?.by ?? null,
    }),
    ...(change.unreachableAt !== undefined && { unreachable_at: change.unreachableAt }),
    ...(change.marketingBlockedUntil !== undefined && { marketing_blocked_until: change.marketingBlockedUntil }),
    ...(change.name !== undefined && { name: storable(change.name) }),
  };
  if (Object.keys(set).length === 0) return;
  await db.updateTable('contacts').set(set).where('id', '=', id).execute();
}

function toContact(row: Selectable<ContactsTable>): Contact {
  return {
    id: row.id,
    name: row.name ?? undefined,
    optedInAt: row.opted_in_at ?? undefined,
    optInSource: row.opt_in_source ?? undefined,
    optedOutAt: row.opted_out_at ?? undefined,
    stopped:
      row.stopped_at === null
        ? undefined
        : { at: row.stopped_at, by: row.stopped_by === 'provider' ? 'provider' : 'customer' },
    unreachableAt: row.unreachable_at ?? undefined,
    marketingBlockedUntil: row.marketing_blocked_until ?? undefined,
  };
}
