// An account that was parted from its person on purpose: its e-mail address links it no more.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('identities').addColumn('unlinked_at', 'text').execute();
}
