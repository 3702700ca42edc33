// What follows a typed message or a button of an old client: who is told, where, and that others see nothing of it.
import { beforeEach, describe, expect, test } from 'vitest';
import type { InboundDeps } from '../../../../../adapters/chat/teams/in/inbound-deps.ts';
import type { Reply } from '../../../../../src/ports/chat.ts';
import { aCard, aForm } from '../../../../support/chat-samples.ts';
import {
  ANA,
  ANA_USER,
  CHANNEL,
  CHAT,
  createInbound,
  fixture,
  type Inbound,
  SERVICE,
} from '../../../../support/teams/inbound.ts';
import type { Node } from '../../../../support/teams/read-teams.ts';
import { teamsWords as words } from '../../../../support/teams/words.ts';

let teams: Inbound;
beforeEach(() => {
  teams = createInbound();
});
const start = (change: Partial<InboundDeps>) => {
  teams = createInbound(change);
};

const THREAD = `${CHANNEL};messageid=1790000000100`;
const IN_CHAT = {
  id: ANA,
  user: ANA_USER,
  conversation: { serviceUrl: SERVICE, conversation: CHAT, kind: 'personal' },
};
const IN_THREAD = {
  id: ANA,
  user: ANA_USER,
  conversation: { serviceUrl: SERVICE, conversation: THREAD, kind: 'channel' },
};
const PRIVATE = { id: ANA, user: ANA_USER };
const answer200 = { status: 200, body: undefined };
const broken = async (): Promise<Reply> => {
  throw new Error('database is away');
};

async function say(name: string, change: Node = {}): Promise<void> {
  expect(await teams.post(fixture(name, change))).toEqual(answer200);
  await teams.idle();
}

describe('a typed command', () => {
  test.each(['notice', 'card'] as const)('in the private chat is answered there with its %s', async (show) => {
    teams.answer = { show, card: aCard({ title: 'Templates' }) };

    await say('message-in-the-private-chat');

    expect(teams.told.map(({ person }) => person)).toEqual([IN_CHAT]);
    expect(teams.told[0]?.seen.text).toContain('Templates');
    expect(teams.told[0]?.activity).toMatchObject({ type: 'message', summary: 'Order ready: please decide' });
  });

  test('answered with the state of a moment leaves only the point of it', async () => {
    teams.answer = { show: 'notice', card: aCard({ title: 'Held', summary: 'Its own card tells.', fleeting: true }) };

    await say('message-in-the-private-chat');

    expect(teams.told[0]?.seen.text).toContain('Its own card tells.');
    expect(teams.told[0]?.seen.text).not.toContain('Held');
  });

  test('in a thread of a channel is answered to the person alone, in that thread', async () => {
    teams.answer = { show: 'notice', card: aCard() };

    await say('message-that-starts-a-thread');

    expect(teams.told.map(({ person }) => person)).toEqual([IN_THREAD]);
    expect(teams.said).toEqual([]);
  });

  test('that cannot be answered privately leaves a neutral sentence, and nothing of the answer', async () => {
    teams.answer = { show: 'notice', card: aCard({ title: 'Secret' }) };
    teams.place = 'nowhere';

    await say('message-that-starts-a-thread');

    expect(teams.said).toEqual([
      {
        conversation: THREAD,
        activity: { type: 'message', text: words.cannotAnswerHere('Ana Ruiz'), textFormat: 'plain' },
      },
    ]);
    expect(teams.counts).toEqual(['teams_not_shown private nowhere']);
  });

  test('whose answer went to the private chat leaves a pointer where it was asked, and nothing of the answer', async () => {
    teams.answer = { show: 'notice', card: aCard({ title: 'Secret' }) };
    teams.place = 'direct';

    await say('message-that-starts-a-thread');

    expect(teams.said).toEqual([
      {
        conversation: THREAD,
        activity: { type: 'message', text: words.answeredInChat('Ana Ruiz'), textFormat: 'plain' },
      },
    ]);
  });

  test('that was not for us leaves no pointer', async () => {
    teams.answer = { show: 'notice', card: aCard() };
    teams.place = 'direct';

    await say('message-in-a-thread-heard-without-a-mention');

    expect(teams.told).toHaveLength(1);
    expect(teams.said).toEqual([]);
  });

  test('in the private chat that cannot be answered says nothing anywhere', async () => {
    teams.answer = { show: 'notice', card: aCard() };
    teams.place = 'nowhere';

    await say('message-in-the-private-chat');

    expect(teams.said).toEqual([]);
  });

  test('that needs a form is answered with a button that opens it', async () => {
    teams.answer = { show: 'form', form: aForm() };

    await say('message-that-starts-a-thread');

    expect(teams.told.map(({ person }) => person)).toEqual([IN_THREAD]);
    const [button] = teams.told[0]?.seen.actions ?? [];
    expect(button).toMatchObject({ label: words.openFormButton, kind: 'dialog' });
    expect(button?.data).toEqual({ do: 'command', command: 'send-active', text: '+54 9 11 5555-1234' });
    expect(teams.told[0]?.activity).toMatchObject({ summary: words.openForm });
  });

  test('as long as a message can be still fits behind that button', async () => {
    teams.answer = { show: 'form', form: aForm() };

    await say('message-in-the-private-chat', { text: `template propose ${'x'.repeat(20_000)}` });

    expect(teams.told[0]?.seen.actions).toMatchObject([{ data: { do: 'command', command: 'template' } }]);
  });

  test('that has nothing to say says nothing', async () => {
    await say('message-in-the-private-chat');

    expect(teams.intents).toHaveLength(1);
    expect(teams.told).toEqual([]);
  });

  test('that breaks the app is answered so', async () => {
    teams.answer = broken;

    await say('message-in-the-private-chat');

    expect(teams.told[0]?.seen.text).toContain(words.broke);
    expect(teams.logged).toEqual(['dispatch failed']);
  });

  test('is acknowledged while nothing can be sent', async () => {
    const never = new Promise<never>(() => undefined);
    start({ privately: { tell: () => never }, update: () => never, send: () => never });
    teams.answer = { show: 'notice', card: aCard() };

    expect(await teams.post(fixture('message-in-the-private-chat'))).toEqual(answer200);
  });
});

