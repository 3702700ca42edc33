// How long a job waits before the next attempt.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from '../../src/jobs/backoff.ts';

const MOST_CHANCE = 1 - Number.EPSILON;

test('the wait doubles with each attempt, up to ten minutes', () => {
  expect([1, 2, 3, 4].map((attempt) => backoffMs(attempt, MOST_CHANCE))).toEqual([2_000, 4_000, 8_000, 16_000]);
  expect(backoffMs(30, MOST_CHANCE)).toBe(600_000);
  expect(backoffMs(2_000, MOST_CHANCE)).toBe(600_000);
});

test('half of the wait is left to chance', () => {
  expect([backoffMs(3, 0), backoffMs(3, 0.5)]).toEqual([4_000, 6_000]);
});

test('a vendor that asks for longer gets it', () => {
  expect([backoffMs(1, 0, 90_000), backoffMs(5, 0, 1)]).toEqual([90_000, 16_000]);
});

test('any attempt and any chance give a wait between one second and ten minutes', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(), chance, (attempt, random) => {
      const ms = backoffMs(attempt, random);
      return Number.isInteger(ms) && ms >= 1_000 && ms <= 600_000;
    }),
  );
});
