// Ids of jobs, whose order is the order inside a lane. Ids made of time and chance alone are not enough: jobs of one
// millisecond would run in any order.
import type { Clock, NewId } from '../../ports/process.ts';

const TIME_DIGITS = 9;
const COUNT_DIGITS = 5;

/** Ids that rise with every call in this process, also when the clock stands still or is set back. */
export function risingIds(now: Clock, newId: NewId): NewId {
  let lastMs = 0;
  let count = 0;
  return () => {
    const ms = Math.max(lastMs, now().getTime());
    count = ms === lastMs ? count + 1 : 0;
    lastMs = ms;
    return `${base36(ms, TIME_DIGITS)}${base36(count, COUNT_DIGITS)}${newId()}`;
  };
}

function base36(value: number, digits: number): string {
  return value.toString(36).padStart(digits, '0');
}
