// Asks again for names that no platform could tell at the start, when one is missing: in the background, and at most once in a
// given time.
import type { AppDeps, NamesOf } from '../deps.ts';

/** Begins `ask` unless it was begun less than `everyMs` ago. Nobody waits for it; a failure is logged. */
export function askAgain(deps: AppDeps, what: NamesOf, everyMs: number, ask: () => Promise<void>): void {
  const now = deps.now().getTime();
  const last = deps.askedAgainAt.get(what);
  if (last !== undefined && now < last + everyMs) return;
  deps.askedAgainAt.set(what, now);
  deps.store.aside(() => {
    ask().catch((error: unknown) => deps.log.warn({ error, what }, 'could not learn names'));
  });
}
