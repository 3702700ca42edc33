// A SQLite file held by another process: the event loop goes on, short locks are waited out, long ones are told in time.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBusy } from '../../../src/store/engine/sql-errors.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { counterIds, fakeClock } from '../../support/fake-clock.ts';

let folder: string;
let store: Store;
/** Another connection locks the file just as another process does. */
let holder: Database.Database;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aval-held-'));
  store = await openStore({ url: `sqlite:${folder}/aval.db`, now: fakeClock().now, newId: counterIds() });
  await store.db.insertInto('counters').values({ name: 'votes', value: 0 }).execute();
  holder = new Database(`${folder}/aval.db`);
});

afterEach(async () => {
  holder.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const vote = () =>
  store.write(async (tx) => {
    await tx.db
      .updateTable('counters')
      .set((eb) => ({ value: eb('value', '+', 1) }))
      .where('name', '=', 'votes')
      .execute();
  });

const votes = async () => (await store.db.selectFrom('counters').select('value').executeTakeFirstOrThrow()).value;

test('writes wait for a short lock without stopping the event loop, reads go on, and everything happens once', async () => {
  holder.exec('begin immediate');

  const writing = [vote(), vote(), store.db.insertInto('counters').values({ name: 'other', value: 0 }).execute()];
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 5);
  await delay(400);
  clearInterval(counting);
  holder.exec('rollback');
  await Promise.all(writing);

  expect(turns).toBeGreaterThan(2);
  expect(await votes()).toBe(2);
});

test('a long lock is told in time to everybody who waits, and nothing of theirs is done later', async () => {
  holder.exec('begin immediate');
  const began = performance.now();

  const ends = await Promise.allSettled([vote(), vote(), vote()]);
  const tookMs = performance.now() - began;
  holder.exec('rollback');

  expect(ends.every((end) => end.status === 'rejected' && isBusy(end.reason))).toBe(true);
  expect(tookMs).toBeLessThan(15_000);
  expect(await votes()).toBe(0);
  await vote();
  expect(await votes()).toBe(1);
});
