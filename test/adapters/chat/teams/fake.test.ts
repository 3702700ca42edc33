// The fake Teams itself: what it posts to a bot is believed when it should be, and it refuses what Teams refuses.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createConnector } from '../../../../adapters/chat/teams/connector/connector.ts';
import { loadWire, type Wire } from '../../../../adapters/chat/teams/trust/wire.ts';
import { type FakeTeams, type Forge, startFakeTeams } from '../../../support/teams/fake-teams.ts';
import type { Activity } from '../../../support/teams/fake-teams-activities.ts';
import type { Person, Team } from '../../../support/teams/fake-teams-world.ts';

let teams: FakeTeams;
let ana: Person;
let team: Team;
let bot: Server;
let wire: Wire;
const received: Activity[] = [];

afterEach(async () => {
  bot?.closeAllConnections();
  bot?.close();
  await teams?.stop();
});

/** A bot that answers with what the wire thinks of the request. */
async function start(): Promise<void> {
  received.length = 0;
  teams = await startFakeTeams();
  ana = teams.addPerson('Ana Approver', { installed: true, locale: 'es-AR' });
  team = teams.addTeam('Growth', [ana], { channels: ['approvals'] });
  wire = await loadWire({ appId: teams.appId, openIdUrl: teams.openIdUrl });
  bot = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const activity = JSON.parse(Buffer.concat(chunks).toString()) as Activity;
    received.push(activity);
    const verified = await wire.verify(request.headers.authorization, activity);
    response.writeHead(verified.ok ? 200 : verified.error.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(verified));
  });
  await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve));
  teams.connect(`http://127.0.0.1:${(bot.address() as AddressInfo).port}/api/messages`);
}

const channel = () => team.channels[1]!.id;
const connect = () =>
  createConnector(
    { allowed: () => true, token: async () => ({ ok: true, value: undefined }) },
    { now: () => new Date(), random: () => 0 },
  );

describe('what people do', () => {
  const DEEDS: readonly [string, (by: { from: Person; in: string }) => Activity][] = [
    ['a message', (by) => teams.activities.message({ ...by, text: 'help', mention: true })],
    ['a private command', (by) => teams.activities.message({ ...by, text: 'help', targeted: true })],
    ['a submitted card', (by) => teams.activities.submit({ ...by, message: '1', data: { a: 'b' } })],
    ['an executed action', (by) => teams.activities.execute({ ...by, message: '1', verb: 'v', data: { a: 'b' } })],
    ['a dialog asked for', (by) => teams.activities.taskFetch({ ...by, message: '1', data: { a: 'b' } })],
    ['a dialog submitted', (by) => teams.activities.taskSubmit({ ...by, data: { a: 'b' } })],
    ['an extension opened', (by) => teams.activities.extensionFetch({ ...by, commandId: 'propose' })],
    ['an extension submitted', (by) => teams.activities.extensionSubmit({ ...by, commandId: 'propose', data: {} })],
    ['typing in a menu', (by) => teams.activities.search({ ...by, dataset: 'templates', text: 'ord' })],
    ['an installation', (by) => teams.activities.installationUpdate({ ...by, action: 'add' })],
    ['new members', (by) => teams.activities.conversationUpdate({ ...by, added: ['bot', ana] })],
  ];

  test.each(DEEDS)('%s arrives, believed, from the channel and from the private chat', async (_, deed) => {
    await start();
    const places = [channel(), teams.chatWith(ana)];

    for (const place of places) {
      const activity = deed({ from: ana, in: place });
      expect(await teams.deliver(activity)).toEqual({ status: 200, body: { ok: true } });
      expect(activity).toMatchObject({
        channelId: 'msteams',
        serviceUrl: teams.serviceUrl,
        from: { id: ana.user, aadObjectId: ana.id },
        conversation: { tenantId: teams.tenant },
        channelData: { tenant: { id: teams.tenant } },
        recipient: { id: `28:${teams.appId}` },
        locale: 'es-AR',
      });
    }
    expect(received.map((each) => each.conversation.conversationType)).toEqual(['channel', 'personal']);
  });

  test('a message in a channel starts a thread, or goes into the one it names', async () => {
    await start();
    const root = teams.activities.message({ from: ana, in: channel(), text: 'one' });
    const reply = teams.activities.message({ from: ana, in: `${channel()};messageid=${root.id}`, text: 'two' });

    expect(root.conversation.id).toBe(`${channel()};messageid=${root.id}`);
    expect(reply.conversation.id).toBe(root.conversation.id);
    expect(teams.posts.map((post) => post.root)).toEqual([root.id, root.id]);
  });

  test.each<[string, Forge, number]>([
    ['without a token', { authorization: undefined }, 401],
    ['with any header', { authorization: 'Bearer x' }, 401],
    ['signed by somebody else', { key: 'foreign' }, 401],
    ['not signed', { alg: 'none' }, 401],
    ['for another app', { claims: { aud: 'other' } }, 401],
    ['of long ago', { claims: { exp: 1 } }, 401],
    ['for another service address', { claims: { serviceurl: 'https://evil.example/' } }, 403],
  ])('can be forged: %s', async (_, forge, status) => {
    await start();

    const answer = await teams.deliver(teams.activities.message({ from: ana, in: channel(), text: 'x' }), forge);

    expect(answer).toMatchObject({ status, body: { ok: false } });
  });
});

