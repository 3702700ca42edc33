// After the crashes: what the database says, held against what the people did and what the provider really got. Each
// function gives complaints, one sentence each; an empty list is the proof.
import type { AcceptedSend } from '../../../adapters/provider/meta/simulator/control.ts';
import type { Submission } from '../../../adapters/provider/meta/simulator/model.ts';
import type { Opened } from '../../../src/store/engine/opened.ts';
import { connect } from '../../../src/store/open.ts';
import { wordsFor } from '../../../src/views/words/index.ts';
import type { FakeSlack } from '../slack/fake-slack.ts';
import type { Json } from '../slack/fake-slack-methods.ts';
import { readable } from '../slack/read-slack.ts';

/** Meta: a template of this name and language exists already. */
const DUPLICATE = '100/2388024';

/** Opens the database of an installation beside its running process. */
export async function openEvidence(databasePath: string): Promise<Opened> {
  return connect(`sqlite:${databasePath}`, { create: false });
}

/** Waits for its hour, or (`template.refresh`) for the next of the few calls Meta allows per hour. */
const PATIENT = [
  'send.check',
  'answer.reach',
  'template.refresh',
  'proposals.due',
  'templates.poll',
  'templates.sync',
  'prune',
];

/** Jobs that are neither finished nor given up, apart from patient ones: kind → how many. */
export async function openJobs({ db }: Opened): Promise<Readonly<Record<string, number>>> {
  const rows = await db
    .selectFrom('outbox')
    .select((eb) => ['kind', eb.fn.countAll<number>().as('count')])
    .where('finished_at', 'is', null)
    .where('buried_at', 'is', null)
    .where('kind', 'not in', PATIENT)
    .groupBy('kind')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.kind, row.count]));
}

/** Every name proposed once, every approver's vote there once, approved once, by exactly those who clicked. */
export async function decisionComplaints(
  { db }: Opened,
  expected: { readonly names: readonly string[]; readonly approvers: readonly string[] },
): Promise<string[]> {
  const proposals = await db.selectFrom('proposals').selectAll().execute();
  const votes = await db
    .selectFrom('votes')
    .innerJoin('identities', 'identities.person_id', 'votes.person_id')
    .select(['proposal_id', 'vote', 'external_id'])
    .execute();
  const events = await db.selectFrom('events').selectAll().where('subject_kind', '=', 'proposal').execute();
  const complaints = expected.names.flatMap((name) => {
    const found = proposals.filter((each) => each.name === name);
    if (found.length !== 1) return [`${name} was proposed ${found.length} times`];
    const [proposal] = found;
    const about = events.filter((each) => each.subject_id === proposal?.id);
    const cast = votes.filter((each) => each.proposal_id === proposal?.id);
    const count = (kind: string, to: string) => about.filter((e) => e.kind === kind && e.to_state === to).length;
    return [
      ...(proposal?.state === 'approved' ? [] : [`${name} is ${proposal?.state}`]),
      ...differences(
        `votes on ${name}`,
        cast.map((v) => `${v.external_id} ${v.vote}`),
        expected.approvers.map((id) => `${id} approve`),
      ),
      ...differences(
        `${name} events`,
        [count('proposed', 'pending'), count('approve', 'pending'), count('approve', 'approved')],
        [1, expected.approvers.length - 1, 1],
      ),
    ];
  });
  const strangers = proposals.filter((each) => !expected.names.includes(each.name));
  return [...complaints, ...strangers.map((each) => `nobody proposed ${each.name}`)];
}

/** Created once at the provider, whatever was tried; and known here as submitted. */
export async function submissionComplaints(
  { db }: Opened,
  submissions: readonly Submission[],
  names: readonly string[],
): Promise<string[]> {
  const proposals = await db.selectFrom('proposals').select(['name', 'submission']).execute();
  const templates = await db.selectFrom('templates').select(['name', 'review', 'external_id']).execute();
  return names.flatMap((name) => {
    const created = submissions.filter((each) => each.name === name && each.outcome === 'created');
    const template = templates.filter((each) => each.name === name);
    return [
      ...differences(`${name} created at the provider`, [created.length], [1]),
      ...differences(
        `${name} submission`,
        proposals.filter((p) => p.name === name).map((p) => p.submission),
        ['submitted'],
      ),
      ...differences(
        `${name} review`,
        template.map((t) => t.review),
        ['approved'],
      ),
      ...differences(
        `${name} id`,
        template.map((t) => t.external_id),
        [created[0]?.templateId],
      ),
    ];
  });
}

