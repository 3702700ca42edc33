// Of each fact about a customer, when it was so at the provider: late news never undo newer ones. Contacts that turned out to be
// one person point to the one they are; whom an admin parted again is not joined by the machine a second time.
import { type Kysely, sql } from 'kysely';

const HEARD = ['opted_out_heard_at', 'stopped_heard_at', 'unreachable_heard_at', 'marketing_blocked_heard_at'] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of HEARD) await db.schema.alterTable('contacts').addColumn(column, 'text').execute();
  await sql`update contacts set opted_out_heard_at = opted_out_at, stopped_heard_at = stopped_at, unreachable_heard_at = unreachable_at`.execute(
    db,
  );
  await db.schema
    .alterTable('contacts')
    .addColumn('same_as', 'text', (c) => c.references('contacts.id'))
    .execute();
  await db.schema.alterTable('contacts').addColumn('parted_at', 'text').execute();
  await db.schema.createIndex('contacts_same').on('contacts').column('same_as').execute();
}
