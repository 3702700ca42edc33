// Posts that were begun and not yet settled: after a lost answer, or a process that died in the middle, the next try anywhere
// looks before it posts once more.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('begun_posts')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute();
}
