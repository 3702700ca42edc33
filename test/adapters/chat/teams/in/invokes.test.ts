// Buttons pressed on cards: the answer in place, what follows in the background, and that no answer waits for a call.
import { beforeEach, describe, expect, test } from 'vitest';
import type { InboundDeps } from '../../../../../adapters/chat/teams/in/inbound-deps.ts';
import { aCard, aForm } from '../../../../support/chat-samples.ts';
import {
  ANA,
  ANA_USER,
  APPROVE,
  aPress,
  BROKEN,
  CHANNEL,
  CHAT,
  cardIn,
  createInbound,
  fixture,
  type Inbound,
  PROPOSE,
} from '../../../../support/teams/inbound.ts';
import type { Node, SeenCard } from '../../../../support/teams/read-teams.ts';
import { teamsWords as words } from '../../../../support/teams/words.ts';

let teams: Inbound;
beforeEach(() => {
  teams = createInbound();
});
const start = (change: Partial<InboundDeps>) => {
  teams = createInbound(change);
};

const THREAD = `${CHANNEL};messageid=1790000000100`;
const IN_CHAT = { conversation: fixture('message-in-the-private-chat').conversation };
const CARD = 'application/vnd.microsoft.card.adaptive';
const SENTENCE = 'application/vnd.microsoft.activity.message';
const press = (data: Node = APPROVE, change: Node = {}) => teams.post(aPress(data, change));

describe('a button pressed on a card', () => {
  test('that decides is answered with the repainted card in its place', async () => {
    teams.answer = { show: 'card', card: aCard({ title: 'Approved', actions: [] }) };

    const answer = await press();

    expect(answer).toMatchObject({ status: 200, body: { statusCode: 200, type: CARD } });
    expect(cardIn(answer).text).toContain('Approved');
    expect(cardIn(answer).actions).toEqual([]);
    expect(teams.intents).toMatchObject([
      { kind: 'action', action: 'approve', subject: 'p1:1', message: { channel: CHANNEL, message: '1790000000100' } },
    ]);
  });

  test('that is refused says why to the person alone, and leaves the card as it is', async () => {
    const refusal = aCard({ facts: [], actions: [], summary: 'Somebody else decided already.' });
    teams.answer = { show: 'notice', card: refusal };

    const answer = await press();
    await teams.idle();

    expect(answer.body).toEqual({ statusCode: 200, type: SENTENCE, value: 'Somebody else decided already.' });
    expect(teams.told).toEqual([]);
    expect(teams.updated).toEqual([]);
  });

  test.each([
    ['has a way out', { facts: [] }],
    ['has facts', { actions: [] }],
    ['is a list', { facts: [], actions: [], sections: [{ kind: 'list', items: ['a', 'b'] }] }],
  ] as const)('with a refusal that %s is also told in full, where they are', async (_, change) => {
    teams.answer = { show: 'notice', card: aCard({ title: 'Not yet', ...change }) };

    expect((await press()).body).toMatchObject({ type: SENTENCE, value: 'Order ready: please decide' });
    await teams.idle();

    expect(teams.told).toMatchObject([
      { person: { id: ANA, user: ANA_USER, conversation: { conversation: THREAD, kind: 'channel' } } },
    ]);
    expect(teams.told[0]?.seen.text).toContain('Not yet');
  });

  test('that has nothing to show is never answered with nothing', async () => {
    expect((await press()).body).toEqual({ statusCode: 200, type: SENTENCE, value: words.done });
  });

  test('that breaks the app is answered 200 with a sentence, and can be pressed again', async () => {
    teams.answer = BROKEN;

    expect(await press()).toEqual({ status: 200, body: { statusCode: 200, type: SENTENCE, value: words.broke } });
    expect(teams.logged).toEqual(['dispatch failed']);
  });

  test('that needs a form puts a button for it into the private chat, since no dialog opens here', async () => {
    teams.answer = { show: 'form', form: aForm() };

    expect((await press()).body).toMatchObject({ type: SENTENCE, value: words.formInChat });
    await teams.idle();

    expect(teams.told).toHaveLength(1);
    expect(teams.told[0]?.person).toEqual({ id: ANA, user: ANA_USER });
    expect(teams.told[0]?.seen.actions).toMatchObject([{ kind: 'dialog', data: APPROVE.aval }]);
  });

  test('that is answered with the state of a moment leaves no copy of it in the chat', async () => {
    teams.answer = { show: 'notice', card: aCard({ summary: 'Its own card shows how it is going.', fleeting: true }) };

    expect((await press()).body).toMatchObject({ type: SENTENCE, value: 'Its own card shows how it is going.' });
    await teams.idle();

    expect(teams.told).toEqual([]);
  });

  test('that needs a form puts the form itself there when forms are cards', async () => {
    start({ forms: 'card' });
    teams.answer = { show: 'form', form: aForm({ values: { name: 'kept' } }) };

    expect((await press()).body).toMatchObject({ value: words.formInChat });
    await teams.idle();

    expect(teams.told).toHaveLength(1);
    expect(teams.told[0]?.person).toEqual({ id: ANA, user: ANA_USER });
    expect(teams.told[0]?.seen.fields).toContainEqual(expect.objectContaining({ id: 'name', value: 'kept' }));
  });

  test('that needs a form nobody can be given says so without a word of it', async () => {
    teams.answer = { show: 'form', form: aForm() };
    teams.place = 'nowhere';

    await press();
    await teams.idle();

    expect(teams.said).toEqual([
      {
        conversation: THREAD,
        activity: { type: 'message', text: words.cannotAnswerHere('Ana Ruiz'), textFormat: 'plain' },
      },
    ]);
  });

  test.each([
    ['data that is not ours', { action: { data: { any: 1 } } }],
    ['no data', { action: {} }],
    ['no action', {}],
    ['no value', undefined],
    ['a value of another kind', [1]],
    ['a card drawn anew by a client', { action: { data: APPROVE }, trigger: 'automatic' }],
  ])('with %s has no effect', async (_, value) => {
    expect((await press({}, { value })).body).toEqual({ statusCode: 200, type: SENTENCE, value: words.notUnderstood });
    expect(teams.intents).toEqual([]);
  });

  test('is answered while nothing can be sent', async () => {
    const never = new Promise<never>(() => undefined);
    start({ privately: { tell: () => never }, update: () => never, send: () => never });
    teams.answer = { show: 'notice', card: aCard() };

    expect((await press()).status).toBe(200);
    expect((await press(PROPOSE, IN_CHAT)).status).toBe(200);
  });
});

