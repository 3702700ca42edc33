// Work that was decided and must be done at least once. Claiming is one statement; the only line in the code base
// that differs between engines is its `for update skip locked`.
import { type Kysely, sql, type Updateable } from 'kysely';
import type { NewId } from '../../ports/process.ts';
import type { Engine } from '../engine/migrate.ts';
import { isUniqueViolation } from '../engine/sql-errors.ts';
import type { OutboxTable, Tables } from '../engine/tables.ts';

export type NewJob = {
  readonly kind: string;
  /** Stored as JSON. Ids, not state: the handler loads the state of then. */
  readonly payload: object;
  /** Two jobs with one key are one job, also after the first has finished, until it is pruned. */
  readonly key: string;
  /** Jobs of a lane run one at a time, oldest first. */
  readonly lane?: string;
  /** ISO UTC; now when left out. */
  readonly runAt?: string;
  readonly maxAttempts?: number;
};

/** A claimed job. `lease` names this claim: settling with it fails once the lease was given to somebody else. */
export type Job = {
  readonly id: string;
  readonly kind: string;
  /** JSON text. */
  readonly payload: string;
  readonly key: string;
  readonly lane: string | null;
  /** Claims so far, this one included. */
  readonly attempts: number;
  readonly maxAttempts: number;
  /** ISO UTC. */
  readonly createdAt: string;
  readonly lease: string;
};

export type Claim = {
  readonly now: Date;
  readonly newId: NewId;
  readonly limit: number;
  /** Kinds to take → milliseconds a lease of that kind lasts. Other kinds are left to processes that know them. */
  readonly leaseMs: Readonly<Record<string, number>>;
};

const DEFAULT_MAX_ATTEMPTS = 12;
const ROWS_PER_INSERT = 500;
/** A lost race for a lane costs one try; the loser's next try sees the lane as taken. */
const CLAIM_TRIES = 5;

/**
 * Adds jobs; one whose key is known is left as it is. `newId` must rise with every call: the order of ids is the order in a
 * lane. Rows are written in the order of keys: two transactions with the same ones never wait for each other in a circle.
 */
export async function enqueue(
  db: Kysely<Tables>,
  jobs: readonly NewJob[],
  { at, newId }: { readonly at: string; readonly newId: NewId },
): Promise<void> {
  const rows = jobs.map((job) => ({
    id: newId(),
    kind: job.kind,
    payload: JSON.stringify(job.payload),
    key: job.key,
    lane: job.lane ?? null,
    run_at: notBeforeItsLane(job.lane ?? null, job.runAt ?? at),
    attempts: 0,
    max_attempts: job.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
    leased_by: null,
    leased_until: null,
    last_error: null,
    finished_at: null,
    buried_at: null,
    created_at: at,
  }));
  rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    await db
      .insertInto('outbox')
      .values(rows.slice(start, start + ROWS_PER_INSERT))
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
  }
}

/**
 * `runAt`, or the time a job of the lane that was tried waits for, if that is later. Behind it nothing can be done sooner,
 * and jobs that are due but may not run would be looked at, and left, by every claim: thousands after an outage.
 */
function notBeforeItsLane(lane: string | null, runAt: string) {
  return sql<string>`coalesce((
    select max(other.run_at) from outbox as other
    where other.lane = ${lane} and other.finished_at is null and other.buried_at is null
      and (other.attempts > 0 or other.last_error is not null) and other.run_at > ${runAt}
  ), ${runAt})`;
}

/**
 * Takes up to `limit` due jobs, oldest due first, and counts an attempt for each: a worker that dies has used one.
 * A job whose lease has run out is due again. See `laneIsTaken` for the order in a lane.
 */
export async function claim(db: Kysely<Tables>, engine: Engine, options: Claim): Promise<readonly Job[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await claimOnce(db, engine, options);
    } catch (error) {
      // Two workers on PostgreSQL reached for one lane; the index let one through. Nothing was taken: look again.
      if (!isUniqueViolation(error)) throw error;
      if (tries === CLAIM_TRIES) return [];
    }
  }
}

