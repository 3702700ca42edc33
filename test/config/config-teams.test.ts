// Teams in the configuration: alone, beside Slack, and with the Playground.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeProblems } from '../../src/config/problems.ts';
import { loadConfig } from '../../src/config.ts';

const APP = '6f1d2c3b-8a47-4c1e-9b7f-0d5e2a91c364';
const TENANT = '2b0c7f5e-13d9-4f86-a2e4-7c8d91b5e043';
const ANA = '0f9e8d7c-6b5a-4938-8271-605f4e3d2c1b';
const CHANNEL = '19:0a1b-2C_d@thread.tacv2';
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const TEAMS = { TEAMS_APP_ID: APP, TEAMS_APP_PASSWORD: 'p4ss', TEAMS_TENANT_ID: TENANT };

const SENDERS = `
senders:
  - { id: main, provider: meta, wabaId: '1', phoneNumberId: '2', appId: '3', accessToken: a, appSecret: b, verifyToken: c }
`;
const GOOD = `${SENDERS}
places: { approval: [teams:${CHANNEL}] }
roles: { admin: [teams:${ANA}] }
`;

function load(env: Record<string, string>, yaml = GOOD) {
  return loadConfig(env, (path) => (path === 'aval.yaml' ? yaml : undefined));
}

function problems(env: Record<string, string>, yaml = GOOD) {
  const loaded = load(env, yaml);
  return loaded.ok ? [] : loaded.error;
}

function paths(env: Record<string, string>, yaml = GOOD): string[] {
  return problems(env, yaml).map(({ path }) => path);
}

function good(env: Record<string, string>, yaml = GOOD) {
  const loaded = load(env, yaml);
  if (!loaded.ok) throw new Error(describeProblems(loaded.error));
  return loaded.value;
}

