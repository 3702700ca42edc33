// POST /api/messages of Teams: what is let in, in which order it is checked, what is learned, and that nothing else has any effect.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InboundDeps } from '../../../../../adapters/chat/teams/in/inbound-deps.ts';
import { err } from '../../../../../src/domain/result.ts';
import { aCard, aForm } from '../../../../support/chat-samples.ts';
import {
  ANA,
  aPress,
  BOT,
  CHANNEL,
  CHAT,
  createInbound,
  fixture,
  fixtures,
  fresh,
  type Inbound,
  OTHER_TENANT,
  SERVICE,
  TENANT,
} from '../../../../support/teams/inbound.ts';
import type { Node } from '../../../../support/teams/read-teams.ts';

let teams: Inbound;
beforeEach(() => {
  teams = createInbound();
});
const start = (change: Partial<InboundDeps>) => {
  teams = createInbound(change);
};

/** Nothing was told to anybody, kept, or asked of the app. */
function expectNoEffect(): void {
  expect(teams.intents).toEqual([]);
  expect(teams.searches).toEqual([]);
  expect(teams.learned).toEqual([]);
  expect(teams.forgotten).toEqual([]);
  expect([teams.told, teams.updated, teams.said]).toEqual([[], [], []]);
}

describe('what is refused', () => {
  afterEach(async () => {
    await teams.idle();
    expectNoEffect();
  });

  test('a token that is none, before anything of the body is read', async () => {
    start({ glance: () => err({ status: 401, why: 'no_token' }) });

    const statuses = await Promise.all(['no JSON', '[]', '{}', '{"a":1}'].map((body) => teams.raw(body)));

    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(teams.verified).toEqual([]);
    expect(new Set(teams.counts)).toEqual(new Set(['teams_refused no_token']));
  });

  test.each([401, 403, 503] as const)('an activity that is not verified: %i and an empty body', async (status) => {
    start({ verify: async () => err({ status, why: 'signature' }) });

    expect(await teams.post(fixture('button-pressed-on-a-card'))).toEqual({ status, body: undefined });
    expect(teams.counts).toEqual(['teams_refused signature']);
  });

  test('a genuine activity that asks to be answered somewhere else', async () => {
    const answer = await teams.post(fixture('message-in-the-private-chat', { serviceUrl: 'https://evil.example/' }));

    expect(answer).toEqual({ status: 403, body: undefined });
    expect(teams.counts).toEqual(['teams_refused service_url']);
  });

  test.each([
    ['of another tenant', { conversation: { id: CHAT, tenantId: OTHER_TENANT }, channelData: undefined }],
    ['of two tenants', { channelData: { tenant: { id: OTHER_TENANT } } }],
    ['of no tenant', { conversation: { id: CHAT }, channelData: undefined }],
    ['of a guest', { from: { id: '29:x', aadObjectId: ANA, tenantId: OTHER_TENANT } }],
  ])('an activity %s', async (_, change) => {
    expect(await teams.post(fixture('message-in-the-private-chat', change))).toEqual({ status: 403, body: undefined });
    expect(teams.counts).toEqual(['teams_refused tenant']);
  });

  test('everything, until the platform was started', async () => {
    start({ on: () => undefined });

    expect(await teams.post(fixture('message-in-the-private-chat'))).toEqual({ status: 503, body: undefined });
    expect(teams.counts).toEqual(['teams_refused not_ready']);
  });

  test('another channel of the Bot Framework, before anybody is asked about it', async () => {
    const answer = await teams.post(fixture('message-in-the-private-chat', { channelId: 'webchat' }));

    expect(answer.status).toBe(400);
    expect(teams.verified).toEqual([]);
  });

  test.each([
    ['no JSON', 'no'],
    ['half of it', '{"type":"message"'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a text', '"message"'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['brackets without end', '['.repeat(200_000)],
    ['an object a thousand levels deep', `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`],
    ['a hundred levels deep inside an activity', deepActivity(100)],
  ])('a body that is %s: 400, without asking who sent it', async (_, body) => {
    expect(await teams.raw(body)).toEqual({ status: 400 });
    expect(teams.verified).toEqual([]);
  });

  test('a body larger than any activity', async () => {
    const body = JSON.stringify(fixture('message-in-the-private-chat', { text: 'x'.repeat(300_000) }));

    expect((await teams.raw(body)).status).toBe(413);
    expect(teams.verified).toEqual([]);
  });

  test('JSON that does not say it is JSON, as a web page could send it', async () => {
    const answer = await teams.post(fixture('message-in-the-private-chat'), { 'content-type': 'text/plain' });

    expect(answer.status).toBe(400);
  });

  test.each([
    ['type', 'a number', 7],
    ['type', 'empty', ''],
    ['serviceUrl', 'null', null],
    ['serviceUrl', 'too long', `https://${'x'.repeat(5000)}`],
    ['from', 'a text', 'ana'],
    ['from', 'an account with too long an id', { id: 'x'.repeat(5000) }],
    ['recipient', 'a list', []],
    ['conversation', 'one whose id is no text', { id: {} }],
    ['conversation', 'missing', undefined],
    ['channelId', 'a list', ['msteams']],
  ])('an activity whose %s is %s', async (field, _what, value) => {
    expect((await teams.post(fixture('message-in-the-private-chat', { [field]: value }))).status).toBe(400);
  });
});

function deepActivity(levels: number): string {
  const value = `${'['.repeat(levels)}${']'.repeat(levels)}`;
  return JSON.stringify(fixture('button-pressed-on-a-card', { value: '@' })).replace('"@"', value);
}

describe('what is let in', () => {
  test('has shown its token, for the address it asks to be answered at', async () => {
    await teams.post(fixture('message-in-the-private-chat'), { authorization: 'Bearer abc' });

    expect(teams.verified).toEqual([{ authorization: 'Bearer abc', channelId: 'msteams', serviceUrl: SERVICE }]);
    expect(teams.intents).toHaveLength(1);
  });

  test('may leave its service address out, when its token names one', async () => {
    const claims = Buffer.from(JSON.stringify({ serviceurl: SERVICE })).toString('base64url');

    await teams.post(fixture('message-in-the-private-chat', { serviceUrl: undefined }), {
      authorization: `Bearer a.${claims}.b`,
    });

    expect(teams.verified).toMatchObject([{ serviceUrl: SERVICE }]);
    expect(teams.intents).toHaveLength(1);
  });

  test('but is too long to be read: that is said, and nothing done', async () => {
    await teams.post(fixture('message-in-the-private-chat', { text: `template propose ${'x'.repeat(100_000)}` }));
    await teams.idle();

    expect(teams.intents).toEqual([]);
    expect(teams.told.map(({ seen }) => seen.text)).toEqual([expect.stringContaining('Too long to read.')]);
  });

  test.each([
    ['button-pressed-on-a-card', { action: { data: 'x' } }],
    ['button-pressed-on-a-card', 7],
    ['button-that-opens-a-dialog', {}],
    ['dialog-sent', { data: { aval: { do: 'of-next-year' } } }],
    ['extension-command-chosen-in-the-compose-box', { commandId: 'of-next-year' }],
  ])('is an invoke we do not understand (%s, %j): that is said, never that something broke', async (name, value) => {
    const { status, body } = await teams.post(fixture(name, { ...fresh(), value }));

    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('I do not know that button.');
    expect(teams.intents).toEqual([]);
  });

  test('brackets in a text are no depth', async () => {
    await teams.post(fixture('message-in-the-private-chat', { text: `hello "${'[{'.repeat(90)}\\` }));

    expect(teams.intents).toHaveLength(1);
  });

  test('an activity without a directory id has no effect but an honest answer, though it is known where it was', async () => {
    const bare = { from: { id: '29:x', name: 'Ana' } };

    expect((await teams.post(fixture('message-in-the-private-chat', bare))).status).toBe(200);
    const pressed = await teams.post(fixture('button-pressed-on-a-card', bare));
    await teams.idle();

    expect(pressed.body?.value).toBe('Teams did not say who you are.');
    expect(teams.said.map(({ activity }) => activity.text)).toEqual(['Teams did not say who you are.']);

    expect(teams.intents).toEqual([]);
    expect(teams.told).toEqual([]);
    expect(teams.learned.map(({ person }) => person)).toEqual([undefined, undefined]);
  });

  test('values of strange types in fields we can do without are as if left out', async () => {
    const strange = { locale: 9, replyToId: {}, entities: 'x', membersAdded: [null, 5, {}], name: [], timestamp: 1 };

    expect((await teams.post(fixture('message-in-the-private-chat', strange))).status).toBe(200);
    expect(teams.intents).toMatchObject([{ command: 'template', text: 'propose', actor: { id: ANA } }]);
    expect(teams.intents[0]?.actor).not.toHaveProperty('locale');
  });

  test('keys that mean something to JavaScript mean nothing', async () => {
    const text = JSON.stringify(fixture('dialog-sent')).replace(
      '"name":"aviso_pedido"',
      '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"name":"aviso_pedido"',
    );

    await teams.raw(`{"__proto__":{"from":{"aadObjectId":"someone else"}},${text.slice(1)}`);

    expect(teams.intents).toMatchObject([{ actor: { id: ANA }, values: { name: 'aviso_pedido' } }]);
    expect({}).not.toHaveProperty('polluted');
  });

  test.each(['messageReaction', 'typing', 'event', 'messageUpdate', 'endOfConversation', 'of-next-year'])(
    'an activity of type %s is taken and does nothing',
    async (type) => {
      expect(await teams.post(fixture('message-in-the-private-chat', { type }))).toEqual({
        status: 200,
        body: undefined,
      });
      expect(teams.intents).toEqual([]);
    },
  );

  test.each(['composeExtension/query', 'signin/verifyState', 'fileConsent/invoke', '__proto__', ''])(
    'an invoke called “%s” is answered 501 with nothing, and does nothing',
    async (name) => {
      expect(await teams.post(fixture('button-pressed-on-a-card', { name }))).toEqual({ status: 501, body: undefined });
      expect(teams.intents).toEqual([]);
    },
  );

  test('whatever comes is answered with a status, and never tells another tenant anything', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...fixtures().values()),
        fc.dictionary(fc.constantFrom(...Object.keys(fixture('dialog-sent')), 'text', 'action'), fc.jsonValue()),
        async (recorded, change) => {
          start({});
          teams.answer = { show: 'notice', card: aCard() };

          expect([200, 400, 403, 501]).toContain((await teams.post({ ...recorded, ...change })).status);
          expect(teams.intents.every(({ actor }) => actor.tenant === TENANT && actor.platform === 'teams')).toBe(true);
        },
      ),
    );
  });

  test('every recorded activity is answered', async () => {
    teams.answer = { show: 'notice', card: aCard() };

    for (const raw of fixtures().values()) expect((await teams.post(raw)).status).toBe(200);

    expect(teams.logged).toEqual([]);
  });
});

