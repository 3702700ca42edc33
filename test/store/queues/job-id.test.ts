// Ids of jobs that rise in the order they were made.
import { expect, test } from 'vitest';
import { risingIds } from '../../../src/store/queues/job-id.ts';
import { fakeClock } from '../../support/fake-clock.ts';

test('ids rise while the clock stands still, runs, and is set back', () => {
  const clock = fakeClock();
  const next = risingIds(clock.now, () => String(Math.random()));

  const ids = [next(), next()];
  clock.advance(1);
  ids.push(next(), next());
  clock.advance(-60_000);
  ids.push(next());

  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(5);
});
