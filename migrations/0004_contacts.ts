// Customers by internal id; phone numbers and vendor ids are aliases that can move between contacts.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('contacts')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text')
    .addColumn('opted_in_at', 'text')
    .addColumn('opt_in_source', 'text')
    .addColumn('opted_in_by', 'text')
    .addColumn('opted_out_at', 'text')
    .addColumn('unreachable_at', 'text')
    .addColumn('marketing_blocked_until', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('aliases')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('contact_id', 'text', (c) => c.notNull().references('contacts.id'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('aliases_key', ['kind', 'value'])
    .execute();
  await db.schema.createIndex('aliases_contact').on('aliases').column('contact_id').execute();
}
