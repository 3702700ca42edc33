// Who is believed to be Microsoft Teams: everything a stranger can send is refused, and the real thing gets through.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createJudge, type Judge, type Verdict, withGrace } from '../../../../../adapters/chat/teams/trust/judge.ts';
import { loadWire, type Wire } from '../../../../../adapters/chat/teams/trust/wire.ts';
import {
  type Claims,
  channelClaims,
  type Forgery,
  type KeyServer,
  startKeyServer,
} from '../../../../support/teams/token.ts';

const APP = '11111111-2222-3333-4444-555555555555';
const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const OTHER = '99f988bf-86f1-41af-91ab-2d7cd011db47';
const SERVICE = 'https://smba.trafficmanager.net/amer/tenant/';
const activity = { channelId: 'msteams', serviceUrl: SERVICE };
const HOUR = 3_600_000;

let keys: KeyServer;
let wire: Wire;
let trouble: string[];

async function start(deadlineMs = 4000): Promise<void> {
  keys = await startKeyServer();
  const told: string[] = [];
  trouble = told;
  wire = await loadWire(
    { appId: APP, openIdUrl: keys.openIdUrl, tenantId: TENANT, loginUrl: new URL(keys.openIdUrl).origin },
    { deadlineMs, onTrouble: (what) => void told.push(what) },
  );
}

const bearer = (change: Claims = {}, forgery: Forgery = {}) =>
  `Bearer ${keys.sign({ ...channelClaims({ appId: APP, serviceUrl: SERVICE }), ...change }, forgery)}`;
const verify = (authorization: string | undefined, about = activity) => wire.verify(authorization, about);
const refusal = (status: number, why: string) => ({ ok: false, error: { status, why } });

