// The rules about chat platforms: which are configured, what each needs, and what the file may then name. A token that
// got lost, or an empty app id, must stop the start: neither may turn into a rehearsal or into a bot that believes anyone.
import { isLoopback } from './addresses.ts';
import { type Environment, environment } from './environment.ts';
import type { Facts } from './facts.ts';
import type { ConfigFile } from './file.ts';
import { nearest } from './nearest.ts';
import { type Problem, pathText } from './problems.ts';

type Env = Facts['env'];

const SLACK_KEYS = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
] as const satisfies (keyof Environment)[];
const TEAMS_KEYS = ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID'] as const satisfies (keyof Environment)[];

/** What may prove that we are the app, instead of its secret. */
const TEAMS_FILES = ['TEAMS_CERTIFICATE_FILE', 'TEAMS_FEDERATED_TOKEN_FILE'] as const satisfies (keyof Environment)[];
const TEAMS_CREDENTIALS = ['TEAMS_APP_PASSWORD', ...TEAMS_FILES] as const;

const MISSING_TEAMS: Readonly<Record<(typeof TEAMS_KEYS)[number], string>> = {
  TEAMS_APP_ID: 'the application id of the bot, such as 6f1d2c3b-8a47-4c1e-9b7f-0d5e2a91c364',
  TEAMS_APP_PASSWORD: `the client secret of the bot, or instead of it ${TEAMS_FILES.join(' or ')}`,
  TEAMS_TENANT_ID: 'the id of your tenant, such as 2b0c7f5e-13d9-4f86-a2e4-7c8d91b5e043',
};

/** What connects each platform, for whoever has configured it only in the file. */
const CONNECT: Readonly<Record<string, string>> = {
  slack: 'SLACK_BOT_TOKEN with SLACK_SIGNING_SECRET or SLACK_APP_TOKEN',
  teams: TEAMS_KEYS.join(', ').replace(/, (?=[^,]*$)/, ' and '),
};

/** No chat platform is configured; the Playground's bot is part of a rehearsal. */
export function isRehearsal(env: Env): boolean {
  return connected(env).length === 0;
}

function connected(env: Env): readonly string[] {
  const has = (keys: readonly string[]) => keys.some((name) => env[name] !== undefined);
  return [...(has(SLACK_KEYS) ? ['slack'] : []), ...(has([...TEAMS_KEYS, ...TEAMS_FILES]) ? ['teams'] : [])];
}

export function chatProblems(facts: Facts): readonly Problem[] {
  const clashes = playground(facts.env);
  if (clashes.length > 0) return clashes;
  const platforms = connected(facts.env);
  return [
    ...(platforms.includes('slack') ? slackKeys(facts.env) : []),
    ...(platforms.includes('teams') ? teamsKeys(facts.env) : []),
    ...(platforms.length === 0
      ? rehearsalOnly(facts)
      : [...needed(facts, platforms), ...strangers(facts, platforms), ...foreigners(facts)]),
  ];
}

function slackKeys(env: Env): readonly Problem[] {
  if (env.SLACK_BOT_TOKEN === undefined) {
    return [missing(env, 'SLACK_BOT_TOKEN', 'the bot token, since another Slack setting is there')];
  }
  if (env.SLACK_SIGNING_SECRET === undefined && env.SLACK_APP_TOKEN === undefined) {
    const expected = 'the signing secret (events over HTTP), or SLACK_APP_TOKEN (Socket Mode)';
    return [missing(env, 'SLACK_SIGNING_SECRET', expected)];
  }
  return [];
}

// Id, one credential and tenant, or none: without an app id the SDK would believe unsigned requests, without a tenant it would serve every one.
function teamsKeys(env: Env): readonly Problem[] {
  const proofs = TEAMS_CREDENTIALS.filter((name) => env[name] !== undefined);
  const isThere = (name: (typeof TEAMS_KEYS)[number]) =>
    env[name] !== undefined || (name === 'TEAMS_APP_PASSWORD' && proofs.length > 0);
  const absent = TEAMS_KEYS.filter((name) => !isThere(name)).map((name) => {
    const found = missing(env, name, MISSING_TEAMS[name]);
    return name === 'TEAMS_APP_ID'
      ? { ...found, hint: `${found.hint}; to try Aval without a tenant set TEAMS_PLAYGROUND=1 alone` }
      : found;
  });
  return [...absent, ...(proofs.length > 1 ? proofs.slice(1).map((name) => tooMany(name, proofs)) : [])];
}

// Which of them was meant cannot be known, and one of them may be what somebody believes to have taken away.
function tooMany(name: string, proofs: readonly string[]): Problem {
  return {
    path: name,
    where: 'environment',
    expected: `one credential of ${TEAMS_CREDENTIALS.join(', ')}, but ${proofs.join(' and ')} are set`,
    hint: 'keep one and remove the others, such as TEAMS_CERTIFICATE_FILE=/etc/aval/teams.pem alone',
  };
}

