// Wakes a loop that waits. A ring while nobody waits is kept, so that none is ever missed.

export type Bell = {
  readonly ring: () => void;
  /** Whether somebody rang since the last `wait` ended. */
  readonly isRung: () => boolean;
  /** Until the bell rings, or `ms` have passed. One waiter at a time. */
  readonly wait: (ms: number) => Promise<void>;
};

export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;

  function ring(): void {
    rung = true;
    wake?.();
  }

  async function wait(ms: number): Promise<void> {
    if (!rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wake = undefined;
    }
    rung = false;
  }

  return { ring, isRung: () => rung, wait };
}