function later(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

beforeAll(() => {
  // The SDK reads the clock by itself.
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterAll(() => {
  vi.useRealTimers();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await keys?.stop();
});

describe('a request from Teams', () => {
  test('is believed', async () => {
    await start();

    expect(await verify(bearer())).toEqual({ ok: true, value: undefined });
  });

  test('passes the first glance, whatever service it is about', async () => {
    await start();

    expect(wire.glance(bearer({ serviceurl: 'https://elsewhere.example/' }))).toEqual({ ok: true, value: undefined });
  });

  test('is believed with clocks that differ by less than five minutes', async () => {
    await start();
    const now = Math.floor(Date.now() / 1000);

    expect(await verify(bearer({ exp: now - 290 }))).toMatchObject({ ok: true });
    expect(await verify(bearer({ nbf: now + 290 }))).toMatchObject({ ok: true });
  });

  test.each([APP, APP.toUpperCase(), `api://${APP}`, `api://botid-${APP}`, `API://BotId-${APP}`])(
    'is believed when it is meant for %s',
    async (aud) => {
      await start();

      expect(await verify(bearer({ aud }))).toEqual({ ok: true, value: undefined });
    },
  );

  test.each([
    `https://sts.windows.net/${TENANT}/`,
    `https://login.microsoftonline.com/${TENANT}/v2.0`,
    `https://login.microsoftonline.com/${TENANT.toUpperCase()}/v2.0/`,
  ])('is believed when Entra made its token for our tenant: %s', async (iss) => {
    await start();

    expect(await verify(bearer({ iss, appid: APP }))).toEqual({ ok: true, value: undefined });
  });

  test('is believed when a key of our tenant signed what Entra made, which the Bot Framework does not publish', async () => {
    await start();
    const entra = await startKeyServer();
    entra.rotate();
    wire = await loadWire(
      { appId: APP, openIdUrl: keys.openIdUrl, tenantId: TENANT, loginUrl: new URL(entra.openIdUrl).origin },
      {},
    );
    const claims = {
      ...channelClaims({ appId: APP, serviceUrl: SERVICE }),
      iss: `https://sts.windows.net/${TENANT}/`,
      azp: APP,
    };

    expect(await verify(`Bearer ${entra.sign(claims)}`)).toEqual({ ok: true, value: undefined });
    expect(await verify(`Bearer ${entra.sign(channelClaims({ appId: APP, serviceUrl: SERVICE }))}`)).toEqual(
      refusal(401, 'unknown_key'),
    );
    await entra.stop();
  });

  test.each([SERVICE.slice(0, -1), SERVICE.toUpperCase(), SERVICE.replace('amer', 'AMER').slice(0, -1)])(
    'is believed when its token writes the service address %s',
    async (serviceurl) => {
      await start();

      expect(await verify(bearer({ serviceurl }))).toEqual({ ok: true, value: undefined });
    },
  );

  test('costs one look for the keys of ours and one of the SDK, however many come at once', async () => {
    await start();

    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(bearer())));

    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(keys.asked.filter((each) => each === 'keys')).toHaveLength(2);
  });
});

describe('a stranger', () => {
  const now = () => Math.floor(Date.now() / 1000);
  const entra = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';
  const strangers: readonly [string, () => string | undefined, number, string][] = [
    ['without a token', () => undefined, 401, 'no_token'],
    ['with an empty header', () => '', 401, 'no_token'],
    ['with another scheme', () => bearer().replace('Bearer', 'Basic'), 401, 'malformed'],
    ['with two tokens', () => `${bearer()} ${bearer()}`, 401, 'malformed'],
    ['with a token that is no token', () => 'Bearer abc.def.ghi', 401, 'malformed'],
    ['with an endless token', () => `Bearer ${'a'.repeat(50_000)}.b.c`, 401, 'malformed'],
    ['with an unsigned token', () => bearer({}, { alg: 'none' }), 401, 'malformed'],
    [
      'with an unsigned token and something for a signature',
      () => `${bearer({}, { alg: 'none' })}AAAA`,
      401,
      'algorithm',
    ],
    ['signing with our public key as a secret', () => bearer({}, { alg: 'HS256' }), 401, 'algorithm'],
    [
      'signing with a secret and calling it RS256',
      () => bearer({}, { alg: 'HS256', header: { alg: 'RS256' } }),
      401,
      'signature',
    ],
    ['signing with another key', () => bearer({}, { key: 'foreign' }), 401, 'signature'],
    ['naming a key nobody has', () => bearer({}, { kid: 'nobody' }), 401, 'unknown_key'],
    ['naming no key', () => bearer({}, { header: { kid: undefined } }), 401, 'malformed'],
    ['from another issuer', () => bearer({ iss: 'https://example.com' }), 401, 'issuer'],
    ['from the government cloud', () => bearer({ iss: 'https://api.botframework.us' }), 401, 'issuer'],
    [
      'from the emulator',
      () => bearer({ iss: entra, ver: '1.0', appid: APP, tid: 'd6d49420-f39b-4df7-a1dc-d59a935871db' }),
      401,
      'issuer',
    ],
    ['that is another bot', () => bearer({ iss: entra, ver: '2.0', azp: 'another-app' }), 401, 'issuer'],
    [
      'that is another bot and claims the right issuer',
      () => bearer({ ver: '2.0', azp: 'another-app' }),
      401,
      'issuer',
    ],
    ['that is another bot of the old kind', () => bearer({ ver: '1.0', appid: 'another-app' }), 401, 'issuer'],
    ['meant for another app', () => bearer({ aud: '99999999-2222-3333-4444-555555555555' }), 401, 'audience'],
    ['meant for several apps', () => bearer({ aud: [APP, 'other'] }), 401, 'audience'],
    ['meant for nobody', () => bearer({ aud: undefined }), 401, 'audience'],
    ['that comes too late', () => bearer({ exp: now() - 301 }), 401, 'expired'],
    ['whose token never expires', () => bearer({ exp: undefined }), 401, 'malformed'],
    ['that comes too early', () => bearer({ nbf: now() + 302, exp: now() + 3600 }), 401, 'not_yet_valid'],
    ['without a service address in the token', () => bearer({ serviceurl: undefined }), 403, 'service_url'],
    [
      'with another service address',
      () => bearer({ serviceurl: 'https://smba.trafficmanager.net/emea/' }),
      403,
      'service_url',
    ],
    ['whose service address goes on', () => bearer({ serviceurl: `${SERVICE}more/` }), 403, 'service_url'],
    ['whose service address has two slashes more', () => bearer({ serviceurl: `${SERVICE}//` }), 403, 'service_url'],
    ['meant for an app of a name like ours', () => bearer({ aud: `api://${APP}x` }), 401, 'audience'],
    ['meant for ours by another scheme', () => bearer({ aud: `https://${APP}` }), 401, 'audience'],
    [
      'from Entra for another tenant',
      () => bearer({ iss: `https://login.microsoftonline.com/${OTHER}/v2.0` }),
      401,
      'issuer',
    ],
    ['from Entra for everybody', () => bearer({ iss: 'https://login.microsoftonline.com/common/v2.0' }), 401, 'issuer'],
    ['that Entra does not name', () => bearer({ iss: `https://sts.windows.net/${TENANT}/` }), 401, 'issuer'],
    [
      'that is another app of our tenant',
      () => bearer({ iss: `https://sts.windows.net/${TENANT}/`, appid: 'another-app' }),
      401,
      'issuer',
    ],
    [
      'from Entra without a service address',
      () => bearer({ iss: `https://sts.windows.net/${TENANT}/`, appid: APP, serviceurl: undefined }),
      403,
      'service_url',
    ],
    [
      'signing for Entra with another key',
      () => bearer({ iss: `https://sts.windows.net/${TENANT}/`, appid: APP }, { key: 'foreign' }),
      401,
      'signature',
    ],
  ];

  test.each(strangers)('%s is refused', async (_, token, status, why) => {
    await start();
    const printed = vi.spyOn(console, 'error');

    expect(await verify(token())).toEqual(refusal(status, why));
    expect(printed).not.toHaveBeenCalled();
  });

  test.each(strangers.filter(([, , , why]) => !['signature', 'unknown_key', 'service_url'].includes(why)))(
    '%s is seen at the first glance, without a key',
    async (_, token, status, why) => {
      await start();

      expect(wire.glance(token())).toEqual(refusal(status, why));
      expect(keys.asked).toEqual([]);
    },
  );

  test('with a token that was changed after signing is refused', async () => {
    await start();
    const [header, , signature] = bearer().split('.');
    const claims = Buffer.from(JSON.stringify({ ...channelClaims({ appId: APP, serviceUrl: SERVICE }), x: 1 }));

    expect(await verify(`${header}.${claims.toString('base64url')}.${signature}`)).toEqual(refusal(401, 'signature'));
  });

  test('with a key that may not speak for Teams is refused', async () => {
    await start();
    keys.endorse(['webchat', 'directline']);

    expect(await verify(bearer())).toEqual(refusal(401, 'endorsement'));
  });

  test.each(['emulator', 'AseChannel', 'webchat', 'MSTEAMS', ''])('from channel "%s" is refused', async (channelId) => {
    await start();

    expect(await verify(bearer(), { ...activity, channelId })).toEqual(refusal(403, 'channel'));
  });

  test('with an empty service address is refused, though the token agrees', async () => {
    await start();

    expect(await verify(bearer({ serviceurl: '' }), { ...activity, serviceUrl: '' })).toEqual(
      refusal(403, 'service_url'),
    );
  });

  test('in a flood makes one look for keys and prints nothing', async () => {
    await start();
    const printed = vi.spyOn(console, 'error');
    await verify(bearer());
    keys.asked.length = 0;

    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, i) =>
        verify(bearer({ tid: `tenant-${i}` }, i % 2 ? { key: 'foreign' } : { kid: `k${i}` })),
      ),
    );

    expect(answers.every((answer) => !answer.ok && answer.error.status === 401)).toBe(true);
    expect(keys.asked).toEqual([]);
    expect(printed).not.toHaveBeenCalled();
  });
});

