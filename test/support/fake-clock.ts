// Time and ids that tests decide.
import type { Clock, NewId } from '../../src/ports/process.ts';

export type FakeClock = {
  readonly now: Clock;
  set(iso: string): void;
  advance(ms: number): void;
  /** The time now as ISO text, moved by `offsetMs`. */
  iso(offsetMs?: number): string;
};

export function fakeClock(start = '2026-11-20T12:00:00.000Z'): FakeClock {
  let time = Date.parse(start);
  return {
    now: () => new Date(time),
    set: (iso) => {
      time = Date.parse(iso);
    },
    advance: (ms) => {
      time += ms;
    },
    iso: (offsetMs = 0) => new Date(time + offsetMs).toISOString(),
  };
}

/** `id-000001`, `id-000002`, …: literal in expectations and sortable like real ids. */
export function counterIds(prefix = 'id'): NewId {
  let count = 0;
  return () => {
    count += 1;
    return `${prefix}-${String(count).padStart(6, '0')}`;
  };
}
