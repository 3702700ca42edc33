// Who typed a link code first, and what a form became that was sent: whoever presses its button again is told.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('link_codes').addColumn('claimed_by', 'text').execute();
  await db.schema.alterTable('drafts').addColumn('became', 'text').execute();
}
