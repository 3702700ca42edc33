// Work that goes on after its request was answered, so that a graceful stop can wait for it.
import type { Log } from '../../../src/ports/process.ts';

export type Work = {
  /** A rejection is logged: nobody else waits for it. */
  track(work: Promise<unknown>): void;
  /** Resolves when nothing is left, or after `ms`. */
  idle(ms: number): Promise<void>;
};

export function trackWork(log: Log): Work {
  const open = new Set<Promise<unknown>>();
  async function allDone(): Promise<void> {
    while (open.size > 0) await Promise.allSettled([...open]);
  }
  return {
    track(work) {
      open.add(work);
      work
        .catch((cause: unknown) => log.error({ err: cause }, 'work for Teams failed after its request'))
        .finally(() => open.delete(work));
    },
    async idle(ms) {
      const late = new Promise<void>((resolve) => {
        setTimeout(resolve, ms).unref();
      });
      await Promise.race([allDone(), late]);
    },
  };
}