// Unsigned requests are believed there, so nothing real may be within reach.
function playground(env: Env): readonly Problem[] {
  if (env.TEAMS_PLAYGROUND === undefined) return [];
  return [...TEAMS_KEYS, ...TEAMS_FILES, ...SLACK_KEYS]
    .filter((name) => env[name] !== undefined)
    .map((name) => ({
      path: name,
      where: 'environment',
      expected: 'no chat platform beside TEAMS_PLAYGROUND, which believes unsigned requests',
      hint: `remove ${name} to use the Playground, or TEAMS_PLAYGROUND to use ${name}`,
    }));
}

function missing(env: Env, name: string, expected: string): Problem {
  const prefix = name.split('_')[0] ?? '';
  const unknown = Object.keys(env).filter(
    (other) => other.startsWith(prefix) && !Object.hasOwn(environment.shape, other),
  );
  const similar = nearest(name, unknown);
  const hint = similar === undefined ? `set ${name}, for example in .env` : `${similar} is set: a typing error?`;
  return { path: name, where: 'environment', expected, hint };
}

function needed({ sections, where }: Facts, platforms: readonly string[]): readonly Problem[] {
  const problems: Problem[] = [];
  const need = (list: readonly unknown[] | undefined, path: readonly string[], expected: string, hint: string) => {
    if (list !== undefined && list.length === 0)
      problems.push({ path: path.join('.'), where: where(path), expected, hint });
  };
  const example = (slack: string, teams: string) => (platforms.includes('slack') ? slack : teams);
  need(sections.senders, ['senders'], 'at least one sender', 'copy the block from aval.example.yaml');
  need(
    sections.places?.approval,
    ['places', 'approval'],
    'at least one channel where proposals are decided',
    `for example: approval: [${example('slack:C0123ABCD', 'teams:19:0a1b2c@thread.tacv2')}]`,
  );
  need(
    sections.roles?.admin,
    ['roles', 'admin'],
    'at least one admin: until somebody is granted more, only admins may decide or send',
    `for example: admin: [${example('slack:U0123ABCD', 'teams:0f9e8d7c-6b5a-4938-8271-605f4e3d2c1b')}]`,
  );
  return problems;
}

type Named = { readonly path: readonly [string, string, number]; readonly entry: string };

type Lists = Readonly<Record<string, readonly (string | ConfigFile['places']['approval'][number])[] | undefined>>;

/** Every place and person of the file, as `platform:…`. */
function named({ sections: { places, roles } }: Facts): readonly Named[] {
  const proposer = roles?.proposer === 'everyone' ? [] : roles?.proposer;
  const lists: Readonly<Record<string, Lists>> = { places: { ...places }, roles: { ...roles, proposer } };
  return Object.entries(lists).flatMap(([section, keys]) =>
    Object.entries(keys).flatMap(([key, list]) =>
      (list ?? []).map((item, index) => ({
        path: [section, key, index] as const,
        entry: typeof item === 'string' ? item : `${item.platform}:${item.channel}`,
      })),
    ),
  );
}

// A card nobody can be shown, or a role nobody can have, is a mistake that would be noticed late.
function strangers(facts: Facts, platforms: readonly string[]): readonly Problem[] {
  return named(facts).flatMap(({ path, entry }) => {
    const platform = entry.split(':')[0] ?? '';
    if (platforms.includes(platform)) return [];
    const expected = `a platform that is connected: ${platforms.join(' or ')}`;
    const hint = `connect it (${CONNECT[platform]}), or remove this entry`;
    return [{ path: pathText(path), where: facts.where(path), expected, hint }];
  });
}

// Whoever comes from another tenant is refused, so a role would never be used.
function foreigners(facts: Facts): readonly Problem[] {
  const ours = facts.env.TEAMS_TENANT_ID?.trim().toLowerCase();
  return named(facts).flatMap(({ path, entry }) => {
    const [platform, tenant, id] = entry.split(':');
    if (path[0] !== 'roles' || platform !== 'teams' || id === undefined || ours === undefined || tenant === ours)
      return [];
    const expected = 'a person of your own tenant, TEAMS_TENANT_ID';
    return [{ path: pathText(path), where: facts.where(path), expected, hint: 'the tenant id may be left out' }];
  });
}

// Senders without a chat platform is what a lost token looks like: never fall back to a rehearsal then.
function rehearsalOnly({ env, present, where }: Facts): readonly Problem[] {
  const problems = ['senders', 'places', 'roles']
    .filter((section) => present.has(section))
    .map((section) => ({
      path: section,
      where: where([section]),
      expected: `a chat platform: ${CONNECT.slack}; or ${CONNECT.teams}`,
      hint: `connect Slack or Teams, or remove ${section} to rehearse (a rehearsal brings its own)`,
    }));
  if (env.HOST !== undefined && !isLoopback(env.HOST)) {
    problems.push({
      path: 'HOST',
      where: 'environment',
      expected: '127.0.0.1, ::1 or localhost',
      hint: 'without a chat platform this is a rehearsal: anyone who reaches it acts as anyone, so it stays on this machine',
    });
  }
  return problems;
}
