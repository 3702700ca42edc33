// Chats that an automatic assistant of the provider answers. Nobody tells us for how long: it is so while the customer's
// latest message came to the assistant, and no more once something of ours was sent after it.
import type { Kysely } from 'kysely';
import type { Tables } from '../engine/tables.ts';
import { idsOf } from './merge.ts';

/** The sender whose chat with this customer an assistant answers now; undefined when people answer it. */
export async function heldByAssistant(db: Kysely<Tables>, contactId: string): Promise<string | undefined> {
  const ids = await idsOf(db, contactId);
  const last = await db
    .selectFrom('inbound')
    .select(['sender_id', 'at', 'by_assistant'])
    .where('contact_id', 'in', ids)
    .where('kind', '!=', 'group')
    .orderBy('at', 'desc')
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  if (last?.by_assistant !== 1) return undefined;
  const takenOver = await db
    .selectFrom('sends')
    .select('id')
    .where('contact_id', 'in', ids)
    .where('sender_id', '=', last.sender_id)
    .where('attempted_at', '>', last.at)
    .executeTakeFirst();
  return takenOver ? undefined : last.sender_id;
}