describe('a typed command, with forms as cards', () => {
  beforeEach(() => {
    start({ forms: 'card' });
    teams.answer = { show: 'form', form: aForm({ values: { name: 'kept' } }) };
  });

  test('in the private chat is answered with the form', async () => {
    await say('message-in-the-private-chat');

    expect(teams.told.map(({ person }) => person)).toEqual([IN_CHAT]);
    expect(teams.told[0]?.seen.fields).toContainEqual(expect.objectContaining({ id: 'name', value: 'kept' }));
    expect(teams.told[0]?.seen.actions).toMatchObject([{ id: 'submit', kind: 'execute' }, { id: 'close' }]);
  });

  test('in a channel puts the form into the private chat and says where it is', async () => {
    await say('message-that-starts-a-thread');

    expect(teams.told.map(({ person }) => person)).toEqual([PRIVATE, IN_THREAD]);
    expect(teams.told[0]?.seen.fields).not.toEqual([]);
    expect(teams.told[1]?.seen).toMatchObject({ text: words.formInChat, fields: [] });
  });

  test('in a channel by somebody without a private chat never shows the form to others', async () => {
    teams.place = 'nowhere';

    await say('message-that-starts-a-thread');

    expect(teams.told.map(({ person }) => person)).toEqual([PRIVATE]);
    expect(teams.said).toMatchObject([{ activity: { text: words.cannotAnswerHere('Ana Ruiz') } }]);
  });
});

describe('a message in a thread', () => {
  test('is handed to the app, and a notice about it is for its writer alone', async () => {
    teams.answer = { show: 'notice', card: aCard({ title: 'Not sent' }) };

    await say('message-in-a-thread-heard-without-a-mention');

    expect(teams.intents).toMatchObject([{ kind: 'thread_message', text: 'El cliente ya respondió' }]);
    expect(teams.told.map(({ person }) => person)).toEqual([IN_THREAD]);
  });

  test('opens no form', async () => {
    teams.answer = { show: 'form', form: aForm() };

    await say('message-in-a-thread-heard-without-a-mention');

    expect(teams.told).toEqual([]);
  });

  test('at the top of a channel is not even looked at without a mention', async () => {
    await say('message-that-starts-a-thread', { entities: [] });

    expect(teams.intents).toEqual([]);
  });
});

describe('a message that Teams sends again', () => {
  test('is answered once, and once more when the app broke', async () => {
    const words = 'message-in-the-private-chat';
    teams.answer = broken;
    await say(words);
    teams.answer = { show: 'notice', card: aCard() };

    await Promise.all([say(words), say(words)]);
    await say(words);

    expect(teams.told).toHaveLength(2);
  });
});

