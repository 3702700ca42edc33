// Templates as the provider holds them. `search_text` has no index on purpose: it may exceed what a PostgreSQL
// b-tree entry holds, substring search could not use one, and a sender has a few thousand templates at most.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('templates')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('sender_id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('category', 'text', (c) => c.notNull())
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('search_text', 'text', (c) => c.notNull())
    .addColumn('approved_fingerprint', 'text')
    .addColumn('remote_fingerprint', 'text')
    .addColumn('drifted_at', 'text')
    .addColumn('remote_content', 'text')
    .addColumn('external_id', 'text')
    .addColumn('proposal_id', 'text', (c) => c.references('proposals.id'))
    .addColumn('review', 'text', (c) => c.notNull())
    .addColumn('review_raw', 'text', (c) => c.notNull())
    .addColumn('review_detail', 'text')
    .addColumn('review_at', 'text', (c) => c.notNull())
    .addColumn('quality', 'text', (c) => c.notNull())
    .addColumn('future_category', 'text')
    .addColumn('future_category_at', 'text')
    .addColumn('submitted_at', 'text')
    .addColumn('enabled_at', 'text')
    .addColumn('enabled_by', 'text')
    .addColumn('synced_at', 'text')
    .addColumn('slow_notices', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('templates_key', ['sender_id', 'name', 'language'])
    .execute();
  // Lists and searches come in this order, and end at the first hundred.
  await db.schema.createIndex('templates_name').on('templates').columns(['name', 'language']).execute();
  await db.schema.createIndex('templates_external').on('templates').columns(['sender_id', 'external_id']).execute();
  await db.schema
    .createIndex('templates_proposal')
    .on('templates')
    .columns(['proposal_id', 'submitted_at', 'id'])
    .execute();
  await db.schema.createIndex('templates_review').on('templates').columns(['review', 'synced_at']).execute();
}
