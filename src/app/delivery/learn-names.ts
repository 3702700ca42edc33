// Other names of a customer that the provider tells with an answer or a status. A name that another contact has says that both are
// one customer: they are joined, and recorded, unless an admin parted them.
import { aliasesOf, type EventAlias } from '../../domain/contacts/aliases.ts';
import { learnAliases } from '../../store/contacts/contacts.ts';
import { mergeContacts, recordJoined, rootOf, rootsNamed } from '../../store/contacts/merge.ts';
import type { Tx } from '../../store/store.ts';
import { type AppDeps, isoNow } from '../deps.ts';

/** Inside a transaction. `contactId`: whom the message was for. */
export async function learnNames(
  deps: AppDeps,
  tx: Tx,
  contactId: string,
  names: readonly EventAlias[],
): Promise<void> {
  if (names.length === 0) return;
  await learnAliases(tx.db, contactId, names, isoNow(deps));
  const roots = new Set([await rootOf(tx.db, contactId), ...(await rootsNamed(tx.db, aliasesOf(names)))]);
  const joined = await mergeContacts(tx.db, [...roots]);
  recordJoined(tx, joined);
}
