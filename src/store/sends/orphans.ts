// Statuses of messages nobody knows yet: a provider may tell before its answer to our call is stored. They are joined in the
// transaction that stores the id, and dropped after some days with a count.
import type { Kysely } from 'kysely';
import type { Tables } from '../engine/tables.ts';

/** A status may come days late, and a provider repeats itself for a week: later than this nobody joins it any more. */
export const ORPHANS_KEPT_DAYS = 8;

const DAY_MS = 86_400_000;
const DROPPED = 'orphans_dropped';

export type Orphan = {
  readonly senderId: string;
  /** The event's own id: a repeat is the same orphan. */
  readonly eventId: string;
  /** The provider's id of the message. */
  readonly externalId: string;
  /** The event as JSON. */
  readonly event: string;
};

export async function keepOrphan(db: Kysely<Tables>, orphan: Orphan, at: string): Promise<void> {
  await db
    .insertInto('orphans')
    .values({
      sender_id: orphan.senderId,
      event_id: orphan.eventId,
      external_id: orphan.externalId,
      event: orphan.event,
      received_at: at,
    })
    .onConflict((c) => c.columns(['sender_id', 'event_id']).doNothing())
    .execute();
}

/** Takes out what was told about this message, in the order it came. Call it in the transaction that stores the id. */
export async function takeOrphans(
  db: Kysely<Tables>,
  { senderId, externalId }: { readonly senderId: string; readonly externalId: string },
): Promise<readonly Orphan[]> {
  const rows = await db
    .deleteFrom('orphans')
    .where('sender_id', '=', senderId)
    .where('external_id', '=', externalId)
    .returningAll()
    .execute();
  return rows
    .toSorted((a, b) => (a.received_at < b.received_at ? -1 : 1))
    .map((row) => ({ senderId, externalId, eventId: row.event_id, event: row.event }));
}

/** Drops those that waited longer than `ORPHANS_KEPT_DAYS` and counts them for good; returns how many now. */
export async function pruneOrphans(db: Kysely<Tables>, now: Date): Promise<number> {
  const before = new Date(now.getTime() - ORPHANS_KEPT_DAYS * DAY_MS).toISOString();
  const deleted = await db.deleteFrom('orphans').where('received_at', '<', before).executeTakeFirst();
  const count = Number(deleted.numDeletedRows);
  if (count > 0) {
    await db
      .insertInto('counters')
      .values({ name: DROPPED, value: count })
      .onConflict((c) => c.column('name').doUpdateSet((eb) => ({ value: eb('counters.value', '+', count) })))
      .execute();
  }
  return count;
}

/** For `doctor` and the metrics: how many wait now, since when, and how many were ever dropped. */
export async function orphanCounts(
  db: Kysely<Tables>,
): Promise<{ readonly waiting: number; readonly oldest: string | undefined; readonly dropped: number }> {
  const row = await db
    .selectFrom('orphans')
    .select((eb) => [eb.fn.countAll().as('n'), eb.fn.min('received_at').as('oldest')])
    .executeTakeFirstOrThrow();
  const dropped = await db.selectFrom('counters').select('value').where('name', '=', DROPPED).executeTakeFirst();
  return { waiting: Number(row.n), oldest: row.oldest ?? undefined, dropped: dropped?.value ?? 0 };
}
