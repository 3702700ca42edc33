// Answers kept for a while, and asked for once however many want them at the same time.
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../../src/ports/process.ts';

const KEPT = 5000;

type Answer<T> = T | undefined | 'unknown';
type Ask<T> = () => Promise<Answer<T>>;

/** `ask` resolves to the answer, to undefined where there is none, or to `unknown`, which is not kept. */
export type Expiring<T> = { get(key: string, ask: Ask<T>): Promise<T | undefined> };

export function createExpiring<T>(
  now: Clock,
  keptMs: { readonly found: number; readonly missing: number },
): Expiring<T> {
  const kept = new LRUCache<string, { readonly value: T | undefined }, Ask<T>>({
    max: KEPT,
    ttl: keptMs.found,
    ttlResolution: 0,
    perf: { now: () => now().getTime() },
    // Who asked waits for the answer, also when so many others ask that it is not kept.
    ignoreFetchAbort: true,
    async fetchMethod(_key, _stale, { context: ask, options }) {
      const answer = await ask();
      if (answer === 'unknown') return undefined;
      if (answer === undefined) options.ttl = keptMs.missing;
      return { value: answer };
    },
  });

  return { get: async (key, ask) => (await kept.fetch(key, { context: ask }))?.value };
}
