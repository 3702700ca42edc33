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
import { connectSqlite } from './engine/sqlite.ts';
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
