// How fast `/template propose` is acknowledged while Slack's own API is quick, slow or dead, held against a bare Bolt app
// measured in turn. Prints; fails only when something is broken. `--short` for CI; `--profile` writes Aval's CPU profile,
// `--mode 0` measures one state of Slack only.
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Child, startChild } from '../support/process/child-process.ts';
import { installAval, SIGNING_SECRET, yamlOf } from '../support/process/real-aval.ts';
import { cpuMsOf } from './figures.ts';
import { printRounds } from './rounds.ts';
import { loadCommands, type Round } from './slack-load.ts';

const { values: flags } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    mode: { type: 'string' },
  },
});
const ROUNDS = Number(flags.rounds ?? (flags.short ? 1 : 3));
const MS = flags.short ? 1_500 : 5_000;
const CONNECTIONS = 50;
const MODES = ['0', '800', '5000', 'never'].filter((mode) => flags.mode === undefined || flags.mode === mode);
const GOAL_P99_MS = 50;
const GOAL_RATIO = 0.4;
/** Forms that wait for a slow Slack are given up after this; the next round begins with none. */
const DRAIN_MS = 3_200;

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const JSON_URL = /\{"url":"(http[^"]+)"\}/;
const profileFolder = join(tmpdir(), 'aval-profile');

const children: Child[] = [];
async function start(starting: Promise<Child>): Promise<Child> {
  const child = await starting;
  children.push(child);
  return child;
}

const slack = await start(startChild({ script: path('bare-slack-api.ts'), cwd: tmpdir(), ready: JSON_URL }));
const slackUrl = slack.ready[1] ?? '';
const installation = await installAval({ slackApiUrl: `${slackUrl}/api/` });
type Measured = Round & { readonly cpuMs: number };
const rounds = new Map<string, Measured[]>();
let broken = false;

try {
  const env = { SLACK_SIGNING_SECRET: SIGNING_SECRET };
  const bolt = await start(startChild({ script: path('bare-bolt.ts'), cwd: tmpdir(), env, ready: JSON_URL }));
  installation.configure(
    yamlOf({ metaApiUrl: 'http://127.0.0.1:9', admin: ['U0ADMIN'], approver: [], agent: [], quorum: 1 }),
  );
  if (flags.profile) mkdirSync(profileFolder, { recursive: true });
  const aval = await start(installation.start(flags.profile ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`] : []));
  const servers = { bolt: { url: bolt.ready[1] ?? '', pid: bolt.pid }, aval: { url: installation.url, pid: aval.pid } };
  console.log(`warming up, then ${ROUNDS} rounds of ${MS / 1000} s each, ${CONNECTIONS} connections`);
  for (const { url } of [servers.bolt, servers.aval]) await load(url, flags.short ? 1_000 : 3_000);
  for (let round = 0; round < ROUNDS; round += 1) {
    await measure('bare Bolt', servers.bolt);
    for (const mode of MODES) {
      await setMode(mode);
      await measure(`Aval, Slack ${mode === 'never' ? 'silent' : `${mode} ms`}`, servers.aval);
      if (mode !== '0') await new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
    }
    await setMode('0');
  }
  if (!aval.isRunning()) throw new Error(`Aval is gone:\n${aval.output()}`);
  printRounds(rounds, { bare: 'bare Bolt', p99Ms: GOAL_P99_MS, ratio: GOAL_RATIO });
} finally {
  for (const child of children.reverse()) await child.end('SIGTERM');
  installation.remove();
}
if (flags.profile) console.log(`profile in ${profileFolder}`);
process.exit(broken ? 1 : 0);

async function setMode(ms: string): Promise<void> {
  await fetch(`${slackUrl}/mode?ms=${ms}`, { method: 'POST' });
}

function load(origin: string, ms: number): Promise<Round> {
  return loadCommands({ origin, secret: SIGNING_SECRET, connections: CONNECTIONS, ms });
}

async function measure(name: string, { url, pid }: { readonly url: string; readonly pid: number }): Promise<void> {
  const before = cpuMsOf(pid);
  const round = await load(url, MS);
  const cpuMs = (cpuMsOf(pid) - before) / round.latencies.length;
  rounds.set(name, [...(rounds.get(name) ?? []), { ...round, cpuMs }]);
  if (Object.keys(round.wrong).length === 0) return;
  broken = true;
  console.log(`${name}: answers other than 200: ${JSON.stringify(round.wrong)}`);
}
