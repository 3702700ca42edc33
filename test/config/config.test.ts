// The configuration as a whole: defaults, combinations, and every problem with its place and a hint.
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meta } from '../../adapters/provider/meta/entry.ts';
import { describeProblems } from '../../src/config/problems.ts';
import { Secret } from '../../src/config/secret.ts';
import { clearSettings, senderOf } from '../../src/config/senders.ts';
import { loadConfig } from '../../src/config.ts';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's3cret' };
const META = { META_TOKEN: 'EAAtoken', META_APP_SECRET: 'appsecret', META_VERIFY: 'verify-me' };

const GOOD = `
senders:
  - id: main
    provider: meta
    wabaId: 102290129340398
    phoneNumberId: '106540352242922'
    appId: 670843887433847
    accessToken: \${META_TOKEN}
    appSecret: \${META_APP_SECRET}
    verifyToken: v-\${META_VERIFY}
places: { approval: [slack:C1] }
roles: { admin: [slack:U1] }
`;

function load(env: Record<string, string>, yaml?: string) {
  return loadConfig(env, (path) => (path === (env.AVAL_CONFIG ?? 'aval.yaml') ? yaml : undefined));
}

function problemsIn(env: Record<string, string>, yaml?: string): string[] {
  const loaded = load(env, yaml);
  return loaded.ok ? [] : loaded.error.map((problem) => problem.path);
}

function good(env: Record<string, string>, yaml?: string) {
  const loaded = load(env, yaml);
  if (!loaded.ok) throw new Error(describeProblems(loaded.error));
  return loaded.value;
}

