// Rounds of load, measured in turn against a bare server, as one table. A ratio is taken round by round: both were measured
// within seconds of each other.
import { bestOf, median, percentile, table, verdict } from './figures.ts';

export type MeasuredRound = {
  /** Milliseconds, one per request. */
  readonly latencies: readonly number[];
  readonly perSecond: number;
  readonly cpuMs: number;
  /** What the answers said, and how often. */
  readonly said: Readonly<Record<string, number>>;
};

/** `bare`: the name of the rounds that all others are held against; it has no goals. */
export function printRounds(
  rounds: ReadonlyMap<string, readonly MeasuredRound[]>,
  goals: { readonly bare: string; readonly p99Ms: number; readonly ratio: number },
): void {
  const pace = (name: string) => (rounds.get(name) ?? []).map((round) => round.perSecond);
  const bare = pace(goals.bare);
  const rows = [...rounds].map(([name, list]) => {
    const at = (part: number) =>
      bestOf(
        list.map((round) => percentile(round.latencies, part)),
        'lowest',
      );
    const p99 = Math.min(...list.map((round) => percentile(round.latencies, 0.99)));
    const ratio = median(list.map((round, index) => round.perSecond / (bare[index] ?? Number.NaN)));
    const met = name === goals.bare ? ['', ''] : [verdict(p99 <= goals.p99Ms), verdict(ratio >= goals.ratio)];
    const cpu = bestOf(
      list.map((round) => round.cpuMs),
      'lowest',
      2,
    );
    return [name, at(0.5), at(0.99), at(1), bestOf(pace(name), 'highest', 0), cpu, ratio.toFixed(2), ...met];
  });
  const head = ['', 'p50 ms', 'p99 ms', 'max ms', 'per second', 'cpu ms each', 'ratio'];
  const asked = [`p99 ≤ ${goals.p99Ms}`, `ratio ≥ ${goals.ratio}`];
  console.log(`best round (lowest…highest of ${bare.length}); ratio: median of the rounds`);
  console.log(table([[...head, ...asked], ...rows]));
  for (const [name, list] of rounds)
    console.log(`${name} answered: ${JSON.stringify(Object.assign({}, ...list.map((round) => round.said)))}`);
}