describe('the command chosen on a message', () => {
  const card = {
    type: 'AdaptiveCard',
    body: [{ type: 'FactSet', facts: [{ title: 'Phone', value: '+54 9 11 5555-1234' }] }],
  };

  test.each([
    ['as a text', JSON.stringify(card)],
    ['as it is', card],
  ])('finds the number in a card that comes %s', async (_, content) => {
    const recorded = fixture('extension-command-chosen-on-a-message');
    const messagePayload = { body: { content: '<attachment id="1"></attachment>' }, attachments: [{ content }] };

    await teams.post({ ...recorded, ...fresh(), value: { ...(recorded.value as Node), messagePayload } });

    expect(teams.intents).toMatchObject([{ command: 'send-active', text: '+5491155551234' }]);
  });
});

describe('what is learned', () => {
  test('where and who, before the app is asked anything', async () => {
    teams.answer = async () => {
      expect(teams.learned).toHaveLength(1);
      return { show: 'nothing' };
    };

    await teams.post(fixture('message-in-the-private-chat'));

    expect(teams.logged).toEqual([]);
    expect(teams.learned).toMatchObject([{ kind: 'personal', ref: { conversation: CHAT, tenant: TENANT, bot: BOT } }]);
  });

  test('nobody waits for it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    start({
      references: { learn: () => promise, forgetPerson: async () => undefined, localeOf: async () => undefined },
    });

    expect((await teams.post(fixture('button-pressed-on-a-card'))).status).toBe(200);

    resolve();
    await teams.idle();
  });

  test('nothing about a chat a message extension was used in', async () => {
    await teams.post(fixture('extension-command-chosen-in-the-compose-box'));
    await teams.post(fixture('extension-command-chosen-on-a-message'));

    expect(teams.learned).toEqual([]);
    expect(teams.intents).toHaveLength(2);
  });

  test('that a person removed the app: their chat is forgotten and not learned again', async () => {
    await teams.post(fixture('app-removed-by-a-person'));

    expect(teams.forgotten).toEqual([ANA]);
    expect(teams.learned).toEqual([]);
  });

  test('but not by a new version of the app', async () => {
    await teams.post(fixture('app-removed-by-a-person', { action: 'remove-upgrade' }));

    expect(teams.forgotten).toEqual([]);
  });

  test('nor when a team removed it', async () => {
    await teams.post(fixture('bot-added-to-a-team', { membersAdded: undefined, membersRemoved: [{ id: BOT }] }));

    expect(teams.forgotten).toEqual([]);
    expect(teams.learned).toEqual([]);
  });

  test('that a team lets us hear what is not addressed to us', async () => {
    await teams.post(fixture('message-in-a-thread-heard-without-a-mention'));
    expect(teams.heard).toBe(1);

    for (const name of [
      'message-in-a-thread-with-a-mention',
      'message-only-for-us-in-a-channel',
      'message-in-the-private-chat',
    ])
      await teams.post(fixture(name));
    await teams.post(fixture('message-from-a-button-of-an-old-client'));
    expect(teams.heard).toBe(1);
  });
});

