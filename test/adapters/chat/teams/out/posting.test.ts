// Cards in channels, threads, group chats and private chats of Teams, posted once and repainted.
import { beforeEach, describe, expect, test } from 'vitest';
import { refused } from '../../../../../adapters/chat/teams/connector/failure.ts';
import { messageLink } from '../../../../../adapters/chat/teams/connector/links.ts';
import {
  createReferences,
  type Ours,
  type References,
} from '../../../../../adapters/chat/teams/connector/references.ts';
import { createDirect } from '../../../../../adapters/chat/teams/out/direct.ts';
import { createPosting } from '../../../../../adapters/chat/teams/out/posting.ts';
import type { MessageRef } from '../../../../../src/ports/chat.ts';
import { type FakeMemory, fakeMemory } from '../../../../support/app/fake-memory.ts';
import { aCard } from '../../../../support/chat-samples.ts';
import {
  AWAY,
  refusal,
  type ScriptedConnector,
  scriptedConnector,
} from '../../../../support/teams/scripted-connector.ts';
import { teamsWords } from '../../../../support/teams/words.ts';

const OURS: Ours = { serviceUrl: 'https://smba.example/teams/', tenant: 'tenant-1', bot: '28:app' };
const CHANNEL = '19:approvals@thread.tacv2';
const EMEA = { serviceUrl: 'https://smba.example/emea/', tenant: 'tenant-1', bot: '28:app' };
const ROOT: MessageRef = { platform: 'teams', channel: CHANNEL, message: '77', thread: '77' };
const LOST = { kind: 'uncertain', fault: 'no_answer', reaction: 'retry', code: 'send' } as const;

let connector: ScriptedConnector;
let memory: FakeMemory;
let references: References;
let languages: (string | undefined)[];
beforeEach(() => {
  connector = scriptedConnector();
  memory = fakeMemory();
  references = aReferences();
  languages = [];
});

function aReferences(): References {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return createReferences({ memory, ours: () => OURS, log });
}

function posting(known: References = references, deadlineMs = 5000) {
  const words = (language: string | undefined) => {
    languages.push(language);
    return teamsWords;
  };
  const direct = createDirect({ connector, references: known, ours: () => OURS });
  return createPosting({
    connector,
    references: known,
    direct,
    ours: () => OURS,
    words,
    forms: 'dialog',
    channelLanguage: 'es',
    deadlineMs,
  });
}

const seenInChat = (conversation = 'a:ana') =>
  references.learn({
    ref: { ...EMEA, conversation },
    kind: 'personal',
    person: { id: 'ana', user: '29:ana', name: 'Ana', locale: 'en-GB' },
  });

describe('a card in a channel', () => {
  test('starts a thread, by the address the channel was last seen at', async () => {
    await references.learn({ ref: { ...EMEA, conversation: CHANNEL }, kind: 'channel' });

    const posted = await posting().post({ to: 'channel', channel: CHANNEL }, aCard(), 'k');

    const [call] = connector.calls;
    expect(call).toMatchObject({
      call: 'create',
      serviceUrl: EMEA.serviceUrl,
      conversation: {
        isGroup: true,
        bot: { id: '28:app' },
        tenantId: 'tenant-1',
        channelData: { channel: { id: CHANNEL }, tenant: { id: 'tenant-1' } },
        activity: { type: 'message', summary: 'Order ready: please decide' },
      },
    });
    expect(posted).toMatchObject({ ok: true, value: { platform: 'teams', channel: CHANNEL } });
    expect(posted.ok && posted.value.thread === posted.value.message).toBe(true);
    expect(languages).toEqual(['es']);
  });

  test('that was never seen goes to the default address', async () => {
    await posting().post({ to: 'channel', channel: CHANNEL }, aCard(), 'k');

    expect(connector.calls).toMatchObject([{ call: 'create', serviceUrl: OURS.serviceUrl }]);
  });

  test('has the id of the new conversation where Teams tells no other', async () => {
    connector.create = async () => ({ ok: true, value: { id: `${CHANNEL};messageid=1790000000001` } });

    expect(await posting().post({ to: 'channel', channel: CHANNEL }, aCard(), 'k')).toMatchObject({
      ok: true,
      value: { message: '1790000000001', thread: '1790000000001' },
    });
  });

  test('whose answer names no message may be there or not', async () => {
    connector.create = async () => ({ ok: true, value: { id: CHANNEL } });

    expect(await posting().post({ to: 'channel', channel: CHANNEL }, aCard(), 'k')).toMatchObject({
      ok: false,
      error: { kind: 'uncertain', reaction: 'retry' },
    });
  });

  test('in its thread is sent below the root, also when it should stand in the channel too', async () => {
    const posted = await posting().post({ to: 'thread', root: ROOT, alsoInChannel: true }, aCard(), 'k');

    expect(connector.calls).toMatchObject([{ call: 'send', conversation: `${CHANNEL};messageid=77`, targeted: false }]);
    expect(posted).toMatchObject({ ok: true, value: { channel: CHANNEL, thread: '77' } });
  });

  test('in a group chat has no thread', async () => {
    const chat = '19:group@thread.v2';

    const first = await posting().post({ to: 'channel', channel: chat }, aCard(), 'k1');
    if (!first.ok) throw new Error('not posted');
    const second = await posting().post({ to: 'thread', root: first.value }, aCard(), 'k2');

    expect(connector.calls).toMatchObject([
      { call: 'send', conversation: chat },
      { call: 'send', conversation: chat },
    ]);
    expect(second.ok && second.value.thread === second.value.message).toBe(true);
  });
});

