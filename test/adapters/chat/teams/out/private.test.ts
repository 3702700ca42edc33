// Answers that only one person may see in Teams, and where they go when they cannot be shown in the channel.
import { beforeEach, describe, expect, test } from 'vitest';
import {
  createReferences,
  type Ours,
  type References,
} from '../../../../../adapters/chat/teams/connector/references.ts';
import { createDirect } from '../../../../../adapters/chat/teams/out/direct.ts';
import { createPrivately } from '../../../../../adapters/chat/teams/out/private.ts';
import { fakeMemory } from '../../../../support/app/fake-memory.ts';
import {
  AWAY,
  refusal,
  type ScriptedConnector,
  scriptedConnector,
} from '../../../../support/teams/scripted-connector.ts';

const OURS: Ours = { serviceUrl: 'https://smba.example/teams/', tenant: 'tenant-1', bot: '28:app' };
const THREAD = {
  serviceUrl: 'https://smba.example/emea/',
  conversation: '19:approvals@thread.tacv2;messageid=77',
  kind: 'channel',
} as const;
const SECRET = { type: 'message', text: 'for Ana only' };

let connector: ScriptedConnector;
let references: References;
beforeEach(() => {
  connector = scriptedConnector();
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  references = createReferences({ memory: fakeMemory(), ours: () => OURS, log });
});

const privately = ({ targets = true } = {}) =>
  createPrivately({
    connector,
    references,
    direct: createDirect({ connector, references, ours: () => OURS }),
    targets: () => targets,
  });

const seenInChat = () =>
  references.learn({
    ref: { serviceUrl: OURS.serviceUrl, conversation: 'a:ana', tenant: 'tenant-1', bot: '28:app' },
    kind: 'personal',
    person: { id: 'ana', user: '29:ana', name: 'Ana' },
  });

/** Everything that could be read by others: sent to a channel or group without being targeted at one person. */
const public_ = () =>
  connector.calls.filter((each) => each.call === 'send' && each.conversation.startsWith('19:') && !each.targeted);

describe('a private answer', () => {
  test('in a channel is targeted at the person, in their thread', async () => {
    expect(await privately().tell({ id: 'ana', user: '29:ana', conversation: THREAD }, SECRET)).toBe('targeted');

    expect(connector.calls).toEqual([
      {
        call: 'send',
        serviceUrl: THREAD.serviceUrl,
        conversation: THREAD.conversation,
        activity: { ...SECRET, recipient: { id: '29:ana' } },
        targeted: true,
      },
    ]);
  });

  test('goes into the private chat where a targeted message would be seen by all, as in the playground', async () => {
    await seenInChat();

    const told = await privately({ targets: false }).tell({ id: 'ana', user: '29:ana', conversation: THREAD }, SECRET);

    expect(told).toBe('direct');
    expect(public_()).toEqual([]);
    expect(connector.calls).toMatchObject([{ call: 'send', conversation: 'a:ana' }]);
  });

  test('goes into the private chat in a cloud of which that is not known', async () => {
    await seenInChat();
    const direct = createDirect({ connector, references, ours: () => OURS });
    const targets = (url: string) => url !== THREAD.serviceUrl;

    const told = await createPrivately({ connector, references, direct, targets }).tell(
      { id: 'ana', user: '29:ana', conversation: THREAD },
      SECRET,
    );

    expect(told).toBe('direct');
    expect(public_()).toEqual([]);
  });

  test('finds the bot-specific id of a person who was seen before', async () => {
    await seenInChat();

    expect(await privately().tell({ id: 'ana', conversation: THREAD }, SECRET)).toBe('targeted');
    expect(connector.calls).toMatchObject([{ activity: { recipient: { id: '29:ana' } } }]);
  });

  test('that cannot be targeted goes into the private chat', async () => {
    await seenInChat();
    connector.fails('send', refusal('BadArgument'));

    expect(await privately().tell({ id: 'ana', user: '29:ana', conversation: THREAD }, SECRET)).toBe('direct');

    expect(connector.calls.at(-1)).toMatchObject({ call: 'send', conversation: 'a:ana', targeted: false });
    expect(public_()).toEqual([]);
  });

  test('for a person never seen is tried in a chat opened for it', async () => {
    expect(await privately().tell({ id: 'ana', conversation: THREAD }, SECRET)).toBe('direct');

    expect(connector.calls).toMatchObject([
      { call: 'create', conversation: { isGroup: false, members: [{ id: 'ana' }] } },
      { call: 'send', targeted: false },
    ]);
    expect(public_()).toEqual([]);
  });

  test('that reaches nobody is never posted where others read', async () => {
    connector.fails('send', refusal('BadArgument'));
    connector.fails('create', refusal('ForbiddenOperationException'));

    expect(await privately().tell({ id: 'ana', user: '29:ana', conversation: THREAD }, SECRET)).toBe('nowhere');
    expect(public_()).toEqual([]);
  });

  test('in the private chat is a plain message there', async () => {
    const chat = { serviceUrl: 'https://smba.example/emea/', conversation: 'a:ana', kind: 'personal' } as const;

    expect(await privately().tell({ id: 'ana', user: '29:ana', conversation: chat }, SECRET)).toBe('direct');
    expect(connector.calls).toEqual([
      { call: 'send', serviceUrl: chat.serviceUrl, conversation: 'a:ana', activity: SECRET, targeted: false },
    ]);

    connector.fails('send', AWAY);
    expect(await privately().tell({ id: 'ana', conversation: chat }, SECRET)).toBe('nowhere');
  });

  test('without a place goes into the private chat', async () => {
    await seenInChat();

    expect(await privately().tell({ id: 'ana' }, SECRET)).toBe('direct');
    expect(connector.calls).toMatchObject([{ call: 'send', conversation: 'a:ana', targeted: false }]);
  });
});
