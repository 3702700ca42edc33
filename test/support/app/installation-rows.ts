// What the database of an installation holds, read beside its running process.
import { openEvidence, openJobs } from '../process/crash-evidence.ts';
import type { Installation } from '../process/real-aval.ts';

type At = { readonly aval: Pick<Installation, 'databasePath'> };

export const TABLES = [
  'people',
  'identities',
  'link_codes',
  'proposals',
  'revisions',
  'votes',
  'templates',
  'sends',
  'contacts',
  'drafts',
  'senders',
  'posts',
  'events',
  'inbox',
  'inbound',
  'outbox',
  'memory',
] as const;
export type Table = (typeof TABLES)[number];

/** What the clock brings every minute, whatever people do. */
const SCHEDULED = ['proposals.due', 'templates.poll', 'templates.sync', 'prune'];

/** Every row of these tables, without the jobs of the schedule. */
export async function snapshot(
  { aval }: At,
  tables: readonly Table[] = TABLES,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const evidence = await openEvidence(aval.databasePath);
  try {
    const held = await Promise.all(
      tables.map(async (table) => {
        const all = await evidence.db.selectFrom(table).selectAll().execute();
        const ours = all.filter((row) => !('max_attempts' in row) || !SCHEDULED.includes(row.kind));
        return [table, ours.map((row) => JSON.stringify(row)).sort()] as const;
      }),
    );
    return Object.fromEntries(held);
  } finally {
    await evidence.close();
  }
}

/** Everything recorded in the audit trail, in order, as `kind:to`. */
export async function recorded({ aval }: At): Promise<string[]> {
  const evidence = await openEvidence(aval.databasePath);
  try {
    const rows = await evidence.db.selectFrom('events').select(['kind', 'to_state']).orderBy('seq').execute();
    return rows.map((row) => `${row.kind}:${row.to_state ?? ''}`);
  } finally {
    await evidence.close();
  }
}

/** What a start does in the background is done: so many accounts are known by name, the templates were read. */
export async function isSettled({ aval }: At, accounts: number): Promise<boolean> {
  const { db, close } = await openEvidence(aval.databasePath);
  try {
    const known = await db.selectFrom('identities').select('key').execute();
    const open = db
      .selectFrom('outbox')
      .select('id')
      .where('kind', '=', 'templates.sync')
      .where('finished_at', 'is', null);
    return known.length >= accounts && (await open.execute()).length === 0;
  } finally {
    await close();
  }
}

/** Nothing is left to do by itself. */
export async function isIdle({ aval }: At): Promise<boolean> {
  const evidence = await openEvidence(aval.databasePath);
  try {
    return Object.keys(await openJobs(evidence)).length === 0;
  } finally {
    await evidence.close();
  }
}
