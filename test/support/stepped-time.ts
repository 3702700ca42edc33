// Time for code that waits: it stands still until the test lets it pass, and every waiter wakes in order.
import { type FakeClock, fakeClock } from './fake-clock.ts';

export type SteppedTime = Pick<FakeClock, 'now'> & {
  /** As the code under test waits. Ends early when the signal aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** Lets `ms` pass, waking who is due on the way, with everything that follows from it. */
  advance(ms: number): Promise<void>;
  /** The machine's clock is corrected backwards. */
  setBack(ms: number): void;
  /** `ms` pass, but the machine is busy: nobody wakes yet. */
  oversleep(ms: number): void;
  /** From now on time passes by itself as soon as somebody waits. */
  run(): void;
  /** Length of every wait so far. */
  readonly waits: number[];
};

export function steppedTime(start?: string): SteppedTime {
  const clock = fakeClock(start);
  const waits: number[] = [];
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  let running = false;
  const time = () => clock.now().getTime();
  // Long enough for chains of promises, short enough not to be felt.
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    now: clock.now,
    waits,
    wait(ms, signal) {
      waits.push(ms);
      if (running) {
        clock.advance(ms);
        return settle();
      }
      return new Promise((resolve) => {
        const sleeper = { at: time() + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          resolve();
        });
      });
    },
    async advance(ms) {
      const end = time() + ms;
      await settle();
      for (;;) {
        const next = [...sleepers].filter((each) => each.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        sleepers.delete(next);
        clock.advance(Math.max(0, next.at - time()));
        next.wake();
        await settle();
      }
      clock.advance(end - time());
      await settle();
    },
    setBack: (ms) => clock.advance(-ms),
    oversleep: (ms) => clock.advance(ms),
    run() {
      running = true;
    },
  };
}
