// Opens the database and offers the one way to change it: `write`. The only file that knows the drivers, which are
// loaded on demand: who runs on SQLite never loads `pg`.
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  Kysely,
  PostgresDialect,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
  type Transaction,
} from 'kysely';
import type { Clock, NewId } from '../ports/process.ts';
import { type Committed, createGroupCommit } from './engine/group-commit.ts';
import { type Engine, migrate } from './engine/migrate.ts';
import { isRetryable } from './engine/sql-errors.ts';
import type { Tables } from './engine/tables.ts';
import { openWalSync } from './engine/wal-sync.ts';
import { append, type NewEvent } from './events.ts';
import type { Delivery } from './queues/inbox.ts';
import { createReceiver } from './queues/inbox-batch.ts';
import { risingIds } from './queues/job-id.ts';
import { enqueue, type NewJob } from './queues/outbox.ts';

export type Tx = {
  readonly db: Transaction<Tables>;
  /** Appended to the audit chain if the transaction commits. */
  record(event: NewEvent): void;
  /** Put into the outbox if the transaction commits. */
  enqueue(job: NewJob): void;
  /**
   * Run once, when the transaction is durable; never when it was undone. The place for what must not happen twice or too
   * soon, such as counting and logging. It may not throw.
   */
  after(effect: () => void): void;
};

export type Store = {
  /** For reading, and for single statements that need neither an event nor a job. */
  readonly db: Kysely<Tables>;
  readonly engine: Engine;
  /**
   * One transaction; when it resolves, its effects outlive a crash and a power cut. `work` may run more than once
   * (PostgreSQL undoes one of two transactions that block each other; on SQLite a neighbour that failed undoes the one they
   * share), so it must do nothing but queries on `tx.db`; what else it does goes through `tx.after`.
   * A query on `store.db` inside it would wait for ever on SQLite, which has one connection.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Remembers a delivery that has no effect but an answer. `seen`: a copy of it was here before. */
  receive(delivery: Delivery): Promise<'new' | 'seen'>;
  /** Calls `listener` after each `write` that enqueued. Returns the way to stop it. */
  onJobs(listener: () => void): () => void;
  close(): Promise<void>;
};

