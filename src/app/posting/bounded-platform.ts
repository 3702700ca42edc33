// Keeps a chat platform that hangs from occupying the whole worker, or the other platforms and the provider would wait with it:
// only so many of its background calls run at a time, and once they hang, the others are given back to be tried later.
import type { Failure } from '../../domain/fault.ts';
import { err, type Result } from '../../domain/result.ts';
import type { ChatPlatform, Destination } from '../../ports/chat.ts';
import type { Clock } from '../../ports/process.ts';

/** All but one may be in the same place. Two platforms that hang at once leave some of the worker's jobs to the provider. */
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

  async function write<T>(where: string, call: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    if (!(await places.take(where))) return err(busy());
    let isAnswered = false;
    try {
      const answer = await call();
      isAnswered = answer.ok || (answer.error.kind !== 'unavailable' && answer.error.kind !== 'uncertain');
      return answer;
    } finally {
      places.leave(where, isAnswered);
    }
  }

  return {
    ...platform,
    post: (to, card, key, how) => write(whereOf(to), () => platform.post(to, card, key, how)),
    update: (ref, card) => write(ref.channel, () => platform.update(ref, card)),
  };
}

function whereOf(to: Destination): string {
  switch (to.to) {
    case 'channel':
      return to.channel;
    case 'thread':
      return to.root.channel;
    case 'person':
      return `person ${to.id}`;
  }
}

/** `take` gives false when no place got free in time, and at once while the platform hangs. `where`: channel or person. */
function createPlaces(atOnce: number, patienceMs: number) {
  const waiting = new Set<{ readonly where: string; readonly settle: (got: boolean) => void }>();
  const taken: string[] = [];
  let hangs = false;

  // A channel that is written to as fast as its platform allows does not keep anything from the others.
  function isFree(where: string): boolean {
    return taken.length < atOnce && taken.filter((each) => each === where).length < atOnce - 1;
  }

  function wait(where: string): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        hangs = true;
        for (const each of waiting) each.settle(false);
      }, patienceMs);
      const entry = {
        where,
        settle(got: boolean) {
          clearTimeout(timer);
          waiting.delete(entry);
          if (got) taken.push(where);
          resolve(got);
        },
      };
      waiting.add(entry);
    });
  }

  return {
    async take(where: string): Promise<boolean> {
      if (!isFree(where)) return hangs ? false : wait(where);
      taken.push(where);
      return true;
    },
    /** A place is handed on in the order of coming. */
    leave(where: string, isAnswered: boolean): void {
      if (isAnswered) hangs = false;
      taken.splice(taken.indexOf(where), 1);
      for (const each of waiting) if (isFree(each.where)) each.settle(true);
    },
  };
}
