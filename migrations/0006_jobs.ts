// What came in once (inbox), what has to be done (outbox), and the rates at which it may be done (buckets).
// `outbox_lane_leased` is what makes "one job at a time in a lane" true even when two workers claim at once.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('inbox')
    .addColumn('delivery_id', 'text', (c) => c.primaryKey())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('received_at', 'text', (c) => c.notNull())
    .addColumn('payload', 'text')
    .addColumn('reply', 'text')
    .addColumn('done_at', 'text')
    .execute();
  await db.schema.createIndex('inbox_received').on('inbox').column('received_at').execute();

  await db.schema
    .createTable('outbox')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('lane', 'text')
    .addColumn('run_at', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('max_attempts', 'integer', (c) => c.notNull())
    .addColumn('leased_by', 'text')
    .addColumn('leased_until', 'text')
    .addColumn('last_error', 'text')
    .addColumn('finished_at', 'text')
    .addColumn('buried_at', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('outbox_due')
    .on('outbox')
    .columns(['run_at', 'id'])
    .where(sql<boolean>`finished_at is null and buried_at is null`)
    .execute();
  await db.schema
    .createIndex('outbox_lane')
    .on('outbox')
    .columns(['lane', 'id'])
    .where(sql<boolean>`finished_at is null and buried_at is null`)
    .execute();
  await db.schema
    .createIndex('outbox_lane_leased')
    .unique()
    .on('outbox')
    .column('lane')
    .where(sql<boolean>`leased_by is not null and finished_at is null`)
    .execute();
  await db.schema
    .createIndex('outbox_buried')
    .on('outbox')
    .column('buried_at')
    .where(sql<boolean>`buried_at is not null`)
    .execute();
  await db.schema
    .createIndex('outbox_finished')
    .on('outbox')
    .column('finished_at')
    .where(sql<boolean>`finished_at is not null`)
    .execute();

  await db.schema
    .createTable('buckets')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('tokens', 'integer', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
}