describe('a person who adds Aval', () => {
  const welcome = { show: 'notice', card: aCard({ title: 'What you can do' }) } as const;

  test('is told what there is, in the private chat', async () => {
    teams.answer = welcome;

    expect(await teams.post(fixture('app-installed-by-a-person'))).toEqual({ status: 200, body: undefined });
    await teams.idle();

    expect(teams.intents).toMatchObject([{ kind: 'command', command: 'template', text: 'help', actor: { id: ANA } }]);
    expect(teams.told).toMatchObject([{ person: { id: ANA, conversation: { kind: 'personal', conversation: CHAT } } }]);
    expect(teams.told[0]?.seen.text).toContain('What you can do');
  });

  test('is told once, though Teams says it twice, and again after the app was removed', async () => {
    teams.answer = welcome;

    await Promise.all([
      teams.post(fixture('app-installed-by-a-person')),
      teams.post(fixture('bot-added-to-a-private-chat')),
    ]);
    await teams.idle();
    expect(teams.told).toHaveLength(1);

    await teams.post(fixture('app-removed-by-a-person'));
    await teams.post(fixture('app-installed-by-a-person'));
    await teams.idle();
    expect(teams.told).toHaveLength(2);
  });

  test.each([
    ['installation', 'app-installed-by-a-person', 'bot-added-to-a-private-chat'],
    ['new member', 'bot-added-to-a-private-chat', 'app-installed-by-a-person'],
  ])('is welcomed in their language when only the event after the %s names it', async (_, first, second) => {
    teams.answer = welcome;

    const told = teams.post(fixture(first, { locale: undefined, entities: [] }));
    await teams.post(fixture(second, { locale: undefined, entities: [{ type: 'clientInfo', locale: 'es-AR' }] }));
    await told;
    await teams.idle();

    expect(teams.intents).toMatchObject([{ actor: { locale: 'es-AR' } }]);
    expect(teams.told).toHaveLength(1);
  });

  test('is welcomed in time where Teams names no language at all', async () => {
    teams.answer = welcome;

    await teams.post(fixture('app-installed-by-a-person', { locale: undefined, entities: [] }));
    await teams.idle();

    expect(teams.told).toHaveLength(1);
  });

  test('is told nothing when the app breaks', async () => {
    teams.answer = async () => {
      throw new Error('database is away');
    };

    expect((await teams.post(fixture('app-installed-by-a-person'))).status).toBe(200);
    expect(teams.told).toEqual([]);
    expect(teams.logged).toEqual(['dispatch failed']);
  });

  test('to a team is not written to', async () => {
    teams.answer = welcome;

    await teams.post(fixture('bot-added-to-a-team'));

    expect(teams.intents).toEqual([]);
    expect(teams.learned).toHaveLength(1);
  });
});

