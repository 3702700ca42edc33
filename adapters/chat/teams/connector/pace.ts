// How fast we may call Teams: per conversation and for the whole tenant. Starts are counted exactly, because a bucket that
// refills while it is emptied lets almost twice its size through.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Clock } from '../../../../src/ports/process.ts';
import { unreachable } from '../../../shared/lost-call.ts';
import { limited } from './failure.ts';

export type Pacing = 'write' | 'read';
/** At most `count` starts in any `ms`. */
export type Window = { readonly count: number; readonly ms: number };
/** Resolves after `ms`, or early when `signal` aborts; never rejects. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit, "per bot per thread" and per app and tenant. */
export const LIMITS: Readonly<Record<Pacing | 'tenant', readonly Window[]>> = {
  write: [
    { count: 7, ms: 1000 },
    { count: 8, ms: 2000 },
    { count: 60, ms: 30_000 },
    { count: 1800, ms: 3_600_000 },
  ],
  read: [
    { count: 14, ms: 1000 },
    { count: 16, ms: 2000 },
    { count: 120, ms: 30_000 },
    { count: 3600, ms: 3_600_000 },
  ],
  tenant: [{ count: 50, ms: 1000 }],
};
const MAX_WAIT_MS = 5000;
const MAX_WAITING = 1000;
const MAX_LANES = 5000;

export type Pace = {
  /**
   * Resolves when a call may start; `key` names the conversation. In order, `urgent` ones first; who would wait more than
   * five seconds gets `limited` with the time it would be.
   */
  turn(pacing: Pacing, key: string, urgent?: boolean): Promise<Result<undefined, Failure>>;
  /** Teams said to wait: no call of this lane starts before `until` (epoch ms). */
  hold(pacing: Pacing, key: string, until: number): void;
  close(): void;
};

type Entry = {
  readonly urgent: boolean;
  readonly giveUpAt: number;
  readonly resolve: (result: Result<undefined, Failure>) => void;
};
/** `starts`: epoch ms, oldest first, as far back as the longest window, which is the last. */
type Lane = { readonly windows: readonly Window[]; readonly starts: number[]; waiting: Entry[]; heldUntil: number };

export const waitFor: Wait = (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined);

