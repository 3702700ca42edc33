// Dialogs and message extensions: what opens one, what its pages are, and how it ends.
import { beforeEach, describe, expect, test } from 'vitest';
import { TYPED } from '../../../../../adapters/chat/teams/drawing/search-field.ts';
import type { InboundDeps } from '../../../../../adapters/chat/teams/in/inbound-deps.ts';
import { aCard, aForm } from '../../../../support/chat-samples.ts';
import {
  ANA,
  type Answer,
  APPROVE,
  anOpening,
  aSubmission,
  BROKEN,
  cardIn,
  createInbound,
  fixture,
  fresh,
  type Inbound,
  PROPOSE,
  pageIn,
} from '../../../../support/teams/inbound.ts';
import { type Node, submitted } from '../../../../support/teams/read-teams.ts';
import { teamsWords as words } from '../../../../support/teams/words.ts';

let teams: Inbound;
beforeEach(() => {
  teams = createInbound();
});
const start = (change: Partial<InboundDeps>) => {
  teams = createInbound(change);
};

const CARD = 'application/vnd.microsoft.card.adaptive';
const openDialog = (data: Node) => teams.post(anOpening(data));
const sendDialog = (data: Node, change: Node = {}) => teams.post(aSubmission(data, change));
const titleOf = (answer: Answer) => pageIn(answer).title;

describe('a dialog', () => {
  test('opens with the form', async () => {
    teams.answer = { show: 'form', form: aForm() };

    const answer = await openDialog({ aval: { do: 'action', action: 'reject', subject: 'p1:1' } });

    expect(answer.body).toMatchObject({ task: { type: 'continue', value: { card: { contentType: CARD } } } });
    expect(titleOf(answer)).toBe('Propose template');
    expect(cardIn(answer).actions).toMatchObject([{ id: 'submit', kind: 'submit' }]);
    expect(teams.intents).toMatchObject([{ kind: 'action', action: 'reject', message: { message: '1790000000100' } }]);
  });

  test('opens out of a typed command by its button', async () => {
    teams.answer = { show: 'form', form: aForm() };

    await openDialog({ aval: { do: 'command', command: 'send-active', text: '+549' } });

    expect(teams.intents).toMatchObject([{ kind: 'command', command: 'send-active', text: '+549' }]);
  });

  test('comes back with every typed value and each fault under its field', async () => {
    teams.answer = async (intent) => ({
      show: 'form',
      form: aForm({ values: intent.kind === 'form' ? intent.values : {}, errors: { body: 'Say something.' } }),
    });

    const answer = await sendDialog(submitted(await openForm(), 'submit', { name: 'aviso', body: ' ' }));

    expect(cardIn(answer).fields).toMatchObject([
      { id: 'name', value: 'aviso', error: '' },
      { id: 'body', value: ' ', error: 'Fix: Say something.' },
      { id: 'category' },
      { id: 'language' },
      { id: `language${TYPED}` },
    ]);
    expect(teams.intents.at(-1)).toMatchObject({ form: 'propose', context: 'draft-01', button: 'submit' });
  });

  /** The first page, as the client has it. */
  async function openForm(): Promise<Node> {
    const { answer } = teams;
    teams.answer = { show: 'form', form: aForm() };
    const opened = await openDialog({ aval: { do: 'command', command: 'template', text: 'propose' } });
    teams.answer = answer;
    return pageIn(opened);
  }

  test.each([
    ['notice', 'Nothing was sent'],
    ['card', 'Cancelled'],
  ] as const)('shows a %s as its next page, with buttons that stay in it', async (show, title) => {
    teams.answer = { show, card: aCard({ title, actions: [{ id: 'send_status', label: 'Status', subject: '' }] }) };

    const answer = await sendDialog({ aval: { do: 'action', action: 'cancel_send', subject: 's1' } });
    await teams.idle();

    expect(titleOf(answer)).toBe('Aval');
    expect(cardIn(answer).text).toContain(title);
    expect(cardIn(answer).actions).toMatchObject([{ id: 'send_status', kind: 'submit' }]);
    expect(teams.updated).toEqual([]);
  });

  test('closes with an empty body when there is nothing to show', async () => {
    expect(await sendDialog(PROPOSE)).toEqual({ status: 200, body: undefined });
  });

  test('shows a card as its next page, and changes no message', async () => {
    teams.answer = { show: 'card', card: aCard({ title: 'Rejected' }) };

    expect(cardIn(await sendDialog(PROPOSE, { replyToId: 'm5' })).text).toContain('Rejected');
    await teams.idle();
    expect(teams.updated).toEqual([]);
  });

  test('never paints the answer of a button in it over the card it was opened from', async () => {
    teams.answer = { show: 'card', card: aCard({ title: 'A private send' }) };

    const answer = await sendDialog(
      { aval: { do: 'action', action: 'cancel_send', subject: 's1' } },
      { replyToId: 'm5' },
    );
    await teams.idle();

    expect(cardIn(answer).text).toContain('A private send');
    expect(teams.updated).toEqual([]);
  });

  test('that is sent while the app is broken says so', async () => {
    teams.answer = BROKEN;

    const answer = await sendDialog(PROPOSE);

    expect(answer.status).toBe(200);
    expect(cardIn(answer).text).toContain(words.broke);
  });

  test('that has nothing to open with, as for a copy of a press whose answer was lost, asks for another press', async () => {
    expect((await openDialog(APPROVE)).body).toEqual({ task: { type: 'message', value: words.pressAgain } });
  });

  test.each([[undefined], [{}], [{ data: 'x' }], [{ data: { aval: 1 } }], [[]]])(
    'with the value %j has no effect',
    async (value) => {
      for (const name of ['button-that-opens-a-dialog', 'dialog-sent', 'extension-dialog-sent']) {
        const answer = await teams.post(fixture(name, { ...fresh(), value }));

        expect(answer).toEqual({ status: 200, body: { task: { type: 'message', value: words.notUnderstood } } });
      }
      expect(teams.intents).toEqual([]);
    },
  );

  test('that is closed by a button of ours just closes', async () => {
    expect(await sendDialog({ aval: { do: 'close' } })).toEqual({ status: 200, body: undefined });
    expect(teams.intents).toEqual([]);
  });
});

