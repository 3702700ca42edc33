// Whether an automatic assistant of the provider held the chat when the customer wrote.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('inbound').addColumn('by_assistant', 'integer').execute();
}
