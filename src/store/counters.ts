// Short numbers people can say aloud: proposal 42, send 7.
import type { Kysely } from 'kysely';
import type { Tables } from './engine/tables.ts';

/** The next number of a kind, starting at 1. Call it inside the transaction that uses it. */
export async function nextNumber(db: Kysely<Tables>, name: 'proposal' | 'send'): Promise<number> {
  const row = await db
    .insertInto('counters')
    .values({ name, value: 1 })
    .onConflict((c) => c.column('name').doUpdateSet((eb) => ({ value: eb('counters.value', '+', 1) })))
    .returning('value')
    .executeTakeFirstOrThrow();
  return row.value;
}
