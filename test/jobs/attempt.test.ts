// One attempt at a job: done, tried again, postponed, given up, each with what is told.
import { expect, test, vi } from 'vitest';
import { openTestStore } from '../support/process/database.ts';
import { aHandler, aWorker, enqueue, rowOf } from '../support/process/worker-bench.ts';

const LEASE_MARGIN_MS = 15_000;

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

test('a handler may ask for more time with every attempt, never for less than it said', async () => {
  const { store, worker } = await aWorker({
    work: aHandler(async () => ({ retryAt: store.clock.iso(5_000), why: 'lost', backsOff: true as const })),
  });
  await enqueue(store, 'a');

  const waits = [];
  for (let tries = 1; tries <= 6; tries += 1) {
    await worker.idle();
    const { run_at } = await rowOf(store, 'a');
    waits.push(Date.parse(run_at) - store.clock.now().getTime());
    store.clock.set(run_at);
  }

  expect(waits).toEqual([5_000, 5_000, 5_000, 8_000, 16_000, 32_000]);
});

test('what waits for a person to mend something is looked at ever more rarely, without an attempt, for a week', async () => {
  const waits = () => ({
    retryAt: store.clock.iso(5_000),
    why: 'expired',
    countsAsAttempt: false as const,
    backsOff: true as const,
  });
  const ages: number[] = [];
  const work = aHandler(async (_, { ageMs }) => {
    ages.push(ageMs);
    return waits();
  });
  const store = await openTestStore();
  const { worker, buried } = await aWorker({ work }, { store, random: () => 0.999_999_9 });
  await enqueue(store, 'a');

  const gaps = [];
  for (let tries = 1; tries <= 10; tries += 1) {
    await worker.idle();
    const { run_at, attempts } = await rowOf(store, 'a');
    expect(attempts).toBe(0);
    gaps.push(Math.round((Date.parse(run_at) - store.clock.now().getTime()) / 1_000));
    store.clock.set(run_at);
  }
  expect(gaps).toEqual([5, 5, 10, 20, 40, 80, 160, 320, 600, 600]);

  store.clock.advance(7 * 86_400_000);
  await worker.idle();
  expect(ages.at(-1)).toBeGreaterThan(7 * 86_400_000);
  expect(buried.map((job) => job.lastError)).toEqual(['waited for a week: expired']);
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
  await vi.waitFor(() => expect(sent.size).toBe(1));
  await first.worker.stop(1);

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
