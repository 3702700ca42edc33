// A bounded queue of work that is worth doing now or not at all: forms to open while their trigger lives.

export type Lane = {
  /** False when this work would come too late: the caller must say so to the person at once. */
  offer(work: LaneWork): boolean;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
};
export type LaneWork = { readonly run: () => Promise<void>; readonly tooLate: () => void };

export type LaneOptions = {
  readonly running: number;
  readonly maxAgeMs: number;
  /** However fast the work goes, no more than this waits. */
  readonly maxWaiting: number;
  /** Milliseconds on any steady clock. */
  readonly clock: () => number;
};

/** Weight of the newest duration in the running mean. */
const NEWEST = 0.1;
const FIRST_GUESS_MS = 100;
/** Part of the time that may be planned for: the pace can fall while work waits. */
const HOPE = 0.5;

/**
 * First come, first served. As many may wait as can be done within half of `maxAgeMs` at the pace of late; what has waited longer
 * all the same is dropped and told so. `run` must not throw.
 */
export function createLane({ running: maxRunning, maxAgeMs, maxWaiting, clock }: LaneOptions): Lane {
  const waiting: { readonly work: LaneWork; readonly since: number }[] = [];
  let first = 0;
  let running = 0;
  let meanMs = Math.min(FIRST_GUESS_MS, maxAgeMs);
  let onIdle: (() => void)[] = [];

  const waitingCount = () => waiting.length - first;
  const room = () => Math.min(maxWaiting, (maxRunning * maxAgeMs * HOPE) / Math.max(meanMs, 0.01));

  // Shifting an array of thousands costs; the taken head is cut off in one go now and then.
  function take() {
    const entry = waiting[first];
    if (entry) first += 1;
    if (first > 256 && first * 2 > waiting.length) {
      waiting.splice(0, first);
      first = 0;
    }
    return entry;
  }

  function next(): void {
    while (running < maxRunning) {
      const entry = take();
      if (!entry) break;
      if (clock() - entry.since > maxAgeMs) entry.work.tooLate();
      else void start(entry.work);
    }
    if (running === 0 && waitingCount() === 0) {
      for (const resolve of onIdle) resolve();
      onIdle = [];
    }
  }

  async function start(work: LaneWork): Promise<void> {
    running += 1;
    const since = clock();
    try {
      await work.run();
    } finally {
      meanMs += (clock() - since - meanMs) * NEWEST;
      running -= 1;
      next();
    }
  }

  return {
    offer(work) {
      if (running < maxRunning) {
        void start(work);
        return true;
      }
      if (waitingCount() >= room()) return false;
      waiting.push({ work, since: clock() });
      return true;
    },
    idle() {
      if (running === 0 && waitingCount() === 0) return Promise.resolve();
      return new Promise((resolve) => onIdle.push(resolve));
    },
  };
}