describe('a card for one person', () => {
  test('goes into the chat that is known, in their language', async () => {
    await seenInChat();

    const posted = await posting().post({ to: 'person', id: 'ana' }, aCard(), 'k');

    expect(connector.calls).toMatchObject([{ call: 'send', serviceUrl: EMEA.serviceUrl, conversation: 'a:ana' }]);
    expect(posted).toMatchObject({ ok: true, value: { channel: 'a:ana' } });
    expect(languages).toEqual(['en-GB']);
  });

  test('never seen gets a chat opened, which is known from then on, after a restart too', async () => {
    await posting().post({ to: 'person', id: 'ana' }, aCard(), 'k1');
    const again = await posting(aReferences()).post({ to: 'person', id: 'ana' }, aCard(), 'k2');

    expect(connector.calls).toMatchObject([
      {
        call: 'create',
        conversation: {
          isGroup: false,
          bot: { id: '28:app' },
          members: [{ id: 'ana' }],
          tenantId: 'tenant-1',
          channelData: { tenant: { id: 'tenant-1' } },
        },
      },
      { call: 'send', conversation: 'a:1001' },
      { call: 'send', conversation: 'a:1001' },
    ]);
    expect(again.ok).toBe(true);
  });

  test('is addressed by the bot-specific id where it is known', async () => {
    await references.learn({
      ref: { ...EMEA, conversation: CHANNEL },
      kind: 'channel',
      person: { id: 'ana', user: '29:ana', name: 'Ana' },
    });

    await posting().post({ to: 'person', id: 'ana' }, aCard(), 'k');

    expect(connector.calls[0]).toMatchObject({ call: 'create', conversation: { members: [{ id: '29:ana' }] } });
  });

  test.each(['ConversationNotFound', 'BotNotInConversationRoster', 'MessageWritesBlocked'])(
    'whose chat is gone (%s) gets a new one, once',
    async (code) => {
      await seenInChat();
      connector.fails('send', refusal(code));

      expect(await posting().post({ to: 'person', id: 'ana' }, aCard(), 'k')).toMatchObject({ ok: true });

      expect(connector.calls.map((each) => each.call)).toEqual(['send', 'create', 'send']);
      expect((await references.ofPerson('ana'))?.conversation).toBe('a:1001');
    },
  );

  test('who has not installed the app, or blocked it, is unreachable and forgotten', async () => {
    await seenInChat();
    connector.fails('send', refusal('ConversationBlockedByUser'), refusal('ConversationBlockedByUser'));

    const posted = await posting().post({ to: 'person', id: 'ana' }, aCard(), 'k');

    expect(posted).toMatchObject({
      ok: false,
      error: {
        kind: 'rejected',
        fault: 'person_unreachable',
        reaction: 'permanent',
        code: 'ConversationBlockedByUser',
      },
    });
    expect(await references.ofPerson('ana')).toBeUndefined();

    connector.fails('create', refusal('ForbiddenOperationException'));
    expect(await posting().post({ to: 'person', id: 'ben' }, aCard(), 'k')).toMatchObject({
      error: { fault: 'person_unreachable' },
    });
  });

  test('is kept for later when Teams is away, and the chat with it', async () => {
    await seenInChat();
    connector.fails('send', AWAY);

    expect(await posting().post({ to: 'person', id: 'ana' }, aCard(), 'k')).toEqual({ ok: false, error: AWAY });
    expect((await references.ofPerson('ana'))?.conversation).toBe('a:ana');
  });
});

