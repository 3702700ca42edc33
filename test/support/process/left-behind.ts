// After each test file: what it would leave to the next one, which shares its process, fails it. Loaded by vitest.config.ts.
import { afterAll, expect, vi } from 'vitest';

const environment = { ...process.env };
const { Date: realDate, setTimeout: realTimeout, fetch: realFetch } = globalThis;

afterAll(() => {
  const hasFakeTimers = vi.isFakeTimers();
  // Or every file after it would fail as well.
  vi.useRealTimers();

  expect(hasFakeTimers).toBe(false);
  expect({ ...process.env }).toEqual(environment);
  expect([globalThis.Date, globalThis.setTimeout, globalThis.fetch]).toEqual([realDate, realTimeout, realFetch]);
});
