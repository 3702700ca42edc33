// Asking the SDK about a token without its three costs: every caller fetches keys while it has none, it waits for a key server
// without end, and a signature takes it a millisecond each time though Teams sends the same token for an hour.
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../../../src/ports/process.ts';
import { inTimeOr } from './in-time.ts';

/** `no_keys`: nothing can be said right now. */
export type Verdict = 'believed' | 'refused' | 'no_keys';
/** `authorization`: a token already found good for this service address by our own look. Never throws. */
export type Judge = (authorization: string, serviceUrl: string) => Promise<Verdict>;

const REMEMBERED_MS = 5 * 60_000;
const MAX_REMEMBERED = 500;

/** `no_keys` at the latest after `deadlineMs`. Only what was believed is remembered, for five minutes. */
export function createJudge(ask: Judge, deps: { readonly now: Clock; readonly deadlineMs: number }): Judge {
  return remembering(
    onceFirst((authorization, serviceUrl) => inTimeOr(ask(authorization, serviceUrl), deps.deadlineMs, 'no_keys')),
    deps.now,
  );
}

/** How long somebody waits for the SDK when our own look is enough, and how long it is left alone after that was in vain. */
const GRACE = { waitMs: 1000, restMs: 2 * 60_000 };

/**
 * The judge for tokens whose signature, issuer, audience, times and service address our own look has already found good, by a
 * key that Microsoft published within the last two days. The SDK forgets its keys after a day and then asks for them at every
 * request, so with Microsoft's key server away it can say nothing, though nothing about the token is in doubt: its `no_keys`
 * then counts as `believed`. Not before it has had keys once: a process that starts while they cannot be had believes nobody.
 * A refusal always counts.
 */
export function withGrace(
  judge: Judge,
  deps: { readonly now: Clock; readonly onGrace?: (() => void) | undefined },
): Judge {
  let hadKeys = false;
  let restUntil = 0;
  return async (authorization, serviceUrl) => {
    if (deps.now().getTime() < restUntil) return 'believed';
    const asked = judge(authorization, serviceUrl);
    const verdict = await (hadKeys ? inTimeOr(asked, GRACE.waitMs, 'no_keys') : asked);
    if (verdict !== 'no_keys') hadKeys = true;
    if (verdict !== 'no_keys' || !hadKeys) return verdict;
    restUntil = deps.now().getTime() + GRACE.restMs;
    deps.onGrace?.();
    return 'believed';
  };
}

function remembering(ask: Judge, now: Clock): Judge {
  /** Digests of token and address. */
  const believed = new LRUCache<string, true>({
    max: MAX_REMEMBERED,
    // The cache still believes at the very end of this time; a token must not.
    ttl: REMEMBERED_MS - 1,
    ttlResolution: 0,
    perf: { now: () => now().getTime() },
  });
  return async (authorization, serviceUrl) => {
    const digest = createHash('sha256').update(`${authorization} ${serviceUrl}`).digest('base64');
    if (believed.get(digest)) return 'believed';
    const at = now().getTime();
    const verdict = await ask(authorization, serviceUrl);
    if (verdict === 'believed') believed.set(digest, true, { start: at });
    return verdict;
  };
}

/** Until one came through with keys, they go one by one; who waited for one that failed, failed with it. */
function onceFirst(ask: Judge): Judge {
  let ready = false;
  let first: Promise<Verdict> | undefined;

  async function askAndLearn(authorization: string, serviceUrl: string): Promise<Verdict> {
    const verdict = await ask(authorization, serviceUrl);
    ready = verdict !== 'no_keys';
    return verdict;
  }

  return async (authorization, serviceUrl) => {
    if (ready) return askAndLearn(authorization, serviceUrl);
    if (first !== undefined) return (await first) === 'no_keys' ? 'no_keys' : askAndLearn(authorization, serviceUrl);
    first = askAndLearn(authorization, serviceUrl).finally(() => {
      first = undefined;
    });
    return first;
  };
}
