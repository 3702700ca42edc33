// One attempt at a claimed job: run its handler, then settle the row by what came out. Never throws: what goes wrong
// becomes a settled row, or a lease that runs out.
import { randomBytes } from 'node:crypto';
import { type JobOutcome, WAITED_OUT } from '../app/news/job-outcome.ts';
import type { Clock, Log } from '../ports/process.ts';
import { bury, finish, type Job, retry } from '../store/queues/outbox.ts';
import type { Store } from '../store/store.ts';
import { backoffMs, waitMs } from './backoff.ts';
import { within } from './within.ts';

export type JobInfo = {
  readonly id: string;
  readonly key: string;
  /** 1 on the first run. */
  readonly attempts: number;
  readonly maxAttempts: number;
  /** Milliseconds since the job was enqueued. */
  readonly ageMs: number;
};

export type JobHandler = {
  /** After this the attempt counts as failed, and whatever the handler still returns is ignored. */
  readonly timeoutMs: number;
  /** Loads the state of now, looks whether the work is still needed, does it, records it. A throw is a bug. */
  readonly run: (payload: unknown, job: JobInfo) => Promise<JobOutcome>;
};

export type BuriedJob = Omit<JobInfo, 'ageMs'> & {
  readonly kind: string;
  readonly payload: unknown;
  readonly lastError: string;
};

export type AttemptDeps = {
  readonly store: Store;
  /** By kind. Kinds without a handler here are left to processes that have one. */
  readonly handlers: Readonly<Record<string, JobHandler>>;
  readonly now: Clock;
  readonly log: Log;
  /**
   * Tells people. Called before the job is buried, so that a crash in between tells twice rather than never: use the
   * job's key to tell once. It may throw; the job is buried all the same.
   */
  readonly onBuried: (job: BuriedJob) => Promise<void>;
  /** In [0, 1); spreads retries. */
  readonly random: () => number;
};

const LONGEST_ERROR = 500;
/** How long work that only a person can make possible again is kept. */
const LONGEST_WAIT_MS = 7 * 24 * 3_600_000;

export async function attemptJob(deps: AttemptDeps, job: Job): Promise<void> {
  try {
    await settle(deps, job, await outcomeOf(deps, job));
  } catch (error) {
    // The database is away. Nothing is settled: the lease runs out and the job runs again.
    deps.log.error({ job: job.id, kind: job.kind, error }, 'could not settle a job');
  }
}

async function outcomeOf(deps: AttemptDeps, job: Job): Promise<JobOutcome> {
  const { id, key, kind, attempts, maxAttempts } = job;
  if (attempts > maxAttempts) return { bury: 'every attempt ended without an answer: the process died or hung' };
  const handler = deps.handlers[kind];
  if (handler === undefined) return { bury: `nothing here can do a job of the kind ${kind}` };
  try {
    const run = handler.run(JSON.parse(job.payload), { id, key, attempts, maxAttempts, ageMs: ageOf(deps, job) });
    return checked(deps, await within(handler.timeoutMs, run), job);
  } catch (error) {
    return broken(deps, job, error);
  }
}

/** Times are compared as text in SQL, so a handler's is brought into the one form; an unreadable one throws, as a bug. */
function checked(deps: AttemptDeps, outcome: JobOutcome, job: Job): JobOutcome {
  if (!('retryAt' in outcome)) return outcome;
  const counts = outcome.countsAsAttempt !== false;
  if (counts && job.attempts >= job.maxAttempts) return { bury: outcome.why };
  const retryAt = new Date(outcome.retryAt).toISOString();
  if (!outcome.backsOff) return { ...outcome, retryAt };
  const ageMs = ageOf(deps, job);
  if (!counts && ageMs >= LONGEST_WAIT_MS) return { bury: `${WAITED_OUT}${outcome.why}` };
  const ours = counts ? afterBackoff(deps, job) : isoAfter(deps, waitMs(ageMs, deps.random()));
  const [, latest = retryAt] = [retryAt, ours].sort();
  return { ...outcome, retryAt: latest };
}

function afterBackoff(deps: AttemptDeps, { attempts }: Job): string {
  return isoAfter(deps, backoffMs(attempts, deps.random()));
}

function isoAfter({ now }: AttemptDeps, ms: number): string {
  return new Date(now().getTime() + ms).toISOString();
}

function ageOf({ now }: AttemptDeps, { createdAt }: Job): number {
  return now().getTime() - Date.parse(createdAt);
}

/** A bug, or a handler that took too long. The reference is in the log with the stack, and with the job. */
function broken(deps: AttemptDeps, job: Job, error: unknown): JobOutcome {
  const reference = randomBytes(3).toString('hex');
  const { id, kind, attempts, maxAttempts } = job;
  deps.log.error({ job: id, kind, attempts, maxAttempts, reference, error }, 'a job broke');
  const why = `${reference}: ${error instanceof Error ? error.message : String(error)}`;
  if (attempts >= maxAttempts) return { bury: why };
  return { retryAt: afterBackoff(deps, job), why };
}

async function settle(deps: AttemptDeps, job: Job, outcome: JobOutcome): Promise<void> {
  const { db } = deps.store;
  const at = deps.now().toISOString();
  const fields = { job: job.id, kind: job.kind, attempts: job.attempts };
  if ('done' in outcome) {
    if (!(await finish(db, job, at))) deps.log.warn(fields, 'a job was done after its lease had run out');
    return;
  }
  if ('bury' in outcome) {
    const why = shortened(outcome.bury);
    deps.log.error({ ...fields, why }, 'gave a job up');
    await tell(deps, job, why);
    await bury(db, job, { at, why });
    return;
  }
  const { retryAt: runAt, countsAsAttempt = true } = outcome;
  const why = shortened(outcome.why);
  deps.log.info({ ...fields, why, runAt }, 'a job will be tried again');
  await retry(db, job, { runAt, why, countsAsAttempt });
}

async function tell({ onBuried, log }: AttemptDeps, job: Job, lastError: string): Promise<void> {
  const { id, key, kind, attempts, maxAttempts } = job;
  try {
    await onBuried({ id, key, kind, attempts, maxAttempts, payload: JSON.parse(job.payload), lastError });
  } catch (error) {
    // Not burying it for that would run it, and tell, for ever.
    log.error({ job: id, kind, error }, 'nobody could be told that a job was given up');
  }
}

function shortened(why: string): string {
  return why.slice(0, LONGEST_ERROR);
}
