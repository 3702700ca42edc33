// How fast Approve in Teams is answered while Teams' own API is quick, slow (1 s) or dead, held against a bare botbuilder bot
// measured in turn: every request a vote that is written down. Then the memory of an idle process with Slack and Teams both
// connected. Prints; fails only when something is broken. `--short` for CI; `--profile` writes Aval's CPU profile.
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SIMULATOR_SECRETS } from '../support/meta/real-simulator.ts';
import { type Child, startChild } from '../support/process/child-process.ts';
import { installAval } from '../support/process/real-aval.ts';
import { channelClaims, startKeyServer } from '../support/teams/token.ts';
import { cpuMsOf, rssMbOf, verdict } from './figures.ts';
import { startInProcess } from './in-process.ts';
import { proposeMany } from './propose-many.ts';
import { printRounds } from './rounds.ts';
import { loadVotes, type Round, type Target, type Vote } from './teams-load.ts';

const { values: flags } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    rounds: { type: 'string' },
  },
});
const ROUNDS = Number(flags.rounds ?? (flags.short ? 1 : 3));
const MS = flags.short ? 1_000 : 2_500;
const WARM_UP_MS = flags.short ? 500 : 1_500;
const CONNECTIONS = 30;
const MODES = ['0', '1000', 'never'];
/** One more than those who vote, so that no vote decides: each click does the same work. */
const QUORUM = 10;
const APPROVERS = Array.from({ length: QUORUM }, (_, n) => `00000000-0000-4000-8000-0000000000${n + 10}`);
/** More votes than the fastest machine gives in all rounds. */
const PROPOSALS = flags.short ? 500 : 2_500;
const GOAL_P99_MS = 100;
const GOAL_RATIO = 0.4;
const GOAL_RSS_MB = 260;
const IDLE_MS = flags.short ? 3_000 : 6_000;

const APP_ID = '11111111-2222-4333-8444-555555555555';
const TENANT = 'a1b2c3d4-e5f6-4890-abcd-ef1234567890';
const CHANNEL = '19:bench@thread.tacv2';
const JSON_URL = /\{"url":"(http[^"]+)"\}/;
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const profileFolder = join(tmpdir(), 'aval-profile');

const children: Child[] = [];
async function start(starting: Promise<Child>): Promise<Child> {
  const child = await starting;
  children.push(child);
  return child;
}

type Measured = Round & { readonly cpuMs: number };
const rounds = new Map<string, Measured[]>();
let broken = false;

const keys = await startKeyServer();
const connector = await start(startChild({ script: path('bare-connector.ts'), cwd: tmpdir(), ready: JSON_URL }));
const connectorUrl = connector.ready[1] ?? '';
const serviceUrl = `${connectorUrl}/`;
const teams = {
  appId: APP_ID,
  appSecret: 'bench',
  tenant: TENANT,
  loginUrl: connectorUrl,
  openIdUrl: keys.openIdUrl,
  serviceUrl,
  serviceOrigin: connectorUrl,
};
const installation = await installAval({ teams });

