// The promise that matters most: whatever line the process dies at, nothing is lost and nothing happens twice.
// A failure prints its seed; `KILL_SEED=… npm run test:e2e -- kill` repeats the same choices (not the same timing), and
// `KILL_KEEP=1` leaves the folder with the database behind.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { type RealSimulator, startRealSimulator } from '../support/meta/real-simulator.ts';
import {
  buriedComplaints,
  cardsTwice,
  decisionComplaints,
  duplicatesAvoided,
  openEvidence,
  openJobs,
  sendComplaints,
  sendStates,
  submissionComplaints,
} from '../support/process/crash-evidence.ts';
import { CLI, type Installation, installAval, yamlOf } from '../support/process/real-aval.ts';
import { startUnsteadyAval, type UnsteadyAval } from '../support/process/unsteady-aval.ts';
import { newSeed, randomFrom } from '../support/random.ts';
import { type FakeSlack, startFakeSlack } from '../support/slack/fake-slack.ts';
import { createStaff, type Staff } from '../support/slack/staff-at-work.ts';

const PROPOSALS = 200;
const SENDS = 200;
const KILLS = 10;
const APPROVERS = ['U0APPR1', 'U0APPR2'];
const PROPOSERS = ['U0PROP1', 'U0PROP2', 'U0PROP3', 'U0PROP4', 'U0PROP5', 'U0PROP6'];
const AGENTS = ['U0AGENT1', 'U0AGENT2', 'U0AGENT3'];
/** Three pages of the form and its opening; one click per approver. */
const STEPS_OF_PROPOSAL = 4 + APPROVERS.length;
/** The form and its opening. */
const STEPS_OF_SEND = 2;
const HELLO = 'kill_hello_x';
/** Trouble the simulator makes at the creation of a template with this in its name. */
const TROUBLED_NAMES = ['answer_hang', 'answer_cut', 'answer_html', 'answer_drop', 'down_once'];
/** Last digits the simulator knows: lost without a word, accepted without an answer, cut, dropped, busy twice. */
const TROUBLED_NUMBERS = ['900002', '900001', '900003', '900004', '130429', '000002'];

test('kill -9 at ten random points of 200 proposals and 200 sends loses and doubles nothing', {
  timeout: 240_000,
}, async () => {
  const seed = Number(process.env.KILL_SEED ?? newSeed());
  const started = performance.now();
  const undo: (() => void | Promise<void>)[] = [];
  try {
    const fake = await startFakeSlack();
    undo.push(fake.stop);
    const { installation, simulator } = await install(fake, undo);
    const random = randomFrom(seed);
    const steps = PROPOSALS * STEPS_OF_PROPOSAL + SENDS * STEPS_OF_SEND;
    const aval = await startUnsteadyAval({
      installation,
      random,
      // One in each part of the work; the tenth comes when the people are done and the outbox is not.
      killAfterSteps: Array.from({ length: KILLS - 1 }, (_, n) => Math.floor(((n + random()) / (KILLS - 1)) * steps)),
      killWhileStarting: Math.floor(random() * (KILLS - 1)),
    });
    undo.push(aval.stop);
    const names = Array.from({ length: PROPOSALS }, (_, n) => nameOf(n));

    const confirmed = await everybodyWorks({ fake, aval, names });
    await aval.settled();
    const worked = seconds(started);
    await aval.kill(1500);

    const evidence = await openEvidence(installation.databasePath);
    undo.push(evidence.close);
    await vi.waitFor(async () => expect([await openJobs(evidence), await simulator.pending()]).toEqual([{}, 0]), {
      timeout: 150_000,
      interval: 250,
    });

    const submissions = await simulator.submissions();
    const accepted = await simulator.accepted();
    const report = {
      seed,
      worked,
      total: seconds(started),
      ...aval.report,
      duplicatesAvoided: duplicatesAvoided(submissions),
      cardsTwice: cardsTwice(fake),
      sends: await sendStates(evidence),
    };
    console.log(`kill -9: ${JSON.stringify(report)}`);
    expect(await decisionComplaints(evidence, { names, approvers: APPROVERS })).toEqual([]);
    expect(await submissionComplaints(evidence, submissions, names)).toEqual([]);
    expect(await sendComplaints(evidence, { confirmed, accepted, fake })).toEqual([]);
    expect(await buriedComplaints(evidence)).toEqual([]);
    expect(fake.refused).toEqual([]);
    expect(await auditOf(installation)).toMatch(/^The audit trail is intact: \d{4,} events\./);
    expect(aval.report.kills).toBe(KILLS);
    expect(aval.report.whileStarting).toBe(1);
  } catch (error) {
    throw new Error(`with KILL_SEED=${seed}`, { cause: error });
  } finally {
    for (const step of undo.reverse()) await step();
  }
});

