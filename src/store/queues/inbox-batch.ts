// Deliveries that only have to be remembered, written several at a time: all that arrive in the same turn of the event
// loop share one statement, and on SQLite one write to the log, which under load is most of the cost of a command.
import type { Kysely } from 'kysely';
import type { Tables } from '../engine/tables.ts';
import type { Delivery } from './inbox.ts';

/** Bounds the number of different statements, one per size. */
const BATCH_MAX = 32;

type Waiting = {
  readonly delivery: Delivery;
  readonly resolve: (known: 'new' | 'seen') => void;
  readonly reject: (error: unknown) => void;
};

/** `receive` of `inbox.ts` for deliveries outside a transaction. Of copies that arrive together, one is `new`. */
export function createReceiver(db: Kysely<Tables>): (delivery: Delivery) => Promise<'new' | 'seen'> {
  const waiting: Waiting[] = [];

  function flush(): void {
    const batch = waiting.splice(0, BATCH_MAX);
    if (waiting.length > 0) setImmediate(flush);
    void writeAll(batch);
  }

  async function writeAll(batch: readonly Waiting[]): Promise<void> {
    try {
      const fresh = await receiveAll(
        db,
        batch.map(({ delivery }) => delivery),
      );
      // The first copy in the batch takes it.
      for (const { delivery, resolve } of batch) resolve(fresh.delete(delivery.deliveryId) ? 'new' : 'seen');
    } catch (error) {
      // Each caller is told; nothing of the statement was kept.
      for (const { reject } of batch) reject(error);
    }
  }

  return (delivery) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ delivery, resolve, reject });
    });
}

/** Records deliveries in one statement, and gives the ids that were not there before. In the order of ids, so that two processes never wait for each other in a circle. */
export async function receiveAll(db: Kysely<Tables>, deliveries: readonly Delivery[]): Promise<Set<string>> {
  const rows = deliveries
    .map(({ deliveryId, source, at, payload }) => ({
      delivery_id: deliveryId,
      source,
      received_at: at,
      payload: payload ?? null,
      reply: null,
      done_at: null,
    }))
    .sort((a, b) => (a.delivery_id < b.delivery_id ? -1 : a.delivery_id > b.delivery_id ? 1 : 0));
  const inserted = await db
    .insertInto('inbox')
    .values(rows)
    .onConflict((conflict) => conflict.column('delivery_id').doNothing())
    .returning('delivery_id')
    .execute();
  return new Set(inserted.map((row) => row.delivery_id));
}