export function createPace(deps: { readonly now: Clock; readonly wait?: Wait }): Pace {
  const wait = deps.wait ?? waitFor;
  const closing = new AbortController();
  const lanes = new Map<string, Lane>();
  /** Lanes with somebody waiting; who was served goes to the end. */
  const queues = new Set<Lane>();
  const tenant: Lane = { windows: LIMITS.tenant, starts: [], waiting: [], heldUntil: 0 };
  let waitingCount = 0;
  let wakeAt = Number.POSITIVE_INFINITY;

  const now = () => deps.now().getTime();
  const freeAt = (lane: Lane, at: number) => Math.max(earliest(lane, at), earliest(tenant, at));

  function laneOf(pacing: Pacing, key: string): Lane {
    const name = `${pacing} ${key}`;
    const lane = lanes.get(name) ?? { windows: LIMITS[pacing], starts: [], waiting: [], heldUntil: 0 };
    // Put last: the map stays ordered by use.
    lanes.delete(name);
    lanes.set(name, lane);
    if (lanes.size > MAX_LANES) forgetIdle();
    return lane;
  }

  // The longest unused first. One that is forgotten early may go over its hourly limit, and Teams then says so.
  function forgetIdle(): void {
    for (const [name, lane] of lanes) {
      if (lanes.size <= MAX_LANES / 2) return;
      if (lane.waiting.length === 0) lanes.delete(name);
    }
  }

  function start(lane: Lane, at: number): void {
    for (const each of [lane, tenant]) {
      each.starts.push(at);
      const longest = each.windows.at(-1)?.ms ?? 0;
      const old = each.starts.findIndex((time) => time > at - longest);
      if (old > 0) each.starts.splice(0, old);
    }
  }

  /** Starts whoever may, sends away whoever waited too long, and sleeps until the next of either. */
  function pump(): void {
    const at = now();
    if (wakeAt <= at) wakeAt = Number.POSITIVE_INFINITY;
    for (let served = true; served; ) {
      served = false;
      for (const lane of [...queues]) served = (freeAt(lane, at) <= at && serve(lane, at)) || served;
    }
    for (const lane of queues) expire(lane, at);
    let next = Number.POSITIVE_INFINITY;
    for (const lane of queues) next = Math.min(next, freeAt(lane, at), oldest(lane));
    wakeUp(next, at);
  }

  function serve(lane: Lane, at: number): boolean {
    const entry = lane.waiting.shift();
    if (!entry) return false;
    waitingCount -= 1;
    queues.delete(lane);
    if (lane.waiting.length > 0) queues.add(lane);
    start(lane, at);
    entry.resolve(ok(undefined));
    return true;
  }

  function expire(lane: Lane, at: number): void {
    if (oldest(lane) > at) return;
    const again = err(limited(iso(Math.max(freeAt(lane, at), at)), 'paced'));
    for (const entry of lane.waiting) if (entry.giveUpAt <= at) entry.resolve(again);
    const left = lane.waiting.filter((entry) => entry.giveUpAt > at);
    waitingCount -= lane.waiting.length - left.length;
    lane.waiting = left;
    if (left.length === 0) queues.delete(lane);
  }

  function wakeUp(next: number, at: number): void {
    if (next >= wakeAt) return;
    wakeAt = next;
    void wait(Math.max(next - at, 1), closing.signal).then(() => {
      if (closing.signal.aborted) return;
      // Timers may ring a millisecond early by the clock. This one has rung, so that another has to be set.
      if (wakeAt === next) wakeAt = Number.POSITIVE_INFINITY;
      pump();
    });
  }

  return {
    turn(pacing, key, urgent = false) {
      if (closing.signal.aborted) return Promise.resolve(err(unreachable('closing')));
      const at = now();
      // Those who wait first: a newcomer takes nobody's place.
      if (at >= wakeAt) pump();
      const lane = laneOf(pacing, key);
      if (lane.waiting.length === 0 && freeAt(lane, at) <= at) {
        start(lane, at);
        return Promise.resolve(ok(undefined));
      }
      const place = urgent ? lane.waiting.filter((entry) => entry.urgent).length : lane.waiting.length;
      const expected = turnAfter(lane, place, at);
      if (expected > at + MAX_WAIT_MS || waitingCount >= MAX_WAITING)
        return Promise.resolve(err(limited(iso(Math.max(expected, at + 1000)), 'paced')));
      return new Promise((resolve) => {
        lane.waiting.splice(place, 0, { urgent, giveUpAt: at + MAX_WAIT_MS, resolve });
        waitingCount += 1;
        queues.add(lane);
        wakeUp(Math.min(freeAt(lane, at), at + MAX_WAIT_MS), at);
      });
    },

    hold(pacing, key, until) {
      const lane = laneOf(pacing, key);
      lane.heldUntil = Math.max(lane.heldUntil, until);
    },

    close() {
      closing.abort();
      for (const lane of queues) for (const entry of lane.waiting) entry.resolve(err(unreachable('closing')));
      queues.clear();
    },
  };
}

const iso = (ms: number) => new Date(ms).toISOString();

/** When the first of those who wait gives up; an urgent one may stand before an older one. */
function oldest(lane: Lane): number {
  return lane.waiting.reduce((time, entry) => Math.min(time, entry.giveUpAt), Number.POSITIVE_INFINITY);
}

/** When the lane's windows let the next call start. */
function earliest(lane: Lane, at: number): number {
  // The clock was set back: times of a future that never came would stop the lane for as long.
  if ((lane.starts.at(-1) ?? 0) > at) lane.starts.length = 0;
  return after(lane.starts, lane.windows, lane.heldUntil);
}

function after(starts: readonly number[], windows: readonly Window[], notBefore: number): number {
  return windows.reduce((time, { count, ms }) => {
    const first = starts[starts.length - count];
    return first === undefined ? time : Math.max(time, first + ms);
  }, notBefore);
}

/** When a call would start that has `ahead` others of its lane before it. */
function turnAfter(lane: Lane, ahead: number, at: number): number {
  const starts = [...lane.starts];
  for (let i = 0; i <= ahead; i += 1) starts.push(Math.max(at, after(starts, lane.windows, lane.heldUntil)));
  return starts.at(-1) ?? at;
}