async function claimOnce(db: Kysely<Tables>, engine: Engine, options: Claim): Promise<readonly Job[]> {
  const kinds = Object.keys(options.leaseMs);
  if (kinds.length === 0 || options.limit <= 0) return [];
  const now = options.now.toISOString();
  const lease = options.newId();

  const rows = await db
    // A subquery in `in (…)` may be run again per row on PostgreSQL and lock more than `limit`; a CTE runs once.
    .with('due', (cte) =>
      cte
        .selectFrom('outbox as job')
        .select('job.id')
        .where('job.finished_at', 'is', null)
        .where('job.buried_at', 'is', null)
        .where('job.run_at', '<=', now)
        .where('job.kind', 'in', kinds)
        .where((eb) => eb.or([eb('job.leased_until', 'is', null), eb('job.leased_until', '<=', now)]))
        .where((eb) => eb.or([eb('job.lane', 'is', null), sql<boolean>`not ${laneIsTaken(now)}`]))
        .orderBy('job.run_at')
        .orderBy('job.id')
        .limit(options.limit)
        .$if(engine === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .updateTable('outbox')
    .set((eb) => ({ attempts: eb('attempts', '+', 1), leased_by: lease, leased_until: leaseEnd(options) }))
    .where('id', 'in', (eb) => eb.selectFrom('due').select('due.id'))
    .returning(['id', 'kind', 'payload', 'key', 'lane', 'attempts', 'max_attempts', 'run_at', 'created_at'])
    .execute();

  // `returning` has no order of its own.
  rows.sort((a, b) => (a.run_at === b.run_at ? (a.id < b.id ? -1 : 1) : a.run_at < b.run_at ? -1 : 1));
  return rows.map(({ id, kind, payload, key, lane, attempts, max_attempts, created_at }) => ({
    id,
    kind,
    payload,
    key,
    lane,
    attempts,
    maxAttempts: max_attempts,
    createdAt: created_at,
    lease,
  }));
}

/** A job's lease lasts as long as its own handler may take, so that one slow kind does not delay the healing of others. */
function leaseEnd({ leaseMs, now }: Claim) {
  const until = (ms: number) => new Date(now.getTime() + ms).toISOString();
  const [length = 0, ...others] = new Set(Object.values(leaseMs));
  if (others.length === 0) return sql<string>`${until(length)}`;
  const cases = Object.entries(leaseMs).map(([kind, ms]) => sql`when ${kind} then ${until(ms)}`);
  return sql<string>`case kind ${sql.join(cases, sql` `)} end`;
}

/**
 * Whether somebody stands before `job` in its lane: whoever holds the lane's lease (even a run-out one, else it and a
 * revived older job would wait for each other), or an older job that is due or was tried before. A job that waits for
 * its first time, such as a reminder in four hours, holds nobody up.
 */
function laneIsTaken(now: string) {
  return sql<boolean>`exists (
    select 1 from outbox as other
    where other.lane = job.lane and other.id <> job.id
      and other.finished_at is null and other.buried_at is null
      and (
        other.leased_by is not null
        or (
          job.leased_by is null and other.id < job.id
          and (other.run_at <= ${now} or other.attempts > 0 or other.last_error is not null)
        )
      )
  )`;
}

/** Makes claims last until `until`, for a worker that is alive and still at them. What was settled or lost stays so. */
export async function renew(db: Kysely<Tables>, leases: readonly string[], until: string): Promise<void> {
  if (leases.length === 0) return;
  await db
    .updateTable('outbox')
    .set({ leased_until: until })
    .where('leased_by', 'in', leases)
    .where('finished_at', 'is', null)
    .where('leased_until', '<', until)
    .execute();
}

/** Settles a job for good. False: the lease was lost meanwhile and the result counts for nothing. */
export async function finish(db: Kysely<Tables>, job: Job, at: string): Promise<boolean> {
  return await settle(db, job, { finished_at: at });
}

/** Gives a job back for `runAt`, and its lane with it. `countsAsAttempt: false` (a rate limit): the try is returned. */
export async function retry(
  db: Kysely<Tables>,
  job: Job,
  { runAt, why, countsAsAttempt }: { readonly runAt: string; readonly why: string; readonly countsAsAttempt: boolean },
): Promise<boolean> {
  const attempts = countsAsAttempt ? job.attempts : job.attempts - 1;
  const settled = await settle(db, job, { run_at: runAt, attempts, last_error: why });
  if (settled && job.lane !== null) await holdLane(db, job.lane, job.id, runAt);
  return settled;
}

/** See `notBeforeItsLane`. */
async function holdLane(db: Kysely<Tables>, lane: string, behind: string, runAt: string): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ run_at: runAt })
    .where('lane', '=', lane)
    .where('id', '>', behind)
    .where('finished_at', 'is', null)
    .where('buried_at', 'is', null)
    .where('leased_by', 'is', null)
    .where('run_at', '<', runAt)
    .execute();
}

