// A chat platform that hangs may not take all hands of the worker, or the other platforms and the provider would wait with it:
// only so many of its background calls run at a time, and once they hang, the others are given back to be tried later.
import type { Failure } from '../domain/fault.ts';
import { err, type Result } from '../domain/result.ts';
import type { ChatPlatform, Clock } from '../ports.ts';

/** Two platforms that hang at once leave some of the worker's eight hands to the provider. */
const AT_ONCE = 3;
/** A call waits this long for a place, less than anybody notices; a platform that is well frees one sooner. */
const PATIENCE_MS = 1_000;
const AGAIN_MS = 2_000;

export type Bounds = {
  readonly now: Clock;
  /** Test knobs. */
  readonly atOnce?: number;
  readonly patienceMs?: number;
};

/** The platform as background work sees it. A post or update that finds no place is `limited`: it was not made. */
export function boundedPlatform(platform: ChatPlatform, bounds: Bounds): ChatPlatform {
  const places = createPlaces(bounds.atOnce ?? AT_ONCE, bounds.patienceMs ?? PATIENCE_MS);
  const busy = (): Failure => ({
    kind: 'limited',
    fault: 'call_budget',
    reaction: 'retry',
    code: 'busy',
    retryAt: new Date(bounds.now().getTime() + AGAIN_MS).toISOString(),
  });

  async function write<T>(call: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    if (!(await places.take())) return err(busy());
    let isAnswered = false;
    try {
      const answer = await call();
      isAnswered = answer.ok || (answer.error.kind !== 'unavailable' && answer.error.kind !== 'uncertain');
      return answer;
    } finally {
      places.leave(isAnswered);
    }
  }

  return {
    ...platform,
    post: (to, card, key) => write(() => platform.post(to, card, key)),
    update: (ref, card) => write(() => platform.update(ref, card)),
  };
}

/** `take` gives false when no place got free in time, and at once while the platform hangs. */
function createPlaces(atOnce: number, patienceMs: number) {
  const waiting = new Set<(got: boolean) => void>();
  let taken = 0;
  let hangs = false;
  return {
    async take(): Promise<boolean> {
      if (taken < atOnce) {
        taken += 1;
        return true;
      }
      if (hangs) return false;
      return new Promise((resolve) => {
        const settle = (got: boolean) => {
          clearTimeout(timer);
          waiting.delete(settle);
          resolve(got);
        };
        const timer = setTimeout(() => {
          hangs = true;
          for (const each of [...waiting]) each(false);
        }, patienceMs);
        waiting.add(settle);
      });
    },
    /** A place is handed on in the order of coming. */
    leave(isAnswered: boolean): void {
      if (isAnswered) hangs = false;
      const [next] = waiting;
      if (next) next(true);
      else taken -= 1;
    },
  };
}
