// Opening a database: migrations, several processes, newer versions, transactions.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { appliedMigrations, StoreTooNew } from '../../src/store/engine/migrate.ts';
import { verifyChain } from '../../src/store/events.ts';
import { connect, openStore, storeOver } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { counterIds, fakeClock } from '../support/fake-clock.ts';
import { describeOnBothEngines, openTestStore } from '../support/process/database.ts';

const options = { now: fakeClock().now, newId: counterIds() };

describeOnBothEngines('opening the store', ({ engine, fresh, empty }) => {
  test('an empty database gets every table', async () => {
    const store = await openStore({ url: await empty(), ...options });

    const tables = (await store.db.introspection.getTables()).map((table) => table.name);

    await store.close();
    expect(tables).toEqual(expect.arrayContaining(['people', 'proposals', 'templates', 'sends', 'outbox', 'events']));
    expect(store.engine).toBe(engine);
  });

  test('several processes that start and write at once on an empty database all succeed', async () => {
    const url = await empty();

    const codes = await Promise.all([appendInProcess(url, 40), appendInProcess(url, 40), appendInProcess(url, 40)]);

    const store = await openStore({ url, ...options });
    const verdict = await verifyChain(store.db);
    const names = await appliedMigrations(store.db);
    await store.close();
    expect(codes).toEqual([0, 0, 0]);
    expect(verdict).toEqual({ ok: true, count: 120 });
    expect(new Set(names).size).toBe(names.length);
  });

  test('a database of a newer version is refused with a way out, and left alone', async () => {
    const { url, store } = await fresh();
    await sql`insert into kysely_migration (name, timestamp) values ('9999_from_the_future', '2030')`.execute(store.db);

    const opening = openStore({ url, ...options });

    await expect(opening).rejects.toThrow(StoreTooNew);
    await expect(opening).rejects.toThrow(/9999_from_the_future.*later.*backup/);
  });

  test('a migration that fails leaves nothing behind', async () => {
    const url = await empty();
    const before = await connect(url);
    await sql`create table outbox (id text)`.execute(before.db);

    await expect(openStore({ url, ...options })).rejects.toThrow(/Migration 0006_jobs failed/);

    const tables = (await before.db.introspection.getTables()).map((table) => table.name);
    await before.close();
    expect(tables).toEqual(['outbox']);
  });

  test('a transaction that throws leaves no row, no event and no job', async () => {
    const { store } = await fresh();

    const writing = store.write(async (tx) => {
      await tx.db.insertInto('people').values({ id: 'p1', name: 'Ana', created_at: store.clock.iso() }).execute();
      tx.record({ actor: 'p1', kind: 'joined', subjectKind: 'person', subjectId: 'p1' });
      tx.enqueue({ kind: 'greet', payload: {}, key: 'greet:p1' });
      throw new Error('no');
    });

    await expect(writing).rejects.toThrow('no');
    expect(await store.db.selectFrom('people').selectAll().execute()).toEqual([]);
    expect(await store.db.selectFrom('outbox').selectAll().execute()).toEqual([]);
    expect(await verifyChain(store.db)).toEqual({ ok: true, count: 0 });
  });

  test('a query on the database inside a transaction fails at once instead of waiting for ever', async () => {
    const { store } = await fresh();
    let begun: Promise<unknown> | undefined;

    const beside = store.write(async () => {
      await store.db.selectFrom('people').selectAll().execute();
    });
    await expect(beside).rejects.toThrow('inside a transaction');
    // What was begun inside and goes on afterwards is nobody's transaction any more.
    const gate = Promise.withResolvers<void>();
    await store.write(async () => {
      begun = gate.promise.then(() => store.db.selectFrom('people').selectAll().execute());
    });
    gate.resolve();

    await expect(begun).resolves.toEqual([]);
    // What says that it goes on aside waits for its turn.
    await store.write(async () => {
      store.aside(() => {
        begun = store.db.selectFrom('people').selectAll().execute();
      });
      await Promise.resolve();
    });
    await expect(begun).resolves.toEqual([]);
  });

  test('of two writers who change one state, exactly one succeeds', async () => {
    const { store, another } = await fresh();
    const other = await another();
    await store.db.insertInto('counters').values({ name: 'state', value: 1 }).execute();
    const change = (from: typeof store, to: number) =>
      from.write(async ({ db }) => {
        const changed = await db
          .updateTable('counters')
          .set({ value: to })
          .where('name', '=', 'state')
          .where('value', '=', 1)
          .returning('value')
          .executeTakeFirst();
        return changed?.value;
      });

    const results = await Promise.all([change(store, 2), change(other, 3), change(store, 4), change(other, 5)]);

    expect(results.filter((value) => value !== undefined)).toHaveLength(1);
  });

  test('two writers that block each other both succeed, each with one effect', async () => {
    const { store, another } = await fresh();
    const other = await another();
    await store.db
      .insertInto('counters')
      .values([
        { name: 'a', value: 0 },
        { name: 'b', value: 0 },
      ])
      .execute();
    const bothHoldOne = barrier(engine === 'postgres' ? 2 : 1);
    let runs = 0;
    const countBoth = (on: typeof store, names: readonly string[]) =>
      on.write(async (tx) => {
        runs += 1;
        tx.record({ actor: 'p1', kind: 'count', subjectKind: 'test', subjectId: names.join() });
        for (const name of names) {
          await tx.db
            .updateTable('counters')
            .set((eb) => ({ value: eb('value', '+', 1) }))
            .where('name', '=', name)
            .execute();
          await bothHoldOne();
        }
      });

    await Promise.all([countBoth(store, ['a', 'b']), countBoth(other, ['b', 'a'])]);

    expect(await store.db.selectFrom('counters').select('value').execute()).toEqual([{ value: 2 }, { value: 2 }]);
    expect(await verifyChain(store.db)).toEqual({ ok: true, count: 2 });
    expect(runs).toBe(engine === 'postgres' ? 3 : 2);
  });

  test('a write resolves, and its jobs are announced, only when it is safely on disk', async () => {
    const opened = await connect((await fresh()).url);
    const order: string[] = [];
    const settle = async () => {
      await opened.settle();
      order.push('on disk');
    };
    const store = storeOver({ ...opened, settle }, options);
    store.onJobs(() => order.push('announced'));

    await store.write(async (tx) => tx.enqueue({ kind: 'a', payload: {}, key: 'a' }));
    order.push('resolved');

    await store.close();
    expect(order).toEqual(['on disk', 'announced', 'resolved']);
  });

  test('listeners hear of committed jobs until they leave', async () => {
    const { store } = await fresh();
    let heard = 0;
    const leave = store.onJobs(() => {
      heard += 1;
    });

    await store.write(async (tx) => tx.enqueue({ kind: 'a', payload: {}, key: 'a1' }));
    await store.write(async () => undefined);
    leave();
    await store.write(async (tx) => tx.enqueue({ kind: 'a', payload: {}, key: 'a2' }));

    expect(heard).toBe(1);
  });

  test('a server that drops idle connections does not end the process, and is used again', async () => {
    const { store, another } = await fresh();
    const other = await another();
    await store.db.selectFrom('people').selectAll().execute();

    if (engine === 'postgres') await dropOtherConnections(other.db);

    let people: unknown;
    while (people === undefined)
      people = await store.db
        .selectFrom('people')
        .selectAll()
        .execute()
        .catch(() => undefined);
    expect(people).toEqual([]);
  });

  test('counting gives numbers, not text', async () => {
    const { store } = await fresh();

    const row = await store.db
      .selectFrom('people')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();

    expect(row).toEqual({ count: 0 });
  });

  test('a row that points to a missing parent is refused', async () => {
    const { store } = await fresh();

    const orphan = { proposal_id: 'none', revision: 1, person_id: 'p1', vote: 'approve', reason: null, created_at: '' };

    await expect(store.db.insertInto('votes').values(orphan).execute()).rejects.toThrow(/foreign key/i);
  });
});

