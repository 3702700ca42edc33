// Databases for tests: SQLite in memory for everything above the store, and both engines for the store itself.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, inject } from 'vitest';
import type { NewId } from '../../../src/ports/process.ts';
import type { Engine } from '../../../src/store/engine/migrate.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { counterIds, type FakeClock, fakeClock } from '../fake-clock.ts';

export type TestStore = Store & { readonly clock: FakeClock; readonly newId: NewId };

/** A migrated SQLite database in memory with a clock to set and countable ids. Close it, or let the process end. */
export async function openTestStore(clock: FakeClock = fakeClock(), newId: NewId = counterIds()): Promise<TestStore> {
  const store = await openStore({ url: 'sqlite::memory:', now: clock.now, newId });
  return { ...store, clock, newId };
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
 * migrated database of its own; `empty()` the address of one without a single table. All are removed after each test.
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

    const make = (template: string) => (engine === 'sqlite' ? makeSqlite(undo) : makePostgres(undo, template));
    const fresh = async (): Promise<TestDatabase> => {
      const url = await make(engine === 'sqlite' ? '' : inject('postgresTemplate'));
      const clock = fakeClock();
      const newId = counterIds();
      const open = async (): Promise<TestStore> => {
        const store = await openStore({ url, now: clock.now, newId });
        undo.push(store.close);
        return { ...store, clock, newId };
      };
      const store = await open();
      return { engine, url, store, another: async () => (engine === 'sqlite' ? store : await open()) };
    };
    tests({ engine, fresh, empty: () => make('template0') });
  });
}

async function makeSqlite(undo: (() => Promise<void>)[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'aval-sqlite-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  return `sqlite:${join(folder, 'aval.db')}`;
}

async function makePostgres(undo: (() => Promise<void>)[], template: string): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(`create database ${name} template ${template}`);
  undo.push(() => asAdmin(`drop database ${name} with (force)`));
  return `${inject('postgresUrl')}${name}`;
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${inject('postgresUrl')}postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