/** Gives a job up; its lane goes on without it. Somebody must be told: see `onBuried` of the worker. */
export async function bury(
  db: Kysely<Tables>,
  job: Job,
  { at, why }: { readonly at: string; readonly why: string },
): Promise<boolean> {
  return await settle(db, job, { buried_at: at, last_error: why });
}

async function settle(db: Kysely<Tables>, job: Job, change: Updateable<OutboxTable>): Promise<boolean> {
  const settled = await db
    .updateTable('outbox')
    .set({ ...change, leased_by: null, leased_until: null })
    .where('id', '=', job.id)
    .where('leased_by', '=', job.lease)
    .executeTakeFirst();
  return settled.numUpdatedRows === 1n;
}

/** Starts a buried job anew with all its attempts. False: there is no buried job of that key. */
export async function revive(db: Kysely<Tables>, key: string, at: string): Promise<boolean> {
  const revived = await db
    .updateTable('outbox')
    .set({ buried_at: null, attempts: 0, run_at: at })
    .where('key', '=', key)
    .where('buried_at', 'is not', null)
    .executeTakeFirst();
  return revived.numUpdatedRows === 1n;
}

/** Whether a job of this lane is still to be done. */
export async function isLaneOpen(db: Kysely<Tables>, lane: string): Promise<boolean> {
  const open = await db
    .selectFrom('outbox')
    .select('id')
    .where('lane', '=', lane)
    .where('finished_at', 'is', null)
    .where('buried_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}

/** How far behind we are: jobs due and unfinished, how long the oldest has been due, and how many were given up. */
export async function depth(
  db: Kysely<Tables>,
  now: Date,
): Promise<{ readonly waiting: number; readonly oldestAgeMs: number; readonly buried: number }> {
  const due = await db
    .selectFrom('outbox')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('run_at').as('oldest')])
    .where('finished_at', 'is', null)
    .where('buried_at', 'is', null)
    .where('run_at', '<=', now.toISOString())
    .executeTakeFirstOrThrow();
  const given = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('buried_at', 'is not', null)
    .executeTakeFirstOrThrow();
  const oldestAgeMs = due.count === 0 ? 0 : now.getTime() - Date.parse(due.oldest);
  return { waiting: due.count, oldestAgeMs, buried: given.count };
}

/** Forgets jobs finished more than `days` ago, and with them their keys; returns how many. Buried jobs stay. */
export async function prune(db: Kysely<Tables>, now: Date, days: number): Promise<number> {
  const before = new Date(now.getTime() - days * 86_400_000).toISOString();
  const deleted = await db.deleteFrom('outbox').where('finished_at', '<', before).executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
