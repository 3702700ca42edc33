// Finds the known name a mistyped one was meant to be.
import { distance } from 'fastest-levenshtein';

/** The closest of `known` to `typed`, or undefined when nothing is close enough to be worth suggesting. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  const limit = Math.max(2, Math.floor(typed.length / 3));
  let best: { name: string; away: number } | undefined;
  for (const name of known) {
    const away = distance(wanted, name.toLowerCase());
    if (away <= limit && (best === undefined || away < best.away)) best = { name, away };
  }
  return best?.name;
}
