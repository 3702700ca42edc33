// Work by the clock. A tick only enqueues, under a key made of the kind and the scheduled time: any number of
// processes tick, one job comes out. The only file that knows node-cron.
import cron, { type TaskContext } from 'node-cron';
import type { Log } from '../ports/process.ts';
import type { Store } from '../store/store.ts';

export type ScheduleEntry = {
  readonly kind: string;
  /** Five fields, or six with seconds first; in UTC, so that all processes mean the same slot. */
  readonly cron: string;
  readonly payload: object;
};

/**
 * Starts ticking; returns the way to stop. A tick that came late (a busy process, a laptop asleep) enqueues its slot
 * all the same. Throws on an expression that cannot be read.
 */
export function startSchedule(deps: {
  readonly store: Store;
  readonly entries: readonly ScheduleEntry[];
  readonly log: Log;
}): () => Promise<void> {
  const tasks = deps.entries.map((entry) => {
    const tick = async ({ date }: TaskContext) => await enqueueSlot(deps, entry, date);
    const task = cron.schedule(entry.cron, tick, { timezone: 'UTC', suppressMissedWarning: true });
    task.on('execution:missed', tick);
    return task;
  });
  return async () => {
    await Promise.all(tasks.map((task) => task.destroy()));
  };
}

async function enqueueSlot(deps: { store: Store; log: Log }, entry: ScheduleEntry, slot: Date): Promise<void> {
  const key = `${entry.kind}:${slot.toISOString()}`;
  try {
    await deps.store.write(async (tx) => tx.enqueue({ kind: entry.kind, payload: entry.payload, key }));
  } catch (error) {
    // The clock must go on: the next slot will do this one's work.
    deps.log.error({ kind: entry.kind, slot: slot.toISOString(), error }, 'could not enqueue scheduled work');
  }
}
