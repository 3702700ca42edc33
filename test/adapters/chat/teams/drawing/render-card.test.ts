// The parts of a card in Teams: templates and what changed in them, buttons and what they send, the message around it.
import { describe, expect, test } from 'vitest';
import { renderCard, renderMessage } from '../../../../../adapters/chat/teams/drawing/render-card.ts';
import { renderNoticeDialog } from '../../../../../adapters/chat/teams/drawing/render-dialog.ts';
import { renderOpenForm } from '../../../../../adapters/chat/teams/drawing/render-form.ts';
import type { Action, Card } from '../../../../../src/views/view.ts';
import { aCard } from '../../../../support/chat-samples.ts';
import { cardFaults } from '../../../../support/teams/card-faults.ts';
import { readCard, submitted } from '../../../../support/teams/read-teams.ts';
import { teamsWords as words } from '../../../../support/teams/words.ts';

const how = { forms: 'dialog', words } as const;
const draw = (change: Partial<Card>) => renderCard(aCard(change), how);

describe('templates', () => {
  test('a preview shows the message as WhatsApp does', () => {
    const card = draw({
      sections: [
        {
          kind: 'preview',
          label: 'Preview',
          message: {
            header: { kind: 'media', format: 'image', link: 'https://example.com/a.png' },
            body: 'Hi *Ana*, _soon_ ~never~ ```a  b```\n\n  bye',
            footer: 'Reply STOP',
            buttons: [
              { kind: 'url', label: 'Open', detail: 'https://example.com' },
              { kind: 'quick_reply', label: 'Yes', detail: '' },
            ],
          },
        },
      ],
    });

    expect(readCard(card).text).toContain(
      'Preview\n🖼 https://example.com/a.png\nHi Ana, soon never a  b\n\n  bye\nReply STOP\n[Open] → https://example.com\n[Yes]',
    );
    const frame = card.body.at(-1) as unknown as { style: string; items: { inlines: object[] }[] };
    expect(frame.style).toBe('emphasis');
    expect(frame.items[1]!.inlines).toMatchObject([
      { text: 'Hi ' },
      { text: 'Ana', weight: 'bolder' },
      { text: ', ' },
      { text: 'soon', italic: true },
      { text: ' ' },
      { text: 'never', strikethrough: true },
      { text: ' ' },
      { text: 'a\u00A0\u00A0b', fontType: 'monospace' },
      { text: '\n\n\u00A0\u00A0bye' },
    ]);
    expect(cardFaults(card)).toEqual([]);
  });

  test('a place and an empty message are shown as what they are', () => {
    const preview = (message: { header?: { kind: 'location'; name: string; address: string }; body: string }) =>
      readCard(draw({ sections: [{ kind: 'preview', label: 'P', message: { ...message, buttons: [] } }] })).text;

    expect(preview({ header: { kind: 'location', name: 'Shop', address: 'Main St' }, body: 'x' })).toContain(
      '📍 Shop, Main St\nx',
    );
    expect(preview({ body: '' })).toMatch(/P$/);
  });

  test('source keeps its lines, its spaces and a fixed width', () => {
    const card = draw({ sections: [{ kind: 'raw', label: 'Source', text: '  {\n    "a": 1,  2\n  }' }] });

    expect(card.body.at(-1)).toMatchObject({
      inlines: [
        { text: '\u00A0\u00A0{\n\u00A0\u00A0\u00A0\u00A0"a": 1,\u00A0\u00A02\n\u00A0\u00A0}', fontType: 'monospace' },
      ],
    });
    expect(card.msteams?.width).toBe('Full');
  });

  test('a diff says added and removed by a sign, and helps with a colour', () => {
    const card = draw({
      sections: [
        {
          kind: 'diff',
          label: 'Changes',
          lines: [
            { mark: 'same', text: 'Body' },
            { mark: 'removed', text: 'Hi' },
            { mark: 'removed', text: 'you' },
            { mark: 'added', text: 'Hello' },
          ],
        },
      ],
    });

    expect(readCard(card).text).toContain('Changes\n  Body\n− Hi\n− you\n+ Hello');
    expect(card.body.slice(-2)).toMatchObject([
      { inlines: [{ color: 'attention' }] },
      { inlines: [{ color: 'good' }] },
    ]);
  });

  test('a diff of very many parts is one block without colours', () => {
    const lines = Array.from(
      { length: 500 },
      (_, n) => ({ mark: n % 2 ? 'added' : 'removed', text: `l${n}` }) as const,
    );
    const card = draw({ sections: [{ kind: 'diff', label: 'Changes', lines }] });

    expect(card.body.length).toBeLessThan(8);
    expect(readCard(card).text).toContain('− l0\n+ l1\n− l2');
  });
});

