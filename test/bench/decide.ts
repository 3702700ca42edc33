// Two approvers race for every proposal, each click delivered several times at once and again later: one decision and one
// submission each, checked, or exit 1. Then how fast: decisions per second on SQLite, the worker running beside.
import { parseArgs } from 'node:util';
import type { Intent } from '../../src/ports/chat.ts';
import { randomFrom } from '../support/random.ts';
import { table, verdict } from './figures.ts';
import { actor, type InProcess, startInProcess } from './in-process.ts';
import { inLanes, proposeMany } from './propose-many.ts';

const { values: flags } = parseArgs({
  options: { short: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } },
});
const PROPOSALS = flags.short ? 400 : 2_000;
const COPIES_MAX = 4;
const GOAL_PER_SECOND = 500;
const random = randomFrom(Number(flags.seed));

const aval = await startInProcess(1);
let violations: string[] = [];
try {
  const subjects = await proposeMany(aval, PROPOSALS);
  const worker = aval.startWorker();
  await worker.idle();

  const clicks = subjects.map((subject, n) => ({ subject, deliveries: deliveriesOf(n) }));
  const usedBefore = process.cpuUsage();
  const storm = await timed(() => inLanes(clicks, ({ subject, deliveries }) => clickAll(subject, deliveries)));
  const { user, system } = process.cpuUsage(usedBefore);
  const drained = await timed(() => worker.idle());
  const later = await timed(() => inLanes(clicks, ({ subject, deliveries }) => clickAll(subject, deliveries)));
  await worker.idle();

  violations = await violationsOf(aval, subjects);
  const delivered = clicks.reduce((count, click) => count + click.deliveries.length, 0);
  const perSecond = PROPOSALS / storm;
  console.log(
    table([
      [
        'proposals',
        'clicks',
        'decisions/s',
        'clicks/s',
        'cpu ms per decision',
        'repeated clicks/s',
        'jobs left behind, s',
        `≥ ${GOAL_PER_SECOND}/s`,
      ],
      [
        String(PROPOSALS),
        String(delivered),
        perSecond.toFixed(0),
        (delivered / storm).toFixed(0),
        ((user + system) / 1000 / PROPOSALS).toFixed(2),
        (delivered / later).toFixed(0),
        drained.toFixed(1),
        verdict(perSecond >= GOAL_PER_SECOND),
      ],
    ]),
  );
  for (const violation of violations.slice(0, 20)) console.log(violation);
  console.log(
    violations.length === 0 ? 'exactly one decision and one submission each' : `${violations.length} violations`,
  );
} finally {
  await aval.stop();
}
process.exit(violations.length === 0 ? 0 : 1);

type Delivery = { readonly who: 'ann' | 'ben'; readonly id: string };

/** Each approver's one click, delivered one to four times, in any order. */
function deliveriesOf(n: number): readonly Delivery[] {
  const list = (['ann', 'ben'] as const).flatMap((who) => {
    const copies = 1 + Math.floor(random() * COPIES_MAX);
    return Array.from({ length: copies }, () => ({ who, id: `click-${who}-${n}`, order: random() }));
  });
  return list.sort((a, b) => a.order - b.order);
}

async function clickAll(subject: string, deliveries: readonly Delivery[]): Promise<void> {
  await Promise.all(
    deliveries.map(({ who, id }) =>
      aval.dispatch({ kind: 'action', actor: actor(who), deliveryId: id, action: 'approve', subject } satisfies Intent),
    ),
  );
}

async function violationsOf({ store, created, troubles }: InProcess, subjects: readonly string[]): Promise<string[]> {
  const proposals = await store.db.selectFrom('proposals').selectAll().execute();
  const votes = await store.db.selectFrom('votes').select('proposal_id').execute();
  const decisions = await store.db
    .selectFrom('events')
    .select('subject_id')
    .where('subject_kind', '=', 'proposal')
    .where('to_state', '=', 'approved')
    .execute();
  const count = (list: readonly string[]) => Map.groupBy(list, (id) => id);
  const votesOf = count(votes.map((row) => row.proposal_id));
  const decisionsOf = count(decisions.map((row) => row.subject_id));
  const wrong = proposals.flatMap((proposal) => {
    const facts = [
      proposal.state,
      proposal.submission,
      votesOf.get(proposal.id)?.length ?? 0,
      decisionsOf.get(proposal.id)?.length ?? 0,
      created.get(proposal.name) ?? 0,
    ].join(' ');
    return facts === 'approved submitted 1 1 1'
      ? []
      : [`${proposal.name}: ${facts} (state, submission, votes, decisions, creations)`];
  });
  const missing = subjects.length === proposals.length ? [] : [`${proposals.length} proposals`];
  return [...wrong, ...missing, ...troubles];
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
