// How long to wait before a job is tried again. Pure: chance is passed in.

const FIRST_MS = 2_000;
const LONGEST_MS = 10 * 60_000;

/**
 * Milliseconds until the next try after `attempt` tries (1 = the first has just failed): 2 s doubled each time, up to
 * ten minutes, of which half is left to chance so that many failed jobs do not come back together.
 * `random` is in [0, 1). `retryAfterMs`: what the vendor asked for; never less than that.
 */
export function backoffMs(attempt: number, random: number, retryAfterMs = 0): number {
  const doubled = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, attempt - 1));
  return Math.max(retryAfterMs, Math.round(doubled * (0.5 + random / 2)));
}

/**
 * Milliseconds until the next look at work that waits for a person to mend something: as long again as it has waited, up to
 * ten minutes, of which half is left to chance. It needs no count of tries, since such tries are not counted.
 */
export function waitMs(ageMs: number, random: number): number {
  return Math.round(Math.min(LONGEST_MS, ageMs) * (0.5 + random / 2));
}
