import { afterEach, expect, test } from 'vitest';
import { type BuriedJob, type JobHandler, startWorker, type Worker, type WorkerDeps } from '../../src/jobs/worker.ts';
import type { LogFields } from '../../src/ports.ts';
import { openTestStore, type TestStore } from '../support/database.ts';

const LEASE_MARGIN_MS = 15_000;

type Bench = {
  readonly store: TestStore;
  readonly worker: Worker;
  readonly logged: { level: string; fields: LogFields; message: string }[];
  readonly buried: BuriedJob[];
};

const benches: Bench[] = [];
afterEach(async () => {
  for (const { worker, store } of benches.splice(0)) {
    await worker.stop(1_000);
    expect(worker.alive()).toBe(false);
    await store.close();
  }
});

async function aWorker(handlers: Record<string, JobHandler>, over: Partial<WorkerDeps> = {}): Promise<Bench> {
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

function aHandler(run: JobHandler['run'], timeoutMs = 5_000): JobHandler {
  return { timeoutMs, run };
}

async function enqueue(
  store: TestStore,
  key: string,
  over: { lane?: string; maxAttempts?: number; runAt?: string } = {},
) {
  await store.write(async (tx) => tx.enqueue({ kind: 'work', payload: { key }, key, ...over }));
}

async function rowOf(store: TestStore, key: string) {
  return await store.db.selectFrom('outbox').selectAll().where('key', '=', key).executeTakeFirstOrThrow();
}

test('a committed job runs at once, with its payload, and is finished', async () => {
  const seen: unknown[] = [];
  const { store, worker } = await aWorker({
    work: aHandler(async (payload, job) => {
      seen.push(payload, { key: job.key, attempts: job.attempts });
      return { done: true };
    }),
  });

  await enqueue(store, 'a');
  await worker.idle();

  expect(seen).toEqual([{ key: 'a' }, { key: 'a', attempts: 1 }]);
  expect(await rowOf(store, 'a')).toMatchObject({ finished_at: store.clock.iso(), leased_by: null });
});

test('a job that enqueues another is followed by it before the worker is idle', async () => {
  const order: string[] = [];
  const { store, worker } = await aWorker({
    work: aHandler(async (_, job) => {
      order.push(job.key);
      if (job.key === 'first') await enqueue(store, 'second');
      return { done: true };
    }),
  });

  await enqueue(store, 'first');
  await worker.idle();

  expect(order).toEqual(['first', 'second']);
});

test('a job due later is found by polling', async () => {
  const ran = Promise.withResolvers<void>();
  const work = aHandler(async () => {
    ran.resolve();
    return { done: true };
  });
  const { store, worker } = await aWorker({ work }, { pollMs: 5 });
  await enqueue(store, 'later', { runAt: store.clock.iso(60_000) });
  await worker.idle();
  const before = await rowOf(store, 'later');

  store.clock.advance(60_000);
  await ran.promise;
  await worker.idle();

  expect(before.attempts).toBe(0);
  expect((await rowOf(store, 'later')).finished_at).toBe(store.clock.iso());
});

test('no more jobs run at once than allowed, and as many as allowed do', async () => {
  let running = 0;
  let most = 0;
  const work = aHandler(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
    return { done: true };
  });
  const { store, worker } = await aWorker({ work }, { concurrency: 3 });

  await store.write(async (tx) => {
    for (let n = 0; n < 12; n += 1) tx.enqueue({ kind: 'work', payload: {}, key: `k${n}` });
  });
  await worker.idle();

  expect(most).toBe(3);
});

test('a lane keeps its order though the worker could run several jobs', async () => {
  const order: string[] = [];
  const work = aHandler(async (_, job) => {
    await new Promise(setImmediate);
    order.push(job.key);
    return { done: true };
  });
  const { store, worker } = await aWorker({ work });

  await store.write(async (tx) => {
    for (const key of ['card', 'note', 'repaint']) tx.enqueue({ kind: 'work', payload: {}, key, lane: 'p1' });
  });
  await worker.idle();

  expect(order).toEqual(['card', 'note', 'repaint']);
});

