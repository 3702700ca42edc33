// A template belongs to an account at a provider, not to one of the senders that see it. Which sender is of which account only
// the configuration knows, so until it has said so at the next start every sender is an account of its own.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('senders').addColumn('account', 'text').execute();
  await db.schema
    .alterTable('templates')
    .addColumn('account', 'text', (c) => c.notNull().defaultTo(''))
    .execute();
  await sql`update templates set account = 'sender ' || sender_id`.execute(db);
  await db.schema
    .createIndex('templates_account')
    .on('templates')
    .columns(['account', 'name', 'language'])
    .unique()
    .execute();
  await db.schema
    .createIndex('templates_account_external')
    .on('templates')
    .columns(['account', 'external_id'])
    .execute();

  // What one template was called while it was stored twice. Cards, forms and threads that hold the old id keep working.
  await db.schema
    .createTable('template_aliases')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('template_id', 'text', (c) => c.notNull().references('templates.id'))
    .addColumn('proposal_id', 'text', (c) => c.references('proposals.id'))
    .execute();
  await db.schema.createIndex('template_aliases_template').on('template_aliases').column('template_id').execute();
  await db.schema.createIndex('template_aliases_proposal').on('template_aliases').column('proposal_id').execute();

  // The same template in the account of another provider, where both stand before one account at WhatsApp.
  await db.schema.alterTable('templates').addColumn('filed_as', 'text').execute();
  await db.schema.createIndex('templates_filed').on('templates').columns(['filed_as', 'language']).execute();
  await db.schema
    .createTable('template_sights')
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('external_id', 'text', (c) => c.notNull())
    .addColumn('template_id', 'text', (c) => c.notNull().references('templates.id'))
    .addPrimaryKeyConstraint('template_sights_key', ['account', 'name', 'language'])
    .execute();
  await db.schema.createIndex('template_sights_template').on('template_sights').column('template_id').execute();
}
