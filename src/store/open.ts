// Opens the database and puts the store together: connection, migrations, the one way to write with its events and jobs.

import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, NewId } from '../ports/process.ts';
import { besideTransactions } from './engine/beside.ts';
import { type Committed, createGroupCommit } from './engine/group-commit.ts';
import { migrate } from './engine/migrate.ts';
import type { Opened } from './engine/opened.ts';
import { connectPostgres } from './engine/postgres.ts';
import { isConnectionLost, isRetryable } from './engine/sql-errors.ts';
import { connectSqlite, serveAlone } from './engine/sqlite.ts';
import { asUnusable, StoreUnusable, sqliteFile } from './engine/unusable.ts';
import { append, type NewEvent } from './events.ts';
import { createReceiver } from './queues/inbox-batch.ts';
import { risingIds } from './queues/job-id.ts';
import { enqueue, type NewJob } from './queues/outbox.ts';
import type { Store, Tx } from './store.ts';

const WRITE_TRIES = 8;
/** Marks a transaction whose connection broke before its commit was asked for: it was undone for certain. */
class LostBeforeCommit extends Error {}

/**
 * Connects, prepares and migrates. `url`: `sqlite:./path`, `sqlite::memory:` or `postgres://…`.
 * Throws `StoreUnusable`, in words for whoever started us, when it cannot be used; `StoreTooNew` is one.
 */
export async function openStore(options: {
  readonly url: string;
  readonly now: Clock;
  readonly newId: NewId;
  /** For a server: no other one may serve the same SQLite file until this store is closed. */
  readonly alone?: boolean;
}): Promise<Store> {
  const opened = await (options.alone === true ? connectAlone(options.url) : connect(options.url));
  try {
    await migrate(opened.db, opened.engine);
  } catch (error) {
    await opened.close();
    throw asUnusable(options.url, error);
  }
  return storeOver(opened, options);
}

/**
 * Connects without migrating: for the command line, which asks about a database before it changes it.
 * `create: false`: a SQLite file that is not there is an error, not a new database.
 */
export async function connect(url: string, { create = true } = {}): Promise<Opened> {
  try {
    return await connectAny(url, create);
  } catch (error) {
    throw asUnusable(url, error);
  }
}

async function connectAlone(url: string): Promise<Opened> {
  if (!url.startsWith('sqlite:')) return await connect(url);
  const leave = await serveAlone(sqliteFile(url)).catch((error: unknown) => {
    throw asUnusable(url, error);
  });
  try {
    const opened = await connect(url);
    return { ...opened, close: () => opened.close().finally(leave) };
  } catch (error) {
    leave();
    throw error;
  }
}

async function connectAny(url: string, create: boolean): Promise<Opened> {
  if (url.startsWith('sqlite:')) {
    const path = sqliteFile(url);
    if (!create && !existsSync(path)) throw new StoreUnusable(`there is no file ${path}`);
    return await connectSqlite(path);
  }
  if (/^postgres(ql)?:\/\//.test(url)) return await connectPostgres(url);
  throw new StoreUnusable('DATABASE_URL must start with sqlite: (for example sqlite:./data/aval.db) or postgres://');
}

type Work = (tx: Tx) => Promise<unknown>;

/** The store over an open, migrated database. */
export function storeOver(
  { db, engine, settle, serve, close }: Opened,
  { now, newId }: { now: Clock; newId: NewId },
): Store {
  serve();
  const beside = besideTransactions(db);
  const listeners = new Set<() => void>();
  const newJobId = risingIds(now, newId);

  /** The pieces of work one after another in one transaction; what they record and enqueue is written once, at the end. */
  async function together(works: readonly Work[]): Promise<Committed> {
    const events: NewEvent[] = [];
    const jobs: NewJob[] = [];
    const effects: (() => void)[] = [];
    let committing = false;
    const transaction = db.transaction().execute(async (transaction) => {
      const tx: Tx = {
        db: transaction,
        record: (event) => void events.push(event),
        enqueue: (job) => void jobs.push(job),
        after: (effect) => void effects.push(effect),
      };
      const results: unknown[] = [];
      for (const work of works) results.push(await beside.inTransaction(() => work(tx)));
      const at = now().toISOString();
      // Jobs first: an insert may wait for another transaction's key, and nobody should wait holding the chain's lock.
      await enqueue(transaction, jobs, { at, newId: newJobId });
      await append(transaction, events, at);
      committing = true;
      return results;
    });
    const values = await transaction.catch((error: unknown) => {
      throw !committing && isConnectionLost(error)
        ? new LostBeforeCommit('the connection broke', { cause: error })
        : error;
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
        // The database undid the transaction because of another one, or its connection broke before the commit was asked
        // for: nothing happened, the same work may pass now. A commit without an answer may have happened.
        const mayPass = isRetryable(error) || error instanceof LostBeforeCommit;
        if (!mayPass || tries === WRITE_TRIES) throw error instanceof LostBeforeCommit ? error.cause : error;
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

  return { db: beside.db, engine, write, aside: beside.aside, receive: createReceiver(db), onJobs, close: closeOnce };
}
