// Messages to customers, what became of them, what customers answered, and the state of each sender.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('senders')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('stopped_at', 'text')
    .addColumn('stop_fault', 'text')
    .addColumn('stop_detail', 'text')
    .execute();

  await db.schema
    .createTable('sends')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('number', 'integer', (c) => c.notNull().unique())
    .addColumn('sender_id', 'text', (c) => c.notNull())
    .addColumn('template_id', 'text', (c) => c.notNull().references('templates.id'))
    .addColumn('contact_id', 'text', (c) => c.notNull().references('contacts.id'))
    .addColumn('agent_id', 'text', (c) => c.notNull())
    .addColumn('phone', 'text', (c) => c.notNull())
    .addColumn('slot_values', 'text', (c) => c.notNull())
    .addColumn('content_hash', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('hold_until', 'text')
    .addColumn('external_id', 'text')
    .addColumn('provider_held', 'integer', (c) => c.notNull())
    .addColumn('failure', 'text')
    .addColumn('attempted_at', 'text')
    .addColumn('wait_reason', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('sends_external').on('sends').columns(['sender_id', 'external_id']).execute();
  await db.schema.createIndex('sends_contact').on('sends').columns(['contact_id', 'created_at']).execute();
  await db.schema.createIndex('sends_agent').on('sends').columns(['agent_id', 'created_at']).execute();
  await db.schema.createIndex('sends_template').on('sends').column('template_id').execute();
  await db.schema.createIndex('sends_state').on('sends').columns(['state', 'updated_at']).execute();

  await db.schema
    .createTable('send_events')
    .addColumn('send_id', 'text', (c) => c.notNull().references('sends.id'))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('detail', 'text')
    .execute();
  await db.schema.createIndex('send_events_send').on('send_events').columns(['send_id', 'at']).execute();

  await db.schema
    .createTable('inbound')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('sender_id', 'text', (c) => c.notNull())
    .addColumn('contact_id', 'text', (c) => c.notNull().references('contacts.id'))
    .addColumn('send_id', 'text', (c) => c.references('sends.id'))
    .addColumn('external_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('inbound_key', ['sender_id', 'external_id'])
    .execute();
  await db.schema.createIndex('inbound_contact').on('inbound').columns(['contact_id', 'at']).execute();
  await db.schema.createIndex('inbound_send').on('inbound').column('send_id').execute();
}
