// The rules between settings: what must be there together, and what must not. Each looks only at what it needs,
// so that one bad value does not hide another problem.

import type { Environment } from './environment.ts';
import type { ConfigFile } from './file.ts';
import { nearest } from './nearest.ts';
import type { Problem } from './problems.ts';

type Facts = {
  /** Non-empty variables as they were given, valid or not. */
  readonly env: Readonly<Record<string, string>>;
  /** Sections that were valid; a section that is absent from the file has its defaults. */
  readonly sections: Partial<ConfigFile>;
  /** Sections the file names. */
  readonly present: ReadonlySet<string>;
  readonly where: (path: readonly PropertyKey[]) => string;
};

const SLACK_KEYS = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
] as const satisfies (keyof Environment)[];

export function hasSlack(env: Facts['env']): boolean {
  return SLACK_KEYS.some((name) => env[name] !== undefined);
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

export function ruleProblems(facts: Facts): readonly Problem[] {
  const connection = hasSlack(facts.env) ? [...slackKeys(facts), ...needed(facts)] : rehearsalOnly(facts);
  return [...connection, ...senderIds(facts), ...deadlines(facts), ...quorum(facts)];
}

function slackKeys({ env }: Facts): readonly Problem[] {
  if (env.SLACK_BOT_TOKEN === undefined) {
    return [missing(env, 'SLACK_BOT_TOKEN', 'the bot token, since another Slack setting is there')];
  }
  if (env.SLACK_SIGNING_SECRET === undefined && env.SLACK_APP_TOKEN === undefined) {
    const expected = 'the signing secret (events over HTTP), or SLACK_APP_TOKEN (Socket Mode)';
    return [missing(env, 'SLACK_SIGNING_SECRET', expected)];
  }
  return [];
}

function missing(env: Facts['env'], name: string, expected: string): Problem {
  const strangers = Object.keys(env).filter((other) => !SLACK_KEYS.some((known) => known === other));
  const similar = nearest(
    name,
    strangers.filter((other) => other.startsWith('SLACK')),
  );
  const hint = similar === undefined ? `set ${name}, for example in .env` : `${similar} is set: a typing error?`;
  return { path: name, where: 'environment', expected, hint };
}

function needed({ sections, where }: Facts): readonly Problem[] {
  const problems: Problem[] = [];
  const need = (list: readonly unknown[] | undefined, path: readonly string[], expected: string, hint: string) => {
    if (list !== undefined && list.length === 0)
      problems.push({ path: path.join('.'), where: where(path), expected, hint });
  };
  need(sections.senders, ['senders'], 'at least one sender', 'copy the block from aval.example.yaml');
  need(
    sections.places?.approval,
    ['places', 'approval'],
    'at least one channel where proposals are decided',
    'for example: approval: [slack:C0123ABCD]',
  );
  need(
    sections.roles?.admin,
    ['roles', 'admin'],
    'at least one admin: until somebody is granted more, only admins may decide or send',
    'for example: admin: [slack:U0123ABCD]',
  );
  return problems;
}

// Senders without a chat platform is what a lost token looks like: never fall back to a rehearsal then.
function rehearsalOnly({ env, present, where }: Facts): readonly Problem[] {
  const problems = ['senders', 'places', 'roles']
    .filter((section) => present.has(section))
    .map((section) => ({
      path: section,
      where: where([section]),
      expected: 'a chat platform: SLACK_BOT_TOKEN with SLACK_SIGNING_SECRET or SLACK_APP_TOKEN',
      hint: `connect Slack, or remove ${section} to rehearse (a rehearsal brings its own)`,
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

function senderIds({ sections, where }: Facts): readonly Problem[] {
  const ids = (sections.senders ?? []).map((sender) => sender.id);
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [
          {
            path: `senders[${index}].id`,
            where: where(['senders', index, 'id']),
            expected: 'an id no other sender has',
            hint: `${id} is taken by senders[${ids.indexOf(id)}]`,
          },
        ],
  );
}

function deadlines({ sections: { policy }, where }: Facts): readonly Problem[] {
  if (policy === undefined || policy.expireAfterHours > policy.remindAfterHours) return [];
  return [
    {
      path: 'policy.expireAfterHours',
      where: where(['policy', 'expireAfterHours']),
      expected: `more than policy.remindAfterHours (${policy.remindAfterHours})`,
      hint: 'otherwise a proposal expires before anyone is reminded',
    },
  ];
}

function quorum({ env, sections: { policy, roles }, where }: Facts): readonly Problem[] {
  if (policy === undefined || roles === undefined || !hasSlack(env)) return [];
  const deciders = new Set([...roles.admin, ...roles.approver]).size;
  if (deciders === 0 || policy.quorum <= deciders) return [];
  return [
    {
      path: 'policy.quorum',
      where: where(['policy', 'quorum']),
      expected: `at most ${deciders}, the number of people who may decide`,
      hint: 'name more people in roles.approver, or lower the quorum',
    },
  ];
}
