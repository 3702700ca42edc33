// Takes due jobs out of the outbox, runs their handlers and settles them. A worker may die at any line: its leases
// run out and the jobs run again, which is why a handler looks whether its work is still needed before doing it.
import type { NewId } from '../ports/process.ts';
import { claim, type Job, renew } from '../store/queues/outbox.ts';
import { type AttemptDeps, attemptJob } from './attempt.ts';
import { createBell } from './bell.ts';
import { within } from './within.ts';

export type { BuriedJob, JobHandler } from './attempt.ts';

export type WorkerDeps = Omit<AttemptDeps, 'random'> & {
  readonly newId: NewId;
  /** Jobs run at the same time. */
  readonly concurrency: number;
  /** How often to look without being called: for jobs due later and those enqueued by other processes. */
  readonly pollMs: number;
  /** In [0, 1); `Math.random` unless a test decides. */
  readonly random?: () => number;
  /** How often claims are renewed; a test knob. */
  readonly renewMs?: number;
};

export type Worker = {
  /** False after `stop`, and when the loop has not turned for a minute. */
  alive(): boolean;
  /** Resolves once nothing is running and nothing is due. */
  idle(): Promise<void>;
  /** Takes no more jobs, waits for running ones at most `deadlineMs`; what is left then runs again elsewhere. */
  stop(deadlineMs: number): Promise<void>;
};

/**
 * A claim lasts this long and is renewed while its handler is at work: a crash heals soon, however long handlers may
 * take. It is several renewals long, so that a process that is only busy is not mistaken for a dead one.
 */
const LEASE_MS = 20_000;
const RENEW_MS = 5_000;
const STALLED_AFTER_MS = 60_000;

export function startWorker(deps: WorkerDeps): Worker {
  const { store, handlers, now, log, concurrency, pollMs } = deps;
  const attemptDeps = { ...deps, random: deps.random ?? Math.random };
  const leaseMs = Object.fromEntries(Object.keys(handlers).map((kind) => [kind, LEASE_MS]));
  const running = new Map<Promise<void>, Job>();
  const bell = createBell();
  const waiters: (() => void)[] = [];
  let stopping = false;
  let lastTurn = performance.now();

  // Nothing in this loop may throw: `take` and `attemptJob` turn every error into a log line and a settled or expiring
  // lease. If it ended, every job would wait for ever behind a process that looks healthy.
  async function loop(): Promise<void> {
    while (!stopping) {
      lastTurn = performance.now();
      const free = concurrency - running.size;
      const jobs = free > 0 ? await take(free) : undefined;
      for (const job of jobs ?? []) start(job);
      const nothingLeft = jobs?.length === 0 && running.size === 0 && !bell.isRung();
      if (nothingLeft) releaseWaiters();
      await bell.wait(pollMs);
      // One turn of the event loop: requests are served in between, and jobs that end together are followed together.
      await new Promise(setImmediate);
    }
  }

  /** Undefined when the database could not be asked; the next turn asks again. */
  async function take(limit: number): Promise<readonly Job[] | undefined> {
    try {
      return await claim(store.db, store.engine, { now: now(), newId: deps.newId, limit, leaseMs });
    } catch (error) {
      log.error({ error }, 'could not claim jobs');
      return undefined;
    }
  }

  function start(job: Job): void {
    const run = attemptJob(attemptDeps, job).finally(() => {
      running.delete(run);
      bell.ring(); // a slot is free, and perhaps a lane
    });
    running.set(run, job);
  }

  async function renewLeases(): Promise<void> {
    const leases = new Set([...running.values()].map((job) => job.lease));
    try {
      await renew(store.db, [...leases], new Date(now().getTime() + LEASE_MS).toISOString());
    } catch (error) {
      // The next turn tries again; a lease that runs out meanwhile gives its job to somebody else, who looks first.
      log.error({ error }, 'could not renew leases');
    }
  }

  function releaseWaiters(): void {
    for (const release of waiters.splice(0)) release();
  }

  const unsubscribe = store.onJobs(bell.ring);
  const renewing = setInterval(() => void renewLeases(), deps.renewMs ?? RENEW_MS);
  const ended = loop();

  return {
    alive: () => !stopping && performance.now() - lastTurn < Math.max(STALLED_AFTER_MS, 2 * pollMs),
    idle: () => {
      if (stopping) return Promise.resolve();
      const released = new Promise<void>((resolve) => waiters.push(resolve));
      bell.ring();
      return released;
    },
    stop: async (deadlineMs) => {
      stopping = true;
      unsubscribe();
      bell.ring();
      await ended;
      await within(deadlineMs, Promise.all(running.keys())).catch(() => {
        log.warn({ jobs: running.size }, 'stopped before all jobs were done; they will run again');
      });
      clearInterval(renewing);
      releaseWaiters();
    },
  };
}
