// People with accounts on several platforms: merged persons, verified e-mail addresses, one-time codes.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // A merged person's row stays: old ids stand in the audit trail and in job payloads, and must still name somebody.
  await db.schema.alterTable('people').addColumn('merged_into', 'text').execute();

  await db.schema.alterTable('identities').addColumn('email', 'text').execute();
  await db.schema.alterTable('identities').addColumn('email_checked_at', 'text').execute();
  await db.schema.createIndex('identities_email').on('identities').column('email').execute();

  await db.schema
    .createTable('link_codes')
    .addColumn('person_id', 'text', (c) => c.primaryKey())
    .addColumn('platform', 'text', (c) => c.notNull())
    .addColumn('code_hash', 'text', (c) => c.notNull().unique())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .execute();
}
