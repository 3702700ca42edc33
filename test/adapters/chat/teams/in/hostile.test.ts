// Whatever comes signed from our tenant and is nothing we can act on: answered with what is true, in time, without any effect,
// and never as if something had broken on our side.
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { aCard } from '../../../../support/chat-samples.ts';
import { createInbound, fixture, fresh, type Inbound, OTHER_TENANT } from '../../../../support/teams/inbound.ts';
import type { Node } from '../../../../support/teams/read-teams.ts';
import { teamsWords as words } from '../../../../support/teams/words.ts';

let teams: Inbound;
beforeEach(() => {
  teams = createInbound();
  teams.answer = { show: 'notice', card: aCard() };
});

/** Nothing was asked of the app, changed or said, and nothing was logged as a fault. */
function nothingHappened(): void {
  expect({ ...effects(), told: teams.told.length, said: teams.said.length }).toEqual({ ...NONE, told: 0, said: 0 });
}
const NONE = { intents: [], updated: [], searches: [], logged: [] };
const effects = () => ({
  intents: teams.intents,
  updated: teams.updated,
  searches: teams.searches,
  logged: teams.logged,
});

const CHAT = 'message-in-the-private-chat';
const THREAD = 'message-in-a-thread-with-a-mention';

describe('an activity that asks nothing of us', () => {
  test.each<[string, Node]>([
    ['an edited message', { type: 'messageUpdate', channelData: of('editMessage') }],
    ['a deleted message', { type: 'messageDelete', channelData: of('softDeleteMessage'), text: undefined }],
    ['a message that is back', { type: 'messageUpdate', channelData: of('undeleteMessage') }],
    ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], text: undefined }],
    ['a reaction taken back', { type: 'messageReaction', reactionsRemoved: [{ type: 'like' }] }],
    ['ten thousand reactions', { type: 'messageReaction', reactionsAdded: Array(10_000).fill({ type: 'like' }) }],
    ['typing', { type: 'typing', text: undefined }],
    ['the end of a conversation', { type: 'endOfConversation', code: 'completedSuccessfully' }],
    ['a new version of the app', { type: 'installationUpdate', action: 'add-upgrade' }],
    ['an old version taken away', { type: 'installationUpdate', action: 'remove-upgrade' }],
    ['an installation of next year', { type: 'installationUpdate', action: 'of-next-year' }],
    ['an installation without a word', { type: 'installationUpdate' }],
    ['the start of a meeting', { type: 'event', name: 'application/vnd.microsoft.meetingStart', value: { Id: 'x' } }],
    ['the end of a meeting', { type: 'event', name: 'application/vnd.microsoft.meetingEnd', value: null }],
    ['people joining one', { type: 'event', name: 'application/vnd.microsoft.meetingParticipantJoin', value: [] }],
    [
      'a read receipt',
      { type: 'event', name: 'application/vnd.microsoft.readReceipt', value: { lastReadMessageId: '1' } },
    ],
    ['a command of a newer protocol', { type: 'command', name: 'x', value: { commandId: '1' } }],
    ['a handoff', { type: 'handoff' }],
    ['a trace', { type: 'trace', valueType: 'x' }],
    ['a conversation update of next year', { type: 'conversationUpdate', channelData: of('of-next-year') }],
    ['a channel that was shared', { type: 'conversationUpdate', channelData: of('channelShared') }],
    ['ten thousand people added', { type: 'conversationUpdate', membersAdded: Array(10_000).fill({ id: '29:x' }) }],
    ['nobody added', { type: 'conversationUpdate', membersAdded: [null, {}, 7, { id: '' }] }],
    ['a message with nothing in it', { text: undefined, value: { something: 'else' } }],
  ])('%s is taken and does nothing', async (_, change) => {
    for (const kind of [CHAT, THREAD]) {
      expect(await teams.post(fixture(kind, { id: fresh().id, ...change }))).toEqual({ status: 200, body: undefined });
    }
    await teams.idle();

    nothingHappened();
  });
});

/** Channel data of our tenant with an event. */
function of(eventType: string): Node {
  return { ...(fixture(CHAT).channelData as Node), eventType };
}

describe('a message that is too long to be read', () => {
  const long = 'x'.repeat(100_001);
  test.each([
    ['in the private chat', CHAT, { text: long }],
    ['in a thread, with a mention', THREAD, { text: `<at>Aval</at> ${long}` }],
    ['in a group chat', 'message-in-a-group-chat', { text: `<at>Aval</at> ${long}` }],
    ['for our eyes only', 'message-only-for-us-in-a-channel', { text: long }],
  ])('%s is told so to its author alone', async (_, kind, change) => {
    expect((await teams.post(fixture(kind, { ...fresh(), ...change }))).status).toBe(200);
    await teams.idle();

    expect(effects()).toEqual(NONE);
    expect(teams.told.map(({ seen }) => seen.text)).toEqual([expect.stringContaining(words.tooLong)]);
    expect(teams.said).toEqual([]);
  });
});