describe("Microsoft's keys", () => {
  test.each([500, 404])(
    'that cannot be had (%i) mean 503, and everything is well when they can again',
    async (status) => {
      await start();
      keys.be(status);

      expect(await verify(bearer())).toEqual(refusal(503, 'keys'));

      keys.be('ok');
      later(3000);
      expect(await verify(bearer())).toMatchObject({ ok: true });
    },
  );

  test('that never come mean 503 within the deadline', async () => {
    await start(100);
    keys.be('hang');

    expect(await verify(bearer())).toEqual(refusal(503, 'keys'));
  });

  test('that come to us but never to the SDK mean 503 within the deadline, for all who wait', async () => {
    await start(100);
    keys.be('hang', 2);

    expect(await Promise.all([verify(bearer()), verify(bearer())])).toEqual([
      refusal(503, 'keys'),
      refusal(503, 'keys'),
    ]);

    keys.be('ok');
    expect(await verify(bearer())).toMatchObject({ ok: true });
  });

  test('are not asked for again at once after a failure', async () => {
    await start();
    keys.be(500);

    for (let i = 0; i < 5; i += 1) await verify(bearer());

    expect(keys.asked).toEqual(['metadata']);
  });

  test('are looked for again at most hourly when a token names one that is not known', async () => {
    await start();
    await verify(bearer());
    keys.rotate();
    const early = await verify(bearer());
    later(HOUR - 60_000);
    const stillEarly = await verify(bearer());
    const looks = keys.asked.length;

    later(3 * 60_000);
    const after = await verify(bearer());

    expect([early, stillEarly]).toEqual([refusal(401, 'unknown_key'), refusal(401, 'unknown_key')]);
    expect(after).toMatchObject({ ok: true });
    expect(keys.asked.length).toBeGreaterThan(looks);
  });

  test('that are published before they sign are known in time, by the daily look', async () => {
    await start();
    await verify(bearer());
    keys.rotate();
    later(25 * HOUR);

    expect(await verify(bearer())).toMatchObject({ ok: true });
  });

  test('that were withdrawn count for nothing after the daily look', async () => {
    await start();
    await verify(bearer());
    keys.withdraw();
    later(25 * HOUR);

    // The SDK looks by itself; ours are read anew meanwhile.
    expect(await verify(bearer())).toEqual(refusal(401, 'refused_by_sdk'));
    await expect.poll(() => verify(bearer())).toEqual(refusal(401, 'unknown_key'));
  });

  test('are read anew from half a day on, and nobody waits for it', async () => {
    await start();
    await verify(bearer());
    later(11 * HOUR);
    keys.be('hang');
    keys.asked.length = 0;

    await verify(bearer());
    expect(keys.asked).toEqual([]);

    later(2 * HOUR);
    expect(await verify(bearer())).toMatchObject({ ok: true });
    await expect.poll(() => keys.asked).toEqual(['metadata']);
  });

  test('that could not be read anew are asked for again after five minutes, and it is told', async () => {
    await start();
    await verify(bearer());
    later(13 * HOUR);
    keys.be(500);
    keys.asked.length = 0;

    await verify(bearer());
    await expect.poll(() => trouble).toEqual(['keys_away']);
    later(4 * 60_000);
    await verify(bearer());
    expect(keys.asked).toEqual(['metadata']);

    later(60_000);
    await verify(bearer());
    await expect.poll(() => trouble).toEqual(['keys_away', 'keys_away']);
  });

  test.each(['hang', 503] as const)(
    'that cannot be had at the daily look (%s) stop nobody for two days, and then everybody until they can',
    async (how) => {
      await start();
      await verify(bearer());
      later(25 * HOUR);
      keys.be(how);

      const begun = performance.now();
      expect(await verify(bearer())).toMatchObject({ ok: true });
      const first = performance.now() - begun;
      expect(await Promise.all(Array.from({ length: 10 }, () => verify(bearer())))).toEqual(
        Array.from({ length: 10 }, () => ({ ok: true, value: undefined })),
      );
      const others = performance.now() - begun - first;
      expect([first < 2000, others < 500]).toEqual([true, true]);
      expect(trouble).toContain('sdk_without_keys');
      expect(await verify(bearer({}, { key: 'foreign' }))).toEqual(refusal(401, 'signature'));

      later(24 * HOUR);
      keys.be(503);
      expect(await verify(bearer())).toEqual(refusal(503, 'keys'));

      keys.be('ok');
      later(3000);
      expect(await verify(bearer())).toMatchObject({ ok: true });
    },
  );

  test('are kept for the tokens of strangers, who never make us ask', async () => {
    await start();
    await verify(bearer({ aud: 'someone-else' }));
    await verify(bearer({ iss: 'https://example.com' }));

    expect(keys.asked).toEqual([]);
  });
});

