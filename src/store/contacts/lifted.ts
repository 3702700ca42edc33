// Why a customer may be written to again: kept beside the audit trail, which holds nothing that a person wrote.
import type { Kysely } from 'kysely';
import type { Alias } from '../../domain/contacts/aliases.ts';
import { storable } from '../engine/storable.ts';
import type { Tables } from '../engine/tables.ts';
import { idsOf, rootsNamed } from './merge.ts';

export type Lifted = {
  readonly id: string;
  readonly contactId: string;
  readonly what: 'consent' | 'reach';
  /** How the customer agreed; empty where no consent is meant. */
  readonly source: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
};

export async function insertLifted(db: Kysely<Tables>, lifted: Lifted): Promise<void> {
  const { contactId: contact_id, by: by_person, reason, ...row } = lifted;
  await db
    .insertInto('lifted_blocks')
    .values({ ...row, contact_id, by_person, reason: storable(reason) })
    .execute();
}

/** Every contact that the names of this one could mean: what stops messages to one of them stops them to all. */
export async function contactsNamedLike(db: Kysely<Tables>, contactId: string): Promise<readonly string[]> {
  const aliases = await db
    .selectFrom('aliases')
    .select(['kind', 'value'])
    .where('contact_id', 'in', await idsOf(db, contactId))
    .execute();
  return rootsNamed(db, aliases as readonly Alias[]); // written by learnAliases only
}