describe('copies of an invoke', () => {
  test('get the answer of the first, and the app is not asked again', async () => {
    teams.answer = { show: 'card', card: aCard() };

    const [first, copy] = await Promise.all([press(APPROVE, { id: 'f:same' }), press(APPROVE, { id: 'f:same' })]);
    const late = await press(APPROVE, { id: 'f:same' });

    expect([copy, late]).toEqual([first, first]);
    expect(teams.intents).toHaveLength(1);
  });

  test('are those of one person: what another is told is not shown to them', async () => {
    const other = '99999999-51d2-4c3e-9a5b-6e1f2d3c4b5a';
    teams.answer = async ({ actor }) => ({ show: 'notice', card: aCard({ summary: `for ${actor.id}` }) });

    const mine = await press(APPROVE, { id: 'f:same' });
    const theirs = await press(APPROVE, { id: 'f:same', from: { id: '29:other', aadObjectId: other } });

    expect([mine.body?.value, theirs.body?.value]).toEqual([`for ${ANA}`, `for ${other}`]);
  });

  test('ask again when the app broke', async () => {
    teams.answer = BROKEN;
    await press(APPROVE, { id: 'f:same' });
    teams.answer = { show: 'card', card: aCard() };

    expect((await press(APPROVE, { id: 'f:same' })).body).toMatchObject({ type: CARD });
  });

  test('are told apart from a second press', async () => {
    await press();
    await press();

    expect(new Set(teams.intents.map(({ deliveryId }) => deliveryId)).size).toBe(2);
  });

  test('are given up after many others', async () => {
    for (let one = 0; one <= 200; one += 1) await press(APPROVE, { id: `f:n${one}` });
    await press(APPROVE, { id: 'f:n200' });
    expect(teams.intents).toHaveLength(201);

    await press(APPROVE, { id: 'f:n0' });
    expect(teams.intents).toHaveLength(202);
  });
});

