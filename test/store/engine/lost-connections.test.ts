// A PostgreSQL that ends connections (restart, fail-over, an operator): no process ends with them and nothing is half done.
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { Overtaken } from '../../../src/store/engine/sql-errors.ts';
import { verifyChain } from '../../../src/store/events.ts';
import type { Store } from '../../../src/store/store.ts';
import { describeOnBothEngines } from '../../support/process/database.ts';

describeOnBothEngines('connections that end', ({ engine, fresh }) => {
  test('a hundred ended under writes: each write is done with its event, or not at all, and the process lives', async () => {
    const { store, another } = await fresh();
    const operator = await another();
    await store.db.insertInto('counters').values({ name: 'writes', value: 0 }).execute();
    let told = 0;
    let stopping = false;
    const writer = async () => {
      while (!stopping)
        await count(store).then(
          () => (told += 1),
          () => undefined,
        );
    };

    const writers = Array.from({ length: 6 }, writer);
    for (let ended = 0; ended < 100; ) ended += await endOthers(operator, engine);
    stopping = true;
    await Promise.all(writers);

    const { value } = await operator.db.selectFrom('counters').select('value').executeTakeFirstOrThrow();
    // A commit whose answer was lost counts without being told; never the other way round.
    expect(value).toBeGreaterThanOrEqual(told);
    expect(told).toBeGreaterThan(0);
    expect(await verifyChain(operator.db)).toEqual({ ok: true, count: value });
  });

  test('one that ends in the middle of a transaction is run again, and happens once', async () => {
    const { store, another } = await fresh();
    const operator = await another();
    await store.db.insertInto('counters').values({ name: 'writes', value: 0 }).execute();
    let runs = 0;

    await store.write(async (tx) => {
      runs += 1;
      await tx.db
        .updateTable('counters')
        .set((eb) => ({ value: eb('value', '+', 1) }))
        .execute();
      if (runs === 1) await endOthers(operator, engine);
      await tx.db.selectFrom('counters').selectAll().execute();
    });

    const { value } = await store.db.selectFrom('counters').select('value').executeTakeFirstOrThrow();
    expect(value).toBe(1);
    expect(runs).toBe(engine === 'postgres' ? 2 : 1);
  });

  test('a transaction that fails is told by its cause, also when it cannot be undone any more', async () => {
    const { store, another } = await fresh();
    const operator = await another();

    const writing = store.write(async () => {
      await endOthers(operator, engine);
      await delay(20);
      throw new Error('the cause');
    });

    await expect(writing).rejects.toThrow('the cause');
  });

  test('work that was decided on a row somebody has changed since runs again on the new one', async () => {
    if (engine === 'sqlite') return; // writes one at a time
    const { store } = await fresh();
    let runs = 0;

    await store.write(async () => {
      runs += 1;
      if (runs === 1) throw new Overtaken('a row');
    });

    expect(runs).toBe(2);
  });
});

async function count(store: Store): Promise<void> {
  await store.write(async (tx) => {
    await tx.db
      .updateTable('counters')
      .set((eb) => ({ value: eb('value', '+', 1) }))
      .where('name', '=', 'writes')
      .execute();
    tx.record({ actor: 'p1', kind: 'count', subjectKind: 'test', subjectId: 'writes' });
  });
}

/** How many were ended; on SQLite, which has none, a turn for the writers. */
async function endOthers(operator: Store, engine: string): Promise<number> {
  if (engine === 'sqlite') return await delay(1, 10);
  const { rows } = await sql<{ gone: boolean }>`
    select pg_terminate_backend(pid, 1000) as gone from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(operator.db);
  return rows.length;
}
