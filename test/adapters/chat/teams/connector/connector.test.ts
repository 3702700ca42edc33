// How Teams is called: with our token, to allowed hosts, again where Microsoft asks for it, and never twice where that could
// be seen.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Connectors, createConnector } from '../../../../../adapters/chat/teams/connector/connector.ts';
import { isAllowedService } from '../../../../../adapters/chat/teams/trust/connector-hosts.ts';
import { createTokenSource, type TokenSource } from '../../../../../adapters/chat/teams/trust/token.ts';
import { type SteppedTime, steppedTime } from '../../../../support/stepped-time.ts';
import { type Behaviour, type FakeTeams, startFakeTeams } from '../../../../support/teams/fake-teams.ts';
import type { Person, Team } from '../../../../support/teams/fake-teams-world.ts';

let teams: FakeTeams;
let connector: Connectors;
let tokens: TokenSource;
let time: SteppedTime;
let team: Team;
let ana: Person;
let bruno: Person;
let askedForToken: number;

afterEach(async () => {
  await connector?.close();
  await tokens?.close();
  await teams?.stop();
});

/** `still`: time passes only when the test says so. */
async function start(deadlineMs = 5000, still = false): Promise<void> {
  teams = await startFakeTeams();
  ana = teams.addPerson('Ana Approver', { installed: true });
  bruno = teams.addPerson('Bruno Proposer');
  team = teams.addTeam('Growth', [ana], { channels: ['approvals'] });
  time = steppedTime();
  if (!still) time.run();
  const { loginUrl, tenant, appId, appSecret } = teams;
  tokens = createTokenSource({ loginUrl, tenantId: tenant, appId, appSecret }, { now: time.now });
  askedForToken = 0;
  connector = createConnector(
    {
      allowed: (url) => isAllowedService(url, [teams.serviceOrigin]),
      token: (refused) => {
        askedForToken += 1;
        return tokens.token(refused);
      },
    },
    {
      now: time.now,
      wait: time.wait,
      random: () => 0.5,
      deadlineMs,
      postDeadlineMs: { usual: deadlineMs, patient: 10 * deadlineMs },
    },
  );
}

const channel = () => ({ serviceUrl: teams.serviceUrl, conversation: team.channels[1]!.id });
const chat = (person: Person) => ({ serviceUrl: teams.serviceUrl, conversation: teams.chatWith(person) });
const hello = { type: 'message', text: 'Hello' };
const newChat = (person: { id: string }) => ({
  bot: { id: `28:${teams.appId}` },
  members: [{ id: person.id }],
  isGroup: false,
  tenantId: teams.tenant,
});

async function posted(): Promise<string> {
  const sent = await connector.send(channel(), hello);
  if (!sent.ok) throw new Error(`not sent: ${sent.error.code}`);
  return sent.value.id;
}

