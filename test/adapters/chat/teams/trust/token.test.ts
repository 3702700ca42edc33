// Our token for Teams: fetched once for everybody, kept, renewed in time, replaced when refused.
import { afterEach, describe, expect, test } from 'vitest';
import { createTokenSource, type TokenSource } from '../../../../../adapters/chat/teams/trust/token.ts';
import { type FakeClock, fakeClock } from '../../../../support/fake-clock.ts';
import { type FakeTeams, startFakeTeams } from '../../../../support/teams/fake-teams.ts';

let teams: FakeTeams;
let source: TokenSource;
let clock: FakeClock;

afterEach(async () => {
  await source?.close();
  await teams?.stop();
});

async function start(change: Partial<Parameters<typeof createTokenSource>[0]> = {}, deadlineMs = 2000): Promise<void> {
  teams = await startFakeTeams();
  clock = fakeClock();
  const { loginUrl, tenant, appId, appSecret } = teams;
  source = createTokenSource(
    { loginUrl, tenantId: tenant, appId, appSecret, ...change },
    { now: clock.now, deadlineMs },
  );
}
const token = async (refused?: string) => {
  const got = await source.token(refused);
  return got.ok ? got.value : got.error;
};
const logins = () => teams.callsOf('login');

describe('the token', () => {
  test('is asked for with our credentials at our tenant', async () => {
    await start();

    expect(await token()).toBe('token-1');
    expect(logins()).toHaveLength(1);
    expect(logins()[0]).toMatchObject({
      method: 'POST',
      path: `${teams.tenant}/oauth2/v2.0/token`,
      body: {
        grant_type: 'client_credentials',
        client_id: teams.appId,
        client_secret: 'teams-secret',
        scope: 'https://api.botframework.com/.default',
      },
    });
  });

  test('is fetched once for everybody who asks at once, and kept', async () => {
    await start();

    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => token())))).toEqual(new Set(['token-1']));
    clock.advance(54 * 60_000);
    expect(await token()).toBe('token-1');
    expect(logins()).toHaveLength(1);
  });

  test('is renewed five minutes before it ends', async () => {
    await start();
    await token();

    clock.advance(55 * 60_000);

    expect(await token()).toBe('token-2');
  });

  test('that lives shortly is renewed at half its life', async () => {
    await start();
    teams.tokenLifeS = 60;
    await token();

    clock.advance(29_000);
    const early = await token();
    clock.advance(2000);

    expect([early, await token()]).toEqual(['token-1', 'token-2']);
  });

  test('stays in use to its end when it cannot be renewed', async () => {
    await start();
    await token();
    teams.behave('login', { status: 500 });

    clock.advance(56 * 60_000);
    const stillGood = await token();
    clock.advance(5 * 60_000);

    expect(stillGood).toBe('token-1');
    expect(await token()).toMatchObject({ kind: 'unavailable', fault: 'service_down' });
  });

  test('that Teams refused is replaced, once for everybody', async () => {
    await start();
    await token();
    clock.advance(120_000);

    expect(await Promise.all([token('token-1'), token('token-1'), token()])).toEqual(['token-2', 'token-2', 'token-2']);
    expect(await token('token-1')).toBe('token-2');
    expect(logins()).toHaveLength(2);
  });

  test('that is refused right after it was fetched is not fetched again and again', async () => {
    await start();
    await token();

    expect(await token('token-1')).toBe('token-1');
    expect(logins()).toHaveLength(1);
  });
});

describe('a login that fails', () => {
  test.each([
    [{ appSecret: 'wrong' }, 'AADSTS7000215', 'AADSTS7000215: Invalid client secret provided.'],
    [{ appId: 'another' }, 'AADSTS700016', 'AADSTS700016: Application not found.'],
    [{ tenantId: 'elsewhere' }, 'AADSTS90002', 'AADSTS90002: Tenant not found.'],
  ])('for wrong credentials says which: %j', async (change, code, detail) => {
    await start(change);

    expect(await token()).toEqual({
      kind: 'unauthorized',
      fault: 'token_invalid',
      reaction: 'credentials',
      code,
      detail,
    });
  });

  test.each([
    ['is slow to answer', { hang: true }, { kind: 'unavailable', fault: 'no_answer', code: 'deadline' }],
    ['is down', { status: 503 }, { kind: 'unavailable', fault: 'service_down', code: '503' }],
    ['breaks off', { cut: true }, { kind: 'unavailable', fault: 'no_answer' }],
    ['answers with a page', { html: true }, { kind: 'unavailable', fault: 'unreadable_answer' }],
    ['has too many of us', { status: 429, retryAfter: 7 }, { kind: 'limited', retryAt: '2026-11-20T12:00:07.000Z' }],
  ] as const)('because Entra %s can be tried again', async (_, how, failure) => {
    await start({}, 200);
    teams.behave('login', how);

    expect(await token()).toMatchObject({ ...failure, reaction: 'retry' });
  });

  test('is everybody’s answer for a moment, and then tried again', async () => {
    await start();
    teams.behave('login', { status: 500, times: 1 });

    const first = await token();
    const second = await token();
    clock.advance(5000);

    expect([first, second]).toMatchObject([{ code: '500' }, { code: '500' }]);
    expect(await token()).toBe('token-1');
    expect(logins()).toHaveLength(2);
  });

  test('to nowhere was never sent', async () => {
    await start({ loginUrl: 'http://127.0.0.1:9/' });

    expect(await token()).toMatchObject({ kind: 'unavailable', fault: 'unreachable' });
  });

  test.each(['http://login.example', 'nonsense'])('for %s sends our secret nowhere', async (loginUrl) => {
    await start({ loginUrl });

    expect(await token()).toMatchObject({ kind: 'unauthorized', code: 'insecure_login_url' });
    expect(teams.calls).toEqual([]);
  });
});

test('a refused login is known as such, and found out to be over by asking', async () => {
  await start();
  expect(source.refused()).toBeUndefined();
  teams.behave('login', { status: 401, times: 1 });
  await token();
  expect(source.refused()).toMatchObject({ kind: 'unauthorized' });

  clock.advance(6000);
  source.refused();

  await expect.poll(() => source.refused()).toBeUndefined();
});