describe('a command of the message extension', () => {
  const choose = (name: string, change: Node = {}) => teams.post(fixture(name, { ...fresh(), ...change }));
  const send = (data: Node) => choose('extension-dialog-sent', { value: { commandId: 'sendToCustomer', data } });

  test('opens its form directly', async () => {
    teams.answer = { show: 'form', form: aForm() };

    const answer = await choose('extension-command-chosen-in-the-compose-box');

    expect(answer.body).toMatchObject({ task: { type: 'continue' } });
    expect(titleOf(answer)).toBe('Propose template');
    expect(teams.intents).toMatchObject([{ kind: 'command', command: 'template', text: 'propose' }]);
  });

  test('goes on as a dialog does, also when forms are cards elsewhere', async () => {
    start({ forms: 'card' });
    teams.answer = { show: 'form', form: aForm({ title: 'Step two' }) };

    expect(titleOf(await choose('extension-dialog-sent'))).toBe('Step two');
    teams.answer = { show: 'nothing' };
    expect(await choose('extension-dialog-sent')).toEqual({ status: 200, body: undefined });
  });

  test('shows a refusal in the dialog', async () => {
    teams.answer = { show: 'notice', card: aCard({ title: 'Not allowed' }) };

    expect(cardIn(await choose('extension-command-chosen-in-the-compose-box')).text).toContain('Not allowed');
  });

  test('that broke the app opens when Teams asks again', async () => {
    const again = { id: 'f:same' };
    teams.answer = BROKEN;
    expect(cardIn(await choose('extension-command-chosen-in-the-compose-box', again)).text).toContain(words.broke);
    teams.answer = { show: 'form', form: aForm() };

    expect(titleOf(await choose('extension-command-chosen-in-the-compose-box', again))).toBe('Propose template');
  });

  test('that is not ours opens nothing', async () => {
    const answer = await choose('extension-command-chosen-in-the-compose-box', { value: { commandId: 'other' } });

    expect(answer.body).toEqual({ task: { type: 'message', value: words.notUnderstood } });
    expect(teams.intents).toEqual([]);
  });

  test('to write to a customer takes the number in the message it was chosen on', async () => {
    teams.answer = { show: 'form', form: aForm({ id: 'send' }) };

    await choose('extension-command-chosen-on-a-message');

    expect(teams.intents).toMatchObject([{ kind: 'command', command: 'send-active', text: '+5491155551234' }]);
  });

  describe('to write to a customer, without a number', () => {
    const ask = () => choose('extension-command-chosen-in-the-compose-box', { value: { commandId: 'sendToCustomer' } });
    const answerNumber = async (number: string) => send(submitted(pageIn(await ask()), 'submit', { number }));

    test('asks for it first', async () => {
      const page = cardIn(await ask());

      expect(page.fields).toMatchObject([{ id: 'number', label: words.numberLabel, hint: words.numberHint }]);
      expect(teams.intents).toEqual([]);
    });

    test('goes on to the form of that customer', async () => {
      teams.answer = { show: 'form', form: aForm({ title: 'Choose a template' }) };

      expect(titleOf(await answerNumber(' +5491155551234 '))).toBe('Choose a template');
      expect(teams.intents).toMatchObject([
        { kind: 'command', command: 'send-active', text: '+5491155551234', actor: { id: ANA } },
      ]);
    });

    test('shows what is wrong with it at the field, as it was typed', async () => {
      teams.answer = { show: 'notice', card: aCard({ actions: [], summary: 'That number is too short.' }) };

      expect(cardIn(await answerNumber('+54 9')).fields).toMatchObject([
        { id: 'number', value: '+54 9', error: 'Fix: That number is too short.' },
      ]);
    });

    test('shows a refusal that has a way out with its button', async () => {
      teams.answer = { show: 'notice', card: aCard({ title: 'Written otherwise' }) };

      expect(cardIn(await answerNumber('0054')).text).toContain('Written otherwise');
    });

    describe('known customers', () => {
      const CUSTOMERS = [
        { value: 'contact:c1', label: 'Rosa · +54 9 11 ••••1234' },
        { value: 'contact:c2', label: 'Rosario · +54 9 11 ••••9999' },
      ];
      beforeEach(() => {
        teams.options = async ({ text }) => CUSTOMERS.filter((each) => each.label.includes(text));
        teams.answer = { show: 'form', form: aForm({ title: 'Choose a template' }) };
      });

      test('can be chosen by name instead', async () => {
        const page = pageIn(await ask());
        expect(cardIn(await ask()).fields).toMatchObject([
          { id: 'contact', label: words.contactLabel },
          { id: 'number', label: words.otherNumberLabel },
        ]);

        expect(titleOf(await send(submitted(page, 'submit', { contact: 'contact:c2' })))).toBe('Choose a template');
        expect(teams.intents).toMatchObject([{ kind: 'command', command: 'send-active', text: 'contact:c2' }]);
      });

      test('are found by what is typed where a client cannot search; two who fit are asked about again', async () => {
        const page = pageIn(await ask());
        const found = await send({ ...submitted(page, 'submit', {}), [`contact${TYPED}`]: 'Rosario' });
        expect(titleOf(found)).toBe('Choose a template');

        const unclear = await send({ ...submitted(page, 'submit', {}), [`contact${TYPED}`]: 'Ros' });
        expect(cardIn(unclear).fields[0]).toMatchObject({
          id: 'contact',
          error: expect.stringContaining(words.notOneMatch('Ros')),
        });
        expect(teams.intents).toMatchObject([{ text: 'contact:c2' }]);
      });

      test('give way to a number that was typed', async () => {
        await send(submitted(pageIn(await ask()), 'submit', { contact: 'contact:c2', number: '+5491155551234' }));

        expect(teams.intents).toMatchObject([{ text: '+5491155551234' }]);
      });
    });

    test('asks again when nothing was typed', async () => {
      expect(cardIn(await answerNumber('  ')).fields).toMatchObject([
        { id: 'number', error: `Fix: ${words.numberHint}` },
      ]);
      expect(teams.intents).toEqual([]);
    });
  });
});