describe('a message', () => {
  test('is posted with our token and gives its id', async () => {
    await start();

    const sent = await connector.send(channel(), hello);

    expect(sent).toEqual({ ok: true, value: { id: teams.posts[0]!.id } });
    expect(teams.posts).toMatchObject([{ conversation: channel().conversation, activity: hello }]);
    expect(teams.callsOf('send')).toMatchObject([
      {
        method: 'POST',
        path: `v3/conversations/${channel().conversation}/activities`,
        authorization: 'Bearer token-1',
      },
    ]);
  });

  test('goes into the thread its address names', async () => {
    await start();
    const root = await posted();
    const { serviceUrl, conversation } = channel();

    await connector.send({ serviceUrl, conversation: `${conversation};messageid=${root}` }, hello);

    expect(teams.posts.map((post) => post.root)).toEqual([root, root]);
  });

  test('can be for one member only', async () => {
    await start();
    const carla = teams.addPerson('Carla');
    team.members.add(carla);

    const sent = await connector.send(channel(), { ...hello, recipient: { id: ana.user } }, { targeted: true });

    expect(sent).toMatchObject({ ok: true });
    expect(teams.callsOf('targeted')).toMatchObject([{ query: '?isTargetedActivity=true' }]);
    expect(teams.visibleTo(ana, channel().conversation)).toHaveLength(1);
    expect(teams.visibleTo(carla, channel().conversation)).toHaveLength(0);
  });

  test('can be updated', async () => {
    await start();
    const id = await posted();

    expect(await connector.update(channel(), id, { type: 'message', text: 'Changed' })).toEqual({
      ok: true,
      value: undefined,
    });

    expect(teams.posts).toMatchObject([{ activity: { text: 'Changed' }, before: [hello] }]);
  });

  test('starts a thread in a channel', async () => {
    await start();
    const { conversation } = channel();

    const made = await connector.create(teams.serviceUrl, {
      isGroup: true,
      channelData: { channel: { id: conversation } },
      activity: hello,
    });

    const { id } = teams.posts[0]!;
    expect(made).toEqual({ ok: true, value: { id: `${conversation};messageid=${id}`, activityId: id } });
  });

  test('is never sent twice to Teams in an update, when several wait', async () => {
    await start();
    const id = await posted();
    teams.behave('update', { delayMs: 30 });
    const text = (each: string) => ({ type: 'message', text: each });

    const first = connector.update(channel(), id, text('1'));
    await expect.poll(() => teams.callsOf('update').length).toBe(1);
    const rest = ['2', '3', '4', '5'].map((each) => connector.update(channel(), id, text(each)));

    expect((await Promise.all([first, ...rest])).every((answer) => answer.ok)).toBe(true);
    expect(teams.callsOf('update').map((call) => call.body.text)).toEqual(['1', '5']);
    expect(teams.posts[0]!.activity).toEqual(text('5'));
  });
});

describe('a private chat', () => {
  test('is opened with a person who has the app', async () => {
    await start();

    expect(await connector.create(teams.serviceUrl, newChat(ana))).toEqual({
      ok: true,
      value: { id: teams.chatWith(ana) },
    });
  });

  test.each<[string, () => object]>([
    ['does not have the app', () => newChat(bruno)],
    ['is not known', () => newChat({ id: 'nobody' })],
  ])('with a person who %s is not opened', async (_, conversation) => {
    await start();

    const made = await connector.create(teams.serviceUrl, conversation());

    expect(made).toMatchObject({ ok: false, error: { kind: 'rejected', reaction: 'permanent' } });
  });

  test('tells a person without the app from other refusals', async () => {
    await start();
    teams.behave('create', { status: 404, code: 'UserNotFound', times: 1 });

    const notFound = await connector.create(teams.serviceUrl, newChat(ana));
    const without = await connector.create(teams.serviceUrl, newChat(bruno));

    expect(notFound).toMatchObject({ error: { fault: 'person_unreachable', code: 'UserNotFound' } });
    expect(without).toMatchObject({ error: { fault: 'person_unreachable', code: 'ForbiddenOperationException' } });
  });
});

describe('reading', () => {
  test('gives a member as the roster has it', async () => {
    await start();
    const path = `v3/conversations/${encodeURIComponent(channel().conversation)}/members/${encodeURIComponent(ana.id)}`;

    expect(await connector.read(teams.serviceUrl, path)).toMatchObject({
      ok: true,
      value: {
        id: ana.user,
        aadObjectId: ana.id,
        name: 'Ana Approver',
        email: ana.email,
        userRole: 'user',
        tenantId: teams.tenant,
      },
    });
  });

  test('gives the channels of a team', async () => {
    await start();

    expect(await connector.read(teams.serviceUrl, `v3/teams/${encodeURIComponent(team.id)}/conversations`)).toEqual({
      ok: true,
      value: { conversations: [{ id: team.id }, { id: team.channels[1]!.id, name: 'approvals' }] },
    });
  });

  test.each([
    '/v3/x',
    'https://evil.example/v3/x',
    '//evil.example/v3',
    'v3/../../login',
    'v3/%2e%2e/x',
    'v2/x',
    'v3/a\\..\\b',
    'v3/a#b',
  ])('of a path that leads elsewhere is refused: %s', async (path) => {
    await start();

    expect(await connector.read(teams.serviceUrl, path)).toMatchObject({ error: { code: 'foreign_service_url' } });
    expect(teams.calls).toEqual([]);
  });
});

