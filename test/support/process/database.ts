// Databases for tests: SQLite in memory for everything above the store, and both engines for the store itself.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, describe, inject } from 'vitest';
import type { NewId } from '../../../src/ports/process.ts';
import { type Engine, migrate } from '../../../src/store/engine/migrate.ts';
import type { Opened } from '../../../src/store/engine/opened.ts';
import { connect, storeOver } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { counterIds, type FakeClock, fakeClock } from '../fake-clock.ts';

const BORN = 'born';

export type TestStore = Store & { readonly clock: FakeClock; readonly newId: NewId };

/** A migrated SQLite database in memory with a clock to set and countable ids. Close it, or let the process end. */
export async function openTestStore(clock: FakeClock = fakeClock(), newId: NewId = counterIds()): Promise<TestStore> {
  const opened = await connect('sqlite::memory:');
  await giveTables(opened);
  return { ...storeOver(opened, { now: clock.now, newId }), clock, newId };
}

/** An empty SQLite database becomes a migrated one. */
async function giveTables({ db }: Opened): Promise<void> {
  made ??= madeByMigrations();
  const { statements, rows } = await made;
  await db.transaction().execute(async (tx) => {
    for (const statement of statements) await sql.raw(statement).execute(tx);
    for (const { table, row } of rows) {
      const values = Object.values(row).map((value) => sql`${value}`);
      await sql`insert into ${sql.table(table)} values (${sql.join(values)})`.execute(tx);
    }
  });
}

type Made = {
  readonly statements: readonly string[];
  readonly rows: readonly { readonly table: string; readonly row: Readonly<Record<string, unknown>> }[];
};

/** The migrations are run once; every other database is given what they made, which takes a fraction of the time. */
let made: Promise<Made> | undefined;

async function madeByMigrations(): Promise<Made> {
  const { db, engine, close } = await connect('sqlite::memory:');
  await migrate(db, engine);
  const { rows: things } = await sql<{ type: string; name: string; sql: string }>`
    select type, name, sql from sqlite_master where sql is not null and name not like 'sqlite_%' order by rowid`.execute(
    db,
  );
  const rows: Made['rows'][number][] = [];
  for (const { type, name: table } of things) {
    if (type !== 'table') continue;
    const { rows: found } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db);
    rows.push(...found.map((row) => ({ table, row })));
  }
  await close();
  return { statements: things.map((thing) => thing.sql), rows };
}

export type TestDatabase = {
  readonly engine: Engine;
  readonly url: string;
  readonly store: TestStore;
  /**
   * A second user of the same database: on PostgreSQL with a pool of its own, as another process has. On SQLite the
   * same store again, because waiting for a file lock stops the whole thread, the holder included.
   */
  another(): Promise<TestStore>;
};

/**
 * Runs the same tests on SQLite (in a file, with its real log) and on PostgreSQL. `fresh()` gives a
 * migrated database without a row; `empty()` the address of one without a single table. Nothing of it outlives the test.
 */
export function describeOnBothEngines(
  name: string,
  tests: (on: {
    readonly engine: Engine;
    readonly fresh: () => Promise<TestDatabase>;
    readonly empty: () => Promise<string>;
  }) => void,
): void {
  const engines: readonly Engine[] = ['sqlite', 'postgres'];
  describe.each(engines)(`${name} on %s`, (engine) => {
    const undo: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const step of undo.splice(0).reverse()) await step();
    });

    const fresh = async (): Promise<TestDatabase> => {
      const url = engine === 'sqlite' ? await makeSqlite(undo) : await borrowPostgres(undo);
      const clock = fakeClock();
      const newId = counterIds();
      const open = async () => {
        const opened = await connect(url);
        const store = storeOver(opened, { now: clock.now, newId });
        undo.push(store.close);
        return { ...store, clock, newId, opened };
      };
      const { opened, ...store } = await open();
      if (engine === 'sqlite') await giveTables(opened);
      return { engine, url, store, another: async () => (engine === 'sqlite' ? store : await open()) };
    };
    tests({ engine, fresh, empty: () => (engine === 'sqlite' ? makeSqlite(undo) : emptyPostgres(undo)) });
  });
}

async function makeSqlite(undo: (() => Promise<void>)[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'aval-sqlite-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  return `sqlite:${join(folder, 'aval.db')}`;
}

/** Databases of this worker that are migrated and without a row. Making one costs more than most tests: they are used again. */
const spare: string[] = [];

async function borrowPostgres(undo: (() => Promise<void>)[]): Promise<string> {
  const name = spare.pop() ?? (await createPostgres(inject('postgresTemplate')));
  undo.push(async () => {
    await emptied(name);
    spare.push(name);
  });
  return addressOf(name);
}

async function emptyPostgres(undo: (() => Promise<void>)[]): Promise<string> {
  const name = await createPostgres('template0');
  undo.push(() => inDatabase(addressOf('postgres'), `drop database ${name} with (force)`));
  return addressOf(name);
}

async function createPostgres(template: string): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await inDatabase(addressOf('postgres'), `create database ${name} template ${template}`);
  return name;
}

/** Puts every table back to the rows it was born with, in whatever order they refer to each other. */
async function emptied(name: string): Promise<void> {
  await inDatabase(
    addressOf(name),
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
     set session_replication_role = replica;
     do $$ declare t text; begin
       for t in select tablename from pg_tables where schemaname = 'public' loop
         execute format('delete from public.%I', t);
         execute format('insert into public.%I select * from ${BORN}.%I', t, t);
       end loop;
     end $$;`,
  );
}

/** Keeps what every table holds right after the migrations, for `emptied`. */
export async function rememberBorn(url: string): Promise<void> {
  await inDatabase(
    url,
    `create schema ${BORN};
     do $$ declare t text; begin
       for t in select tablename from pg_tables where schemaname = 'public' loop
         execute format('create table ${BORN}.%I as table public.%I', t, t);
       end loop;
     end $$;`,
  );
}

function addressOf(name: string): string {
  return `${inject('postgresUrl')}${name}`;
}

async function inDatabase(url: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}
