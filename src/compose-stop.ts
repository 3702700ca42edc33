// The end of a running Aval, within the time that whoever starts processes gives it.
import { within } from './jobs/within.ts';
import type { Log } from './ports/process.ts';

/** Of the whole stop: whoever starts processes kills them soon after ten seconds. */
const STOP_WITHIN_MS = 9_000;
/** Of it, what requests may take at most; and what is kept for platforms and the store. */
const REQUESTS_WITHIN_MS = 5_000;
const CLOSING_WITHIN_MS = 1_000;

/** What is stopped; each may hang, and none may reject. */
export type Stoppable = {
  readonly schedule: () => Promise<unknown>;
  readonly requests: (withinMs: number) => Promise<unknown>;
  readonly worker: (withinMs: number) => Promise<unknown>;
  readonly platforms: () => Promise<unknown>;
  readonly store: () => Promise<unknown>;
};

/**
 * Requests and the work under way end side by side, while both still have the platforms; the store last. What comes in over a
 * socket meanwhile is recorded, and done after the next start. Whatever hangs is left: it is made to survive that.
 */
export async function stopInTime({ schedule, requests, worker, platforms, store }: Stoppable, log: Log): Promise<void> {
  const began = performance.now();
  const left = (ms: number) => Math.max(0, Math.min(ms, STOP_WITHIN_MS - (performance.now() - began)));
  const inTime = (what: string, ms: number, work: Promise<unknown>) =>
    within(left(ms), work).catch((error: unknown) => log.warn({ what, error }, 'stopped without waiting any longer'));
  await inTime('schedule', CLOSING_WITHIN_MS, schedule());
  const working = STOP_WITHIN_MS - 2 * CLOSING_WITHIN_MS;
  await Promise.all([
    inTime('requests', working, requests(REQUESTS_WITHIN_MS)),
    inTime('worker', working, worker(left(working))),
  ]);
  await inTime('platforms', CLOSING_WITHIN_MS, platforms());
  await inTime('store', CLOSING_WITHIN_MS, store());
}