describe('an address that is not allowed', () => {
  test.each([
    'https://evil.example/teams/',
    'http://smba.trafficmanager.net/teams/',
    'http://127.0.0.1:1/connector/',
    'https://smba.trafficmanager.net@evil.example/',
    'nonsense',
  ])('gets no call, and no token is fetched for it: %s', async (serviceUrl) => {
    await start();
    const to = { serviceUrl, conversation: 'a:1' };

    const answers = [
      await connector.send(to, hello),
      await connector.send(to, hello, { targeted: true }),
      await connector.update(to, '1', hello),
      await connector.create(serviceUrl, newChat(ana)),
      await connector.read(serviceUrl, 'v3/teams/1'),
    ];

    for (const answer of answers)
      expect(answer).toMatchObject({ ok: false, error: { kind: 'misconfigured', code: 'foreign_service_url' } });
    expect(askedForToken).toBe(0);
    expect(teams.calls).toEqual([]);
  });

  test('is not reached through a redirect', async () => {
    await start();
    teams.behave('send', { status: 307 });

    expect(await connector.send(channel(), hello)).toMatchObject({
      ok: false,
      error: { kind: 'misconfigured', code: '307' },
    });
    expect(teams.callsOf('send')).toHaveLength(1);
  });
});

describe('trying again', () => {
  test.each([412, 429, 502, 503, 504])('happens after %i, with growing pauses, and succeeds', async (status) => {
    await start();
    teams.behave('send', { status, times: 2 });

    expect(await connector.send(channel(), hello)).toMatchObject({ ok: true });
    expect(teams.callsOf('send')).toHaveLength(3);
    expect(teams.posts).toHaveLength(1);
    expect(time.waits).toEqual([500, 1000]);
  });

  test.each<[number, object]>([
    [412, { kind: 'unavailable', code: '412' }],
    [429, { kind: 'limited', fault: 'call_budget', code: '429' }],
    [502, { kind: 'uncertain', fault: 'service_down', code: '502' }],
  ])('after %i ends with the third try', async (status, failure) => {
    await start();
    teams.behave('send', { status });

    expect(await connector.send(channel(), hello)).toMatchObject({
      ok: false,
      error: { ...failure, reaction: 'retry' },
    });
    expect(teams.callsOf('send')).toHaveLength(3);
  });

  test.each([400, 401, 403, 404, 413, 500, 501])('never happens after %i', async (status) => {
    await start();
    teams.behave('send', { status });

    expect(await connector.send(channel(), hello)).toMatchObject({ ok: false });
    expect(teams.callsOf('send')).toHaveLength(1);
  });

  test('waits as long as Teams says', async () => {
    await start();
    teams.behave('send', { status: 429, retryAfter: 3, times: 1 });

    expect(await connector.send(channel(), hello)).toMatchObject({ ok: true });
    expect(time.waits[0]).toBe(3000);
  });

  test('understands a date, too', async () => {
    await start();
    const at = new Date(time.now().getTime() + 4000).toUTCString();
    teams.behave('send', { status: 429, retryAfter: at, times: 1 });

    expect(await connector.send(channel(), hello)).toMatchObject({ ok: true });
    expect(time.waits[0]).toBe(4000);
  });

  test('does not wait for long: the time is told instead, and the conversation is left alone until then', async () => {
    await start();
    teams.behave('send', { status: 429, retryAfter: 60, times: 1 });

    const first = await connector.send(channel(), hello);
    const second = await connector.send(channel(), hello);
    const elsewhere = await connector.send(chat(ana), hello);

    const limited = { kind: 'limited', fault: 'call_budget', reaction: 'retry', retryAt: '2026-11-20T12:01:00.000Z' };
    expect(first).toMatchObject({ error: { ...limited, code: '429' } });
    expect(second).toMatchObject({ error: { ...limited, code: 'paced' } });
    expect(elsewhere).toMatchObject({ ok: true });
    expect(teams.callsOf('send')).toHaveLength(2);
  });
});

