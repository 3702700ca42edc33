// PostgreSQL: several processes. The driver is loaded only where it is used.

import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Opened } from './opened.ts';
import { quietRollback } from './quiet-rollback.ts';
import type { Tables } from './tables.ts';
import { tooOld } from './unusable.ts';

const POOL_SIZE = 10;
const STATEMENT_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** PostgreSQL type ids of int8 and numeric: what `count` and `sum` give. Ours fit a JavaScript number. */
const NUMERIC_TYPES = new Set([20, 1700]);

/** A pool over `postgres://…`, which has answered once. Throws `StoreUnusable` for a server that is too old. */
export async function connectPostgres(url: string): Promise<Opened> {
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
  // A connection that breaks says so by an event, and an event nobody listens to ends the process. The pool hears the idle
  // ones only; one in use breaks between two queries of a transaction. Whoever holds it is told by the next query.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  const db = new Kysely<Tables>({ dialect: quietRollback(new PostgresDialect({ pool })) });
  try {
    await refuseOldServer(db, url);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const nothing = async () => undefined;
  return { db, engine: 'postgres', settle: nothing, serve: () => undefined, close: () => db.destroy() };
}

async function refuseOldServer(db: Kysely<Tables>, url: string): Promise<void> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db);
  const old = tooOld(url, rows[0]?.version ?? '');
  if (old !== undefined) throw old;
}
