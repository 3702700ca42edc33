// The few database errors that are expected. Both drivers put the code on the thrown error, each in its own words.
import { codeOf } from './unusable.ts';

/** PostgreSQL undid the transaction because of another one: serialization failure, deadlock. The same work may succeed now. */
const RETRYABLE = new Set(['40001', '40P01']);
const UNIQUE_VIOLATION = new Set(['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);
/** PostgreSQL ends the connection (shut-down, fail-over, an idle transaction), or the network does. */
const CONNECTION_LOST = new Set(['57P01', '57P02', '57P03', '08006', '08003', '08001', '25P03', 'ECONNRESET', 'EPIPE']);
/** What the driver says, without a code, of a connection that broke under a query or before it. */
const LOST_WORDS = /^Connection terminated|connection error and is not queryable/;

/**
 * Thrown inside a transaction that was decided on a row which somebody else has changed since: it is undone, and the same
 * work runs again on the row as it is now. Nobody is to blame, so it is no error and uses up no try of a job.
 */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Whether the same work may simply run again because of what another transaction did. */
export function isRetryable(error: unknown): boolean {
  // A row that was not there when it was looked for: another transaction put it in between, and the next look finds it.
  return error instanceof Overtaken || RETRYABLE.has(codeOf(error)) || isUniqueViolation(error);
}

export function isUniqueViolation(error: unknown): boolean {
  return UNIQUE_VIOLATION.has(codeOf(error));
}

/** Another process holds the SQLite file: nothing was done. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

export function isConnectionLost(error: unknown): boolean {
  return error instanceof Error && (CONNECTION_LOST.has(codeOf(error)) || LOST_WORDS.test(error.message));
}
