// Microsoft's Agents Playground as a process of ours: a Teams client for the browser without a tenant, kept on this machine,
// with the people and the channel a rehearsal knows.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PLAYGROUND } from '../../../src/config/rehearsal.ts';
import { type Child, startChild } from '../process/child-process.ts';

const CLI = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js');
const PRELOAD = new URL('../../playground/loopback-only.ts', import.meta.url).href;
const TENANT = '7b1f0c1e-53a6-4d0e-9a55-0a1f6d2c8e00';

export type Playground = {
  /** Where the page is. */
  readonly url: string;
  /** Ends the process and deletes what it wrote. */
  stop(): Promise<void>;
  /** Hosts outside this machine it wanted to reach, and was refused. */
  refused(): readonly string[];
};

/** Where a Playground on this port takes what the bot sends: `TEAMS_SERVICE_URL`. */
export function serviceUrl(port: number): string {
  return `http://127.0.0.1:${port}/_connector`;
}

/** Aval's environment for a Playground on this port. It cannot open dialogs from cards, so forms are cards. */
export function avalBeside(port: number): Readonly<Record<string, string>> {
  return { TEAMS_PLAYGROUND: '1', TEAMS_FORMS: 'card', TEAMS_SERVICE_URL: serviceUrl(port) };
}

/** `aval`: its address, e.g. `http://127.0.0.1:3000`; need not run yet. Throws when the port is taken. */
export async function startPlayground(options: {
  readonly port: number;
  readonly aval: string;
  /** Not ended by the Ctrl-C of a terminal, only by us. */
  readonly ownGroup?: boolean;
}): Promise<Playground> {
  const { port, aval, ownGroup = false } = options;
  const folder = mkdtempSync(join(tmpdir(), 'aval-playground-'));
  const config = join(folder, 'playground.yml');
  writeFileSync(config, JSON.stringify(configuration())); // YAML reads JSON
  const wanted = `--app-endpoint ${aval}/api/messages --channel-id msteams --port ${port} --service-url ${serviceUrl(port)}`;
  const child = await startChild({
    script: CLI,
    args: ['start', ...wanted.split(' '), '--disable-telemetry'],
    nodeFlags: ['--import', PRELOAD],
    cwd: folder,
    env: {
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, 'playground.log'),
      TEAMSAPPTESTER_BROWSER: 'none',
      APPLICATION_INSIGHTS_NO_STATSBEAT: '1', // its telemetry's own telemetry is not covered by the flag
    },
    ready: /Listening on (\d+)/,
    ownGroup,
  });
  const stop = async () => {
    await child.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  if (child.ready[1] !== String(port)) {
    await stop();
    throw new Error(`Port ${port} is taken. Give the Playground another one with PLAYGROUND_PORT.`);
  }
  return { url: `http://127.0.0.1:${port}`, stop, refused: () => refusedIn(child) };
}

function refusedIn(child: Child): readonly string[] {
  return [...child.output().matchAll(/Refused to connect to (\S+)/g)].map((match) => match[1] ?? '');
}

// The Playground looks people up by `id` only, where Teams also takes the Entra id: here both are the same. It wants five
// users besides its own.
function configuration() {
  return {
    version: '0.1.1',
    tenantId: TENANT,
    bot: { id: '28:aval', name: 'Aval' },
    currentUser: person(PLAYGROUND.ana, 'Ana', 'Ruiz'),
    users: [
      person(PLAYGROUND.ben, 'Ben', 'Okoro'),
      person(numbered(3), 'Chloé', 'Martin'),
      person(numbered(4), 'Diego', 'Sosa'),
      person(numbered(5), 'Emi', 'Tanaka'),
      person(numbered(6), 'Farid', 'Aziz'),
    ],
    personalChat: { id: 'a:ana-and-aval' },
    groupChat: { id: '19:shop@thread.v2', name: 'Shop' },
    team: {
      id: '19:team@thread.tacv2',
      name: 'Shop',
      aadGroupId: numbered(9),
      channels: [{ id: PLAYGROUND.channel, name: 'Template approvals' }],
    },
  };
}

function numbered(last: number): string {
  return `${TENANT.slice(0, -1)}${last}`;
}

function person(id: string, givenName: string, surname: string) {
  const email = `${givenName.normalize('NFD').replace(/\W/g, '').toLowerCase()}@example.com`;
  return {
    id,
    aadObjectId: id,
    name: `${givenName} ${surname}`,
    givenName,
    surname,
    email,
    userPrincipleName: email, // misspelt in its schema
  };
}
