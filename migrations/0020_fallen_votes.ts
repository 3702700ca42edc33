// Votes whose person had no right to decide any more when the decision was counted: kept, but not among those who decided.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('votes').addColumn('fell_at', 'text').execute();
}