describe('buttons', () => {
  const action = (change: Partial<Action>): Action => ({ id: 'approve', label: 'Approve', subject: 's/1', ...change });

  test('are executed in place, with a submit for clients that cannot', () => {
    const card = draw({ actions: [action({ style: 'primary' })] });

    const data = { aval: { do: 'action', action: 'approve', subject: 's/1' } };
    expect(card.actions).toEqual([
      {
        type: 'Action.Execute',
        title: 'Approve',
        style: 'positive',
        verb: 'aval',
        data,
        fallback: { type: 'Action.Submit', title: 'Approve', style: 'positive', data },
      },
    ]);
  });

  test('open a dialog, or a card where forms are cards, or the next page inside a dialog', () => {
    const card = aCard({ actions: [action({ id: 'reject', opensForm: true, style: 'danger' })] });
    const kinds = [renderCard(card, how), renderCard(card, { forms: 'card', words }), renderNoticeDialog(card, words)];

    expect(kinds.map((each) => readCard(each).actions[0])).toMatchObject([
      { kind: 'dialog', id: 'reject', subject: 's/1', style: 'destructive', raw: { msteams: { type: 'task/fetch' } } },
      { kind: 'execute', id: 'reject' },
      { kind: 'submit', id: 'reject' },
    ]);
  });

  test('ask before what cannot be undone, in a card that unfolds', () => {
    const confirm = { title: 'Withdraw proposal', text: 'It is *gone* then.', yes: 'Withdraw', no: 'Cancel' };
    const card = draw({ actions: [action({ id: 'withdraw', label: 'Withdraw…', style: 'danger', confirm })] });

    expect(card.actions).toMatchObject([
      { type: 'Action.ShowCard', title: 'Withdraw…', style: 'destructive', card: { actions: [{ title: 'Withdraw' }] } },
    ]);
    expect(readCard(card).actions).toMatchObject([
      { id: 'withdraw', kind: 'execute', question: 'Withdraw proposal\nIt is *gone* then.' },
    ]);
    expect(cardFaults(card)).toEqual([]);
    const inDialog = renderNoticeDialog(aCard({ actions: [action({ confirm })] }), words);
    expect(readCard(inDialog).actions).toMatchObject([{ kind: 'submit', question: expect.stringContaining('gone') }]);
  });

  test('more than six go behind a button, the important one never', () => {
    const actions = Array.from({ length: 9 }, (_, n) =>
      action({ subject: `s/${n}`, ...(n === 8 && { style: 'primary' as const }) }),
    );
    const card = draw({ actions });

    expect(readCard(card).actions.map(({ subject, hidden }) => [subject, hidden])).toEqual([
      ...[0, 1, 2, 3, 4].map((n) => [`s/${n}`, false]),
      ...[5, 6, 7].map((n) => [`s/${n}`, true]),
      ['s/8', false],
    ]);
    expect(cardFaults(card)).toEqual([]);
  });

  test('one opens a form that a typed command asked for', () => {
    const card = renderOpenForm(words, { do: 'command', command: 'send-active', text: '+5491155551234' });

    expect(readCard(card)).toMatchObject({
      text: words.openForm,
      actions: [{ kind: 'dialog', label: words.openFormButton, id: 'command', subject: '+5491155551234' }],
    });
    expect(submitted(card, 'command')).toMatchObject({ msteams: { type: 'task/fetch' } });
    expect(cardFaults(card)).toEqual([]);
  });
});

describe('messages', () => {
  test('carry the card, and its summary for notifications', () => {
    const card = aCard({ summary: 'Order ready: *decide*' });

    expect(renderMessage(card, how)).toEqual({
      type: 'message',
      summary: 'Order ready: *decide*',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: renderCard(card, how) }],
    });
    expect(renderCard(card, how)).toMatchObject({ version: '1.5', fallbackText: 'Order ready: *decide*' });
  });

  test('a notice in a dialog has the title of the adapter', () => {
    expect(renderNoticeDialog(aCard(), words)).toMatchObject({
      title: words.noticeTitle,
      height: 'medium',
      width: 'medium',
      card: { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } },
    });
  });
});
