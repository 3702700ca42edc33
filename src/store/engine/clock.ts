// The time that several processes may compare: leases, holds, deadlines. On PostgreSQL it is the server's, whatever the
// machine of a process believes; on SQLite, which has one process, that process's own.
import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../ports/process.ts';
import type { Engine } from './migrate.ts';
import type { Tables } from './tables.ts';

const MEASURED_EVERY_MS = 10_000;
/** An answer that took longer says too little about when it was given. */
const LONGEST_ROUND_MS = 2_000;
/** How far the machine's clock may part from elapsed time before we ask anew: it was set, or the machine slept. */
const JUMP_MS = 500;

export type DatabaseClock = {
  /** The process's own time until `follow` has measured. */
  readonly now: Clock;
  /** Resolves once the server's time is known; then measures every few seconds until the returned function is called. */
  follow(database: { readonly db: Kysely<Tables>; readonly engine: Engine }): Promise<() => void>;
};

type Sources = {
  readonly now: Clock;
  /** Milliseconds that only ever grow, whoever sets the machine's clock. */
  readonly elapsed: () => number;
};

const OWN: Sources = { now: () => new Date(), elapsed: () => performance.now() };

/** Between two measurements elapsed time is added, so that a machine whose clock is set does not move ours. */
export function createDatabaseClock({ now, elapsed }: Sources = OWN): DatabaseClock {
  /** What the server's clock said when `elapsed` stood at `at`, and the machine's own beside it. */
  let known: { readonly server: number; readonly at: number; readonly own: number } | undefined;
  let asking = false;
  let askAgain: (() => void) | undefined;

  function read(): Date {
    if (known === undefined) return now();
    const passed = elapsed() - known.at;
    const jumped = Math.abs(now().getTime() - known.own - passed) > JUMP_MS;
    if (jumped) askAgain?.();
    return new Date(known.server + passed);
  }

  async function measure(db: Kysely<Tables>): Promise<void> {
    const began = elapsed();
    const { rows } = await sql<{ ms: number }>`
      select floor(extract(epoch from clock_timestamp()) * 1000) as ms`.execute(db);
    const ended = elapsed();
    const server = rows[0]?.ms;
    if (server === undefined || (known !== undefined && ended - began > LONGEST_ROUND_MS)) return;
    known = { server, at: (began + ended) / 2, own: now().getTime() };
  }

  function measureOnce(db: Kysely<Tables>): void {
    if (asking) return;
    asking = true;
    void measure(db)
      // The server is away: what was measured still holds, and the next turn asks again.
      .catch(() => undefined)
      .finally(() => {
        asking = false;
      });
  }

  async function follow({ db, engine }: { readonly db: Kysely<Tables>; readonly engine: Engine }) {
    if (engine === 'sqlite') return () => undefined;
    await measure(db);
    askAgain = () => measureOnce(db);
    const timer = setInterval(askAgain, MEASURED_EVERY_MS);
    return () => {
      clearInterval(timer);
      askAgain = undefined;
    };
  }

  return { now: read, follow };
}