describe('a form that is a card', () => {
  beforeEach(() => start({ forms: 'card' }));
  const send = (data: Node = PROPOSE) => press(data, { ...IN_CHAT, replyToId: 'm9' });
  const closing = ({ actions }: SeenCard): Node => ({ aval: actions.find(({ id }) => id === 'close')?.data });

  test('is answered with its next page in place, and the stored message is changed to it', async () => {
    teams.answer = { show: 'form', form: aForm({ title: 'Step two', context: 'd1:2', errors: { name: 'Too long' } }) };

    const answer = await send({ ...PROPOSE, name: 'x' });
    await teams.idle();

    expect(answer.body).toMatchObject({ statusCode: 200, type: CARD });
    expect(cardIn(answer).text).toContain('Step two');
    expect(cardIn(answer).fields).toContainEqual(expect.objectContaining({ id: 'name', error: 'Fix: Too long' }));
    expect(cardIn(answer).actions).toMatchObject([{ kind: 'execute' }, { id: 'close' }]);
    expect(teams.updated).toEqual([{ conversation: CHAT, id: 'm9', seen: cardIn(answer) }]);
    expect(teams.told).toEqual([]);
  });

  test.each([
    ['notice', 'Submitted'],
    ['card', 'Submitted'],
  ] as const)('whose last page is a %s shows it in place', async (show, title) => {
    teams.answer = { show, card: aCard({ title }) };

    const answer = await send();
    await teams.idle();

    expect(cardIn(answer).text).toContain(title);
    expect(teams.updated).toEqual([{ conversation: CHAT, id: 'm9', seen: cardIn(answer) }]);
  });

  test('that has done its work says so, and can not be sent again', async () => {
    const answer = await send();
    await teams.idle();

    expect(cardIn(answer).text).toContain(words.done);
    expect(cardIn(answer).actions).toEqual([]);
    expect(teams.updated).toHaveLength(1);
  });

  test('whose last page says the state of a moment keeps only the point, and nothing to press', async () => {
    const summary = 'Message 1: its own card shows how it is going.';
    teams.answer = { show: 'notice', card: aCard({ title: 'Held', summary, fleeting: true }) };

    const answer = await send();
    await teams.idle();

    expect(cardIn(answer).text).toContain(summary);
    expect(cardIn(answer).text).not.toContain('Held');
    expect(cardIn(answer).actions).toEqual([]);
    expect(teams.updated).toEqual([{ conversation: CHAT, id: 'm9', seen: cardIn(answer) }]);
  });

  test('that keeps a draft gives what was typed to it when it is closed, and then goes away', async () => {
    teams.answer = { show: 'form', form: aForm({ keepsDraft: true, context: 'd1:2' }) };
    const shown = cardIn(await send());
    const close = closing(shown);

    const answer = await send({ ...close, name: 'order_ready' });
    await teams.idle();

    expect(teams.intents.at(-1)).toMatchObject({
      kind: 'form',
      form: aForm().id,
      context: 'd1:2',
      button: 'live',
      values: { name: 'order_ready' },
    });
    expect(cardIn(answer).text).toContain(words.formClosed);
    expect(teams.updated.at(-1)).toEqual({ conversation: CHAT, id: 'm9', seen: cardIn(answer) });
  });

  test('that keeps no draft tells nothing when it is closed', async () => {
    teams.answer = { show: 'form', form: aForm() };
    const shown = cardIn(await send());

    const answer = await send({ ...closing(shown), name: 'x' });

    expect(cardIn(answer).text).toContain(words.formClosed);
    expect(teams.intents).toHaveLength(1);
  });

  test('whose draft cannot be kept says why in its place, or stays when the app breaks', async () => {
    const closing = { aval: { do: 'close', draft: { form: 'propose', context: 'd1:1' } }, name: 'x' };
    teams.answer = { show: 'notice', card: aCard({ title: 'No longer open' }) };
    expect(cardIn(await send(closing)).text).toContain('No longer open');
    await teams.idle();
    expect(teams.updated).toHaveLength(1);

    teams.answer = BROKEN;
    expect((await send(closing)).body).toMatchObject({ type: SENTENCE, value: words.broke });
    await teams.idle();
    expect(teams.updated).toHaveLength(1);
  });

  test('that is closed goes away without asking the app', async () => {
    const answer = await send({ aval: { do: 'close' } });
    await teams.idle();

    expect(cardIn(answer).text).toContain(words.formClosed);
    expect(teams.updated).toEqual([{ conversation: CHAT, id: 'm9', seen: cardIn(answer) }]);
    expect(teams.intents).toEqual([]);
  });

  test('stays as it is, with everything typed, when the app breaks', async () => {
    teams.answer = BROKEN;

    expect((await send()).body).toMatchObject({ type: SENTENCE, value: words.broke });
    await teams.idle();
    expect(teams.updated).toEqual([]);
  });

  test('never changes a message that others see', async () => {
    teams.answer = { show: 'form', form: aForm() };

    expect((await press(PROPOSE)).body).toMatchObject({ type: CARD });
    await teams.idle();

    expect(teams.updated).toEqual([]);
  });

  test('goes on when its message cannot be changed', async () => {
    start({
      forms: 'card',
      update: async () =>
        ({ ok: false, error: { kind: 'unavailable', fault: 'unknown', reaction: 'retry', code: 'x' } }) as never,
    });
    teams.answer = { show: 'form', form: aForm() };

    expect((await send()).body).toMatchObject({ type: CARD });
    await teams.idle();
    expect(teams.counts).toEqual(['teams_not_shown repaint x']);
  });
});