describe('the playground', () => {
  const local = { channelData: undefined, conversation: { id: 'personal-chat-id', conversationType: 'personal' } };
  const started = (tenant?: string) =>
    start({ playground: true, tenant, verify: async () => err({ status: 401, why: 'x' }), allowed: () => true });

  test('shows no token', async () => {
    started();

    expect((await teams.post(fixture('message-in-the-private-chat'), { authorization: '' })).status).toBe(200);
    expect(teams.intents).toHaveLength(1);
  });

  test.each([
    ['its own tenant is taken', undefined, { channelData: { tenant: { id: 'pg' } } }, 'pg'],
    ['one that differs from ours is taken for ours', TENANT, { channelData: { tenant: { id: 'pg' } } }, TENANT],
    ['none at all is taken too', undefined, {}, 'playground'],
  ])('%s', async (_, tenant, change: Node, expected) => {
    started(tenant);

    await teams.post(fixture('message-in-the-private-chat', { ...local, ...change }));

    expect(teams.intents).toMatchObject([{ actor: { tenant: expected } }]);
    expect(teams.learned).toMatchObject([{ ref: { tenant: expected } }]);
  });

  test('is told that an extension’s dialog is done: it takes an empty answer for a dead app', async () => {
    start({ playground: true, tenant: TENANT, allowed: () => true });
    teams.answer = { show: 'nothing' };

    const { body } = await teams.post(fixture('extension-dialog-sent'));

    expect(body).toMatchObject({ task: { type: 'message', value: expect.stringMatching(/\S/) } });
  });

  test.each([
    ['a page whose name was pointed at this machine', { host: 'evil.example:3000' }],
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page of another port', { origin: 'http://127.0.0.1:8080' }],
    ['a browser that says it is another site', { 'sec-fetch-site': 'cross-site' }],
    ['a proxy', { 'x-forwarded-for': '10.1.2.3' }],
  ])('is not %s', async (_, headers) => {
    started();

    expect((await teams.post(fixture('message-in-the-private-chat'), headers)).status).toBe(403);
    expectNoEffect();
    expect(teams.counts).toEqual(['teams_refused not_local']);
  });

  test('answers on allowed addresses only', async () => {
    start({ playground: true, tenant: undefined, allowed: () => false });

    expect((await teams.post(fixture('message-in-the-private-chat'))).status).toBe(403);
    expectNoEffect();
  });

  test('is not entered by leaving the tenant out', () => {
    expect(() => createInbound({ tenant: undefined })).toThrow(/tenant/);
    expect(() => createInbound({ tenant: '' })).toThrow(/tenant/);
  });
});

