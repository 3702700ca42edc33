// Customers as agents look for them: by name, or by digits of their number.
import { type Kysely, sql } from 'kysely';
import { shownName } from '../../domain/contacts/shown-name.ts';
import { typedDigits } from '../../domain/typed.ts';
import { storable } from '../engine/storable.ts';
import type { Tables } from '../engine/tables.ts';
import { idsOf } from './merge.ts';

/** Without `e164`: known by the provider's id of them alone. */
export type FoundContact = { readonly id: string; readonly name: string | undefined; readonly e164?: string };

const MAX_WORDS = 8;
/** Fewer digits would find half of all numbers. */
const MIN_DIGITS = 3;

/**
 * Contacts who can be written to and have not opted out, by name. Every word of `text` must stand in the name, or its digits
 * (at least three) in the number; an empty text finds the first ones. A contact with several numbers comes with each; one
 * without any number must have a name to be found by.
 */
export async function searchContacts(
  db: Kysely<Tables>,
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<readonly FoundContact[]> {
  const words = storable(text).trim().split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
  const typed = typedDigits(text);
  const digits = typed.replace(/\D/g, '');
  const isNumber = digits.length >= MIN_DIGITS && /^[\d\s+().-]+$/.test(typed);
  let query = db
    .selectFrom('contacts')
    .innerJoin('aliases', 'aliases.contact_id', 'contacts.id')
    .select(['contacts.id', 'contacts.name', 'aliases.kind', 'aliases.value'])
    .where((eb) =>
      isNumber
        ? eb('aliases.kind', '=', 'phone')
        : eb.or([eb('aliases.kind', '=', 'phone'), eb.and([isFirstBsuid(), eb('contacts.name', 'is not', null)])]),
    )
    .where('contacts.opted_out_at', 'is', null)
    .where('contacts.stopped_at', 'is', null);
  if (isNumber) query = query.where(sql<boolean>`aliases.value like ${`%${digits}%`}`);
  else {
    // As typed too: SQLite's lower() knows only a to z.
    // An accent is written with its letter or after it.
    for (const word of words) query = query.where((eb) => eb.or(spellings(word).map(named)));
  }
  const rows = await query
    .orderBy(sql`contacts.name is null`)
    .orderBy('contacts.name')
    .orderBy('aliases.value')
    .limit(limit)
    .execute();
  return rows.map(({ id, name, kind, value }) => ({
    id,
    name: shownName(name),
    ...(kind === 'phone' && { e164: value }),
  }));
}

/** One row for a contact without a number, however many ids providers have for them. */
function isFirstBsuid() {
  return sql<boolean>`(aliases.kind = 'bsuid' and not exists (
    select 1 from aliases other where other.contact_id = aliases.contact_id
    and (other.kind = 'phone' or (other.kind = 'bsuid' and other.value < aliases.value))))`;
}

/** The id the provider knows a contact by, the one learned last; undefined for one who has a number, or neither. */
export async function bsuidOf(db: Kysely<Tables>, contactId: string): Promise<string | undefined> {
  const rows = await db
    .selectFrom('aliases')
    .select(['kind', 'value'])
    .where('contact_id', 'in', await idsOf(db, contactId))
    .where('kind', 'in', ['phone', 'bsuid'])
    .orderBy('created_at', 'desc')
    .orderBy('value')
    .execute();
  return rows.some(({ kind }) => kind === 'phone') ? undefined : rows[0]?.value;
}

/** The number an agent means by a contact; undefined when there is none, or more than one. */
export async function numberOf(db: Kysely<Tables>, contactId: string): Promise<string | undefined> {
  const rows = await db
    .selectFrom('aliases')
    .select('value')
    .where('contact_id', 'in', await idsOf(db, contactId))
    .where('kind', '=', 'phone')
    .limit(2)
    .execute();
  return rows.length === 1 ? rows[0]?.value : undefined;
}

function spellings(word: string): readonly string[] {
  return [...new Set([word.normalize('NFC'), word.normalize('NFD')])];
}

function named(word: string) {
  return sql<boolean>`(lower(contacts.name) like ${like(word.toLowerCase())} escape '!' or contacts.name like ${like(word)} escape '!')`;
}

// `%` and `_` are wildcards of LIKE; people who type them mean them.
function like(word: string): string {
  return `%${word.replaceAll(/[!%_]/g, '!$&')}%`;
}
