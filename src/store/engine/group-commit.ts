// Writes that are asked for in the same turn of the event loop share one transaction: on SQLite, which writes one at a time
// anyway, the commit is most of what a small write costs. Each caller still sees a transaction of its own.

/** What one transaction came to: a value for each piece of work, and when all of it outlives a power cut. */
export type Committed = { readonly values: readonly unknown[]; readonly durable: Promise<void> };
/** Runs the pieces one after another in one transaction. Rejects when any of them does, and then nothing was kept. */
export type Together<Work> = (works: readonly Work[]) => Promise<Committed>;

/** Bounds how long the first of them waits for the others, and how long the event loop belongs to one transaction. */
const MOST = 16;

type Waiting<Work> = {
  readonly work: Work;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * The returned function resolves with what its work gave, once that is durable. When a piece of work fails, the transaction
 * is undone and every piece in it runs again, alone: only the one that is to blame rejects.
 */
export function createGroupCommit<Work>(together: Together<Work>): (work: Work) => Promise<unknown> {
  const waiting: Waiting<Work>[] = [];
  let running = false;

  async function commit(group: readonly Waiting<Work>[]): Promise<void> {
    try {
      const { values, durable } = await together(group.map(({ work }) => work));
      // Not awaited: the next group does not have to wait for the disk.
      durable.then(
        () => group.forEach(({ resolve }, index) => void resolve(values[index])),
        (error: unknown) => group.forEach(({ reject }) => void reject(error)),
      );
    } catch (error) {
      // Each caller is told of its own fault only.
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await commit([one]);
    }
  }

  async function run(): Promise<void> {
    await commit(waiting.splice(0, MOST));
    if (waiting.length > 0) setImmediate(run);
    else running = false;
  }

  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({ work, resolve, reject });
      if (running) return;
      running = true;
      setImmediate(run);
    });
}
