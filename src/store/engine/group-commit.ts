// Writes that are asked for in the same turn of the event loop share one transaction: on SQLite, which writes one at a time
// anyway, the commit is most of what a small write costs. Each caller still sees a transaction of its own.
import { isBusy } from './sql-errors.ts';

/** What one transaction came to: a value for each piece of work, and when all of it outlives a power cut. */
export type Committed = { readonly values: readonly unknown[]; readonly durable: Promise<void> };
/** Runs the pieces one after another in one transaction. Rejects when any of them does, and then nothing was kept. */
export type Together<Work> = (works: readonly Work[]) => Promise<Committed>;

/** Bounds how long the first of them waits for the others, and how long the event loop belongs to one transaction. */
const MOST = 16;
/** Another process holds the file: how often we look, and how long a caller waits. A click wants its answer within 3 s. */
const LOOK_AGAIN_MS = 40;
const PATIENCE_MS = 2_000;

type Waiting<Work> = {
  readonly work: Work;
  readonly since: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * The returned function resolves with what its work gave, once that is durable. When a piece of work fails, the transaction
 * is undone and every piece in it runs again, alone: only the one that is to blame rejects. While another process holds the
 * database, all wait without stopping the event loop, each for two seconds; then they reject with what the database said.
 */
export function createGroupCommit<Work>(together: Together<Work>): (work: Work) => Promise<unknown> {
  const waiting: Waiting<Work>[] = [];
  let running = false;

  async function commit(group: readonly Waiting<Work>[]): Promise<'done' | 'busy'> {
    try {
      const { values, durable } = await together(group.map(({ work }) => work));
      // Not awaited: the next group does not have to wait for the disk.
      durable.then(
        () => group.forEach(({ resolve }, index) => void resolve(values[index])),
        (error: unknown) => group.forEach(({ reject }) => void reject(error)),
      );
    } catch (error) {
      if (isBusy(error)) return putBack(group, error);
      // Each caller is told of its own fault only.
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await commit([one]);
    }
    return 'done';
  }

  /** Nobody of the group is to blame, and nothing was done: those with patience left stand in front again. */
  function putBack(group: readonly Waiting<Work>[], error: unknown): 'busy' {
    const now = performance.now();
    const isPatient = ({ since }: Waiting<Work>) => now - since < PATIENCE_MS;
    waiting.unshift(...group.filter(isPatient));
    for (const one of group) if (!isPatient(one)) one.reject(error);
    return 'busy';
  }

  async function run(): Promise<void> {
    const came = await commit(waiting.splice(0, MOST));
    if (waiting.length === 0) running = false;
    else if (came === 'busy') setTimeout(run, LOOK_AGAIN_MS);
    else setImmediate(run);
  }

  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({ work, since: performance.now(), resolve, reject });
      if (running) return;
      running = true;
      setImmediate(run);
    });
}