export type Opened = {
  readonly db: Kysely<Tables>;
  readonly engine: Engine;
  /** Waits until what was committed is on disk, where commit alone does not promise that. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const POOL_SIZE = 10;
const STATEMENT_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 10_000;
const BUSY_TIMEOUT_MS = 5_000;
const WRITE_TRIES = 5;
/** Far more than the statements of the whole code base; bounded because `in (…)` lists differ in length. */
const STATEMENTS_KEPT = 500;
/** PostgreSQL type ids of int8 and numeric: what `count` and `sum` give. Ours fit a JavaScript number. */
const NUMERIC_TYPES = new Set([20, 1700]);

/**
 * Connects, prepares and migrates. `url`: `sqlite:./path`, `sqlite::memory:` or `postgres://…`.
 * Throws `StoreTooNew` when the database belongs to a newer version, and a plain Error on an unusable address.
 */
export async function openStore(options: { url: string; now: Clock; newId: NewId }): Promise<Store> {
  const opened = await connect(options.url);
  try {
    await migrate(opened.db, opened.engine);
  } catch (error) {
    await opened.close();
    throw error;
  }
  return storeOver(opened, options);
}

/**
 * Connects without migrating: for the command line, which asks about a database before it changes it.
 * `create: false`: a SQLite file that is not there is an error, not a new database.
 */
export async function connect(url: string, { create = true } = {}): Promise<Opened> {
  if (url.startsWith('sqlite:')) {
    const path = url.slice('sqlite:'.length).replace(/^\/\/(?=.)/, '');
    if (!create && !existsSync(path)) throw new Error(`there is no file ${path}`);
    return await connectSqlite(path);
  }
  if (/^postgres(ql)?:\/\//.test(url)) return await connectPostgres(url);
  throw new Error('DATABASE_URL must start with sqlite: (for example sqlite:./data/aval.db) or postgres://');
}

type Work = (tx: Tx) => Promise<unknown>;

/** The store over an open, migrated database. */
export function storeOver({ db, engine, settle, close }: Opened, { now, newId }: { now: Clock; newId: NewId }): Store {
  const listeners = new Set<() => void>();
  const newJobId = risingIds(now, newId);

  /** The pieces of work one after another in one transaction; what they record and enqueue is written once, at the end. */
  async function together(works: readonly Work[]): Promise<Committed> {
    const events: NewEvent[] = [];
    const jobs: NewJob[] = [];
    const effects: (() => void)[] = [];
    const values = await db.transaction().execute(async (transaction) => {
      const tx: Tx = {
        db: transaction,
        record: (event) => void events.push(event),
        enqueue: (job) => void jobs.push(job),
        after: (effect) => void effects.push(effect),
      };
      const results: unknown[] = [];
      for (const work of works) results.push(await work(tx));
      const at = now().toISOString();
      // Jobs first: an insert may wait for another transaction's key, and nobody should wait holding the chain's lock.
      await enqueue(transaction, jobs, { at, newId: newJobId });
      await append(transaction, events, at);
      return results;
    });
    return { values, durable: durable(jobs.length > 0, effects) };
  }

  async function durable(hasJobs: boolean, effects: readonly (() => void)[]): Promise<void> {
    await settle();
    for (const effect of effects) effect();
    if (hasJobs) for (const listener of listeners) listener();
  }

  async function alone(work: Work): Promise<unknown> {
    for (let tries = 1; ; tries += 1) {
      try {
        const { values, durable: kept } = await together([work]);
        await kept;
        return values[0];
      } catch (error) {
        // The database undid the transaction because of another one: nothing happened, the same work may pass now.
        if (!isRetryable(error) || tries === WRITE_TRIES) throw error;
        await delay(tries * 10);
      }
    }
  }

  const writeAny = engine === 'sqlite' ? createGroupCommit(together) : alone;
  // Work and its value go through a list of works of any kind, and come back to who asked.
  const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => writeAny(work) as Promise<T>;

  function onJobs(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  let closing: Promise<void> | undefined;
  function closeOnce(): Promise<void> {
    closing ??= close();
    return closing;
  }

  return { db, engine, write, receive: createReceiver(db), onJobs, close: closeOnce };
}

/**
 * WAL with `synchronous = NORMAL`: a commit survives `kill -9`, but a power cut could take the last ones back, and
 * with them "this message was sent", so that it would be sent again. `FULL` closes that gap by blocking the process
 * for a disk flush in each commit; we flush ourselves, off the event loop and shared, before `write` resolves.
 */
async function connectSqlite(path: string): Promise<Opened> {
  const inMemory = path === ':memory:';
  if (!inMemory) createPrivately(path);
  const { default: Database } = await import('better-sqlite3');
  const file = new Database(path);
  file.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = NORMAL');
  file.pragma('foreign_keys = ON');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: withStatementCache(file) }) });
  if (inMemory) return { db, engine: 'sqlite', settle: async () => undefined, close: () => db.destroy() };

  // The log file appears with the first read.
  file.pragma('schema_version');
  const wal = openWalSync(`${path}-wal`);
  const close = async () => {
    await wal.flush();
    wal.close();
    await db.destroy();
  };
  return { db, engine: 'sqlite', settle: wal.flush, close };
}

/** The database holds phone numbers and what people wrote: only our own user may read it. */
function createPrivately(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  }
  closeSync(openSync(path, 'a', 0o600));
}

type PreparingDatabase = { prepare(sql: string): SqliteStatement; close(): unknown };

/**
 * Preparing a statement costs more than running it, and Kysely prepares anew each time. Transactions begin as writers
 * (`immediate`): one that reads first and writes later could otherwise fail because another process wrote in between.
 */
function withStatementCache(file: PreparingDatabase): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => void file.close(),
    prepare(sql) {
      const known = kept.get(sql);
      if (known !== undefined) return known;
      const statement = file.prepare(sql === 'begin' ? 'begin immediate' : sql);
      if (kept.size === STATEMENTS_KEPT) kept.clear();
      kept.set(sql, statement);
      return statement;
    },
  };
}

async function connectPostgres(url: string): Promise<Opened> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    application_name: 'aval',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    types: {
      getTypeParser: (id: number, format?: 'text' | 'binary') =>
        NUMERIC_TYPES.has(id) ? Number : pg.types.getTypeParser(id, format),
    },
  });
  // An idle connection that breaks is dropped by the pool, and the next query says so if the server is gone.
  // Without a listener this event would end the process.
  pool.on('error', () => undefined);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, engine: 'postgres', settle: async () => undefined, close: () => db.destroy() };
}
