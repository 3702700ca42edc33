// What a posted notice shows, so that it can be drawn again when what it speaks of has changed.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('posts').addColumn('shown', 'text').execute();
}
