// Which id of the provider belongs to which attempt of which send, so that a late status is never taken for another one's.
import type { Kysely } from 'kysely';
import type { Tables } from '../engine/tables.ts';
import { type Send, sendByExternalId } from './sends.ts';

/**
 * Remembers which attempt of which send the provider's id belongs to. False when another send owns the id: then it is not
 * attached.
 */
export async function ownExternalId(
  db: Kysely<Tables>,
  send: Pick<Send, 'id' | 'senderId'>,
  { externalId, attempt }: { readonly externalId: string; readonly attempt: number },
): Promise<boolean> {
  const key = { sender_id: send.senderId, external_id: externalId };
  const other = await sendByExternalId(db, send.senderId, { externalId });
  if (other && other.id !== send.id) return false;
  await db
    .insertInto('send_attempts')
    .values({ ...key, send_id: send.id, attempt })
    .onConflict((c) => c.columns(['sender_id', 'external_id']).doNothing())
    .execute();
  return true;
}

/** The attempt of a send that an id of the provider belongs to; undefined for an id that is not known yet. */
export async function attemptOf(
  db: Kysely<Tables>,
  send: Pick<Send, 'id' | 'senderId'>,
  externalId: string,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('send_attempts')
    .select('attempt')
    .where('sender_id', '=', send.senderId)
    .where('external_id', '=', externalId)
    .where('send_id', '=', send.id)
    .executeTakeFirst();
  return row?.attempt;
}

/** Ids at the provider that a look-up of this send must not take: of other sends to the same customer, and of its own earlier attempts. */
export async function takenIds(db: Kysely<Tables>, send: Send, limit = 500): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('sends')
    .leftJoin('send_attempts', 'send_attempts.send_id', 'sends.id')
    .select(['sends.id', 'sends.external_id as last', 'send_attempts.external_id as one'])
    .where('sends.sender_id', '=', send.senderId)
    .where('sends.contact_id', '=', send.contactId)
    .orderBy('sends.number', 'desc')
    .limit(limit)
    .execute();
  return [...new Set(rows.flatMap(({ last, one }) => [last, one]).filter((id) => id !== null))];
}