describe('a SQLite file', () => {
  test('is created with its folder, readable by its owner only', async () => {
    const root = await mkdtemp(join(tmpdir(), 'aval-open-'));

    const store = await openStore({ url: `sqlite:${root}/data/aval.db`, ...options });
    const modes = [`${root}/data`, `${root}/data/aval.db`, `${root}/data/aval.db-wal`].map(
      (path) => statSync(path).mode & 0o777,
    );

    await store.close();
    await rm(root, { recursive: true });
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });
});

test('an address of another kind is refused with an example', async () => {
  await expect(openStore({ url: 'mysql://x', ...options })).rejects.toThrow(/sqlite:\.\/data\/aval\.db/);
});

test('the store for tests is migrated and empty', async () => {
  const store = await openTestStore();

  const people = await store.db.selectFrom('people').selectAll().execute();

  await store.close();
  expect(people).toEqual([]);
});

/** Opens the store in a process of its own and appends events, one transaction each. Gives the exit code. */
async function appendInProcess(url: string, count: number): Promise<number | null> {
  const script = new URL('../support/process/append-events.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, url, String(count)], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return code;
}

async function dropOtherConnections(db: Store['db']): Promise<void> {
  const dropped = sql<{ gone: boolean }>`
    select pg_terminate_backend(pid, 1000) as gone from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`;
  const { rows } = await dropped.execute(db);
  expect(rows).toContainEqual({ gone: true });
}

/** A point that nobody passes before `count` have come to it; open for all from then on. */
function barrier(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  return async () => {
    arrived += 1;
    if (arrived >= count) resolve();
    await promise;
  };
}
