// SQLite: one process, WAL, flushed before a write counts. The driver is loaded only where it is used.

import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Opened } from './opened.ts';
import { patient } from './patient.ts';
import { quietRollback } from './quiet-rollback.ts';
import { isBusy } from './sql-errors.ts';
import type { Tables } from './tables.ts';
import { codeOf, StoreUnusable } from './unusable.ts';
import { openWalSync } from './wal-sync.ts';

/** While starting we wait for another process's migration; this stops the whole process, which nobody waits for yet. */
const BUSY_TIMEOUT_MS = 5_000;
/** Once people wait: as long as another process needs for a small write. What takes longer is waited for in `patient`. */
const BUSY_SERVING_MS = 20;
/** How long a process that is just ending may take to let go of the file. */
const STEPPING_DOWN_MS = 1_000;
/** Far more than the statements of the whole code base; bounded because `in (…)` lists differ in length. */
const STATEMENTS_KEPT = 500;

/**
 * WAL with `synchronous = NORMAL`: a commit survives `kill -9`, but a power cut could take the last ones back, and
 * with them "this message was sent", so that it would be sent again. `FULL` closes that gap by blocking the process
 * for a disk flush in each commit; we flush ourselves, off the event loop and shared, before `write` resolves.
 */
export async function connectSqlite(path: string): Promise<Opened> {
  const inMemory = path === ':memory:';
  if (!inMemory) createPrivately(path);
  const { default: Database } = await import('better-sqlite3');
  const file = new Database(path);
  file.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = NORMAL');
  file.pragma('foreign_keys = ON');
  const db = new Kysely<Tables>({
    dialect: quietRollback(patient(new SqliteDialect({ database: withStatementCache(file) }))),
  });
  const serve = () => void file.pragma(`busy_timeout = ${BUSY_SERVING_MS}`);
  if (inMemory) return { db, engine: 'sqlite', settle: async () => undefined, serve, close: () => db.destroy() };

  // The log file appears with the first read.
  file.pragma('schema_version');
  const wal = openWalSync(`${path}-wal`);
  const close = async () => {
    await wal.flush();
    wal.close();
    await db.destroy();
  };
  return { db, engine: 'sqlite', settle: wal.flush, serve, close };
}

/**
 * Makes this process the only one that serves this file, until it ends, however it ends: the system holds the lock, so nothing
 * is left behind by a crash. What memory knows of a file (which work is under way) two servers would not know of each other.
 * The command line may look at the file meanwhile. Throws `StoreUnusable` when another process serves it.
 */
export async function serveAlone(path: string): Promise<() => void> {
  if (path === ':memory:') return () => undefined;
  makeFolder(dirname(resolve(path)));
  const { default: Database } = await import('better-sqlite3');
  const lock = new Database(`${path}-serving`, { timeout: STEPPING_DOWN_MS });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new StoreUnusable(
      `another Aval is running on the database file ${path}. Stop it, or set DATABASE_URL to a file of its own; several on one database need PostgreSQL.`,
    );
  }
  return () => void lock.close();
}

/** The database holds phone numbers and what people wrote: only our own user may read it. */
function createPrivately(path: string): void {
  makeFolder(dirname(resolve(path)));
  if (existsSync(path) && statSync(path).isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  closeSync(openSync(path, 'a', 0o600));
}

/** One by one: asked for all at once, Node looks for ever in places such as /proc, where nothing can be made. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error; // another process was faster
  }
  chmodSync(folder, 0o700);
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
