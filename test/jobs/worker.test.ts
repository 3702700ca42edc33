// The worker: what it takes, how many at once, what it survives, how it stops.
import { expect, test, vi } from 'vitest';
import { openTestStore } from '../support/process/database.ts';
import { aHandler, aWorker, enqueue, rowOf } from '../support/process/worker-bench.ts';

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

test('a stopped worker listens no more, takes nothing and says that it is not alive', async () => {
  const store = await openTestStore();
  let listening = 0;
  const onJobs: typeof store.onJobs = (listener) => {
    listening += 1;
    const leave = store.onJobs(listener);
    return () => {
      listening -= 1;
      leave();
    };
  };
  const { worker } = await aWorker({ work: aHandler(async () => ({ done: true })) }, { store: { ...store, onJobs } });
  const before = [listening, worker.alive()];
  await worker.stop(100);

  await enqueue(store, 'a');
  await worker.idle();

  expect([before, listening, worker.alive()]).toEqual([[1, true], 0, false]);
  expect((await rowOf(store, 'a')).attempts).toBe(0);
});

test('a job that takes longer than a lease keeps it while its worker lives', async () => {
  const release = Promise.withResolvers<void>();
  const work = aHandler(async () => {
    await release.promise;
    return { done: true };
  });
  const { store, worker, logged } = await aWorker({ work }, { renewMs: 2 });
  await enqueue(store, 'long');
  await vi.waitFor(async () => expect((await rowOf(store, 'long')).leased_until).not.toBeNull());
  const firstUntil = (await rowOf(store, 'long')).leased_until ?? '';

  store.clock.advance(15_000);
  await vi.waitFor(async () => expect((await rowOf(store, 'long')).leased_until).toBe(later(firstUntil, 15_000)));
  store.clock.advance(15_000);
  await vi.waitFor(async () => expect((await rowOf(store, 'long')).leased_until).toBe(later(firstUntil, 30_000)));
  release.resolve();
  await worker.idle();

  expect(await rowOf(store, 'long')).toMatchObject({ attempts: 1, finished_at: store.clock.iso(), leased_until: null });
  expect(logged).toEqual([]);
});

function later(iso: string, ms: number): string {
  return new Date(Date.parse(iso) + ms).toISOString();
}
