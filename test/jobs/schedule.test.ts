// What the clock enqueues, once however many processes have one.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startSchedule } from '../../src/jobs/schedule.ts';
import type { Log } from '../../src/ports/process.ts';
import { openTestStore, type TestStore } from '../support/process/database.ts';

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const everyMinute = { kind: 'poll', cron: '* * * * *', payload: { all: true } };

let stops: (() => Promise<void>)[] = [];
beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-20T12:00:30.000Z') });
});
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
  vi.useRealTimers();
});

function start(store: TestStore, entries = [everyMinute], log = quiet): void {
  stops.push(startSchedule({ store, entries, log }));
}

async function keys(store: TestStore): Promise<string[]> {
  const rows = await store.db.selectFrom('outbox').select('key').orderBy('key').execute();
  return rows.map((row) => row.key);
}

test('each tick enqueues one job named by its scheduled time', async () => {
  const store = await openTestStore();
  start(store);

  await vi.advanceTimersByTimeAsync(120_000);

  expect(await keys(store)).toEqual(['poll:2026-11-20T12:01:00.000Z', 'poll:2026-11-20T12:02:00.000Z']);
  expect(await store.db.selectFrom('outbox').select(['kind', 'payload']).executeTakeFirst()).toEqual({
    kind: 'poll',
    payload: '{"all":true}',
  });
});

test('several processes that tick make one job per slot', async () => {
  const store = await openTestStore();
  start(store);
  start(store);
  start(store);

  await vi.advanceTimersByTimeAsync(60_000);

  expect(await keys(store)).toEqual(['poll:2026-11-20T12:01:00.000Z']);
});

test('hours are counted in UTC, wherever the process runs', async () => {
  const store = await openTestStore();
  start(store, [{ kind: 'prune', cron: '5 12 * * *', payload: { all: true } }]);

  await vi.advanceTimersByTimeAsync(3_600_000);

  expect(await keys(store)).toEqual(['prune:2026-11-20T12:05:00.000Z']);
});

test('after stopping, nothing is enqueued', async () => {
  const store = await openTestStore();
  start(store);

  for (const stop of stops.splice(0)) await stop();
  await vi.advanceTimersByTimeAsync(180_000);

  expect(await keys(store)).toEqual([]);
});

test('a tick that fails is logged and the next one works', async () => {
  const store = await openTestStore();
  const errors: string[] = [];
  let failures = 1;
  const write: TestStore['write'] = async (work) => {
    failures -= 1;
    if (failures >= 0) throw new Error('database away');
    return await store.write(work);
  };
  start({ ...store, write }, [everyMinute], { ...quiet, error: (_, message) => void errors.push(message) });

  await vi.advanceTimersByTimeAsync(120_000);

  expect(errors).toEqual(['could not enqueue scheduled work']);
  expect(await keys(store)).toEqual(['poll:2026-11-20T12:02:00.000Z']);
});
