// Rates shared by all processes: token buckets in the database, changed by compare-and-set. Tokens are stored in
// thousandths, so that one millisecond at one token per second is one unit and everything stays an integer.
import type { Kysely } from 'kysely';
import type { BucketsTable, Tables } from '../engine/tables.ts';

export type Rate = {
  /** Tokens a full bucket holds: the burst. */
  readonly capacity: number;
  readonly refillPerSecond: number;
  /** Tokens to take; 1 when left out. Never more than `capacity`: that could not ever be had. */
  readonly cost?: number;
};

export type Taken = { readonly ok: true } | { readonly ok: false; readonly retryAt: string };

const UNIT = 1_000;
/** Each lost try means that somebody else took a token, so this many in a row is a crowd, not a fault. */
const TRIES = 50;
const CROWDED_MS = 100;
const KEPT_MS = 2 * 86_400_000;

/**
 * Takes tokens, or says when enough will be there. A new bucket is full. `now` may lie before the last change (another
 * process's clock): nothing is refilled then. Not for rates that take more than two days to fill: see `prune`.
 */
export async function take(db: Kysely<Tables>, key: string, rate: Rate, now: Date): Promise<Taken> {
  const cost = Math.ceil((rate.cost ?? 1) * UNIT);
  const full = Math.floor(rate.capacity * UNIT);
  if (cost > full) throw new Error(`bucket ${key} holds ${rate.capacity} tokens, ${rate.cost ?? 1} were asked for`);

  for (let tries = 0; tries < TRIES; tries += 1) {
    const seen = await db.selectFrom('buckets').selectAll().where('key', '=', key).executeTakeFirst();
    const at = seen === undefined ? now.getTime() : Math.max(now.getTime(), Date.parse(seen.updated_at));
    const tokens = seen === undefined ? full : refilled(seen, { at, full, perSecond: rate.refillPerSecond });
    if (tokens < cost) {
      return { ok: false, retryAt: new Date(at + Math.ceil((cost - tokens) / rate.refillPerSecond)).toISOString() };
    }
    const next = { key, tokens: Math.floor(tokens - cost), updated_at: new Date(at).toISOString() };
    if (await replace(db, seen, next)) return { ok: true };
  }
  return { ok: false, retryAt: new Date(now.getTime() + CROWDED_MS).toISOString() };
}

/** Nothing is to be had before `until` (ISO), and then one token: the provider said so. A later pause is never shortened. */
export async function pause(db: Kysely<Tables>, key: string, rate: Rate, until: string): Promise<void> {
  const emptyAt = new Date(Date.parse(until) - Math.ceil(UNIT / rate.refillPerSecond)).toISOString();
  await db
    .insertInto('buckets')
    .values({ key, tokens: 0, updated_at: emptyAt })
    .onConflict((c) =>
      c.column('key').doUpdateSet({ tokens: 0, updated_at: emptyAt }).where('buckets.updated_at', '<', emptyAt),
    )
    .execute();
}

/** Forgets buckets unused for two days: they are full, which is what a new one is. Returns how many. */
export async function prune(db: Kysely<Tables>, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_MS).toISOString();
  const deleted = await db.deleteFrom('buckets').where('updated_at', '<', before).executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

function refilled(seen: BucketsTable, to: { at: number; full: number; perSecond: number }): number {
  const elapsedMs = to.at - Date.parse(seen.updated_at);
  return Math.min(to.full, seen.tokens + elapsedMs * to.perSecond);
}

/** Writes `next` only where the row is still as it was seen. */
async function replace(db: Kysely<Tables>, seen: BucketsTable | undefined, next: BucketsTable): Promise<boolean> {
  if (seen === undefined) {
    const inserted = await db
      .insertInto('buckets')
      .values(next)
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }
  const updated = await db
    .updateTable('buckets')
    .set({ tokens: next.tokens, updated_at: next.updated_at })
    .where('key', '=', seen.key)
    .where('tokens', '=', seen.tokens)
    .where('updated_at', '=', seen.updated_at)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}
