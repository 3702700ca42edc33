// Waiting for what should happen by itself.
import { vi } from 'vitest';

/** How long a test waits for it. */
export const SOON = { timeout: 15_000, interval: 15 };

/** Waits until it is there. */
export async function eventually<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  return vi.waitFor(async () => {
    const found = await look();
    if (found === undefined || found === false) throw new Error(`still not: ${look}`);
    return found;
  }, SOON);
}