describe('without any configuration', () => {
  it('Aval rehearses on this machine only', () => {
    expect(good({})).toEqual({
      rehearsal: true,
      server: { host: '127.0.0.1', port: 3000 },
      databaseUrl: 'sqlite:./data/aval.db',
      logLevel: 'warn',
      dataDir: './data',
      senders: [],
      places: {
        approval: [{ platform: 'console', channel: 'approvals' }],
        admin: [{ platform: 'console', channel: 'approvals' }],
      },
      roles: {
        proposer: 'everyone',
        approver: ['console:andres', 'console:elena'],
        agent: ['console:lucia'],
        admin: ['console:marta'],
      },
      policy: {
        language: 'en',
        quorum: 1,
        fourEyes: true,
        undoSeconds: 5,
        remindAfterHours: 4,
        expireAfterHours: 72,
        pollMinutes: 15,
        syncMinutes: 60,
        requireOptIn: true,
        stopMeans: 'everything',
        notify: 'mention',
      },
    });
  });

  it('empty variables count as not set', () => {
    expect(good({ SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: ' ', PORT: '' }).rehearsal).toBe(true);
  });

  it('the policy alone may be changed', () => {
    const config = good({}, 'policy: { undoSeconds: 0, language: es }');

    expect(config.rehearsal).toBe(true);
    expect(config.policy).toMatchObject({ undoSeconds: 0, language: 'es', quorum: 1 });
  });

  it.each(['0.0.0.0', '192.168.1.4', '::', 'example.com', '127.0.0.1.example.com'])('HOST %s is refused', (host) => {
    expect(problemsIn({ HOST: host })).toEqual(['HOST']);
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('HOST %s is fine', (host) => {
    expect(good({ HOST: host }).server.host).toBe(host);
  });

  it('senders in the file do not turn into a rehearsal when the Slack token is lost', () => {
    expect(problemsIn(META, GOOD)).toEqual(['senders', 'places', 'roles']);
  });
});

describe('with Slack', () => {
  it('over HTTP listens for everyone', () => {
    const config = good({ ...SLACK, ...META }, GOOD);

    expect(config.rehearsal).toBe(false);
    expect(config.server).toEqual({ host: '0.0.0.0', port: 3000 });
    expect(config.logLevel).toBe('info');
    expect(config.slack?.botToken.reveal()).toBe('xoxb-1');
    expect(config.slack?.signingSecret?.reveal()).toBe('s3cret');
    expect(config.slack?.apiUrl).toBe('https://slack.com/api/');
    expect(config.places).toEqual({
      approval: [{ platform: 'slack', channel: 'C1' }],
      admin: [{ platform: 'slack', channel: 'C1' }],
    });
    expect(config.roles).toEqual({ admin: ['slack:U1'], approver: [], agent: [], proposer: 'everyone' });
  });

  it('over Socket Mode stays on this machine unless told otherwise', () => {
    const socket = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', ...META };

    expect(good(socket, GOOD).server.host).toBe('127.0.0.1');
    expect(good({ ...socket, HOST: '0.0.0.0' }, GOOD).server.host).toBe('0.0.0.0');
  });

  it('needs a bot token, and a way in', () => {
    expect(problemsIn({ SLACK_SIGNING_SECRET: 's', ...META }, GOOD)).toEqual(['SLACK_BOT_TOKEN']);
    expect(problemsIn({ SLACK_BOT_TOKEN: 'xoxb-1', ...META }, GOOD)).toEqual(['SLACK_SIGNING_SECRET']);
  });

  it('suggests the misspelt variable', () => {
    const loaded = load({ SLACK_BOT_TOKN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', ...META }, GOOD);

    expect(loaded.ok ? [] : loaded.error).toMatchObject([
      { path: 'SLACK_BOT_TOKEN', hint: expect.stringContaining('SLACK_BOT_TOKN') },
    ]);
  });

  it('needs a sender, an approval channel and an admin, and says all three', () => {
    expect(problemsIn(SLACK)).toEqual(['senders', 'places.approval', 'roles.admin']);
  });

  it.each([
    [
      'swapped tokens',
      { SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xoxb-1' },
      ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'],
    ],
    ['a port that is none', { ...SLACK, PORT: '70000' }, ['PORT']],
    ['a port in words', { ...SLACK, PORT: 'http' }, ['PORT']],
    ['a public address without scheme', { ...SLACK, PUBLIC_URL: 'aval.example.com' }, ['PUBLIC_URL']],
    ['an unknown database', { ...SLACK, DATABASE_URL: 'mysql://a' }, ['DATABASE_URL']],
    ['an unknown log level', { ...SLACK, LOG_LEVEL: 'loud' }, ['LOG_LEVEL']],
  ])('refuses %s', (_what, env, paths) => {
    expect(problemsIn({ ...env, ...META }, GOOD)).toEqual(paths);
  });

  it('forgives slashes at the end of addresses', () => {
    const config = good(
      { ...SLACK, ...META, PUBLIC_URL: 'https://a.example/', SLACK_API_URL: 'http://127.0.0.1:9/api' },
      GOOD,
    );

    expect(config.server.publicUrl).toBe('https://a.example');
    expect(config.slack?.apiUrl).toBe('http://127.0.0.1:9/api/');
  });
});

describe('the YAML file', () => {
  it('takes values from the environment, also inside a text', () => {
    const [sender] = good({ ...SLACK, ...META }, GOOD).senders;

    expect(clearSettings(sender!)).toEqual({
      apiUrl: 'https://graph.facebook.com',
      version: 'v26.0',
      timeoutMs: 15_000,
      wabaId: '102290129340398',
      phoneNumberId: '106540352242922',
      appId: '670843887433847',
      accessToken: 'EAAtoken',
      appSecret: 'appsecret',
      verifyToken: 'v-verify-me',
    });
  });

  it('a value of the environment cannot change the structure', () => {
    const hostile = `"\n    version: v1.0 # \${META_TOKEN}`;

    const config = good({ ...SLACK, ...META, META_VERIFY: hostile }, GOOD);

    expect(clearSettings(config.senders[0]!)).toMatchObject({ version: 'v26.0' });
    expect(clearSettings(config.senders[0]!).verifyToken).toBe(`v-${hostile}`);
  });

  it('ids without quotes keep every digit', () => {
    const yaml = GOOD.replace('102290129340398', '90071992547409931234').replace("'106540352242922'", '0123');
    const [sender] = good({ ...SLACK, ...META }, yaml).senders;

    expect(sender?.settings).toMatchObject({ wabaId: '90071992547409931234', phoneNumberId: '0123' });
  });

  it('a name missing in the environment is one problem, with its line', () => {
    const loaded = load({ ...SLACK, META_TOKN: 'x', META_APP_SECRET: 'a', META_VERIFY: 'b' }, GOOD);

    expect(loaded.ok ? [] : loaded.error).toEqual([
      {
        path: 'senders[0].accessToken',
        where: 'aval.yaml, line 8',
        expected: 'the environment variable META_TOKEN to be set',
        hint: 'META_TOKN is set: is that the one?',
      },
    ]);
  });

  it('an unknown key is a problem with the nearest name', () => {
    const loaded = load({ ...SLACK, ...META }, `${GOOD}\npolicy:\n  quorm: 1\nrules: {}\n`);

    expect(loaded.ok ? [] : loaded.error).toMatchObject([
      { path: 'policy.quorm', where: 'aval.yaml, line 15', hint: 'no such setting: did you mean quorum?' },
      { path: 'rules', where: 'aval.yaml, line 16', hint: 'no such setting: did you mean roles?' },
    ]);
  });

  it('reports every syntax error with its line', () => {
    const loaded = load(SLACK, 'a: [1\nb: "x');

    expect(loaded.ok ? [] : loaded.error.map((problem) => problem.where)).toEqual([
      'aval.yaml, line 2',
      'aval.yaml, line 2',
    ]);
  });

  it.each([
    ['a text', 'just text'],
    ['a list', '- a\n- b'],
    ['a number', '42'],
    ['an alias of itself', 'a: &a [*a, *a]'],
    ['an alias of nothing', '*nowhere'],
    ['50,000 open brackets', '['.repeat(50_000)],
  ])('that is no configuration is refused: %s', (_what, yaml) => {
    expect(problemsIn({}, yaml).length).toBeGreaterThan(0);
  });

  it('aliases that unfold without end are refused quickly', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'.split('').map((name, at) => {
        const before = 'abcdefgh'[at];
        return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`;
      }),
    ].join('\n');

    expect(problemsIn({}, bomb).length).toBeGreaterThan(0);
  });

  it('named by AVAL_CONFIG must exist', () => {
    expect(problemsIn({ ...SLACK, AVAL_CONFIG: 'else.yaml' })).toEqual(['AVAL_CONFIG']);
    expect(good({ AVAL_CONFIG: 'else.yaml' }, 'policy: { quorum: 2 }').policy.quorum).toBe(2);
  });

  it('a section without a value counts as absent', () => {
    expect(good({}, 'policy:\nsenders:\n').policy.quorum).toBe(1);
  });

  it.each([
    ['policy: { fourEyes: false }', 'policy.fourEyes'],
    ['policy: { quorum: 0 }', 'policy.quorum'],
    ['policy: { quorum: 1.5 }', 'policy.quorum'],
    ['policy: { undoSeconds: 5s }', 'policy.undoSeconds'],
    ['policy: { requireOptIn: "yes" }', 'policy.requireOptIn'],
    ['policy: { language: xx }', 'policy.language'],
    ['policy: { remindAfterHours: 10, expireAfterHours: 10 }', 'policy.expireAfterHours'],
  ])('refuses %s', (yaml, path) => {
    expect(problemsIn({}, yaml)).toEqual([path]);
  });

  it.each([
    ['slack:C1', '#general', 'places.approval[0]'],
    ['slack:C1', 'C1', 'places.approval[0]'],
    ['slack:C1', 'slack:U1', 'places.approval[0]'],
    ['slack:U1', 'ana@example.com', 'roles.admin[0]'],
    ['slack:U1', 'console:marta', 'roles.admin[0]'],
    ['provider: meta', 'provider: carrier-pigeon', 'senders[0].provider'],
    ['id: main', 'id: Main Number', 'senders[0].id'],
  ])('refuses %s replaced by %s', (before, after, path) => {
    expect(
      problemsIn({ ...SLACK, ...META }, GOOD.replace(before, `"${after}"`.replace(/^"(\w+): (.*)"$/, '$1: $2'))),
    ).toEqual([path]);
  });

  it('two senders need two ids', () => {
    const [first] = GOOD.split('places:');
    const second = first!.replace('\nsenders:', '');

    expect(
      problemsIn({ ...SLACK, ...META }, GOOD.replace('places:', `${second.trimStart().replace(/^/, '  ')}places:`)),
    ).toEqual(['senders[1].id']);
  });

  it('a quorum nobody can reach is refused', () => {
    expect(problemsIn({ ...SLACK, ...META }, `${GOOD}policy: { quorum: 2 }`)).toEqual(['policy.quorum']);
  });

  it('one bad value does not hide the others', () => {
    const yaml = `${GOOD.replace('slack:C1', 'nowhere')}policy: { remindAfterHours: 9, expireAfterHours: 1 }`;

    expect(problemsIn({ ...META, SLACK_BOT_TOKEN: 'xoxb-1', PORT: 'x' }, yaml)).toEqual([
      'PORT',
      'places.approval[0]',
      'SLACK_SIGNING_SECRET',
      'policy.expireAfterHours',
    ]);
  });

  it('whatever it holds, the answer is a configuration or problems, never an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => `${GOOD}${text}`),
        ),
        (yaml) => {
          const loaded = load({ ...SLACK, ...META }, yaml);

          return loaded.ok || loaded.error.length > 0;
        },
      ),
    );
  });
});

describe('the report', () => {
  it('counts, names, explains, and shows no value', () => {
    const loaded = load({ ...META, SLACK_BOT_TOKEN: 'my-real-token', SLACK_APP_TOKEN: 'xapp-1' }, GOOD);
    const text = loaded.ok ? '' : describeProblems(loaded.error);

    expect(text).toBe(
      [
        'Aval did not start: 1 problem in the configuration',
        '',
        '  SLACK_BOT_TOKEN (environment)',
        '    expected: a token that starts with xoxb-',
        '    hint:     api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token',
        '',
      ].join('\n'),
    );
  });
});

describe('a secret', () => {
  it('never prints', () => {
    const config = good({ ...SLACK, ...META }, GOOD);
    const secret = new Secret('hush');

    expect([String(secret), `${secret}`, JSON.stringify({ secret }), inspect({ secret })]).toEqual([
      '[secret]',
      '[secret]',
      '{"secret":"[secret]"}',
      '{ secret: [secret] }',
    ]);
    for (const value of [...Object.values(SLACK), 'EAAtoken', 'appsecret', 'v-verify-me']) {
      expect(JSON.stringify(config)).not.toContain(value);
      expect(inspect(config, { depth: null, showHidden: true })).not.toContain(value);
    }
    expect(secret.reveal()).toBe('hush');
  });

  it('survives the way through a sender made by code', () => {
    const settings = {
      apiUrl: 'http://127.0.0.1:5',
      wabaId: '1',
      phoneNumberId: '2',
      appId: '3',
      accessToken: 'a',
      appSecret: 'b',
      previousAppSecret: 'c',
      verifyToken: 'd',
    };

    const sender = senderOf(meta, { id: 'main', label: 'Rehearsal', ...settings });

    expect(sender).toMatchObject({ id: 'main', label: 'Rehearsal', provider: 'meta', apiUrl: 'http://127.0.0.1:5' });
    expect(clearSettings(sender)).toEqual({ ...settings, version: 'v26.0', timeoutMs: 15_000 });
  });
});

describe('the example files', () => {
  const yaml = readFileSync('aval.example.yaml', 'utf8');
  const env = readFileSync('.env.example', 'utf8');

  it('start Aval once the variables are filled in', () => {
    const names = [...env.matchAll(/^(META_\w+|SLACK_SIGNING_SECRET)=$/gm)].map((match) => [match[1]!, 'filled-in']);
    const config = good({ ...Object.fromEntries(names), SLACK_BOT_TOKEN: 'xoxb-1' }, yaml);

    expect(config.senders).toHaveLength(1);
    expect(config.policy).toEqual(good({}).policy);
  });

  it('list every variable the example YAML takes', () => {
    for (const [, name] of yaml.matchAll(/\$\{(\w+)\}/g)) if (name !== 'NAME') expect(env).toContain(`\n${name}=`);
  });
});
