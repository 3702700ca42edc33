// SQLite: one process, WAL, flushed before a write counts. The driver is loaded only where it is used.

import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Opened } from './opened.ts';
import { patient } from './patient.ts';
import { quietRollback } from './quiet-rollback.ts';
import type { Tables } from './tables.ts';
import { openWalSync } from './wal-sync.ts';

/** While starting we wait for another process's migration; this stops the whole process, which nobody waits for yet. */
const BUSY_TIMEOUT_MS = 5_000;
/** Once people wait: as long as another process needs for a small write. What takes longer is waited for in `patient`. */
const BUSY_SERVING_MS = 20;
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
