// Waiting for something no longer than so long. What is waited for goes on.

/** `late` when `work` has not settled after `ms`. Rejects as `work` does, if it does so in time. */
export async function inTimeOr<T>(work: Promise<T>, ms: number, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
