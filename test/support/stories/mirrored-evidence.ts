// What the database of a workplace on both platforms holds, and what was asked of Meta, read beside the running process.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openEvidence } from '../process/crash-evidence.ts';
import { outwardOf } from '../process/outward.ts';
import { CLI } from '../process/real-aval.ts';
import * as slack from '../slack/workplace.ts';
import { CREATE } from './main-job.ts';
import { NAMES, type Workplace } from './mirrored-workplace.ts';

type Db = Awaited<ReturnType<typeof openEvidence>>['db'];

export async function inDatabase<T>({ aval }: Pick<Workplace, 'aval'>, look: (db: Db) => Promise<T>): Promise<T> {
  const evidence = await openEvidence(aval.databasePath);
  try {
    return await look(evidence.db);
  } finally {
    await evidence.close();
  }
}

/** `<name> <platform>` → the person's id and whether the directory was asked, for accounts Aval has seen. */
export async function accounts(
  at: Workplace,
): Promise<ReadonlyMap<string, { readonly person: string; readonly asked: boolean; readonly email: string | null }>> {
  const rows = await inDatabase(at, (db) => db.selectFrom('identities').selectAll().execute());
  return new Map(
    rows.map((row) => {
      const name = NAMES.find((each) => [slack.STAFF[each], at.teams.person(each).id].includes(row.external_id));
      const account = { person: row.person_id, asked: row.email_checked_at !== null, email: row.email };
      return [`${name} ${row.platform}`, account] as const;
    }),
  );
}

/** Decisions of one proposal in the audit trail, in order, as `kind:to`. */
export async function decisionsOn(at: Workplace, number: number): Promise<readonly string[]> {
  const rows = await inDatabase(at, (db) =>
    db
      .selectFrom('events')
      .innerJoin('proposals', 'proposals.id', 'events.subject_id')
      .select(['events.kind', 'events.to_state'])
      .where('proposals.number', '=', number)
      .where('events.kind', 'not in', ['proposed', 'refused'])
      .orderBy('events.seq')
      .execute(),
  );
  return rows.map((row) => `${row.kind}:${row.to_state ?? ''}`);
}

/** Who voted on a proposal, as persons. */
export async function votersOn(at: Workplace, number: number): Promise<readonly string[]> {
  const votes = await inDatabase(at, (db) =>
    db
      .selectFrom('votes')
      .innerJoin('proposals', 'proposals.id', 'votes.proposal_id')
      .select('person_id')
      .where('number', '=', number)
      .execute(),
  );
  return votes.map((vote) => vote.person_id);
}

/** How accounts were linked, in no order. */
export async function linksOf(at: Workplace): Promise<readonly (string | null)[]> {
  const links = await inDatabase(at, (db) =>
    db.selectFrom('events').select('detail').where('kind', '=', 'people.linked').execute(),
  );
  return links.map((each) => each.detail).sort();
}

/** What `aval audit verify` prints. */
export async function auditOf({ aval }: Workplace): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'audit', 'verify'], {
    cwd: aval.folder,
    env: { PATH: process.env.PATH ?? '', ...aval.env },
  });
  return stdout;
}

/** How often Meta was asked to create a template of this name, and how often it did. */
export async function creationsOf(
  at: Workplace,
  name: string,
): Promise<{ readonly asked: number; readonly made: number }> {
  const asked = at.meta.of(CREATE).filter((call) => (call.json as { name: string }).name === name);
  const submissions = await at.simulator.submissions();
  const made = submissions.filter((each) => each.name === name && each.outcome === 'created');
  return { asked: asked.length, made: made.length };
}

/** Submitted to Meta, and as many repaints in vain as there are platforms: nothing is under way. */
export async function isDecidedUnseen(at: Workplace, number: number, copies: number): Promise<boolean> {
  return inDatabase(at, async (db) => {
    const found = await db.selectFrom('proposals').select(['id', 'submission']).where('number', '=', number).execute();
    const failed = db
      .selectFrom('outbox')
      .select('key')
      .where('kind', '=', 'repaint')
      .where('last_error', 'is not', null);
    const repaints = (await failed.execute()).filter(({ key }) => key.includes(found[0]?.id ?? 'nothing'));
    return found[0]?.submission === 'submitted' && repaints.length >= copies;
  });
}

/** Where the processes went besides both fakes and Meta; undefined when they went nowhere at all. */
export function strayConnections(at: Workplace): readonly string[] | undefined {
  const ours = [at.slack.fake.url, at.teams.fake.url, at.meta.url].map((url) => new URL(url).host);
  const visited = at.children.flatMap((child) => outwardOf(child.output()));
  return visited.length === 0 ? undefined : visited.filter((host) => !ours.includes(host));
}