describe('the same key', () => {
  const where = { to: 'channel', channel: CHANNEL } as const;

  test('posts once, also while the first call is under way', async () => {
    const { post } = posting();

    const [first, second] = await Promise.all([post(where, aCard(), 'k'), post(where, aCard(), 'k')]);
    const third = await post(where, aCard(), 'k');

    expect(connector.calls).toHaveLength(1);
    expect([second, third]).toEqual([first, first]);
  });

  test.each([
    ['failed', AWAY],
    ['was lost', LOST],
  ])('posts again after the first %s', async (_, failure) => {
    const { post } = posting();
    connector.fails('create', failure);

    expect(await post(where, aCard(), 'k')).toEqual({ ok: false, error: failure });
    expect(await post(where, aCard(), 'k')).toMatchObject({ ok: true });
    expect(connector.calls).toHaveLength(2);
  });
});

describe('a Teams that answers late', () => {
  const where = { to: 'channel', channel: CHANNEL } as const;
  const MADE = { ok: true, value: { id: `${CHANNEL};messageid=5`, activityId: '5' } } as const;
  const POSTED = { ok: true, value: { platform: 'teams', channel: CHANNEL, message: '5', thread: '5' } };

  /** Calls that are answered when the test says so. */
  function held() {
    const answers: ((answer: Awaited<ReturnType<ScriptedConnector['create']>>) => void)[] = [];
    connector.create = () => new Promise((resolve) => answers.push(resolve));
    return answers;
  }

  test('leaves the post uncertain in time, and the next try with its key has the answer that came meanwhile', async () => {
    const answers = held();
    const { post } = posting(references, 20);

    expect(await post(where, aCard(), 'k')).toMatchObject({
      ok: false,
      error: { kind: 'uncertain', fault: 'no_answer' },
    });
    answers[0]?.(MADE);

    expect(await post(where, aCard(), 'k')).toEqual(POSTED);
    expect(answers).toHaveLength(1);
  });

  test('is waited for by the next try, which posts nothing', async () => {
    const answers = held();
    const { post } = posting(references, 20);
    await post(where, aCard(), 'k');

    const second = post(where, aCard(), 'k');
    answers[0]?.(MADE);

    expect(await second).toEqual(POSTED);
    expect(answers).toHaveLength(1);
  });

  test('has the same message posted anew once its answer is lost for good', async () => {
    const answers = held();
    const { post } = posting(references, 20);
    await post(where, aCard(), 'k');
    answers[0]?.({ ok: false, error: LOST });
    expect(await post(where, aCard(), 'k')).toEqual({ ok: false, error: LOST });

    await post(where, aCard(), 'k');

    expect(answers).toHaveLength(2);
  });

  test('does not keep another key waiting', async () => {
    const answers = held();
    const { post } = posting(references, 20);
    await post(where, aCard(), 'k');

    void post(where, aCard(), 'another');

    await expect.poll(() => answers.length).toBe(2);
  });
});

describe('a repaint', () => {
  test('changes the message in its thread', async () => {
    const ref = { ...ROOT, message: '78' };

    expect(await posting().update(ref, aCard({ summary: 'Approved' }))).toEqual({ ok: true, value: ref });
    expect(connector.calls).toMatchObject([
      {
        call: 'update',
        conversation: `${CHANNEL};messageid=77`,
        id: '78',
        activity: { type: 'message', summary: 'Approved' },
      },
    ]);
  });

  test('changes a message in a private chat by the address it was seen at', async () => {
    await seenInChat();
    const ref = { platform: 'teams', channel: 'a:ana', message: '5', thread: '5' };

    await posting(aReferences()).update(ref, aCard());

    expect(connector.calls).toMatchObject([
      { call: 'update', serviceUrl: EMEA.serviceUrl, conversation: 'a:ana', id: '5' },
    ]);
  });

  test('while Teams is away is kept for later', async () => {
    connector.fails('update', AWAY);

    expect(await posting().update(ROOT, aCard())).toEqual({ ok: false, error: AWAY });
    expect(connector.calls.map((each) => each.call)).toEqual(['update']);
  });
});

