// Answers kept for a while, and asked for once however many want them at the same time.
import type { Clock } from '../../../src/ports/process.ts';

const KEPT = 5000;

type Answer<T> = T | undefined | 'unknown';

/** `ask` resolves to the answer, to undefined where there is none, or to `unknown`, which is not kept. */
export type Expiring<T> = { get(key: string, ask: () => Promise<Answer<T>>): Promise<T | undefined> };

export function createExpiring<T>(
  now: Clock,
  keptMs: { readonly found: number; readonly missing: number },
): Expiring<T> {
  const kept = new Map<string, { readonly value: T | undefined; readonly until: number }>();
  const asking = new Map<string, Promise<T | undefined>>();

  async function learn(key: string, ask: () => Promise<Answer<T>>): Promise<T | undefined> {
    const answer = await ask();
    if (answer === 'unknown') return undefined;
    const until = now().getTime() + (answer === undefined ? keptMs.missing : keptMs.found);
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? '');
    kept.set(key, { value: answer, until });
    return answer;
  }

  return {
    get(key, ask) {
      const known = kept.get(key);
      if (known && known.until > now().getTime()) return Promise.resolve(known.value);
      const asked = asking.get(key) ?? learn(key, ask).finally(() => asking.delete(key));
      asking.set(key, asked);
      return asked;
    },
  };
}