describe('with Teams', () => {
  it('Aval listens for everyone, and Microsoft’s addresses need not be told', () => {
    const { rehearsal, server, teams, slack, places, roles } = good(TEAMS);

    expect({ rehearsal, server, slack }).toEqual({ rehearsal: false, server: { host: '0.0.0.0', port: 3000 } });
    expect({ ...teams, appPassword: teams?.appPassword.reveal() }).toEqual({
      appId: APP,
      appPassword: 'p4ss',
      tenantId: TENANT,
      playground: false,
      forms: 'dialog',
      loginUrl: 'https://login.microsoftonline.com',
      openIdUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
      serviceUrl: 'https://smba.trafficmanager.net/teams/',
      serviceHosts: [],
    });
    expect(places.approval).toEqual([{ platform: 'teams', channel: CHANNEL }]);
    expect(roles.admin).toEqual([`teams:${ANA}`]);
  });

  it('the password never prints', () => {
    expect(JSON.stringify(good(TEAMS))).not.toContain('p4ss');
  });

  it('ids may be written in capitals', () => {
    const config = good(
      { ...TEAMS, TEAMS_APP_ID: APP.toUpperCase(), TEAMS_TENANT_ID: ` ${TENANT.toUpperCase()} ` },
      GOOD.replace(ANA, `${TENANT}:${ANA}`.toUpperCase()),
    );

    expect([config.teams?.appId, config.teams?.tenantId]).toEqual([APP, TENANT]);
    expect(config.roles.admin).toEqual([`teams:${TENANT}:${ANA}`]);
  });

  it('every address can be moved', () => {
    const { teams } = good({
      ...TEAMS,
      TEAMS_FORMS: 'card',
      TEAMS_LOGIN_URL: 'http://127.0.0.1:4000/',
      TEAMS_OPENID_URL: 'http://localhost:4000/openid',
      TEAMS_SERVICE_URL: 'https://smba.example.com/uk',
      TEAMS_SERVICE_HOSTS: 'smba.example.com, https://Other.example.com/ ,http://[::1]:9,',
    });

    expect(teams).toMatchObject({
      forms: 'card',
      loginUrl: 'http://127.0.0.1:4000',
      openIdUrl: 'http://localhost:4000/openid',
      serviceUrl: 'https://smba.example.com/uk/',
      serviceHosts: ['smba.example.com', 'other.example.com', 'http://[::1]:9'],
    });
  });

  it.each([
    ['TEAMS_APP_ID', 'aval-bot'],
    ['TEAMS_TENANT_ID', 'contoso.onmicrosoft.com'],
    ['TEAMS_FORMS', 'dialogs'],
    ['TEAMS_PLAYGROUND', 'true'],
    ['TEAMS_LOGIN_URL', 'login.microsoftonline.com'],
    ['TEAMS_LOGIN_URL', 'http://login.example.com'],
    ['TEAMS_OPENID_URL', 'http://127.0.0.1.example.com/openid'],
    ['TEAMS_SERVICE_URL', 'ftp://smba.example.com/'],
    ['TEAMS_SERVICE_HOSTS', 'http://smba.example.com'],
    ['TEAMS_SERVICE_HOSTS', 'https://smba.example.com/teams'],
    ['TEAMS_SERVICE_HOSTS', 'smba.example.com:8443'],
    ['TEAMS_SERVICE_HOSTS', 'https://a:b@smba.example.com'],
    ['TEAMS_SERVICE_HOSTS', 'smba.example.com smba.example.org'],
  ])('%s is not %s', (name, value) => {
    expect(paths({ ...TEAMS, [name]: value })).toContain(name);
  });

  it('says why plain http is refused', () => {
    expect(problems({ ...TEAMS, TEAMS_LOGIN_URL: 'http://login.example.com' })[0]?.hint).toContain('token');
  });

  it.each([
    [['TEAMS_APP_ID'], ['TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID']],
    [['TEAMS_APP_PASSWORD'], ['TEAMS_APP_ID', 'TEAMS_TENANT_ID']],
    [['TEAMS_TENANT_ID'], ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD']],
    [['TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID'], ['TEAMS_APP_ID']],
  ])('%j alone also needs %j', (given, missing) => {
    const env = Object.fromEntries(Object.entries(TEAMS).filter(([name]) => given.includes(name)));

    expect(paths(env)).toEqual(missing);
  });

  it('an empty app id is never taken for one, and the Playground is named as the way without', () => {
    const [problem, ...others] = problems({ ...TEAMS, TEAMS_APP_ID: ' ' });

    expect(others).toEqual([]);
    expect(problem).toMatchObject({ path: 'TEAMS_APP_ID', hint: expect.stringContaining('TEAMS_PLAYGROUND=1') });
  });

  describe('a credential other than the secret', () => {
    const { TEAMS_APP_PASSWORD: _, ...BARE } = TEAMS;
    const CERTIFICATE = { TEAMS_CERTIFICATE_FILE: '/etc/aval/teams.pem' };
    const FEDERATED = { TEAMS_FEDERATED_TOKEN_FILE: '/var/run/secrets/azure/tokens/azure-identity-token' };

    it.each([
      ['certificate', CERTIFICATE, '/etc/aval/teams.pem'],
      ['federated', FEDERATED, '/var/run/secrets/azure/tokens/azure-identity-token'],
    ])('%s stands for it', (kind, given, file) => {
      const { teams } = good({ ...BARE, ...given });

      expect(teams?.credential).toEqual({ kind, file });
      expect(teams?.appPassword.reveal()).toBe('');
    });

    it.each([
      ['secret and certificate', { ...TEAMS, ...CERTIFICATE }, ['TEAMS_CERTIFICATE_FILE']],
      ['secret and federated', { ...TEAMS, ...FEDERATED }, ['TEAMS_FEDERATED_TOKEN_FILE']],
      ['both files', { ...BARE, ...CERTIFICATE, ...FEDERATED }, ['TEAMS_FEDERATED_TOKEN_FILE']],
      [
        'all three',
        { ...TEAMS, ...CERTIFICATE, ...FEDERATED },
        ['TEAMS_CERTIFICATE_FILE', 'TEAMS_FEDERATED_TOKEN_FILE'],
      ],
    ])('%s: only one may be set, and the report shows how', (_, env, names) => {
      expect(paths(env)).toEqual(names);
      expect(problems(env)[0]).toMatchObject({
        expected: expect.stringMatching(/one credential of TEAMS_APP_PASSWORD, .* are set/),
        hint: expect.stringContaining('TEAMS_CERTIFICATE_FILE=/etc/aval/teams.pem'),
      });
    });

    it('none at all names every way', () => {
      expect(problems(BARE)).toMatchObject([
        {
          path: 'TEAMS_APP_PASSWORD',
          expected: expect.stringMatching(/TEAMS_CERTIFICATE_FILE or TEAMS_FEDERATED_TOKEN_FILE/),
        },
      ]);
    });

    it.each(['-----BEGIN PRIVATE KEY-----', 'eyJhbGciOi.J9.x', './teams.pem', '/etc/a\nb'])(
      '%j is no whole path, and is never shown',
      (value) => {
        const found = problems({ ...BARE, TEAMS_CERTIFICATE_FILE: value });

        expect(found).toMatchObject([
          { path: 'TEAMS_CERTIFICATE_FILE', expected: expect.stringContaining('/etc/aval/teams.pem') },
        ]);
        expect(JSON.stringify(found)).not.toContain(value);
      },
    );

    it('alone is no rehearsal: id and tenant are asked for', () => {
      expect(paths(CERTIFICATE)).toEqual(['TEAMS_APP_ID', 'TEAMS_TENANT_ID']);
    });

    it('does not go with the Playground', () => {
      expect(paths({ TEAMS_PLAYGROUND: '1', ...CERTIFICATE }, '')).toEqual(['TEAMS_CERTIFICATE_FILE']);
    });
  });

  it('suggests the misspelt variable', () => {
    const { TEAMS_APP_PASSWORD, ...others } = TEAMS;

    expect(problems({ ...others, TEAMS_APP_PASWORD: TEAMS_APP_PASSWORD })).toMatchObject([
      { path: 'TEAMS_APP_PASSWORD', hint: 'TEAMS_APP_PASWORD is set: a typing error?' },
    ]);
  });

  it('needs a sender, an approval channel and an admin, with examples for Teams', () => {
    const found = problems(TEAMS, '');

    expect(found.map(({ path }) => path)).toEqual(['senders', 'places.approval', 'roles.admin']);
    expect(found[1]?.hint).toContain('teams:19:');
    expect(found[2]?.hint).toContain('teams:');
  });
});

describe('a Teams channel', () => {
  it.each([CHANNEL, '19:0a1b2c@thread.skype'])('is %s', (channel) => {
    expect(good(TEAMS, GOOD.replace(CHANNEL, channel)).places.approval).toEqual([{ platform: 'teams', channel }]);
  });

  it('may be pasted as the link has it', () => {
    const yaml = GOOD.replace(CHANNEL, '19%3A0a1b2c%40thread.tacv2');

    expect(good(TEAMS, yaml).places.approval).toEqual([{ platform: 'teams', channel: '19:0a1b2c@thread.tacv2' }]);
  });

  it.each([
    'General',
    '19:0a1b2c@thread.v2',
    '19:0a1b2c@thread.tacv2;messageid=1',
    '19:0a1b2c_9f@unq.gbl.spaces',
    ANA,
    'C0123ABCD',
  ])('is not %s', (channel) => {
    const found = problems(TEAMS, GOOD.replace(`teams:${CHANNEL}`, `"teams:${channel}"`));

    expect(found.map(({ path }) => path)).toEqual(['places.approval[0]']);
    expect(found[0]?.hint).toContain('Get link to channel');
  });
});

describe('a person of Teams', () => {
  it.each(['ana@example.com', ANA.slice(1), `${ANA}:${ANA}:${ANA}`, '29:1aBcD'])('is not %s', (who) => {
    const found = problems(TEAMS, GOOD.replace(`teams:${ANA}`, `"teams:${who}"`));

    expect(found.map(({ path }) => path)).toEqual(['roles.admin[0]']);
    expect(found[0]?.hint).toContain('Object ID');
  });

  it('of another tenant could never have a role', () => {
    expect(problems(TEAMS, GOOD.replace(ANA, `${APP}:${ANA}`))).toMatchObject([
      { path: 'roles.admin[0]', expected: expect.stringContaining('TEAMS_TENANT_ID') },
    ]);
  });
});

describe('Slack and Teams together', () => {
  const BOTH = `${SENDERS}
places: { approval: [slack:C1, teams:${CHANNEL}] }
roles: { admin: [teams:${ANA}], approver: [slack:U1] }
policy: { quorum: 2 }
`;

  it('are both connected', () => {
    const config = good({ ...SLACK, ...TEAMS }, BOTH);

    expect([config.slack?.botToken.reveal(), config.teams?.appId]).toEqual(['xoxb-1', APP]);
    expect(config.places.approval.map(({ platform }) => platform)).toEqual(['slack', 'teams']);
    expect(config.server.host).toBe('0.0.0.0');
  });

  it.each([
    ['slack', SLACK, ['places.approval[1]', 'roles.admin[0]'], 'TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID'],
    ['teams', TEAMS, ['places.approval[0]', 'roles.approver[0]'], 'SLACK_BOT_TOKEN'],
  ])('what the file names of the other is a problem when only %s is connected', (only, env, expected, connect) => {
    const found = problems(env as Record<string, string>, BOTH);

    expect(found.map(({ path }) => path)).toEqual(expected);
    for (const { expected: wanted, hint, where } of found) {
      expect(wanted).toBe(`a platform that is connected: ${only}`);
      expect(hint).toContain(connect);
      expect(where).toMatch(/^aval\.yaml, line [56]$/);
    }
  });

  it('one place and one admin on either side are enough', () => {
    const yaml = `${SENDERS}\nplaces: { approval: [slack:C1] }\nroles: { admin: [teams:${ANA}] }`;

    expect(paths({ ...SLACK, ...TEAMS }, yaml)).toEqual([]);
  });

  it('a quorum is compared with accounts, each counted once', () => {
    const found = problems(
      { ...SLACK, ...TEAMS },
      BOTH.replace(`[teams:${ANA}]`, `[teams:${ANA}, teams:${TENANT}:${ANA}, slack:T1:U1]`).replace(
        'quorum: 2',
        'quorum: 3',
      ),
    );

    expect(found).toMatchObject([
      { path: 'policy.quorum', expected: 'at most 2, the number of accounts that may decide' },
    ]);
    expect(found[0]?.hint).toContain('a person with two accounts has one vote');
  });
});

describe('the Playground', () => {
  const PLAYGROUND = { TEAMS_PLAYGROUND: '1' };

  it('is a rehearsal on this machine', () => {
    const config = good(PLAYGROUND, 'policy: { undoSeconds: 0 }');

    expect(config.rehearsal).toBe(true);
    expect(config.server.host).toBe('127.0.0.1');
    expect(config.teams).toMatchObject({ playground: true, appId: '', tenantId: '', forms: 'dialog' });
    expect(config.teams?.appPassword.reveal()).toBe('');
  });

  it.each(['0.0.0.0', '192.168.1.4', 'aval.example.com'])('never listens on %s', (host) => {
    expect(paths({ ...PLAYGROUND, HOST: host }, '')).toEqual(['HOST']);
  });

  it('beside an app id is refused, and both ways out are named', () => {
    expect(problems({ ...PLAYGROUND, ...TEAMS })).toMatchObject([
      {
        path: 'TEAMS_APP_ID',
        hint: 'remove TEAMS_APP_ID to use the Playground, or TEAMS_PLAYGROUND to use TEAMS_APP_ID',
      },
      { path: 'TEAMS_APP_PASSWORD' },
      { path: 'TEAMS_TENANT_ID' },
    ]);
  });

  it('beside Slack is refused: anyone on this machine could decide there', () => {
    expect(paths({ ...PLAYGROUND, ...SLACK }, GOOD)).toEqual(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']);
  });

  it('takes no senders, places or roles: like every rehearsal it brings its own', () => {
    expect(paths(PLAYGROUND)).toEqual(['senders', 'places', 'roles']);
  });
});

it('the example files name what Teams needs, in forms that are accepted', () => {
  const example = readFileSync('aval.example.yaml', 'utf8');
  const ids = [...example.matchAll(/teams:[^\s,\]]+/g)].map(([id]) => id);
  const [channel, person, ...others] = ids;
  const config = good(TEAMS, `${SENDERS}\nplaces: { approval: [${channel}] }\nroles: { admin: [${person}] }`);

  expect([config.places.approval.length, config.roles.admin.length, others]).toEqual([1, 1, []]);
  for (const name of Object.keys(TEAMS)) expect(readFileSync('.env.example', 'utf8')).toContain(`\n${name}=\n`);
});

it('an app id of Teams is never empty unless it is a rehearsal on loopback', () => {
  const maybe = (values: readonly string[]) => fc.option(fc.constantFrom(...values), { nil: '' });
  const env = fc.record({
    TEAMS_APP_ID: maybe([APP, 'nonsense', ' ']),
    TEAMS_APP_PASSWORD: maybe(['p', ' ']),
    TEAMS_TENANT_ID: maybe([TENANT, 'nonsense']),
    TEAMS_PLAYGROUND: maybe(['1', '0']),
    HOST: maybe(['127.0.0.1', '0.0.0.0', '::1']),
    SLACK_BOT_TOKEN: maybe(['xoxb-1']),
    SLACK_APP_TOKEN: maybe(['xapp-1']),
  });
  fc.assert(
    fc.property(env, fc.constantFrom('', GOOD), (given, yaml) => {
      const loaded = load(given, yaml);
      if (!loaded.ok || loaded.value.teams === undefined) return true;
      const { teams, rehearsal, server, slack } = loaded.value;
      if (teams.appId !== '') return !teams.playground && teams.tenantId !== '' && teams.appPassword.reveal() !== '';
      return teams.playground && rehearsal && slack === undefined && ['127.0.0.1', '::1'].includes(server.host);
    }),
    { numRuns: 1_000 },
  );
});
