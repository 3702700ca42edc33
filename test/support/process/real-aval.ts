// An installation of Aval in a folder of its own: configuration, database and port stay while its process comes and goes.
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SIMULATOR_SECRETS } from '../meta/real-simulator.ts';
import { beginChild, type Child, type Starting, startChild } from './child-process.ts';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
export const CLI = fileURLToPath(new URL('../../../src/cli.ts', import.meta.url));
const READY = /Aval(?: rehearsal)? is ready at (http:\/\/\S+)\n/;

/** Node's flags as `npm start` gives them. */
const START_FLAGS = startFlags();

export const SIGNING_SECRET = 'installation-signing-secret';
export const SLACK_TOKEN = 'xoxb-installation';

export type Installation = {
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  readonly databasePath: string;
  /** Everything a process of this installation sees of the environment. */
  readonly env: Readonly<Record<string, string>>;
  start(nodeFlags?: readonly string[]): Promise<Child>;
  /** For who wants to end it before it is ready. */
  begin(): Starting;
  /** Writes aval.yaml. */
  configure(yaml: string): void;
  /** Deletes the folder. */
  remove(): void;
};

/** Where Teams is, and who we are there. A fake Teams is one. */
export type TeamsAddress = {
  readonly appId: string;
  readonly appSecret: string;
  readonly tenant: string;
  readonly loginUrl: string;
  readonly openIdUrl: string;
  readonly serviceUrl: string;
  readonly serviceOrigin: string;
};

/**
 * Slack over HTTP, Teams, or both, and SQLite, unless `env` says otherwise. Nothing runs yet, and `configure` has to come
 * before `start`.
 */
export async function installAval(options: {
  readonly slackApiUrl?: string;
  readonly teams?: TeamsAddress;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<Installation> {
  const port = await freePort();
  return install(port, {
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    ...(options.slackApiUrl !== undefined && slackEnv(options.slackApiUrl)),
    ...(options.teams && teamsEnv(options.teams)),
    ...options.env,
  });
}

function slackEnv(apiUrl: string): Readonly<Record<string, string>> {
  return { SLACK_BOT_TOKEN: SLACK_TOKEN, SLACK_SIGNING_SECRET: SIGNING_SECRET, SLACK_API_URL: apiUrl };
}

function teamsEnv(teams: TeamsAddress): Readonly<Record<string, string>> {
  return {
    TEAMS_APP_ID: teams.appId,
    TEAMS_APP_PASSWORD: teams.appSecret,
    TEAMS_TENANT_ID: teams.tenant,
    TEAMS_LOGIN_URL: teams.loginUrl,
    TEAMS_OPENID_URL: teams.openIdUrl,
    TEAMS_SERVICE_URL: teams.serviceUrl,
    TEAMS_SERVICE_HOSTS: teams.serviceOrigin,
  };
}

/** Nothing configured at all, unless `env` says otherwise: the rehearsal. */
export async function installRehearsal(env: Readonly<Record<string, string>> = {}): Promise<Installation> {
  const port = await freePort();
  return install(port, { PORT: String(port), ...env });
}

function install(port: number, given: Readonly<Record<string, string>>): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'aval-installation-'));
  const databasePath = join(folder, 'data', 'aval.db');
  const env = { DATABASE_URL: `sqlite:${databasePath}`, ...given };
  const how = { script: MAIN, nodeFlags: START_FLAGS, cwd: folder, env, ready: READY };
  return {
    folder,
    port,
    url: `http://127.0.0.1:${port}`,
    databasePath,
    env,
    start: (nodeFlags = []) => startChild({ ...how, nodeFlags: [...START_FLAGS, ...nodeFlags] }),
    begin: () => beginChild(how),
    configure: (yaml) => writeFileSync(join(folder, 'aval.yaml'), yaml),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type YamlFacts = {
  readonly metaApiUrl: string;
  readonly admin: readonly string[];
  readonly approver: readonly string[];
  readonly agent: readonly string[];
  readonly quorum: number;
};

/** Slack user ids without a prefix. Calls to Meta are given up after 1.5 s. */
export function yamlOf({ metaApiUrl, admin, approver, agent, quorum }: YamlFacts): string {
  const people = (ids: readonly string[]) => ids.map((id) => `slack:${id}`);
  // YAML reads JSON.
  return JSON.stringify({
    senders: [{ id: 'main', provider: 'meta', apiUrl: metaApiUrl, ...SIMULATOR_SECRETS, timeoutMs: 1500 }],
    places: { approval: ['slack:C0APPROVAL'] },
    roles: { admin: people(admin), approver: people(approver), agent: people(agent) },
    policy: { quorum, undoSeconds: 1 },
  });
}

/**
 * A port nobody listened on a moment ago. Below those the system gives to connections that go out (32768 and up on Linux),
 * one of which could have it before the process does.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)); // taken: another one
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise<void>((resolve) => server.close(() => resolve()));
    return port;
  }
}

function startFlags(): readonly string[] {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const { scripts } = JSON.parse(text) as { readonly scripts: { readonly start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}
