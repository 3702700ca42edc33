// Remembers every delivery of an intent or vendor event, so that the second copy has no second effect.
import type { Kysely } from 'kysely';
import type { Tables } from '../engine/tables.ts';

const DAY_MS = 86_400_000;

export type Delivery = {
  /** Unique over all sources: prefix it with the platform or sender. */
  readonly deliveryId: string;
  /** Where it came from, e.g. `slack` or `hook:main`. */
  readonly source: string;
  /** JSON to be worked on later; left out when the caller works on it in the same transaction. */
  readonly payload?: string;
  /** ISO UTC. */
  readonly at: string;
};

/**
 * Records a delivery. `seen`: it is stored already and the caller must answer with `storedReply` and do nothing else.
 * On PostgreSQL, a second copy waits for the transaction of the first, so `seen` always means committed.
 */
export async function receive(db: Kysely<Tables>, delivery: Delivery): Promise<'new' | 'seen'> {
  const inserted = await db
    .insertInto('inbox')
    .values({
      delivery_id: delivery.deliveryId,
      source: delivery.source,
      received_at: delivery.at,
      payload: delivery.payload ?? null,
      reply: null,
      done_at: null,
    })
    .onConflict((conflict) => conflict.column('delivery_id').doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n ? 'new' : 'seen';
}

/** What was answered to this delivery; undefined when it was never answered or is unknown. */
export async function storedReply(db: Kysely<Tables>, deliveryId: string): Promise<string | undefined> {
  const row = await db.selectFrom('inbox').select('reply').where('delivery_id', '=', deliveryId).executeTakeFirst();
  return row?.reply ?? undefined;
}

/** Stores the answer (any text, JSON by custom) and marks the delivery as done at `at`. */
export async function saveReply(db: Kysely<Tables>, deliveryId: string, reply: string, at: string): Promise<void> {
  await db.updateTable('inbox').set({ reply, done_at: at }).where('delivery_id', '=', deliveryId).execute();
}

/** Forgets deliveries older than `keptDays`; returns how many. Sooner than a sender repeats would let a repeat act twice. */
export async function prune(db: Kysely<Tables>, now: Date, keptDays: number): Promise<number> {
  const before = new Date(now.getTime() - keptDays * DAY_MS).toISOString();
  const deleted = await db.deleteFrom('inbox').where('received_at', '<', before).executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