test('a handler decides when to be asked again; waiting its turn costs no attempt', async () => {
  const answers = [
    { retryAt: '2026-11-20T12:01:00+00:00', why: 'rate', countsAsAttempt: false as const },
    { retryAt: '2026-11-20T12:02:00Z', why: 'down' },
    { done: true as const },
  ];
  const { store, worker } = await aWorker({ work: aHandler(async () => answers.shift()!) });
  await enqueue(store, 'a');

  const rows = [];
  for (const minute of [0, 1, 2]) {
    store.clock.set(`2026-11-20T12:0${minute}:00.000Z`);
    await worker.idle();
    const { attempts, run_at, last_error, finished_at } = await rowOf(store, 'a');
    rows.push({ attempts, run_at, last_error, finished_at });
  }

  expect(rows).toEqual([
    { attempts: 0, run_at: '2026-11-20T12:01:00.000Z', last_error: 'rate', finished_at: null },
    { attempts: 1, run_at: '2026-11-20T12:02:00.000Z', last_error: 'down', finished_at: null },
    { attempts: 2, run_at: '2026-11-20T12:02:00.000Z', last_error: 'down', finished_at: '2026-11-20T12:02:00.000Z' },
  ]);
});

test('after the last attempt a job is buried and told, with what went wrong', async () => {
  const { store, worker, buried } = await aWorker({
    work: aHandler(async () => ({ retryAt: store.clock.iso(1_000), why: 'still down' })),
  });
  await enqueue(store, 'a', { maxAttempts: 2 });

  await worker.idle();
  store.clock.advance(1_000);
  await worker.idle();

  expect(await rowOf(store, 'a')).toMatchObject({
    attempts: 2,
    buried_at: store.clock.iso(),
    last_error: 'still down',
  });
  expect(buried).toEqual([
    {
      id: expect.any(String),
      key: 'a',
      kind: 'work',
      attempts: 2,
      maxAttempts: 2,
      payload: { key: 'a' },
      lastError: 'still down',
    },
  ]);
});

test('a handler may give up at once', async () => {
  const { store, worker, buried } = await aWorker({ work: aHandler(async () => ({ bury: 'no such template' })) });

  await enqueue(store, 'a');
  await worker.idle();

  expect(buried.map((job) => job.lastError)).toEqual(['no such template']);
  expect((await rowOf(store, 'a')).buried_at).toBe(store.clock.iso());
});

test('a handler that throws is tried again later, then buried; log and job share a reference', async () => {
  const { store, worker, buried, logged } = await aWorker({
    work: aHandler(async () => {
      throw new Error('bug');
    }),
  });
  await enqueue(store, 'a', { maxAttempts: 2 });

  await worker.idle();
  const first = await rowOf(store, 'a');
  store.clock.advance(1_000);
  await worker.idle();

  expect(first).toMatchObject({ run_at: '2026-11-20T12:00:01.000Z', buried_at: null });
  expect(buried).toHaveLength(1);
  const references = logged.filter((line) => line.message === 'a job broke').map((line) => line.fields.reference);
  expect(references).toHaveLength(2);
  expect(buried[0]!.lastError).toBe(`${references[1]}: bug`);
});

test('a handler that hangs counts as failed, and its late result changes nothing', async () => {
  const late = Promise.withResolvers<{ done: true }>();
  let runs = 0;
  const work = aHandler(() => {
    runs += 1;
    return runs === 1 ? late.promise : Promise.resolve({ retryAt: '2026-11-20T13:00:00.000Z', why: 'second run' });
  }, 10);
  const { store, worker } = await aWorker({ work });
  await enqueue(store, 'a');

  await worker.idle();
  const first = await rowOf(store, 'a');
  store.clock.advance(1_000);
  await worker.idle();
  late.resolve({ done: true });
  await worker.idle();

  expect(first.last_error).toMatch(/no answer within 10 ms/);
  expect(await rowOf(store, 'a')).toMatchObject({ attempts: 2, finished_at: null, last_error: 'second run' });
});

test('an answer that is no time at all is a bug of the handler, not of the worker', async () => {
  const { store, worker } = await aWorker({ work: aHandler(async () => ({ retryAt: 'soon', why: 'x' })) });

  await enqueue(store, 'a');
  await worker.idle();

  expect(await rowOf(store, 'a')).toMatchObject({ attempts: 1, finished_at: null, buried_at: null });
  expect(worker.alive()).toBe(true);
});

