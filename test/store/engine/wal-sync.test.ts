// Flushing SQLite's log: shared between writers, and told when it fails.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWalSync } from '../../../src/store/engine/wal-sync.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aval-wal-'));
  await writeFile(join(folder, 'log'), 'frames');
});
afterEach(() => rm(folder, { recursive: true }));

test('those who come while a flush runs share the next one, not the running one', async () => {
  const wal = openWalSync(join(folder, 'log'));

  const running = wal.flush();
  const second = wal.flush();
  const third = wal.flush();

  expect(second).toBe(third);
  expect(second).not.toBe(running);
  await Promise.all([running, second, third]);
  wal.close();
});

test('many flushes in a row all end', async () => {
  const wal = openWalSync(join(folder, 'log'));

  for (let round = 0; round < 20; round += 1) await Promise.all(Array.from({ length: 10 }, wal.flush));

  wal.close();
});

test('a disk that refuses is told to every caller', async () => {
  const wal = openWalSync(join(folder, 'log'));
  wal.close();

  const results = await Promise.allSettled([wal.flush(), wal.flush(), wal.flush()]);

  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected']);
});
