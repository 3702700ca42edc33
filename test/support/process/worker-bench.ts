// A worker on a database of its own, with everything it logs and buries at hand. Stops and checks it after each test.
import { afterEach, expect } from 'vitest';
import {
  type BuriedJob,
  type JobHandler,
  startWorker,
  type Worker,
  type WorkerDeps,
} from '../../../src/jobs/worker.ts';
import type { LogFields } from '../../../src/ports/process.ts';
import { openTestStore, type TestStore } from './database.ts';

export type Bench = {
  readonly store: TestStore;
  readonly worker: Worker;
  readonly logged: { level: string; fields: LogFields; message: string }[];
  readonly buried: BuriedJob[];
};

const benches: Bench[] = [];
afterEach(async () => {
  for (const { worker, store } of benches.splice(0)) {
    await worker.stop(100);
    expect(worker.alive()).toBe(false);
    await store.close();
  }
});

export async function aWorker(handlers: Record<string, JobHandler>, over: Partial<WorkerDeps> = {}): Promise<Bench> {
  const store = over.store === undefined ? await openTestStore() : (over.store as TestStore);
  const logged: Bench['logged'] = [];
  const buried: BuriedJob[] = [];
  const at = (level: string) => (fields: LogFields, message: string) => void logged.push({ level, fields, message });
  const worker = startWorker({
    store,
    handlers,
    now: store.clock.now,
    newId: store.newId,
    log: { info: at('info'), warn: at('warn'), error: at('error') },
    concurrency: 4,
    pollMs: 60_000,
    random: () => 0,
    onBuried: async (job) => void buried.push(job),
    ...over,
  });
  const bench = { store, worker, logged, buried };
  benches.push(bench);
  return bench;
}

export function aHandler(run: JobHandler['run'], timeoutMs = 5_000): JobHandler {
  return { timeoutMs, run };
}

export async function enqueue(
  store: TestStore,
  key: string,
  over: { lane?: string; maxAttempts?: number; runAt?: string } = {},
) {
  await store.write(async (tx) => tx.enqueue({ kind: 'work', payload: { key }, key, ...over }));
}

export async function rowOf(store: TestStore, key: string) {
  return await store.db.selectFrom('outbox').selectAll().where('key', '=', key).executeTakeFirstOrThrow();
}