describe('a lost answer', () => {
  const LOST: readonly [string, Behaviour][] = [
    ['comes too late', { hang: true }],
    ['breaks off', { cut: true }],
    ['is lost after the call was carried out', { lost: true }],
  ];

  test.each(LOST)('that %s leaves a send uncertain, and it is not repeated', async (_, how) => {
    await start(300);
    teams.behave('send', how);

    expect(await connector.send(channel(), hello)).toMatchObject({
      ok: false,
      error: { kind: 'uncertain', fault: 'no_answer', reaction: 'retry' },
    });
    expect(teams.callsOf('send')).toHaveLength(1);
  });

  test('of a post is waited for longer than that of a look or an update', async () => {
    teams = await startFakeTeams();
    team = teams.addTeam('Growth', [], { channels: ['approvals'] });
    const { loginUrl, tenant, appId, appSecret } = teams;
    const now = () => new Date();
    tokens = createTokenSource({ loginUrl, tenantId: tenant, appId, appSecret }, { now });
    const allowed = (url: string) => isAllowedService(url, [teams.serviceOrigin]);
    const wait = async () => undefined;
    connector = createConnector({ allowed, token: tokens.token }, { now, wait, deadlineMs: 100 });
    const id = await posted();
    teams.behave('*', { delayMs: 300 });
    const thread = { isGroup: true, channelData: { channel: { id: channel().conversation } }, activity: hello };

    const answers = await Promise.all([
      connector.send(channel(), hello),
      connector.create(teams.serviceUrl, thread),
      connector.update(channel(), id, hello),
    ]);

    expect(answers.map((answer) => answer.ok)).toEqual([true, true, false]);
  });

  test('is waited for longest by who remembers what was sent', async () => {
    await start(100);
    teams.behave('send', { delayMs: 300 });

    const [usual, patient] = await Promise.all([
      connector.send(channel(), hello),
      connector.patient.send(channel(), hello),
    ]);

    expect(usual).toMatchObject({ ok: false, error: { kind: 'uncertain' } });
    expect(patient).toMatchObject({ ok: true });
  });

  test.each(LOST)('that %s leaves a new thread uncertain, and it is not repeated', async (_, how) => {
    await start(300);
    teams.behave('create', how);
    const thread = { isGroup: true, channelData: { channel: { id: channel().conversation } }, activity: hello };

    expect(await connector.create(teams.serviceUrl, thread)).toMatchObject({ error: { kind: 'uncertain' } });
    expect(teams.callsOf('create')).toHaveLength(1);
  });

  test.each(LOST)('that %s lets an update and a read be tried again', async (_, how) => {
    await start(300);
    const id = await posted();
    teams.behave('update', { ...how, times: 1 });
    teams.behave('team', { ...how, times: 1 });

    expect(await connector.update(channel(), id, { type: 'message', text: 'New' })).toMatchObject({ ok: true });
    expect(await connector.read(teams.serviceUrl, `v3/teams/${encodeURIComponent(team.id)}`)).toMatchObject({
      ok: true,
    });
  });

  test('of an update ends as unavailable', async () => {
    await start(300);
    const id = await posted();
    teams.behave('update', { cut: true });

    expect(await connector.update(channel(), id, hello)).toMatchObject({
      error: { kind: 'unavailable', fault: 'no_answer' },
    });
    expect(teams.callsOf('update')).toHaveLength(3);
  });

  test('is not what a page instead of JSON is taken for, but a sent message without an id is uncertain', async () => {
    await start();
    teams.behave('send', { html: true });

    expect(await connector.send(channel(), hello)).toMatchObject({
      error: { kind: 'uncertain', fault: 'unreadable_answer' },
    });
    expect(teams.callsOf('send')).toHaveLength(1);
  });

  test('is not what a server that is not there means: nothing was sent', async () => {
    await start();
    const gone = createConnector(
      { allowed: () => true, token: async () => ({ ok: true, value: undefined }) },
      { now: time.now, wait: time.wait, random: () => 0 },
    );

    expect(await gone.send({ serviceUrl: 'http://127.0.0.1:9/', conversation: 'a:1' }, hello)).toMatchObject({
      error: { kind: 'unavailable', fault: 'unreachable' },
    });
    await gone.close();
  });
});