try {
  installation.configure(yaml(['teams']));
  const subjects = await prepare();
  const bot = await start(
    startChild({ script: path('bare-botbuilder.ts'), cwd: tmpdir(), env: installation.env, ready: JSON_URL }),
  );
  if (flags.profile) mkdirSync(profileFolder, { recursive: true });
  const aval = await start(installation.start(flags.profile ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`] : []));
  const target = { appId: APP_ID, tenant: TENANT, serviceUrl, channel: CHANNEL };
  const token = keys.sign(channelClaims({ appId: APP_ID, serviceUrl }));
  const servers = {
    bot: { ...target, token, origin: bot.ready[1] ?? '', pid: bot.pid },
    aval: { ...target, token, origin: installation.url, pid: aval.pid },
  };
  const votes = everyVote(subjects);
  console.log(`warming up, then ${ROUNDS} rounds of ${MS / 1000} s each, ${CONNECTIONS} connections`);
  await loadVotes(servers.bot, endless(subjects), { connections: CONNECTIONS, ms: WARM_UP_MS });
  await loadVotes(servers.aval, votes, { connections: CONNECTIONS, ms: WARM_UP_MS });
  for (let round = 0; round < ROUNDS; round += 1) {
    await measure('bare botbuilder', servers.bot, endless(subjects));
    for (const mode of MODES) {
      await setMode(mode);
      await measure(`Aval, Teams ${mode === 'never' ? 'dead' : `${mode} ms`}`, servers.aval, votes);
    }
    await setMode('0');
  }
  if (!aval.isRunning()) throw new Error(`Aval is gone:\n${aval.output()}`);
  printRounds(rounds, { bare: 'bare botbuilder', p99Ms: GOAL_P99_MS, ratio: GOAL_RATIO });
  await aval.end('SIGTERM');
  await measureMemory();
} finally {
  for (const child of children.reverse()) await child.end('SIGTERM');
  installation.remove();
  await keys.stop();
}
if (flags.profile) console.log(`profile in ${profileFolder}`);
process.exit(broken ? 1 : 0);

function yaml(platforms: readonly ('slack' | 'teams')[]): string {
  const places = { slack: 'slack:C0APPROVAL', teams: `teams:${CHANNEL}` };
  // YAML reads JSON.
  return JSON.stringify({
    senders: [{ id: 'main', provider: 'meta', apiUrl: 'http://127.0.0.1:9', ...SIMULATOR_SECRETS, timeoutMs: 1500 }],
    places: { approval: platforms.map((platform) => places[platform]) },
    roles: { admin: [`teams:${APPROVERS[0]}`], approver: APPROVERS.map((id) => `teams:${id}`) },
    policy: { quorum: QUORUM, expireAfterHours: 8760, remindAfterHours: 8000 },
  });
}

/** Proposals whose cards stand in the channel, as they would after a busy week. */
async function prepare(): Promise<readonly string[]> {
  mkdirSync(dirname(installation.databasePath), { recursive: true });
  const place = { databasePath: installation.databasePath, platform: 'teams', channel: CHANNEL };
  const making = await startInProcess(QUORUM, place);
  try {
    const subjects = await proposeMany(making, PROPOSALS);
    await making.startWorker().idle();
    return subjects;
  } finally {
    await making.stop();
  }
}

/** Everybody once to begin with, while warming up: Teams is asked once about a person never seen, which is not what is measured. */
function* everyVote([first = '', ...others]: readonly string[]): Generator<Vote, void> {
  for (const approver of APPROVERS.slice(1)) yield { approver, subject: first };
  for (const approver of APPROVERS.slice(1)) for (const subject of others) yield { approver, subject };
}

function* endless(subjects: readonly string[]): Generator<Vote, void> {
  for (;;) yield* everyVote(subjects);
}

async function setMode(ms: string): Promise<void> {
  await fetch(`${connectorUrl}/mode?ms=${ms}`, { method: 'POST' });
}

async function measure(name: string, target: Target & { readonly pid: number }, votes: Iterator<Vote>): Promise<void> {
  const before = cpuMsOf(target.pid);
  const round = await loadVotes(target, votes, { connections: CONNECTIONS, ms: MS });
  const cpuMs = (cpuMsOf(target.pid) - before) / round.latencies.length;
  rounds.set(name, [...(rounds.get(name) ?? []), { ...round, cpuMs }]);
  if (round.ranOut) console.log(`${name}: the votes ran out, the round was shorter`);
  if (Object.keys(round.wrong).length === 0) return;
  broken = true;
  console.log(`${name}: answers other than 200: ${JSON.stringify(round.wrong)}`);
}

/** A process with both platforms, that nobody has asked for anything. */
async function measureMemory(): Promise<void> {
  const slack = await start(startChild({ script: path('bare-slack-api.ts'), cwd: tmpdir(), ready: JSON_URL }));
  const both = await installAval({ slackApiUrl: `${slack.ready[1]}/api/`, teams });
  try {
    both.configure(yaml(['slack', 'teams']));
    const aval = await start(both.start());
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const mb = rssMbOf(aval.pid);
    await aval.end('SIGTERM');
    console.log(
      `Slack and Teams connected, idle: ${mb.toFixed(0)} MB, ≤ ${GOAL_RSS_MB} MB ${verdict(mb <= GOAL_RSS_MB)}`,
    );
  } finally {
    both.remove();
  }
}
