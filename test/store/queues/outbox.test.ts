// The outbox: claims, leases, lanes, retries, giving up.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { bury, claim, depth, finish, type Job, prune, retry, revive } from '../../../src/store/queues/outbox.ts';
import { describeOnBothEngines, type TestStore } from '../../support/process/database.ts';

const LEASE_MS = 10_000;

function take(store: TestStore, limit = 10): Promise<readonly Job[]> {
  const { clock, newId } = store;
  return claim(store.db, store.engine, { now: clock.now(), newId, limit, leaseMs: { work: LEASE_MS, slow: 60_000 } });
}

async function add(store: TestStore, ...jobs: { key: string; lane?: string; runAt?: string; kind?: string }[]) {
  await store.write(async (tx) => {
    for (const job of jobs) tx.enqueue({ kind: 'work', payload: { of: job.key }, ...job });
  });
}

const keys = (jobs: readonly Job[]) => jobs.map((job) => job.key);

describeOnBothEngines('the outbox', ({ engine, fresh }) => {
  test('a claimed job carries its payload, its attempt and nobody else gets it', async () => {
    const { store } = await fresh();
    await add(store, { key: 'a' });

    const [job] = await take(store);
    const again = await take(store);

    expect(job).toMatchObject({ kind: 'work', payload: '{"of":"a"}', key: 'a', attempts: 1, maxAttempts: 12 });
    expect(again).toEqual([]);
  });

  test('two jobs with one key are one, even after the first has finished', async () => {
    const { store } = await fresh();
    await add(store, { key: 'a' }, { key: 'a' });
    const [job] = await take(store);
    await finish(store.db, job!, store.clock.iso());

    await add(store, { key: 'a' });

    expect(await take(store)).toEqual([]);
  });

  test('parallel workers never get the same job, and together get all', async () => {
    const { store, another } = await fresh();
    const workers = [store, await another(), await another(), await another()];
    await add(store, ...Array.from({ length: 100 }, (_, n) => ({ key: `job-${n}` })));

    const taken: string[] = [];
    await Promise.all(
      workers.map(async (worker) => {
        for (let jobs = await take(worker, 3); jobs.length > 0; jobs = await take(worker, 3)) taken.push(...keys(jobs));
      }),
    );

    expect(taken).toHaveLength(100);
    expect(new Set(taken).size).toBe(100);
  });

  test('parallel workers never run two jobs of a lane at once, and keep its order', async () => {
    const { store, another } = await fresh();
    const workers = [store, await another(), await another(), await another()];
    const lanes = ['red', 'blue'];
    await add(store, ...lanes.flatMap((lane) => Array.from({ length: 15 }, (_, n) => ({ key: `${lane}-${n}`, lane }))));

    const active = new Map<string, number>();
    const done: Record<string, number[]> = { red: [], blue: [] };
    let most = 0;
    await Promise.all(
      workers.map(async (worker) => {
        while (done.red!.length + done.blue!.length < 30) {
          await new Promise(setImmediate);
          for (const job of await take(worker, 4)) {
            const [lane, number] = job.key.split('-') as [string, string];
            active.set(lane, (active.get(lane) ?? 0) + 1);
            most = Math.max(most, active.get(lane)!);
            await new Promise(setImmediate);
            done[lane]!.push(Number(number));
            active.set(lane, active.get(lane)! - 1);
            await finish(worker.db, job, worker.clock.iso());
          }
        }
      }),
    );

    const inOrder = Array.from({ length: 15 }, (_, n) => n);
    expect(most).toBe(1);
    expect(done).toEqual({ red: inOrder, blue: inOrder });
  });

  test('a lane keeps the order of jobs of one millisecond, whatever ids are made of', async () => {
    const { url, store } = await fresh();
    await store.close();
    let count = 99;
    const falling = () => `falling-${count--}`;
    const opened = await openStore({ url, now: store.clock.now, newId: falling });
    const same = { ...opened, clock: store.clock, newId: falling };

    await add(same, { key: 'z', lane: 'a' }, { key: 'y', lane: 'a' });
    await add(same, { key: 'x', lane: 'a' });
    const order: string[] = [];
    for (const [job] of [await take(same)]) order.push(job!.key);
    for (let at = 0; at < 2; at += 1) {
      await same.db
        .updateTable('outbox')
        .set({ finished_at: same.clock.iso(), leased_by: null })
        .where('key', '=', order.at(-1)!)
        .execute();
      order.push(...keys(await take(same)));
    }

    await same.close();
    expect(order).toEqual(['z', 'y', 'x']);
  });

  test('jobs are handed out oldest due first, and only once due', async () => {
    const { store } = await fresh();
    await add(store, { key: 'later', runAt: store.clock.iso(5_000) }, { key: 'now' });
    await add(store, { key: 'earlier', runAt: store.clock.iso(-5_000) });

    const first = await take(store);
    store.clock.advance(5_000);
    const second = await take(store);

    expect([keys(first), keys(second)]).toEqual([['earlier', 'now'], ['later']]);
  });

  test('a job that waits for a retry holds its lane, and no other', async () => {
    const { store } = await fresh();
    await add(store, { key: 'a1', lane: 'a' }, { key: 'a2', lane: 'a' }, { key: 'b1', lane: 'b' });
    const [a1, b1] = await take(store);
    await retry(store.db, a1!, { runAt: store.clock.iso(30_000), why: 'busy', countsAsAttempt: false });
    await finish(store.db, b1!, store.clock.iso());

    const whileWaiting = await take(store);
    store.clock.advance(30_000);
    const due = await take(store);

    expect(keys(whileWaiting)).toEqual([]);
    expect(keys(due)).toEqual(['a1']);
  });

  test('a job that waits for its first time holds nobody up', async () => {
    const { store } = await fresh();
    await add(store, { key: 'reminder', lane: 'a', runAt: store.clock.iso(3_600_000) }, { key: 'card', lane: 'a' });

    expect(keys(await take(store))).toEqual(['card']);
  });

  test('who stands behind a waiting job, also who comes later, is due with it and not before', async () => {
    const { store } = await fresh();
    await add(store, { key: 'a1', lane: 'a' }, { key: 'a2', lane: 'a' });
    const reminder = store.clock.iso(3_600_000);
    await add(store, { key: 'reminder', lane: 'a', runAt: reminder }, { key: 'b1', lane: 'b' });
    const [a1] = await take(store, 1);

    await retry(store.db, a1!, { runAt: store.clock.iso(30_000), why: 'busy', countsAsAttempt: false });
    await add(store, { key: 'a3', lane: 'a' });

    expect((await depth(store.db, store.clock.now())).waiting).toBe(1);
    const [b1, ...others] = await take(store);
    expect([b1?.key, others]).toEqual(['b1', []]);
    await finish(store.db, b1!, store.clock.iso());
    store.clock.advance(30_000);
    expect((await depth(store.db, store.clock.now())).waiting).toBe(3);
    const [again] = await take(store);
    expect(again?.key).toBe('a1');
    await finish(store.db, again!, store.clock.iso());
    expect(keys(await take(store, 1))).toEqual(['a2']);
    const rows = await store.db.selectFrom('outbox').select('run_at').where('key', '=', 'reminder').execute();
    expect(rows).toEqual([{ run_at: reminder }]);
  });

  test('a buried job lets its lane go on, and a revived one goes first again', async () => {
    const { store } = await fresh();
    await add(store, { key: 'a1', lane: 'a' }, { key: 'a2', lane: 'a' }, { key: 'a3', lane: 'a' });
    const [a1] = await take(store);
    await bury(store.db, a1!, { at: store.clock.iso(), why: 'rejected' });

    const [a2] = await take(store);
    const revived = await revive(store.db, 'a1', store.clock.iso());
    const besideA2 = await take(store);
    store.clock.advance(LEASE_MS);
    const afterCrash = await take(store);
    await finish(store.db, afterCrash[0]!, store.clock.iso());
    const next = await take(store);

    expect([a2!.key, revived, keys(besideA2), keys(afterCrash), keys(next)]).toEqual(['a2', true, [], ['a2'], ['a1']]);
    expect(next[0]!.attempts).toBe(1);
  });

  test('only a buried job can be revived', async () => {
    const { store } = await fresh();
    await add(store, { key: 'a' });

    expect([await revive(store.db, 'a', store.clock.iso()), await revive(store.db, 'none', store.clock.iso())]).toEqual(
      [false, false],
    );
  });

  test('a lease that runs out gives the job to another, with one attempt used; the first may not settle it', async () => {
    const { store } = await fresh();
    await add(store, { key: 'a' });
    const [first] = await take(store);

    store.clock.advance(LEASE_MS - 1);
    const tooSoon = await take(store);
    store.clock.advance(1);
    const [second] = await take(store);
    const late = [
      await finish(store.db, first!, store.clock.iso()),
      await retry(store.db, first!, { runAt: store.clock.iso(), why: 'late', countsAsAttempt: true }),
      await bury(store.db, first!, { at: store.clock.iso(), why: 'late' }),
    ];
    const settled = await finish(store.db, second!, store.clock.iso());

    expect([tooSoon, second!.attempts, late, settled]).toEqual([[], 2, [false, false, false], true]);
  });

  test('each kind has a lease of its own length, and unknown kinds are left alone', async () => {
    const { store } = await fresh();
    await add(store, { key: 'quick' }, { key: 'slow', kind: 'slow' }, { key: 'foreign', kind: 'of a newer version' });

    const first = await take(store);
    store.clock.advance(LEASE_MS);
    const second = await take(store);

    expect([keys(first), keys(second)]).toEqual([['quick', 'slow'], ['quick']]);
  });

  test('a retry that is not its fault gives the attempt back', async () => {
    const { store } = await fresh();
    await add(store, { key: 'a' });
    const [first] = await take(store);
    await retry(store.db, first!, { runAt: store.clock.iso(), why: 'rate', countsAsAttempt: false });
    const [second] = await take(store);
    await retry(store.db, second!, { runAt: store.clock.iso(), why: 'down', countsAsAttempt: true });
    const [third] = await take(store);

    expect([first!.attempts, second!.attempts, third!.attempts]).toEqual([1, 1, 2]);
  });

  test('never more jobs are leased than asked for', async () => {
    const { store } = await fresh();
    await add(store, ...Array.from({ length: 20 }, (_, n) => ({ key: `k${n}` })));

    expect(await take(store, 7)).toHaveLength(7);
    expect(await take(store, 0)).toEqual([]);
  });

  test('depth counts what is due, its age, and what was given up', async () => {
    const { store } = await fresh();
    await add(store, { key: 'old' }, { key: 'done' }, { key: 'bad' }, { key: 'later', runAt: store.clock.iso(90_000) });
    const jobs = await take(store);
    await finish(store.db, jobs.find((job) => job.key === 'done')!, store.clock.iso());
    await bury(store.db, jobs.find((job) => job.key === 'bad')!, { at: store.clock.iso(), why: 'no' });
    store.clock.advance(4_000);

    expect(await depth(store.db, store.clock.now())).toEqual({ waiting: 1, oldestAgeMs: 4_000, buried: 1 });
  });

  test('pruning forgets jobs long finished, and keeps recent, unfinished and buried ones', async () => {
    const { store } = await fresh();
    await add(store, { key: 'old' }, { key: 'bad' }, { key: 'open', runAt: store.clock.iso(1) });
    const [old, bad] = await take(store);
    await finish(store.db, old!, store.clock.iso());
    await bury(store.db, bad!, { at: store.clock.iso(), why: 'no' });
    store.clock.advance(8 * 86_400_000);
    await add(store, { key: 'recent' });
    const recent = (await take(store)).find((job) => job.key === 'recent');
    await finish(store.db, recent!, store.clock.iso());

    const pruned = await prune(store.db, store.clock.now(), 7);

    const left = await store.db.selectFrom('outbox').select('key').orderBy('key').execute();
    expect([pruned, left.map((row) => row.key)]).toEqual([1, ['bad', 'open', 'recent']]);
  });

  test('the index itself refuses a second lease in a lane', async () => {
    const { store } = await fresh();
    await add(store, { key: 'a1', lane: 'a' }, { key: 'a2', lane: 'a' });

    const leasing = store.db.updateTable('outbox').set({ leased_by: 'somebody' }).execute();

    await expect(leasing).rejects.toThrow(/unique/i);
  });

  test('a claim that loses the race for a lane comes back empty-handed, not broken', async () => {
    const { store, another } = await fresh();
    const other = await another();
    await add(store, { key: 'reminder', lane: 'a', runAt: store.clock.iso(1_000) }, { key: 'card', lane: 'a' });

    // The winner holds the card's lease, unseen until it commits; for the loser, the older reminder is due.
    let losing: Promise<readonly Job[]> | undefined;
    const won = await store.db.transaction().execute(async (transaction) => {
      const jobs = await take({ ...store, db: transaction });
      store.clock.advance(1_000);
      losing = take(other);
      if (engine === 'postgres') await untilSomebodyWaits(transaction);
      return jobs;
    });

    expect([keys(won), await losing]).toEqual([['card'], []]);
  });
});

async function untilSomebodyWaits(db: TestStore['db']): Promise<void> {
  const waiting = sql<{ count: number }>`select count(*) as count from pg_locks where not granted`;
  while ((await waiting.execute(db)).rows[0]!.count === 0) await new Promise(setImmediate);
}
