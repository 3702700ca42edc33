// Messages customers wrote to us. The provider's id is unique per sender, so a repeated webhook is stored once.
import type { Kysely } from 'kysely';
import { storable } from './engine/storable.ts';
import type { Tables } from './engine/tables.ts';

export type InboundMessage = {
  readonly id: string;
  readonly senderId: string;
  readonly contactId: string;
  readonly sendId: string | undefined;
  readonly externalId: string;
  readonly kind: string;
  readonly text: string;
  readonly at: string;
  /** An automatic assistant of the provider held the chat. */
  readonly byAssistant?: true;
  readonly createdAt: string;
};

/** False when this message was stored before. */
export async function insertInbound(db: Kysely<Tables>, message: InboundMessage): Promise<boolean> {
  const row = await db
    .insertInto('inbound')
    .values({
      id: message.id,
      sender_id: message.senderId,
      contact_id: message.contactId,
      send_id: message.sendId ?? null,
      external_id: message.externalId,
      kind: message.kind,
      text: storable(message.text),
      at: message.at,
      by_assistant: message.byAssistant ? 1 : null,
      created_at: message.createdAt,
    })
    .onConflict((c) => c.columns(['sender_id', 'external_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The newest answers to a send, oldest of them first. */
export async function answersTo(
  db: Kysely<Tables>,
  sendId: string,
  limit: number,
): Promise<readonly Pick<InboundMessage, 'kind' | 'text' | 'at'>[]> {
  const rows = await db
    .selectFrom('inbound')
    .select(['kind', 'text', 'at'])
    .where('send_id', '=', sendId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.toReversed();
}

export async function findInbound(db: Kysely<Tables>, id: string): Promise<InboundMessage | undefined> {
  const row = await db.selectFrom('inbound').selectAll().where('id', '=', id).executeTakeFirst();
  return (
    row && {
      id: row.id,
      senderId: row.sender_id,
      contactId: row.contact_id,
      sendId: row.send_id ?? undefined,
      externalId: row.external_id,
      kind: row.kind,
      text: row.text,
      at: row.at,
      ...(row.by_assistant === 1 && { byAssistant: true }),
      createdAt: row.created_at,
    }
  );
}
