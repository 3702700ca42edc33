// Database and queue: reachable, which schema, writable, and how far behind the work is. Looks before it touches:
// neither creates a file nor migrates.
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Kysely } from 'kysely';
import { sqlitePath } from '../../config.ts';
import type { Check } from '../../ports/process.ts';
import { appliedMigrations } from '../../store/engine/migrate.ts';
import type { Tables } from '../../store/engine/tables.ts';
import { StoreUnusable } from '../../store/engine/unusable.ts';
import { connect } from '../../store/open.ts';
import { stuckWork } from '../../store/queues/job-states.ts';
import { depth } from '../../store/queues/outbox.ts';

const LATE_MS = 60_000;

export async function databaseChecks(url: string, now: Date): Promise<readonly Check[]> {
  const missing = notYetThere(url);
  if (missing !== undefined) return [missing];
  let opened: Awaited<ReturnType<typeof connect>>;
  try {
    opened = await connect(url);
  } catch (error) {
    return [unreachable(url, error)];
  }
  try {
    const applied = await appliedMigrations(opened.db);
    const schema = applied.at(-1);
    if (schema === undefined)
      return [{ ...named(url, 'is empty'), status: 'warning', fix: 'npm run migrate, or start Aval' }];
    await tryWriting(opened.db);
    return [named(url, `schema ${schema}, writable`), await queue(opened.db, now)];
  } catch (error) {
    return [unreachable(url, error)];
  } finally {
    await opened.close();
  }
}

/** The check to show when a SQLite file is not there yet; looking must not create it. */
export function notYetThere(url: string): Check | undefined {
  const file = url.startsWith('sqlite:') ? sqlitePath(url) : ':memory:';
  if (file.startsWith(':memory:') || existsSync(file)) return undefined;
  let folder = dirname(resolve(file));
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    // The only way `accessSync` reports: no right to write there.
    return {
      ...named(url, `cannot be created in ${folder}`),
      status: 'failed',
      fix: `make ${folder} writable for this user`,
    };
  }
  return { ...named(url, 'does not exist yet'), status: 'warning', fix: 'nothing to do: the first start creates it' };
}

class Undo extends Error {}

async function tryWriting(db: Kysely<Tables>): Promise<void> {
  try {
    await db.transaction().execute(async (transaction) => {
      await transaction.insertInto('counters').values({ name: 'doctor', value: 0 }).execute();
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
}

async function queue(db: Kysely<Tables>, now: Date): Promise<Check> {
  const { waiting, oldestAgeMs, buried } = await depth(db, now);
  const detail = `${waiting} due, oldest ${Math.round(oldestAgeMs / 1_000)} s, ${buried} given up`;
  if (oldestAgeMs > LATE_MS) {
    return { name: 'queue', status: 'warning', detail, fix: 'work is not being done: is the server running?' };
  }
  if (buried > 0) {
    return {
      name: 'queue',
      status: 'warning',
      detail,
      fix: 'their threads have a Retry button; the log has the reasons',
    };
  }
  const stuck = (await stuckWork(db)).filter(({ state }) => state === 'waiting');
  if (stuck.length > 0) {
    const places = stuck.map(({ count, kind, place, why }) => `${count} ${kind} ${place} (${why})`).join('; ');
    return { name: 'queue', status: 'warning', detail: `${detail}; waits: ${places}`, fix: 'mend what is named there' };
  }
  return { name: 'queue', status: 'ok', detail, fix: '' };
}

function named(url: string, what: string): Check {
  return { name: 'database', status: 'ok', detail: `${withoutPassword(url)}: ${what}`, fix: '' };
}

function unreachable(url: string, error: unknown): Check {
  // Names its cure itself.
  if (error instanceof StoreUnusable) {
    return { name: 'database', status: 'failed', detail: error.message, fix: 'mend that, then ask again' };
  }
  const why = withoutPassword(error instanceof Error ? error.message : String(error));
  return { ...named(url, why), status: 'failed', fix: 'check DATABASE_URL, and that the database is up and writable' };
}

function withoutPassword(text: string): string {
  return text.replace(/(:\/\/[^:@/\s]+):[^@/\s]+@/g, '$1:•••@');
}