describe('a button of an old client', () => {
  const press = (data: Node, change: Node = {}) =>
    say('message-from-a-button-of-an-old-client', { value: data, ...change });
  const APPROVE = { aval: { do: 'action', action: 'approve', subject: 'p1:1' } };
  const FORM = { aval: { do: 'form', form: 'propose', context: 'd1:1', button: 'submit' }, name: 'x' };
  const inChat = { conversation: fixture('message-in-the-private-chat').conversation, replyToId: 'm9' };

  test('that decides in a channel changes no message, whatever message it names, and tells the point alone', async () => {
    teams.answer = { show: 'card', card: aCard({ title: 'Approved', summary: 'Order ready was approved' }) };

    await press(APPROVE);

    expect(teams.intents).toMatchObject([{ kind: 'action', action: 'approve', message: { message: '1790000000101' } }]);
    expect(teams.updated).toEqual([]);
    expect(teams.told).toMatchObject([{ person: IN_THREAD, seen: { actions: [] } }]);
    expect(teams.told[0]?.seen.text).toContain('Order ready was approved');
  });

  test('in a group chat changes no message either', async () => {
    teams.answer = { show: 'card', card: aCard({ title: 'Approved' }) };

    await press(APPROVE, { conversation: fixture('message-in-a-group-chat').conversation });

    expect(teams.updated).toEqual([]);
  });

  test('in the private chat repaints the card it was on', async () => {
    teams.answer = { show: 'card', card: aCard({ title: 'Cancelled' }) };

    await press(APPROVE, inChat);

    expect(teams.updated).toMatchObject([{ id: 'm9' }]);
    expect(teams.updated[0]?.seen.text).toContain('Cancelled');
    expect(teams.told).toEqual([]);
  });

  test('on a card that is not known tells the outcome instead', async () => {
    teams.answer = { show: 'card', card: aCard({ title: 'Approved' }) };

    await press(APPROVE, { ...inChat, replyToId: undefined });

    expect(teams.updated).toEqual([]);
    expect(teams.told[0]?.seen.text).toContain('Approved');
  });

  test('that is refused tells the person alone', async () => {
    teams.answer = { show: 'notice', card: aCard({ title: 'Too late' }) };

    await press(APPROVE);

    expect(teams.told.map(({ person }) => person)).toEqual([IN_THREAD]);
    expect(teams.updated).toEqual([]);
  });

  test('that needs a form is answered with a button that opens it', async () => {
    teams.answer = { show: 'form', form: aForm() };

    await press(APPROVE);

    expect(teams.told[0]?.seen.actions).toMatchObject([{ kind: 'dialog', data: APPROVE.aval }]);
  });

  test('that breaks the app is told so', async () => {
    teams.answer = broken;

    await press(APPROVE);

    expect(teams.told[0]?.seen.text).toContain(words.broke);
  });

  test('that repeats a command runs it', async () => {
    await press({ aval: { do: 'command', command: 'template', text: 'list' } });

    expect(teams.intents).toMatchObject([{ kind: 'command', command: 'template', text: 'list' }]);
  });

  test('with the text of a command beside it is still the button', async () => {
    await press(APPROVE, { text: 'template propose' });

    expect(teams.intents).toMatchObject([{ kind: 'action' }]);
  });

  test.each([[{ aval: 5 }], [{ aval: { do: 'shout' } }], [{ aval: null }]])(
    'with data nobody made (%j) does nothing',
    async (data) => {
      await press(data, { text: 'template propose' });

      expect(teams.intents).toEqual([]);
    },
  );

  test('that is not ours, on a message without words, does nothing', async () => {
    await press({ actionId: 'x' });

    expect(teams.intents).toEqual([]);
  });

  describe('in a form that is a card', () => {
    beforeEach(() => start({ forms: 'card' }));

    test('turns the message to its next page', async () => {
      teams.answer = { show: 'form', form: aForm({ title: 'Step two' }) };

      await press(FORM, inChat);

      expect(teams.updated).toMatchObject([{ conversation: CHAT, id: 'm9' }]);
      expect(teams.updated[0]?.seen.text).toContain('Step two');
      expect(teams.told).toEqual([]);
    });

    test('that is closed keeps what was typed before it goes away', async () => {
      await press({ aval: { do: 'close', draft: { form: 'propose', context: 'd1:1' } }, name: 'x' }, inChat);

      expect(teams.intents).toMatchObject([
        { form: 'propose', context: 'd1:1', button: 'live', values: { name: 'x' } },
      ]);
      expect(teams.updated[0]?.seen.text).toContain(words.formClosed);
    });

    test('that is closed goes away', async () => {
      await press({ aval: { do: 'close' } }, inChat);

      expect(teams.updated[0]?.seen.text).toContain(words.formClosed);
      expect(teams.intents).toEqual([]);
    });

    test('stays as it is when the app breaks', async () => {
      teams.answer = broken;

      await press(FORM, inChat);

      expect(teams.updated).toEqual([]);
      expect(teams.told[0]?.seen.text).toContain(words.broke);
    });
  });
});