describe('set-up', () => {
  test.each(['', '   '])('with an empty app id ("%s") is refused: it would switch the checks off', async (appId) => {
    await expect(loadWire({ appId, openIdUrl: 'http://127.0.0.1:9/' })).rejects.toThrow('app id');
  });

  test('takes an app id in any case', async () => {
    await start();
    wire = await loadWire({ appId: APP.toUpperCase(), openIdUrl: keys.openIdUrl });

    expect(await verify(bearer())).toMatchObject({ ok: true });
  });

  test('refuses keys from an address that is neither https nor this machine', async () => {
    await start();
    wire = await loadWire({ appId: APP, openIdUrl: 'http://keys.example/openid' });

    expect(await verify(bearer())).toEqual(refusal(503, 'keys'));
  });
});

describe('asking the SDK', () => {
  const NOON = Date.parse('2026-11-20T12:00:00.000Z');

  function asked(answer: () => Promise<Verdict>) {
    const tokens: string[] = [];
    let at = NOON;
    const judge = createJudge(
      (token) => {
        tokens.push(token);
        return answer();
      },
      { now: () => new Date(at), deadlineMs: 50 },
    );
    return { judge, tokens, pass: (ms: number) => (at += ms) };
  }

  test('happens once in five minutes for a token that was believed', async () => {
    const { judge, tokens, pass } = asked(async () => 'believed');

    await judge('a', SERVICE);
    await judge('a', SERVICE);
    await judge('a', 'https://another.example/');
    await judge('b', SERVICE);
    pass(5 * 60_000 - 1);
    await judge('a', SERVICE);
    pass(1);
    await judge('a', SERVICE);

    expect(tokens).toEqual(['a', 'a', 'b', 'a']);
  });

  test.each<Verdict>(['refused', 'no_keys'])('happens every time for one that was %s', async (verdict) => {
    const { judge, tokens } = asked(async () => verdict);

    expect([await judge('a', SERVICE), await judge('a', SERVICE)]).toEqual([verdict, verdict]);
    expect(tokens).toEqual(['a', 'a']);
  });

  test('remembers no more than five hundred tokens', async () => {
    const { judge, tokens } = asked(async () => 'believed');
    for (let i = 0; i < 501; i += 1) await judge(`${i}`, SERVICE);
    tokens.length = 0;

    await judge('500', SERVICE);
    await judge('0', SERVICE);

    expect(tokens).toEqual(['0']);
  });

  test('goes one by one until it has keys', async () => {
    const ends: ((verdict: Verdict) => void)[] = [];
    const { judge, tokens } = asked(() => new Promise((resolve) => ends.push(resolve)));

    const answers = ['a', 'b', 'c'].map((token) => judge(token, SERVICE));
    await Promise.resolve();
    expect(tokens).toEqual(['a']);

    ends.shift()?.('believed');
    await vi.waitFor(() => expect(tokens).toEqual(['a', 'b', 'c']));
    for (const end of ends) end('believed');
    expect(await Promise.all(answers)).toEqual(['believed', 'believed', 'believed']);
  });

  test('never takes longer than its deadline', async () => {
    const { judge } = asked(() => new Promise(() => {}));

    expect(await judge('a', SERVICE)).toBe('no_keys');
  });
});