const ASKED = {
  'adaptiveCard/action': 'button-pressed-on-a-card',
  'task/fetch': 'button-that-opens-a-dialog',
  'task/submit': 'dialog-sent',
  'composeExtension/fetchTask': 'extension-command-chosen-in-the-compose-box',
  'composeExtension/submitAction': 'extension-dialog-sent',
} as const;
const NOT_OURS = [
  'composeExtension/query',
  'composeExtension/queryLink',
  'composeExtension/anonymousQueryLink',
  'composeExtension/selectItem',
  'composeExtension/querySettingUrl',
  'composeExtension/setting',
  'composeExtension/onCardButtonClicked',
  'actionableMessage/executeAction',
  'config/fetch',
  'config/submit',
  'tab/fetch',
  'tab/submit',
  'message/submitAction',
  'message/fetchTask',
  'signin/tokenExchange',
  'signin/failure',
  'fileConsent/invoke',
  'handoff/action',
  'toString',
  'of/next/year',
];
const VALUES: readonly unknown[] = [
  undefined,
  null,
  7,
  'x',
  true,
  [],
  {},
  Array(5000).fill({ action: {} }),
  { action: null },
  { action: [] },
  { action: { data: null } },
  { action: { data: { aval: [] } } },
  { action: { data: { aval: { do: 'action', action: 7, subject: {} } } } },
  { action: { data: { aval: { do: 'form', form: null } } } },
  { data: null },
  { data: 'aval' },
  { data: { aval: 'x' } },
  { data: { aval: { do: 'action' } } },
  { data: { aval: { do: 'form', form: {}, context: [] } } },
  { commandId: null },
  { commandId: 'x'.repeat(5000) },
  { commandId: {}, messagePayload: 7 },
  { commandId: 'constructor', messagePayload: { body: { content: 9 }, attachments: 'x' } },
];

describe('an invoke', () => {
  test.each(Object.entries(ASKED))('%s whose value is nothing we sent is answered so', async (_, kind) => {
    for (const value of VALUES) {
      const { status, body } = await teams.post(fixture(kind, { ...fresh(), value }));

      expect([status, JSON.stringify(value)]).toEqual([200, JSON.stringify(value)]);
      expect(JSON.stringify(body)).toContain(words.notUnderstood);
    }
    await teams.idle();

    nothingHappened();
  });

  test('of a search that names no field of ours finds nothing', async () => {
    for (const value of [...VALUES, { queryText: {}, dataset: 'x' }, { queryText: 'x', dataset: 7 }]) {
      const { status, body } = await teams.post(fixture('typing-in-a-searchable-field', { ...fresh(), value }));

      expect(status).toBe(200);
      expect(body).toMatchObject({ statusCode: 200, value: { results: [] } });
    }

    nothingHappened();
  });

  test.each(NOT_OURS)('%s, which we never offered, is answered as not known', async (name) => {
    for (const value of VALUES) {
      expect(await teams.post(fixture('button-pressed-on-a-card', { ...fresh(), name, value }))).toEqual({
        status: 501,
        body: undefined,
      });
    }
    await teams.idle();

    nothingHappened();
  });

  test('of any kind with any value never claims that something broke', async () => {
    const kinds = fc.constantFrom(...Object.values(ASKED), 'typing-in-a-searchable-field');
    await fc.assert(
      fc.asyncProperty(kinds, fc.jsonValue({ maxDepth: 5 }), async (kind, value) => {
        const { status, body } = await teams.post(fixture(kind, { ...fresh(), value }));

        expect(status).toBe(200);
        expect(JSON.stringify(body)).not.toContain(words.broke);
        nothingHappened();
      }),
    );
  });
});

describe('an activity that lacks what it cannot be understood without', () => {
  test.each([
    ['a conversation', { conversation: undefined }],
    ['the id of its conversation', { conversation: { conversationType: 'personal' } }],
    ['a recipient', { recipient: undefined }],
    ['a type', { type: undefined }],
    ['its channel', { channelId: undefined }],
    ['its address, with a token that names none', { serviceUrl: undefined }],
  ])('%s is refused as malformed, which is counted', async (_, change) => {
    for (const kind of [CHAT, ...Object.values(ASKED)]) {
      expect(await teams.post(fixture(kind, { ...fresh(), ...change }))).toEqual({ status: 400, body: undefined });
    }
    await teams.idle();

    nothingHappened();
    expect(new Set(teams.counts)).toHaveProperty('size', 1);
  });

  test.each(Object.values(ASKED))('who did it (%s): they are told that Teams did not say it', async (kind) => {
    const { status, body } = await teams.post(fixture(kind, { ...fresh(), from: { id: '29:x' } }));

    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain(words.nobody);
    nothingHappened();
  });
});

test('whoever Teams says is of another company has nothing done, whatever kind it is', async () => {
  for (const kind of [CHAT, THREAD, ...Object.values(ASKED)]) {
    const from = { ...(fixture(kind).from as Node), tenantId: OTHER_TENANT };
    expect((await teams.post(fixture(kind, { ...fresh(), from }))).status).toBe(403);
  }

  nothingHappened();
});
