// Customers: internal ids with aliases (phone, wa_id, BSUID), consent, and what the provider told us about them.
import type { Kysely, Selectable } from 'kysely';
import type { Alias } from '../../domain/contacts/aliases.ts';
import { shownName } from '../../domain/contacts/shown-name.ts';
import { storable } from '../engine/storable.ts';
import type { ContactsTable, Tables } from '../engine/tables.ts';
import { idsOf, rootOf, rootsNamed, strictest } from './merge.ts';

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
      .select('contact_id')
      .where('kind', '=', alias.kind)
      .where('value', '=', alias.value)
      .executeTakeFirst();
    if (row) return contactById(db, row.contact_id);
  }
  return undefined;
}

/** The same, and whatever holds for anybody else these names could mean: before a send the strictest counts. */
export async function strictestByAlias(db: Kysely<Tables>, aliases: readonly Alias[]): Promise<Contact | undefined> {
  const known = await contactByAlias(db, aliases);
  const roots = await rootsNamed(db, aliases);
  if (!known || roots.length < 2) return known;
  const rows = await db.selectFrom('contacts').selectAll().where('id', 'in', roots).execute();
  const own = rows.find(({ id }) => id === known.id);
  if (!own) return known;
  return toContact({ ...own, ...strictest(rows), ...consentOf(own), name: own.name });
}

// Consent given under one name is no consent of somebody who may be another person.
function consentOf({ opted_in_at, opt_in_source, opted_in_by }: Selectable<ContactsTable>) {
  return { opted_in_at, opt_in_source, opted_in_by };
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
    name: storable(shownName(make.name) ?? '') || null,
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
    opted_out_heard_at: null,
    stopped_heard_at: null,
    unreachable_heard_at: null,
    marketing_blocked_heard_at: null,
    same_as: null,
    parted_at: null,
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

/** Under whichever of its ids it is asked for. */
export async function contactById(db: Kysely<Tables>, id: string): Promise<Contact | undefined> {
  const row = await db
    .selectFrom('contacts')
    .selectAll()
    .where('id', '=', await rootOf(db, id))
    .executeTakeFirst();
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

/**
 * `heardAt`: the provider's time of the news. Each fact then changes only where nothing newer was heard about it; of two of the
 * same time the one that comes later counts.
 */
export async function changeContact(
  db: Kysely<Tables>,
  id: string,
  change: ContactChange,
  heardAt?: string,
): Promise<void> {
  const ids = await idsOf(db, id);
  const plain = {
    ...(change.optIn && {
      opted_in_at: change.optIn.at,
      opt_in_source: change.optIn.source,
      opted_in_by: change.optIn.by,
    }),
    ...(change.name !== undefined && { name: storable(shownName(change.name) ?? '') || null }),
  };
  if (Object.keys(plain).length > 0) await db.updateTable('contacts').set(plain).where('id', 'in', ids).execute();
  for (const { set, heard, since } of newsOf(change)) {
    const at = heardAt ?? since;
    let query = db
      .updateTable('contacts')
      .set({ ...set, ...(at !== undefined && { [heard]: at }) })
      .where('id', 'in', ids);
    if (heardAt !== undefined) query = query.where((eb) => eb.or([eb(heard, 'is', null), eb(heard, '<=', heardAt)]));
    await query.execute();
  }
}

type News = {
  readonly set: Partial<Selectable<ContactsTable>>;
  readonly heard: 'opted_out_heard_at' | 'stopped_heard_at' | 'unreachable_heard_at' | 'marketing_blocked_heard_at';
  /** Since when it is so, where that is known. */
  readonly since: string | undefined;
};

function newsOf({ optedOutAt, stopped, unreachableAt, marketingBlockedUntil }: ContactChange): readonly News[] {
  const found: News[] = [];
  const add = (heard: News['heard'], set: News['set'], since?: string | null) =>
    found.push({ heard, set, since: since ?? undefined });
  if (optedOutAt !== undefined) add('opted_out_heard_at', { opted_out_at: optedOutAt }, optedOutAt);
  if (stopped !== undefined) {
    const set = { stopped_at: stopped?.at ?? null, stopped_by: stopped?.by ?? null };
    add('stopped_heard_at', set, stopped?.at);
  }
  if (unreachableAt !== undefined) add('unreachable_heard_at', { unreachable_at: unreachableAt }, unreachableAt);
  if (marketingBlockedUntil !== undefined) {
    const set = { marketing_blocked_until: marketingBlockedUntil };
    add('marketing_blocked_heard_at', set);
  }
  return found;
}

function toContact(row: Selectable<ContactsTable>): Contact {
  return {
    id: row.id,
    name: shownName(row.name),
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