describe('an SDK that has no keys any more', () => {
  const NOON = Date.parse('2026-11-20T12:00:00.000Z');

  function graced(...verdicts: Verdict[]) {
    const told: string[] = [];
    let at = NOON;
    let asked = 0;
    const judge: Judge = async () => {
      asked += 1;
      return verdicts.shift() ?? 'no_keys';
    };
    const grace = withGrace(judge, { now: () => new Date(at), onGrace: () => void told.push('grace') });
    return {
      ask: () => grace('a', SERVICE),
      pass: (ms: number) => {
        at += ms;
      },
      asked: () => asked,
      told,
    };
  }

  test('is believed about nothing while it never had any', async () => {
    const { ask, told } = graced('no_keys', 'no_keys');

    expect([await ask(), await ask()]).toEqual(['no_keys', 'no_keys']);
    expect(told).toEqual([]);
  });

  test('is left alone for two minutes, while our own look is enough', async () => {
    const { ask, pass, asked, told } = graced('believed', 'no_keys', 'no_keys', 'believed');
    await ask();

    expect([await ask(), await ask(), await ask()]).toEqual(['believed', 'believed', 'believed']);
    expect(asked()).toBe(2);
    pass(2 * 60_000);
    await ask();
    expect(asked()).toBe(3);
    expect(told).toEqual(['grace', 'grace']);
  });

  test('refuses as soon as it has some again', async () => {
    const { ask, pass } = graced('believed', 'no_keys', 'refused');
    await ask();
    await ask();
    pass(2 * 60_000);

    expect(await ask()).toBe('refused');
  });
});
