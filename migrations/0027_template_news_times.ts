// Of each fact about a template, when the provider told it and when it was last read: a read never undoes newer news.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('templates').addColumn('heard', 'text').execute();
}
