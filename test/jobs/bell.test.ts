// The bell that wakes the worker when there is something to do.
import { expect, test } from 'vitest';
import { createBell } from '../../src/jobs/bell.ts';

const LONG_MS = 3_600_000;

test('a ring before anybody waits is not lost', async () => {
  const bell = createBell();

  bell.ring();
  await bell.wait(LONG_MS);

  expect(bell.isRung()).toBe(false);
});

test('a ring wakes who waits', async () => {
  const bell = createBell();
  const waiting = bell.wait(LONG_MS);

  bell.ring();

  await waiting;
});

test('nobody rings, and the wait ends by itself', async () => {
  const bell = createBell();

  await bell.wait(1);
  await bell.wait(1);
});