describe('our token', () => {
  test('that was refused is replaced once, and the call goes through', async () => {
    await start();
    await posted();
    await time.wait(120_000);
    teams.revokeTokens();

    expect(await connector.send(channel(), hello)).toMatchObject({ ok: true });
    expect(teams.callsOf('send').map((call) => [call.authorization, call.status])).toEqual([
      ['Bearer token-1', 201],
      ['Bearer token-1', 401],
      ['Bearer token-2', 201],
    ]);
  });

  test('that is refused again is not replaced again', async () => {
    await start();
    await posted();
    await time.wait(120_000);
    teams.behave('send', { status: 401, code: 'BotNotRegistered' });

    expect(await connector.send(channel(), hello)).toMatchObject({
      error: { kind: 'unauthorized', fault: 'token_invalid', reaction: 'credentials', code: 'BotNotRegistered' },
    });
    expect(teams.callsOf('login')).toHaveLength(2);
    expect(teams.callsOf('send')).toHaveLength(3);
  });

  test('that cannot be had ends the call with the login’s own failure', async () => {
    await start();
    teams.behave('login', { status: 503 });

    expect(await connector.send(channel(), hello)).toMatchObject({ error: { kind: 'unavailable', code: '503' } });
    expect(teams.callsOf('send')).toEqual([]);
  });

  test('is left out where there is none', async () => {
    await start();
    teams.asksToken = false;
    const open = createConnector(
      { allowed: () => true, token: async () => ({ ok: true, value: undefined }) },
      { now: time.now },
    );

    expect(await open.send(channel(), hello)).toMatchObject({ ok: true });
    expect(teams.callsOf('send')).toMatchObject([{ authorization: undefined }]);
    await open.close();
  });
});

describe('a refusal', () => {
  const person = { kind: 'rejected', fault: 'person_unreachable', reaction: 'permanent' };
  const permission = { kind: 'misconfigured', fault: 'permission_missing', reaction: 'credentials' };
  const closed = { ...permission, fault: 'place_closed' };
  const gone = { ...permission, fault: 'place_gone' };

  test.each<[number, string, object, object]>([
    [403, 'BotNotInConversationRoster', person, closed],
    [403, 'ConversationBlockedByUser', person, closed],
    [403, 'BotDisabledByAdmin', person, closed],
    [403, 'MessageWritesBlocked', person, closed],
    [403, 'SomethingNew', person, closed],
    [404, 'ConversationNotFound', person, gone],
    [403, 'NotEnoughPermissions', permission, permission],
    [403, 'InvalidBotApiHost', permission, permission],
  ])('%i %s means what it means about a person and about a channel', async (status, code, inChat, inChannel) => {
    await start();
    teams.behave('send', { status, code });

    expect(await connector.send(chat(ana), hello)).toMatchObject({ error: { ...inChat, code } });
    expect(await connector.send(channel(), hello)).toMatchObject({ error: { ...inChannel, code } });
  });

  test.each<[number, string, object]>([
    [401, 'BotNotRegistered', { kind: 'unauthorized', fault: 'token_invalid' }],
    [404, 'ConversationNotFound', { kind: 'misconfigured', fault: 'place_gone' }],
    [404, 'ActivityNotFoundInConversation', { kind: 'rejected', fault: 'message_gone' }],
    [413, 'MessageSizeTooBig', { kind: 'rejected', fault: 'over_length' }],
    [400, 'BadArgument', { kind: 'rejected', fault: 'invalid_parameter' }],
    [418, '', { kind: 'misconfigured', fault: 'unknown_error', code: '418' }],
  ])('%i %s is told with its code', async (status, code, failure) => {
    await start();
    teams.behave('update', { status, ...(code && { code }) });

    expect(await connector.update(channel(), '1', hello)).toMatchObject({
      error: { ...(code && { code }), ...failure },
    });
  });

  test('whose code hides in its message is understood', async () => {
    await start();
    const to = chat(ana);
    ana.blocked = true;

    expect(await connector.send(to, hello)).toEqual({
      ok: false,
      error: {
        ...person,
        code: 'MessageWritesBlocked',
        detail: 'Thread is blocked from message writes.',
        traceId: 'cv-1',
      },
    });
  });

  test('of a message that is too big is the reader’s to shorten', async () => {
    await start();

    expect(await connector.send(channel(), { type: 'message', text: 'x'.repeat(60_000) })).toMatchObject({
      error: { fault: 'over_length', code: 'MessageSizeTooBig' },
    });
  });
});