test('a job whose process died in every attempt is buried, not run for ever', async () => {
  const store = await openTestStore();
  await enqueue(store, 'poison', { maxAttempts: 1 });
  // A worker that was killed: its claim stays, its lease runs out.
  await store.db
    .updateTable('outbox')
    .set({ attempts: 1, leased_by: 'dead', leased_until: store.clock.iso() })
    .execute();
  let runs = 0;
  const work = aHandler(async () => {
    runs += 1;
    return { done: true };
  });

  const { worker, buried } = await aWorker({ work }, { store });
  await worker.idle();

  expect([runs, buried.length]).toEqual([0, 1]);
});

test('a crash between doing and recording runs the job again, which sees that it is done', async () => {
  const store = await openTestStore();
  const sent = new Set<string>();
  const work = aHandler(async (payload) => {
    const { key } = payload as { key: string };
    if (sent.has(key)) return { done: true };
    sent.add(key);
    return await new Promise(() => undefined); // the process dies here: no answer, nothing recorded
  }, 60_000);
  const first = await aWorker({ work }, { store });
  await enqueue(store, 'a');
  await first.worker.stop(1);
  benches.splice(benches.indexOf(first), 1);

  const { worker } = await aWorker({ work }, { store });
  await worker.idle();
  const whileLeased = await rowOf(store, 'a');
  store.clock.advance(60_000 + LEASE_MARGIN_MS);
  await worker.idle();

  expect(whileLeased).toMatchObject({ attempts: 1, finished_at: null });
  expect(await rowOf(store, 'a')).toMatchObject({ attempts: 2, finished_at: store.clock.iso() });
});

test('a failure to tell people is logged, and the job is buried all the same', async () => {
  const { store, worker, logged } = await aWorker(
    { work: aHandler(async () => ({ bury: 'no' })) },
    {
      onBuried: async () => {
        throw new Error('chat is down');
      },
    },
  );

  await enqueue(store, 'a');
  await worker.idle();

  expect((await rowOf(store, 'a')).buried_at).toBe(store.clock.iso());
  expect(logged.map((line) => line.message)).toContain('nobody could be told that a job was given up');
});

test('kinds without a handler are left for other processes', async () => {
  const { store, worker } = await aWorker({ other: aHandler(async () => ({ done: true })) });

  await enqueue(store, 'a');
  await worker.idle();

  expect((await rowOf(store, 'a')).attempts).toBe(0);
});

test('a database that fails for a moment does not end the worker', async () => {
  const store = await openTestStore();
  let failures = 2;
  const flaky = new Proxy(store, {
    get: (target, property) => {
      if (property === 'db' && failures > 0) {
        failures -= 1;
        throw new Error('connection lost');
      }
      return Reflect.get(target, property);
    },
  });
  const work = aHandler(async () => ({ done: true }));
  const { worker, logged } = await aWorker(
    { work },
    { store: flaky, pollMs: 1, now: store.clock.now, newId: store.newId },
  );

  await enqueue(store, 'a');
  await worker.idle();

  expect((await rowOf(store, 'a')).finished_at).not.toBeNull();
  expect(logged.filter((line) => line.message === 'could not claim jobs')).toHaveLength(2);
});

test('stopping lets running jobs finish and takes no new ones', async () => {
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const work = aHandler(async () => {
    started.resolve();
    await release.promise;
    return { done: true };
  });
  const { store, worker } = await aWorker({ work }, { concurrency: 1 });
  await enqueue(store, 'running');
  await started.promise;
  await enqueue(store, 'waiting');

  const stopped = worker.stop(5_000);
  release.resolve();
  await stopped;

  expect((await rowOf(store, 'running')).finished_at).not.toBeNull();
  expect((await rowOf(store, 'waiting')).attempts).toBe(0);
});

test('stopping does not wait for ever', async () => {
  const started = Promise.withResolvers<void>();
  const work = aHandler(() => {
    started.resolve();
    return new Promise(() => undefined);
  }, 60_000);
  const { store, worker, logged } = await aWorker({ work });
  await enqueue(store, 'hanging');
  await started.promise;

  await worker.stop(5);

  expect(logged.at(-1)).toMatchObject({ level: 'warn', fields: { jobs: 1 } });
  expect((await rowOf(store, 'hanging')).finished_at).toBeNull();
});