async function install(
  fake: FakeSlack,
  undo: (() => void | Promise<void>)[],
): Promise<{ readonly installation: Installation; readonly simulator: RealSimulator }> {
  const installation = await installAval({ slackApiUrl: fake.apiUrl });
  if (!process.env.KILL_KEEP) undo.push(installation.remove);
  else console.log(installation.folder);
  const simulator = await startRealSimulator({
    folder: installation.folder,
    webhookUrl: `${installation.url}/webhooks/meta/main`,
  });
  undo.push(simulator.stop);
  installation.configure(
    yamlOf({
      metaApiUrl: simulator.url,
      admin: ['U0ADMIN'],
      approver: APPROVERS,
      agent: AGENTS,
      quorum: APPROVERS.length,
    }),
  );
  return { installation, simulator };
}

/** Resolves when every click of everybody was answered; gives the numbers of the confirmed sends. */
async function everybodyWorks(at: { fake: FakeSlack; aval: UnsteadyAval; names: string[] }): Promise<number[]> {
  const staff = createStaff(at.fake, at.aval);
  const [first = '', ...rest] = at.names;
  await Promise.all([proposes(staff, 'U0PROP1', [first]), ...APPROVERS.map((id) => approves(staff, id, [first]))]);
  await enables(staff, first);
  const confirmed: number[] = [];
  await Promise.all([
    ...PROPOSERS.map((id, lane) => proposes(staff, id, lanePart(rest, lane, PROPOSERS.length))),
    ...APPROVERS.flatMap((id) => [0, 1].map((lane) => approves(staff, id, lanePart(rest, lane, 2)))),
    ...AGENTS.map((id, lane) => sends(staff, id, lanePart(numbers(), lane, AGENTS.length), first, confirmed)),
  ]);
  return confirmed;
}

async function proposes(staff: Staff, id: string, names: readonly string[]): Promise<void> {
  const user = staff.user(id);
  for (const name of names) await staff.propose(user, name);
}

/** Some clicks arrive more than once. */
async function approves(staff: Staff, id: string, names: readonly string[]): Promise<void> {
  const user = staff.user(id);
  for (const [n, name] of names.entries()) {
    const card = await vi.waitUntil(() => staff.cardOffering('approve', name), { timeout: 120_000, interval: 20 });
    await staff.click(user, card, 'approve', n % 5 === 0 ? 3 : 1);
  }
}

async function enables(staff: Staff, name: string): Promise<void> {
  const card = await vi.waitUntil(() => staff.cardOffering('enable_template', name), { timeout: 60_000, interval: 20 });
  await staff.click(staff.user('U0ADMIN'), card, 'enable_template', 1);
}

async function sends(
  staff: Staff,
  id: string,
  to: readonly string[],
  template: string,
  confirmed: number[],
): Promise<void> {
  const user = staff.user(id);
  for (const number of to) confirmed.push(await staff.send(user, number, template));
}

function nameOf(n: number): string {
  if (n === 0) return HELLO;
  const trouble = TROUBLED_NAMES[n - 1];
  return `kill_${String(n).padStart(3, '0')}_${trouble ?? 'plain'}_x`;
}

/** E.164, all different. The first twenty hold the troubled ones, twice. */
function numbers(): string[] {
  return Array.from({ length: SENDS }, (_, n) => {
    const trouble = n < 20 ? TROUBLED_NUMBERS[n % 10] : undefined;
    return trouble ? `+54911${n < 10 ? 55 : 45}${trouble}` : `+54911555${57_000 + n}`;
  });
}

function lanePart<T>(list: readonly T[], lane: number, lanes: number): T[] {
  return list.filter((_, index) => index % lanes === lane);
}

async function auditOf(installation: Installation): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'audit', 'verify'], {
    cwd: installation.folder,
    env: { PATH: process.env.PATH ?? '', ...installation.env },
  });
  return stdout;
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
