// A PostgreSQL that ends connections a hundred times while people click (an operator, a fail-over): the process lives, every click
// is answered, at worst with a reference, and nothing is half done.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { verifyChain } from '../../src/store/events.ts';
import { connect } from '../../src/store/open.ts';
import { eventually } from '../support/eventually.ts';
import { startRealSimulator } from '../support/meta/real-simulator.ts';
import {
  buriedComplaints,
  decisionComplaints,
  openJobs,
  submissionComplaints,
} from '../support/process/crash-evidence.ts';
import { startPostgres } from '../support/process/postgres-server.ts';
import { installAval, SIGNING_SECRET, yamlOf } from '../support/process/real-aval.ts';
import { type FakeSlack, startFakeSlack } from '../support/slack/fake-slack.ts';
import { buttonsOf } from '../support/slack/read-slack.ts';
import { createStaff, type Staff } from '../support/slack/staff-at-work.ts';
import { httpTransport, type Transport } from '../support/slack/transport.ts';
import type { SlackUser } from '../support/slack/user.ts';

const APPROVERS = ['U0APPR1', 'U0APPR2'];
const NAMES = Array.from({ length: 6 }, (_, n) => `order_ready_${n}`);
const TERMINATIONS = 100;

test('a hundred connections ended under clicks: no process lost, every click answered, nothing half done', {
  timeout: 120_000,
}, async () => {
  const undo: (() => unknown)[] = [];
  try {
    const { fake, url, child, simulator, transport } = await open(undo);
    const staff = createStaff(fake, { transport, life: () => 1, step: () => undefined });
    await Promise.all(
      ['U0PROP1', 'U0PROP2'].map(async (id, lane) => {
        for (const name of NAMES.filter((_, n) => n % 2 === lane)) await staff.propose(staff.user(id), name);
      }),
    );
    await eventually(() => NAMES.every((name) => staff.cardOffering('approve', name)));

    const approvers = APPROVERS.map((id) => staff.user(id));
    let ended = 0;
    const ending = endConnections(url, () => (ended += 1));
    const clicks = await Promise.all(
      approvers.map((user) => clicking({ staff, transport }, user, () => ended >= TERMINATIONS)),
    );
    await ending;
    for (const user of approvers) await votesLeft(staff, user);

    expect(child.isRunning()).toBe(true);
    expect(clicks.flat().length).toBeGreaterThanOrEqual(APPROVERS.length * NAMES.length);
    expect(new Set(clicks.flat().map(({ status }) => status))).toEqual(new Set([200]));
    await eventually(() => lostIn(fake, clicks.flat()).length === 0);
    const evidence = await connect(url);
    undo.push(evidence.close);
    // A job whose end could not be written is done again when its claim has run out; a webhook that met an ended connection comes
    // again.
    const openWork = async () => [await openJobs(evidence), await simulator.pending()];
    await vi.waitFor(async () => expect(await openWork()).toEqual([{}, 0]), { timeout: 40_000, interval: 250 });
    expect(await decisionComplaints(evidence, { names: NAMES, approvers: APPROVERS })).toEqual([]);
    expect(await submissionComplaints(evidence, await simulator.submissions(), NAMES)).toEqual([]);
    expect(await buriedComplaints(evidence)).toEqual([]);
    expect(await verifyChain(evidence.db)).toMatchObject({ ok: true });
    expect(fake.refused).toEqual([]);
  } finally {
    for (const step of undo.reverse()) await step();
  }
});

async function open(undo: (() => unknown)[]) {
  const server = await startPostgres();
  undo.push(server.stop);
  await server.postgres.createDatabase('aval');
  const url = `${server.url}aval`;
  const fake = await startFakeSlack();
  undo.push(fake.stop);
  const installation = await installAval({ slackApiUrl: fake.apiUrl, env: { DATABASE_URL: url } });
  undo.push(installation.remove);
  const simulator = await startRealSimulator({
    folder: installation.folder,
    webhookUrl: `${installation.url}/webhooks/meta/main`,
  });
  undo.push(simulator.stop);
  const people = { admin: ['U0ADMIN'], approver: APPROVERS, agent: [], quorum: APPROVERS.length };
  installation.configure(yamlOf({ metaApiUrl: simulator.url, ...people }));
  const child = await installation.start();
  undo.push(() => child.end('SIGTERM'));
  const transport = httpTransport({ url: `${installation.url}/slack/events`, secret: SIGNING_SECRET });
  return { fake, url, child, simulator, transport };
}

/** One connection of the process at a time, those at work first, until it is enough. */
async function endConnections(url: string, tell: () => number): Promise<void> {
  const operator = new pg.Client({ connectionString: url });
  await operator.connect();
  try {
    for (let ended = 0; ended < TERMINATIONS; ) {
      const { rows } = await operator.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'aval'
         order by state = 'idle', random() limit 1`,
      );
      if (rows.length > 0) ended = tell();
      await delay(Math.random() * 60);
    }
  } finally {
    await operator.end();
  }
}

type At = { readonly staff: Staff; readonly transport: Transport };
type Click = { readonly user: string; readonly status: number; readonly responseUrl: string; readonly name: string };

/** Presses Approve on every card, again and again, as somebody does who is told that it did not work. */
async function clicking({ staff, transport }: At, user: SlackUser, isEnough: () => boolean): Promise<Click[]> {
  const cards = NAMES.map((name) => ({ name, card: structuredClone(staff.cardOffering('approve', name)!) }));
  const made: Click[] = [];
  while (!isEnough())
    for (const { name, card } of cards) {
      const button = buttonsOf(card.blocks).find((each) => each.action_id === 'approve')!;
      const payload = user.clickPayload(card, button);
      const { status } = await transport.interaction(payload);
      made.push({ user: user.id, status, name, responseUrl: String(payload.response_url) });
      await delay(30);
    }
  return made;
}

/**
 * Clicks nobody can tell the fate of. A vote is shown by the card and needs no word, but there is one a person and card; every
 * other click is told what is already so, or that it broke, by a reference.
 */
function lostIn(fake: FakeSlack, clicks: readonly Click[]): readonly Click[] {
  const silent = clicks.filter(({ responseUrl }) => {
    const told = fake.calls.filter(({ path }) => responseUrl.endsWith(path)).map(({ args }) => String(args.text));
    return !told.some((text) => /reference [0-9A-Z]{6}|Your vote on proposal|already approved/.test(text));
  });
  return silent.filter((one, n) => silent.findIndex((it) => it.user === one.user && it.name === one.name) !== n);
}

/** Whoever was told that it did not work clicks once more, when all is well again. */
async function votesLeft(staff: Staff, user: SlackUser): Promise<void> {
  for (const name of NAMES) {
    const card = staff.cardOffering('approve', name);
    if (card) await staff.click(user, card, 'approve', 1);
  }
}