describe('what it refuses of a bot', () => {
  const send = async (conversation: string, activity: object, targeted = false) => {
    teams.asksToken = false;
    const connector = connect();
    const sent = await connector.send({ serviceUrl: teams.serviceUrl, conversation }, activity, { targeted });
    await connector.close();
    return sent.ok ? 'sent' : sent.error.code;
  };
  const hello = { type: 'message', text: 'Hello' };

  test('a call without a token of its own login', async () => {
    await start();
    const connector = connect();

    expect(await connector.read(teams.serviceUrl, `v3/teams/${encodeURIComponent(team.id)}`)).toMatchObject({
      error: { kind: 'unauthorized', code: '401' },
    });
    await connector.close();
  });

  test('a message where it is not installed, or not any more', async () => {
    await start();
    team.installed = false;
    ana.installed = false;

    expect(await send(channel(), hello)).toBe('BotNotInConversationRoster');
    expect(await send(teams.chatWith(ana), hello)).toBe('MessageWritesBlocked');
  });

  test('a thread, a place, a message nobody knows', async () => {
    await start();

    expect(await send('19:nowhere@thread.tacv2', hello)).toBe('ConversationNotFound');
    expect(await send(`${channel()};messageid=1`, hello)).toBe('ConversationNotFound');
  });

  test('a mention of nobody in the text, and an empty message', async () => {
    await start();
    const mention = { type: 'mention', text: '<at>Ana</at>', mentioned: { id: ana.user, name: 'Ana' } };

    expect(await send(channel(), { ...hello, entities: [mention] })).toBe('BadArgument');
    expect(await send(channel(), { type: 'message', text: '<at>Ana</at> hello', entities: [mention] })).toBe('sent');
    expect(await send(channel(), { type: 'message' })).toBe('BadArgument');
  });

  test('a message for one member who is none, and any in a private chat', async () => {
    await start();
    const stranger = teams.addPerson('Stranger');
    const only = (person: Person) => ({ ...hello, recipient: { id: person.user } });

    expect(await send(channel(), only(stranger), true)).toBe('MemberNotFoundInConversation');
    expect(await send(channel(), hello, true)).toBe('BadArgument');
    expect(await send(teams.chatWith(ana), only(ana), true)).toBe('BadArgument');
    expect(await send(channel(), only(ana), true)).toBe('sent');
  });

  test("an update of somebody else's message", async () => {
    await start();
    teams.asksToken = false;
    const { id } = teams.activities.message({ from: ana, in: channel(), text: 'mine' });
    const connector = connect();
    const to = { serviceUrl: teams.serviceUrl, conversation: channel() };

    expect(await connector.update(to, id ?? '', hello)).toMatchObject({ error: { code: 'NotEnoughPermissions' } });
    expect(await connector.update(to, '1', hello)).toMatchObject({ error: { code: 'ActivityNotFoundInConversation' } });
    await connector.close();
  });
});