describe('an answer that is larger than a message may be', () => {
  test('is sent all the same, and counted', async () => {
    const values = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`f${n}`, 'v'.repeat(1000)]));
    const fields = Object.keys(values).map((id) => ({ kind: 'line', id, label: id }) as const);
    teams.answer = { show: 'form', form: aForm({ fields, values }) };

    expect(JSON.stringify((await teams.post(fixture('dialog-sent'))).body)).toContain('"f59"');
    expect(teams.counts).toEqual(['teams_too_large task/submit']);
  });
});

describe('somebody who need not be of our company', () => {
  const outside: readonly [string, Node][] = [
    ['a command in a channel', fixture('message-in-a-thread-with-a-mention')],
    ['words in a thread', fixture('message-in-a-thread-heard-without-a-mention')],
    ['a button', aPress()],
    ['a button of an old client in a channel', pressInChannel()],
    ['a button that opens a dialog', fixture('button-that-opens-a-dialog')],
    ['a dialog', fixture('dialog-sent')],
    ['a message extension', fixture('extension-command-chosen-on-a-message')],
    ['typing in a field', fixture('typing-in-a-searchable-field', inChannel())],
  ];

  function inChannel(): Node {
    return { conversation: { conversationType: 'channel', tenantId: TENANT, id: `${CHANNEL};messageid=111` } };
  }
  function pressInChannel(): Node {
    return fixture('message-from-a-button-of-an-old-client', inChannel());
  }

  test.each(outside)('has nothing done by %s when the roster says so, or says nothing in time', async (_, activity) => {
    for (const standing of ['stranger', 'unknown'] as const) {
      const teams = createInbound();
      teams.standing = standing;

      const { status } = await teams.post(activity);
      await teams.idle();

      expect([status, teams.intents, teams.searches, teams.updated]).toEqual([200, [], [], []]);
      const why = standing === 'stranger' ? 'not_of_ours' : 'not_checked';
      expect(teams.counts).toEqual([`teams_refused ${why}`]);
    }
  });

  test('is told why: in the answer of a button, in a dialog, in private for a command, and not at all for other words', async () => {
    const teams = createInbound();
    teams.standing = 'stranger';
    const button = await teams.post(aPress());
    const dialog = await teams.post(fixture('button-that-opens-a-dialog'));
    await teams.post(fixture('message-in-a-thread-with-a-mention'));
    await teams.post(fixture('message-in-a-thread-heard-without-a-mention'));
    await teams.idle();

    expect(button.body?.value).toBe('You are not of this company.');
    expect(dialog.body).toEqual({ task: { type: 'message', value: 'You are not of this company.' } });
    expect(teams.told.map((told) => told.seen.text)).toEqual([expect.stringContaining('You are not of this company.')]);
  });

  test('is asked about where they are, in the time a press has', async () => {
    const teams = createInbound();
    await teams.post(aPress());
    await teams.post(fixture('message-in-a-thread-with-a-mention'));

    expect(teams.asked).toEqual([
      { id: ANA, conversation: CHANNEL, withinMs: 1500 },
      { id: ANA, conversation: CHANNEL, withinMs: 8000 },
    ]);
    expect(teams.intents).toHaveLength(2);
  });

  test('is not asked about in the private chat, where only people of ours can be', async () => {
    const teams = createInbound();
    teams.standing = 'stranger';
    await teams.post(fixture('message-in-the-private-chat'));
    await teams.post(fixture('app-installed-by-a-person'));
    await teams.post(fixture('app-removed-by-a-person'));

    expect([teams.asked, teams.met]).toEqual([[], [ANA, ANA]]);
    expect(teams.intents).toHaveLength(2);
  });
});
