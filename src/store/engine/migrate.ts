// Brings a database up to this code's schema, in one transaction on both engines. The list is written out, not read
// from a folder, so that it works wherever the sources are.
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as people from '../../../migrations/0001_people.ts';
import * as proposals from '../../../migrations/0002_proposals.ts';
import * as templates from '../../../migrations/0003_templates.ts';
import * as contacts from '../../../migrations/0004_contacts.ts';
import * as sends from '../../../migrations/0005_sends.ts';
import * as jobs from '../../../migrations/0006_jobs.ts';
import * as events from '../../../migrations/0007_events.ts';
import * as memory from '../../../migrations/0008_memory.ts';
import * as linkedPeople from '../../../migrations/0009_linked_people.ts';
import * as unlinkedAccounts from '../../../migrations/0010_unlinked_accounts.ts';
import * as claimedCodes from '../../../migrations/0011_claimed_codes_and_used_drafts.ts';
import * as providerPort from '../../../migrations/0012_provider_port.ts';
import * as cards from '../../../migrations/0014_cards.ts';
import * as consentTimes from '../../../migrations/0016_consent_times.ts';
import * as fallenVotes from '../../../migrations/0020_fallen_votes.ts';
import * as templateAccounts from '../../../migrations/0021_template_accounts.ts';
import * as lostPlaces from '../../../migrations/0023_lost_places.ts';
import * as liveNotices from '../../../migrations/0025_live_notices.ts';
import * as liftedBlocks from '../../../migrations/0026_lifted_blocks.ts';
import * as templateNewsTimes from '../../../migrations/0027_template_news_times.ts';
import * as assistantAnswers from '../../../migrations/0032_assistant_answers.ts';
import type { Tables } from './tables.ts';
import { StoreUnusable } from './unusable.ts';

/** Forward-only. A released file is never edited: a change is a new file and a new line here. */
const migrations: Record<string, Migration> = {
  '0001_people': people,
  '0002_proposals': proposals,
  '0003_templates': templates,
  '0004_contacts': contacts,
  '0005_sends': sends,
  '0006_jobs': jobs,
  '0007_events': events,
  '0008_memory': memory,
  '0009_linked_people': linkedPeople,
  '0010_unlinked_accounts': unlinkedAccounts,
  '0011_claimed_codes_and_used_drafts': claimedCodes,
  '0012_provider_port': providerPort,
  '0014_cards': cards,
  '0016_consent_times': consentTimes,
  '0020_fallen_votes': fallenVotes,
  '0021_template_accounts': templateAccounts,
  '0023_lost_places': lostPlaces,
  '0025_live_notices': liveNotices,
  '0026_lifted_blocks': liftedBlocks,
  '0027_template_news_times': templateNewsTimes,
  '0032_assistant_answers': assistantAnswers,
};

/** The database was written by a newer Aval. Nothing was changed; the message says what to do. */
export class StoreTooNew extends StoreUnusable {
  override readonly name = 'StoreTooNew';
}

export type Engine = 'sqlite' | 'postgres';

/**
 * Applies what is missing and returns the names applied, oldest first. Several processes may call it at once: one
 * works, the others wait and find nothing to do. A failed migration leaves the database as it was.
 *
 * Throws `StoreTooNew` when the database holds a migration this code does not know, and the cause when one fails.
 */
export async function migrate(db: Kysely<Tables>, engine: Engine): Promise<readonly string[]> {
  return await db.connection().execute(async (connection) => {
    await refuseNewerSchema(connection);
    return engine === 'sqlite' ? await inOneTransaction(connection) : await withoutTimeout(connection);
  });
}

/** Names of migrations already applied, oldest first; empty for a new database. */
export async function appliedMigrations(db: Kysely<Tables>): Promise<readonly string[]> {
  const found = await new Migrator({ db, provider }).getMigrations();
  return found.filter((migration) => migration.executedAt !== undefined).map((migration) => migration.name);
}

/** Whether this database is exactly what this code was written for. Throws `StoreTooNew` when it is newer. */
export async function isCurrent(db: Kysely<Tables>): Promise<boolean> {
  await refuseNewerSchema(db);
  return (await appliedMigrations(db)).length === Object.keys(migrations).length;
}

const provider = { getMigrations: async () => migrations };

async function run(db: Kysely<Tables>): Promise<readonly string[]> {
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest();
  // The migrator returns its error: unchecked, a half-made schema would look like success.
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName;
    throw new Error(`Migration ${failed ?? 'set'} failed; the database was left as it was.`, { cause: error });
  }
  return (results ?? []).map((result) => result.migrationName);
}

/** Kysely does not wrap SQLite migrations in a transaction, though SQLite can undo DDL and its lock is what orders processes. */
async function inOneTransaction(connection: Kysely<Tables>): Promise<readonly string[]> {
  await sql`begin immediate`.execute(connection);
  try {
    const applied = await run(connection);
    await sql`commit`.execute(connection);
    return applied;
  } catch (error) {
    // A full disk has undone it already; what is told is what made it fail.
    await sql`rollback`.execute(connection).catch(() => undefined);
    throw error;
  }
}

/** Waiting for another process's migration, or changing a large table, may outlast the pool's statement timeout. */
async function withoutTimeout(connection: Kysely<Tables>): Promise<readonly string[]> {
  await sql`set statement_timeout = 0`.execute(connection);
  try {
    return await run(connection);
  } finally {
    await sql`reset statement_timeout`.execute(connection);
  }
}

async function refuseNewerSchema(db: Kysely<Tables>): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const unknown = rows.map((row) => row.name).filter((name) => !(name in migrations));
  if (unknown.length === 0) return;
  throw new StoreTooNew(
    `This database was migrated by a newer Aval (it holds ${unknown.join(', ')}, unknown here). ` +
      'Start that version or a later one, or restore the backup made before the upgrade. Nothing was changed.',
  );
}
