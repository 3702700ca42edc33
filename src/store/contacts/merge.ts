// Contacts that turn out to be one customer: known by a number here and by the provider's id there. The younger ones point to the
// oldest, what was said to any of them holds for all, and nothing is moved, so that an admin can part them again.
import type { Kysely, Selectable } from 'kysely';
import type { Alias } from '../../domain/contacts/aliases.ts';
import type { ContactsTable, Tables } from '../engine/tables.ts';
import type { Tx } from '../store.ts';

/** The id under which a contact is known: its own, or that of the one it turned out to be. */
export async function rootOf(db: Kysely<Tables>, contactId: string): Promise<string> {
  const row = await db.selectFrom('contacts').select('same_as').where('id', '=', contactId).executeTakeFirst();
  return row?.same_as ?? contactId;
}

/** Every row of one customer, the one it is known under first. */
export async function idsOf(db: Kysely<Tables>, contactId: string): Promise<readonly string[]> {
  const root = await rootOf(db, contactId);
  const rows = await db.selectFrom('contacts').select('id').where('same_as', '=', root).orderBy('id').execute();
  return [root, ...rows.map(({ id }) => id)];
}

/** Everyone whom any of these names means, each under the id they are known by; oldest first. */
export async function rootsNamed(db: Kysely<Tables>, aliases: readonly Alias[]): Promise<readonly string[]> {
  if (aliases.length === 0) return [];
  const rows = await db
    .selectFrom('aliases')
    .innerJoin('contacts', 'contacts.id', 'aliases.contact_id')
    .select(['contacts.id', 'contacts.same_as'])
    .where((eb) => eb.or(aliases.map(({ kind, value }) => eb.and({ kind, value }))))
    .orderBy('contacts.created_at')
    .orderBy('contacts.id')
    .execute();
  return [...new Set(rows.map((row) => row.same_as ?? row.id))];
}

/**
 * One event names them all, so they are one customer. Returns what was joined: the one that stays and those that point to it.
 * Whom an admin parted stays apart. Call it inside a transaction.
 */
export async function mergeNamed(
  db: Kysely<Tables>,
  aliases: readonly Alias[],
): Promise<{ readonly into: string; readonly merged: readonly string[] } | undefined> {
  return mergeContacts(db, await rootsNamed(db, aliases));
}

/** The same for contacts that are known to be one, each by the id it is known under. */
export async function mergeContacts(
  db: Kysely<Tables>,
  roots: readonly string[],
): Promise<{ readonly into: string; readonly merged: readonly string[] } | undefined> {
  if (roots.length < 2) return undefined;
  const rows = await db
    .selectFrom('contacts')
    .selectAll()
    .where('id', 'in', roots)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const [oldest, ...younger] = rows.filter((row) => row.parted_at === null);
  if (!oldest || younger.length === 0) return undefined;
  const ids = younger.map(({ id }) => id);
  await db.updateTable('contacts').set({ same_as: oldest.id }).where('same_as', 'in', ids).execute();
  await db.updateTable('contacts').set({ same_as: oldest.id }).where('id', 'in', ids).execute();
  const all = await idsOf(db, oldest.id);
  await db
    .updateTable('contacts')
    .set(strictest([oldest, ...younger]))
    .where('id', 'in', all)
    .execute();
  return { into: oldest.id, merged: ids };
}

/** A person says that they are two after all. What was said to both stays said. False when it was joined to nobody. */
export async function partContact(db: Kysely<Tables>, contactId: string, at: string): Promise<boolean> {
  const row = await db
    .updateTable('contacts')
    .set({ same_as: null, parted_at: at })
    .where('id', '=', contactId)
    .where('same_as', 'is not', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

type Row = Selectable<ContactsTable>;
type Facts = Omit<Row, 'id' | 'created_at' | 'same_as' | 'parted_at'>;

/** What holds for a customer known under several contacts: whatever forbids more, and of two of a kind the later. */
export function strictest(rows: readonly Row[]): Facts {
  const latest = (pick: (row: Row) => string | null): string | null =>
    rows.map(pick).reduce((a, b) => (a !== null && (b === null || a >= b) ? a : b), null);
  const stopped = rows.toSorted((a, b) => ((a.stopped_at ?? '') < (b.stopped_at ?? '') ? 1 : -1))[0];
  const consent = rows.find((row) => row.opted_in_at !== null);
  return {
    name: rows.find((row) => row.name !== null)?.name ?? null,
    opted_in_at: consent?.opted_in_at ?? null,
    opt_in_source: consent?.opt_in_source ?? null,
    opted_in_by: consent?.opted_in_by ?? null,
    opted_out_at: latest((row) => row.opted_out_at),
    opted_out_heard_at: latest((row) => row.opted_out_heard_at),
    stopped_at: stopped?.stopped_at ?? null,
    stopped_by: stopped?.stopped_by ?? null,
    stopped_heard_at: latest((row) => row.stopped_heard_at),
    unreachable_at: latest((row) => row.unreachable_at),
    unreachable_heard_at: latest((row) => row.unreachable_heard_at),
    marketing_blocked_until: latest((row) => row.marketing_blocked_until),
    marketing_blocked_heard_at: latest((row) => row.marketing_blocked_heard_at),
  };
}

/** In the audit trail: which contacts became which. */
export function recordJoined(tx: Tx, joined: Awaited<ReturnType<typeof mergeContacts>>): void {
  for (const id of joined?.merged ?? [])
    tx.record({
      actor: 'provider',
      kind: 'contact_merged',
      subjectKind: 'contact',
      subjectId: id,
      to: joined?.into ?? '',
    });
}
