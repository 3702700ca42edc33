// A bounded queue of work that is worth doing now or not at all: forms to open while their trigger lives.

export type Lane = {
  /** False when the queue is full: the caller must say so to the person at once. */
  offer(work: LaneWork): boolean;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
};
export type LaneWork = { readonly run: () => Promise<void>; readonly tooLate: () => void };

export type LaneOptions = {
  readonly running: number;
  readonly waiting: number;
  readonly maxAgeMs: number;
  /** Milliseconds on any steady clock. */
  readonly clock: () => number;
};

/** First come, first served; what has waited longer than `maxAgeMs` is dropped and told so. `run` must not throw. */
export function createLane({ running: maxRunning, waiting: maxWaiting, maxAgeMs, clock }: LaneOptions): Lane {
  const waiting: { readonly work: LaneWork; readonly since: number }[] = [];
  let running = 0;
  let onIdle: (() => void)[] = [];

  function next(): void {
    while (running < maxRunning) {
      const entry = waiting.shift();
      if (!entry) break;
      if (clock() - entry.since > maxAgeMs) entry.work.tooLate();
      else void start(entry.work);
    }
    if (running === 0 && waiting.length === 0) {
      for (const resolve of onIdle) resolve();
      onIdle = [];
    }
  }

  async function start(work: LaneWork): Promise<void> {
    running += 1;
    try {
      await work.run();
    } finally {
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
      if (waiting.length >= maxWaiting) return false;
      waiting.push({ work, since: clock() });
      return true;
    },
    idle() {
      if (running === 0 && waiting.length === 0) return Promise.resolve();
      return new Promise((resolve) => onIdle.push(resolve));
    },
  };
}