describe('speed', () => {
  test('a conversation is not called more often than Teams allows', async () => {
    await start();

    const sent = await Promise.all(Array.from({ length: 10 }, () => connector.send(channel(), hello)));

    expect(sent.every((each) => each.ok)).toBe(true);
    // Seven at once; the eighth a second later, the others after two.
    expect(time.waits.length).toBeGreaterThan(0);
  });

  test('threads of one channel count together', async () => {
    await start();
    const root = await posted();
    teams.calls.length = 0;
    const { serviceUrl, conversation } = channel();
    const threads = [conversation, `${conversation};messageid=${root}`];

    await Promise.all(
      Array.from({ length: 8 }, (_, i) => connector.send({ serviceUrl, conversation: threads[i % 2]! }, hello)),
    );

    expect(teams.callsOf('send')).toHaveLength(8);
    expect(time.waits.length).toBeGreaterThan(0);
  });

  test('what only one person sees goes before what waits', async () => {
    await start(5000, true);
    const sends = Array.from({ length: 8 }, (_, i) => connector.send(channel(), { type: 'message', text: `${i}` }));
    await expect.poll(() => teams.callsOf('send').length).toBe(7);
    const only = connector.send(channel(), { ...hello, recipient: { id: ana.user } }, { targeted: true });
    await vi.waitFor(() => expect(time.waits.length).toBeGreaterThan(0));

    await time.advance(1000);
    expect(await only).toMatchObject({ ok: true });
    expect(teams.callsOf('send')).toHaveLength(7);

    await time.advance(1000);
    expect((await Promise.all(sends)).every((each) => each.ok)).toBe(true);
  });

  test('what is tried again goes before what waits', async () => {
    await start(5000, true);
    const text = (each: string) => ({ type: 'message', text: each });
    teams.behave('send', { status: 412, times: 1 });
    const first = connector.send(channel(), text('first'));
    await expect.poll(() => time.waits).toEqual([500]);
    const others = Array.from({ length: 7 }, (_, i) => connector.send(channel(), text(`${i}`)));
    await expect.poll(() => teams.callsOf('send').length).toBe(7);

    await time.advance(1000);
    expect(await first).toMatchObject({ ok: true });
    expect(
      teams
        .callsOf('send')
        .map((call) => call.body.text)
        .at(-1),
    ).toBe('first');

    await time.advance(1000);
    expect((await Promise.all(others)).every((each) => each.ok)).toBe(true);
  });

  test('closing ends what waits', async () => {
    await start();
    teams.behave('send', { hang: true });
    const sending = connector.send(channel(), hello);
    await expect.poll(() => teams.callsOf('send').length).toBe(1);

    await connector.close();

    expect(await sending).toMatchObject({ ok: false });
  });
});
