// A stop, whatever hangs: everything is told to end, in order, and the whole takes less than the ten seconds a process is given.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Stoppable, stopInTime } from '../src/compose-stop.ts';
import type { LogFields } from '../src/ports/process.ts';

// No more than this: what other files left behind in this process must not wait for our clock, nor we for it.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const hangs = () => new Promise<void>(() => undefined);
const lasts = (ms: number) => () => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Stops with these parts; says when each was told to, when all was over, and what was not waited for. */
async function stopped(parts: Partial<Stoppable>) {
  const began = performance.now();
  const at: Record<string, number> = {};
  const given: number[] = [];
  const left: unknown[] = [];
  const warn = (fields: LogFields) => void left.push(fields.what);
  const part = (name: keyof Stoppable) => async (ms?: number) => {
    at[name] = performance.now() - began;
    if (ms !== undefined) given.push(ms);
    await parts[name]?.(ms ?? 0);
  };
  const all = {
    schedule: part('schedule'),
    requests: part('requests'),
    worker: part('worker'),
    platforms: part('platforms'),
    store: part('store'),
  };
  const ended = stopInTime(all, { info: () => undefined, warn, error: () => undefined }).then(
    () => performance.now() - began,
  );
  await vi.advanceTimersByTimeAsync(10_000);
  return { at, given, left, took: await ended };
}

test('a request and a job that each take four seconds are waited for together, not one after the other', async () => {
  const { at, left, took } = await stopped({ requests: lasts(4_000), worker: lasts(4_000) });

  expect(at.requests).toBe(at.worker);
  expect(at).toMatchObject({ platforms: 4_000, store: 4_000 });
  expect(took).toBe(4_000);
  expect(left).toEqual([]);
});

test('when everything hangs, everything was told to stop and it is over within ten seconds', async () => {
  const { at, left, took } = await stopped({
    schedule: hangs,
    requests: hangs,
    worker: hangs,
    platforms: hangs,
    store: hangs,
  });

  expect(Object.keys(at)).toEqual(['schedule', 'requests', 'worker', 'platforms', 'store']);
  expect(left).toEqual(['schedule', 'requests', 'worker', 'platforms', 'store']);
  expect(took).toBeLessThan(10_000);
});

test('requests and jobs are told a deadline that leaves time for the rest', async () => {
  const { given } = await stopped({ schedule: hangs, worker: hangs });

  expect(Math.max(...given)).toBeLessThan(8_500);
});

test('the platforms stay until requests and jobs have ended, the store until the platforms have', async () => {
  const { at } = await stopped({ requests: lasts(500), worker: lasts(3_000), platforms: lasts(200) });

  expect(at).toMatchObject({ platforms: 3_000, store: 3_200 });
});
