// Whether a colleague has just sent the same template to the same customer.
import type { Kysely } from 'kysely';
import type { Tables } from '../engine/tables.ts';

export type RecentSend = { readonly number: number; readonly agentId: string; readonly at: string };

/** Makes sends of one template wait for each other, so that of two at the same moment the second sees the first. */
export async function lockSendsOf(db: Kysely<Tables>, templateId: string): Promise<void> {
  await db
    .updateTable('templates')
    .set((eb) => ({ name: eb.ref('name') }))
    .where('id', '=', templateId)
    .execute();
}

/** The newest send of this template to this contact by somebody else, begun after `since` (ISO) and not given up. */
export async function recentSendByOthers(
  db: Kysely<Tables>,
  of: {
    readonly templateId: string;
    readonly contactId: string;
    /** Whose own sends do not count. */
    readonly agentId: string;
    readonly since: string;
  },
): Promise<RecentSend | undefined> {
  const row = await db
    .selectFrom('sends')
    .select(['number', 'agent_id', 'created_at'])
    .where('template_id', '=', of.templateId)
    .where('contact_id', '=', of.contactId)
    .where('agent_id', '!=', of.agentId)
    .where('created_at', '>=', of.since)
    .where('state', 'not in', ['cancelled', 'failed'])
    .orderBy('number', 'desc')
    .executeTakeFirst();
  return row && { number: row.number, agentId: row.agent_id, at: row.created_at };
}
