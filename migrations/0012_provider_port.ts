// What several kinds of providers need: attempts of one send, customers without a number, statuses that came before we knew
// whose they are, templates a person carries to the provider, and a customer's word that ends everything.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('proposals').addColumn('handed_in_by', 'text').execute();
  await db.schema.alterTable('proposals').addColumn('handed_in_at', 'text').execute();

  await db.schema.alterTable('contacts').addColumn('stopped_at', 'text').execute();
  await db.schema.alterTable('contacts').addColumn('stopped_by', 'text').execute();

  await db.schema.alterTable('sends').addColumn('bsuid', 'text').execute();
  await db.schema.alterTable('sends').addColumn('category', 'text').execute();
  await db.schema.alterTable('sends').addColumn('wait_until', 'text').execute();
  await db.schema
    .alterTable('sends')
    .addColumn('attempt', 'integer', (c) => c.notNull().defaultTo(1))
    .execute();

  await db.schema
    .createTable('send_attempts')
    .addColumn('sender_id', 'text', (c) => c.notNull())
    .addColumn('external_id', 'text', (c) => c.notNull())
    .addColumn('send_id', 'text', (c) => c.notNull().references('sends.id'))
    .addColumn('attempt', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('send_attempts_key', ['sender_id', 'external_id'])
    .execute();
  await db.schema.createIndex('send_attempts_send').on('send_attempts').column('send_id').execute();

  await db.schema
    .createTable('orphans')
    .addColumn('sender_id', 'text', (c) => c.notNull())
    .addColumn('event_id', 'text', (c) => c.notNull())
    .addColumn('external_id', 'text', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .addColumn('received_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('orphans_key', ['sender_id', 'event_id'])
    .execute();
  await db.schema.createIndex('orphans_external').on('orphans').columns(['sender_id', 'external_id']).execute();
  await db.schema.createIndex('orphans_received').on('orphans').column('received_at').execute();
}
