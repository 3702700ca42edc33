// A promise with a deadline. The work itself is not stopped: its late end is ignored.

class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

/** The result of `work`, or a rejection with `TookTooLong` after `ms`. A late rejection of `work` is swallowed. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLong(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