/** Second tries of a creation that had succeeded, answered as duplicates: crashes between the call and its record. */
export function duplicatesAvoided(submissions: readonly Submission[]): number {
  return submissions.filter((each) => each.code === DUPLICATE).length;
}

const FINAL = new Set(['delivered', 'read', 'failed', 'uncertain']);
const FURTHER: Readonly<Record<string, readonly string[]>> = { delivered: ['delivered', 'read'], read: ['read'] };

/**
 * Each confirmed send exists once, was accepted at most once, is at its end, and says what the provider knows: delivered
 * or read where the provider says so, `uncertain` and shown as such where nobody can know.
 */
export async function sendComplaints(
  { db }: Opened,
  facts: {
    readonly confirmed: readonly number[];
    readonly accepted: readonly AcceptedSend[];
    readonly fake: FakeSlack;
  },
): Promise<string[]> {
  const sends = await db.selectFrom('sends').selectAll().execute();
  const posts = await db.selectFrom('posts').selectAll().where('subject_kind', '=', 'send').execute();
  const numbers = (list: readonly number[]) => list.toSorted((a, b) => a - b);
  const complaints = differences('sends', numbers(sends.map((s) => s.number)), numbers(facts.confirmed));
  const known = new Set(sends.map((each) => each.id));
  const strange = facts.accepted.filter((each) => !known.has(each.callbackData ?? ''));
  return [
    ...complaints,
    ...strange.map((each) => `the provider took ${each.id}, which nobody sent`),
    ...sends.flatMap((send) => {
      const taken = facts.accepted.filter((each) => each.callbackData === send.id);
      const post = posts.find((each) => each.subject_id === send.id && each.role === 'root');
      const card = facts.fake.messages.find((each) => each.channel === post?.channel && each.ts === post.message);
      const shown = card ? readable(card.blocks as Json[]) : '';
      const told = taken[0]?.statuses.at(-1);
      const allowed = told === undefined ? undefined : FURTHER[told];
      return [
        ...(taken.length <= 1 ? [] : [`message ${send.number} was accepted ${taken.length} times`]),
        ...(FINAL.has(send.state) ? [] : [`message ${send.number} is still ${send.state}`]),
        ...(allowed && !allowed.includes(send.state)
          ? [`message ${send.number} is ${send.state}, but was ${told}`]
          : []),
        ...(shown.includes(stateSentence(send.state))
          ? []
          : [`the card of message ${send.number} does not say ${send.state}: ${shown.slice(0, 300)}`]),
      ];
    }),
  ];
}

function stateSentence(state: string): string {
  const { say } = wordsFor('en');
  switch (state) {
    case 'uncertain':
      return say('send.card.uncertain');
    case 'read':
      return say('send.card.read');
    case 'delivered':
      return say('send.card.delivered');
    default:
      return '';
  }
}

/** Cards in chat more often than once: crashes between a post and its record. A nuisance, not a fault. */
export function cardsTwice(fake: FakeSlack): number {
  const keys = fake.messages.map(({ metadata }) => JSON.stringify(metadata));
  return keys.length - new Set(keys).size;
}

/** How the sends ended, for the record. */
export async function sendStates({ db }: Opened): Promise<Readonly<Record<string, number>>> {
  const rows = await db
    .selectFrom('sends')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

/** Jobs that were given up: somebody's work did not get done. */
export async function buriedComplaints({ db }: Opened): Promise<string[]> {
  const rows = await db.selectFrom('outbox').select(['key', 'last_error']).where('buried_at', 'is not', null).execute();
  return rows.map((row) => `${row.key} was given up: ${row.last_error}`);
}

function differences(what: string, found: readonly unknown[], expected: readonly unknown[]): string[] {
  const [left, right] = [found, expected].map((list) => JSON.stringify(list.toSorted?.() ?? list));
  return left === right ? [] : [`${what}: ${left} instead of ${right}`];
}