describe('what cannot be changed any more', () => {
  const calls = () => connector.calls.map((each) => each.call);

  test.each(['ActivityNotFoundInConversation', 'NotEnoughPermissions', '403', '404'])(
    'is said anew in its thread (%s)',
    async (code) => {
      connector.fails('update', refusal(code));

      const anew = await posting().update(ROOT, aCard({ summary: 'Approved' }));

      expect(anew).toEqual({ ok: true, value: { ...ROOT, message: '1001' } });
      expect(connector.calls).toMatchObject([
        { call: 'update', id: '77' },
        { call: 'send', conversation: `${CHANNEL};messageid=77`, activity: { summary: 'Approved' } },
      ]);
    },
  );

  test('is said once: whoever still holds the old reference changes the new message', async () => {
    const { update } = posting();
    connector.fails('update', refusal('ActivityNotFoundInConversation'));
    await update(ROOT, aCard());

    const again = await update(ROOT, aCard({ summary: 'Approved' }));

    expect(again).toMatchObject({ ok: true, value: { message: '1001' } });
    expect(calls()).toEqual(['update', 'send', 'update']);
    expect(connector.calls[2]).toMatchObject({ id: '1001', activity: { summary: 'Approved' } });
  });

  test('is said once by two repaints at the same time', async () => {
    const { update } = posting();
    connector.fails('update', refusal('404'), refusal('404'));

    const both = await Promise.all([update(ROOT, aCard()), update(ROOT, aCard({ summary: 'Approved' }))]);

    expect(both).toMatchObject([{ value: { message: '1001' } }, { value: { message: '1001' } }]);
    expect(calls()).toEqual(['update', 'update', 'send', 'update']);
  });

  test('starts a thread of its own where the old one is gone too', async () => {
    connector.fails('update', refusal('ActivityNotFoundInConversation'));
    connector.fails('send', refusal('ConversationNotFound'));

    const anew = await posting().update(ROOT, aCard());

    expect(calls()).toEqual(['update', 'send', 'create']);
    expect(anew).toMatchObject({ ok: true, value: { message: '1001', thread: '1001' } });
  });

  test('in a channel that is gone waits for another place, and says what is wrong with this one', async () => {
    const gone = refused(404, '{"error":{"code":"ConversationNotFound"}}', 'place');
    connector.fails('update', gone);
    connector.fails('send', gone);
    connector.fails('create', gone);

    expect(await posting().update(ROOT, aCard())).toEqual({ ok: false, error: gone });
    expect(gone).toMatchObject({ kind: 'misconfigured', fault: 'place_gone' });
  });

  test('in a private chat that is gone is said in the one that takes its place', async () => {
    await seenInChat();
    const ref = { platform: 'teams', channel: 'a:ana', message: '5', thread: '5' };
    connector.fails('update', refusal('ConversationNotFound'));
    connector.fails('send', refusal('ConversationNotFound'));

    const anew = await posting(aReferences()).update(ref, aCard());

    expect(calls()).toEqual(['update', 'send', 'create', 'send']);
    expect(anew).toMatchObject({ ok: true, value: { channel: 'a:1001', message: '1002' } });
  });
});

test('what belongs under a card in a private chat that is gone reaches its person', async () => {
  await seenInChat();
  const root = { platform: 'teams', channel: 'a:ana', message: '5', thread: '5' };
  connector.fails('send', refusal('ConversationNotFound'));

  const posted = await posting(aReferences()).post({ to: 'thread', root }, aCard(), 'k');

  expect(posted).toMatchObject({ ok: true, value: { channel: 'a:1001' } });
});

describe('a link to a message', () => {
  const reply: MessageRef = { ...ROOT, message: '1790000000002', thread: '1790000000001' };

  test('of a channel names tenant, team and thread', () => {
    const place = { ...EMEA, conversation: CHANNEL, group: 'group-1', kind: 'channel' as const };

    expect(messageLink(reply, place)).toBe(
      'https://teams.microsoft.com/l/message/19%3Aapprovals%40thread.tacv2/1790000000002' +
        '?tenantId=tenant-1&groupId=group-1&parentMessageId=1790000000001',
    );
  });

  test('of a group chat says that it is a chat', () => {
    const ref = { ...reply, channel: '19:group@thread.v2' };

    const link = messageLink(ref, { ...EMEA, conversation: ref.channel, kind: 'group' });

    expect(new URL(link ?? '').searchParams.get('context')).toBe('{"contextType":"chat"}');
    expect(new URL(link ?? '').searchParams.get('parentMessageId')).toBeNull();
  });

  test('of a chat with the bot does not exist', () => {
    const ref = { ...reply, channel: 'a:ana' };

    expect(messageLink(ref, { ...EMEA, conversation: 'a:ana', kind: 'personal' })).toBeUndefined();
  });
});
