// Forms as Adaptive Cards: every field with its value and its fault, in a dialog and as a card.
import { describe, expect, test } from 'vitest';
import { bytesOf, LIMITS } from '../../../../../adapters/chat/teams/drawing/limits.ts';
import { renderFormDialog } from '../../../../../adapters/chat/teams/drawing/render-dialog.ts';
import { renderForm } from '../../../../../adapters/chat/teams/drawing/render-form.ts';
import { choiceOf } from '../../../../../adapters/chat/teams/drawing/render-input.ts';
import { readDataset, TYPED } from '../../../../../adapters/chat/teams/drawing/search-field.ts';
import type { Field, Form } from '../../../../../src/views/view.ts';
import { aForm, HOSTILE_TEXT } from '../../../../support/chat-samples.ts';
import { hugeForm } from '../../../../support/slack/texts.ts';
import { cardFaults } from '../../../../support/teams/card-faults.ts';
import { alarmsIn, readCard, type SeenField } from '../../../../support/teams/read-teams.ts';
import { teamsWords as words } from '../../../../support/teams/words.ts';

const draw = (change: Partial<Form>, mode: 'dialog' | 'card' = 'dialog') => renderForm(aForm(change), words, mode);
const fieldOf = (field: Field, change: Partial<Form> = {}): SeenField => {
  const card = draw({ fields: [field], ...change });
  expect(cardFaults(card)).toEqual([]);
  return readCard(card).fields[0]!;
};
const options = (count: number) => Array.from({ length: count }, (_, n) => ({ value: `v${n}`, label: `Option ${n}` }));
const inputIn = (field: Field, change: Partial<Form> = {}) =>
  draw({ fields: [field], ...change }).body.find((element) => element.type.startsWith('Input.'));

/** As large as a page of inputs gets: what is only read stands on pages of its own. */
function manyInputs(samples: number): Form {
  const form = hugeForm(samples);
  return { ...form, fields: form.fields.filter((field) => !['note', 'raw', 'preview'].includes(field.kind)) };
}

describe('fields', () => {
  test('a line and a text of several lines', () => {
    expect(inputIn({ kind: 'line', id: 'name', label: 'Name', max: 512, placeholder: 'order_ready' })).toEqual({
      type: 'Input.Text',
      id: 'name',
      label: 'Name',
      placeholder: 'order_ready',
      maxLength: 512,
      spacing: 'medium',
    });
    expect(inputIn({ kind: 'lines', id: 'body', label: 'Body', live: true }, { values: { body: 'a\nb' } })).toEqual({
      type: 'Input.Text',
      id: 'body',
      label: 'Body',
      value: 'a\nb',
      isMultiline: true,
      spacing: 'medium',
    });
  });

  test('no field is required by the client: the server shows the faults', () => {
    const json = JSON.stringify([draw({}), renderForm(manyInputs(40), words, 'card')]);

    expect(json).not.toMatch(/isRequired|errorMessage|"regex"/);
  });

  test('a field that may stay empty says so in its label', () => {
    expect(fieldOf({ kind: 'line', id: 'a', label: 'Footer', optional: true }).label).toBe('Footer (optional)');
    expect(fieldOf({ kind: 'line', id: 'a', label: 'Name' }).label).toBe('Name');
    // Its hint says when.
    expect(fieldOf({ kind: 'lines', id: 'a', label: 'Body', optional: 'sometimes' }).label).toBe('Body');
  });

  test('a value longer than its field, or with line breaks in a field of one line, can still be mended', () => {
    const long = inputIn({ kind: 'line', id: 'a', label: 'A', max: 3 }, { values: { a: 'ab\ncd' } });

    expect(long).toMatchObject({ value: 'ab\ncd', maxLength: 5, isMultiline: true });
  });

  test('a choice is a menu or a list of radio buttons, with its hints', () => {
    const choice = (look: 'menu' | 'radio') => ({
      kind: 'choice' as const,
      id: 'c',
      label: 'Category',
      look,
      options: [{ value: 'M', label: 'Marketing', hint: 'Offers' }, ...options(1)],
    });

    expect(inputIn(choice('menu'))).toMatchObject({ style: 'compact', placeholder: words.choose });
    expect(inputIn(choice('radio'))).toMatchObject({ style: 'expanded', wrap: true });
    expect(fieldOf(choice('menu'), { values: { c: 'M' } })).toMatchObject({
      value: 'M',
      choices: [
        { value: 'M', title: 'Marketing – Offers' },
        { value: 'v0', title: 'Option 0' },
      ],
    });
    expect(choiceOf({ value: 'v', label: '' })).toEqual({ value: 'v', title: 'v' });
  });

  test('a stored value that is no longer offered is offered again', () => {
    const gone = { values: { c: 'gone' } };

    for (const look of ['menu', 'radio'] as const) {
      const field = fieldOf({ kind: 'choice', id: 'c', label: 'C', look, options: options(2) }, gone);
      expect(field.choices!.map((choice) => choice.value)).toEqual(['gone', 'v0', 'v1']);
      expect(field.value).toBe('gone');
    }
    expect(fieldOf({ kind: 'search', id: 'c', label: 'C', total: 9, options: [] }, gone)).toMatchObject({
      value: 'gone',
      choices: [{ value: 'gone' }],
    });
  });

  test('a list of nothing is an input, because clients refuse an empty list', () => {
    expect(fieldOf({ kind: 'choice', id: 'c', label: 'C', look: 'menu', options: [] }).choices).toBeUndefined();
    expect(fieldOf({ kind: 'search', id: 'c', label: 'C', total: 0, options: [] }).choices).toBeUndefined();
  });

  test('a search that knows everything works without asking us: a menu, or a list to filter', () => {
    const search = (count: number) =>
      inputIn({ kind: 'search', id: 's', label: 'S', total: count, options: options(count) });

    expect(search(15)).toMatchObject({ style: 'compact', placeholder: words.choose });
    expect(search(16)).toMatchObject({ style: 'filtered', placeholder: words.typeToSearch });
    expect(search(16)).not.toHaveProperty(['choices.data']);
  });

  test('a search with more to find asks us, and can be typed where a client cannot ask', () => {
    const field = { kind: 'search', id: 'template', label: 'Template', total: 500, options: options(3) } as const;
    const card = draw({ fields: [field], context: 'draft-01', values: { [`template${TYPED}`]: 'order' } });
    const [list, typed] = readCard(card).fields;

    expect(card.body[0]).toMatchObject({
      style: 'filtered',
      choices: [{}, {}, {}],
      'choices.data': { type: 'Data.Query' },
    });
    expect(readDataset(list!.dataset)).toEqual({ form: 'propose', context: 'draft-01', field: 'template' });
    expect(typed).toMatchObject({
      id: 'template~typed',
      label: words.typeInstead('Template'),
      value: 'order',
      choices: undefined,
    });
    expect(cardFaults(card)).toEqual([]);
  });

  test('notes carry their tone in a sign and a style, source and previews their label', () => {
    const card = draw({
      fields: [
        { kind: 'note', id: 'n0', text: 'Step 1', tone: 'plain' },
        { kind: 'note', id: 'n1', text: ['See ', { strong: 'this' }], tone: 'warning' },
        { kind: 'note', id: 'n2', text: 'No', tone: 'error' },
        { kind: 'raw', id: 'r', label: 'Source', text: '{{1}}' },
        { kind: 'preview', id: 'p', label: 'Preview', message: { body: '*Hi*', buttons: [] } },
      ],
    });

    expect(readCard(card).text).toBe('Step 1\n⚠️ See this\n❌ No\nSource\n{{1}}\nPreview\nHi');
    expect(card.body.slice(1, 3)).toMatchObject([{ style: 'warning' }, { style: 'attention' }]);
    expect(cardFaults(card)).toEqual([]);
  });

  test('somebody mentioned in a note is rung', () => {
    const id = '6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b';
    const text = ['Ask ', { mention: { name: 'Ana', ids: { teams: id } } }];
    const card = draw({ fields: [{ kind: 'note', id: 'n', text, tone: 'plain' }] });

    expect(readCard(card).mentions).toEqual([{ id, name: 'Ana' }]);
    expect(cardFaults(card)).toEqual([]);
  });
});

describe('a refused form', () => {
  const errors = { name: 'Only a–z, 0–9 and _.', category: 'Choose one.' };
  const typed = { name: 'Órder', body: 'Hi\n  *there*', category: '', language: 'es' };

  test('says how many faults there are, shows each below its field, and keeps what was typed', () => {
    const seen = readCard(draw({ errors, values: typed }));

    expect(seen.text.split('\n')[0]).toBe(words.faults(2));
    expect(seen.fields.map(({ id, value, error }) => [id, value, error])).toEqual([
      ['name', 'Órder', 'Fix: Only a–z, 0–9 and _.'],
      ['body', 'Hi\n  *there*', ''],
      ['category', '', 'Fix: Choose one.'],
      ['language', 'es', ''],
      ['language~typed', '', ''],
    ]);
  });

  test('has the fault directly below the input, before the hint', () => {
    const { body } = draw({
      fields: [{ kind: 'line', id: 'name', label: 'Name', hint: 'Small letters' }],
      errors: { name: 'No.' },
    });

    expect(body.map((element) => element.id)).toEqual([undefined, 'name', 'name~error', 'name~hint']);
    expect(body[2]).toMatchObject({ inlines: [{ text: 'Fix: No.', color: 'attention', weight: 'bolder' }] });
  });

  test('shows faults of notes and of fields that are not there, unless the view says them itself', () => {
    const fields: Field[] = [
      { kind: 'raw', id: 'raw', label: 'Source', text: 'x' },
      { kind: 'preview', id: 'preview', label: 'Preview', message: { body: 'y', buttons: [] } },
      { kind: 'note', id: 'error.name', text: 'Name: too long', tone: 'error' },
    ];
    const card = draw({ fields, errors: { raw: 'One', preview: 'Two', elsewhere: 'Three', name: 'too long' } });
    const { text } = readCard(card);

    for (const fault of ['Fix: One', 'Fix: Two', 'Fix: Three']) expect(text).toContain(fault);
    expect(text).not.toContain('Fix: too long');
    expect(cardFaults(card)).toEqual([]);
  });

  test('a form without faults says nothing about them', () => {
    expect(readCard(draw({})).text).not.toContain('to fix');
  });
});

describe('buttons', () => {
  const buttons = [{ id: 'back', label: 'Back' }] as const;

  test('in a dialog are plain submits, and Teams itself closes it', () => {
    expect(readCard(draw({ buttons })).actions).toMatchObject([
      { id: 'submit', label: 'Next', kind: 'submit', subject: 'draft-01', style: 'positive' },
      { id: 'back', label: 'Back', kind: 'submit', subject: 'draft-01' },
    ]);
  });

  test('on a card are answered in place, one takes the form away, and its title stands on it', () => {
    const card = draw({ buttons }, 'card');

    expect(readCard(card).actions.map(({ id, label, kind }) => [id, label, kind])).toEqual([
      ['submit', 'Next', 'execute'],
      ['back', 'Back', 'execute'],
      ['close', 'Cancel', 'execute'],
    ]);
    expect(card.body[0]).toMatchObject({ type: 'TextBlock', style: 'heading', text: 'Propose template' });
    expect(cardFaults(card)).toEqual([]);
  });

  test('a dialog has the title of the form', () => {
    expect(renderFormDialog(aForm(), words)).toEqual({
      title: 'Propose template',
      height: 'large',
      width: 'medium',
      card: { contentType: 'application/vnd.microsoft.card.adaptive', content: draw({}) },
    });
  });
});

describe('limits', () => {
  test.each([0, 10, 30])('a form with %i samples, ten button rows and every field wrong is accepted', (samples) => {
    const form = manyInputs(samples);

    for (const mode of ['dialog', 'card'] as const) {
      const card = renderForm(form, words, mode);
      expect(cardFaults(card)).toEqual([]);
      expect(readCard(card).fields.filter((field) => field.error !== '')).toHaveLength(samples + 20);
    }
  });

  test('hostile text in labels, hints, options, values and faults stays text', () => {
    const time = '{{DATE(2026-02-14T06:08:00Z)}}';
    for (const written of [HOSTILE_TEXT, time, '<at>Ana</at>']) {
      const option = { value: written, label: written, hint: written };
      const card = draw({
        fields: [
          { kind: 'line', id: 'line', label: written, hint: written, placeholder: written },
          { kind: 'choice', id: 'choice', label: written, look: 'radio', options: [option] },
          { kind: 'search', id: 'search', label: written, total: 9, options: [option] },
        ],
        values: { line: written, choice: written, search: written },
        errors: { line: written, search: written },
        summary: written,
      });
      const seen = readCard(card);

      expect(alarmsIn(card)).toEqual([]);
      expect(cardFaults(card)).toEqual([]);
      expect(seen.fields.map((field) => field.label)).toEqual([written, written, written, words.typeInstead(written)]);
      expect(seen.fields[0]).toMatchObject({ value: written, error: `Fix: ${written}`, hint: written });
    }
  });
});

describe('the checks of these tests', () => {
  test('see what is wrong with a card', () => {
    const card = (body: object[]) => ({ ...draw({}), body });

    expect(cardFaults(card([{ type: 'RichTextBlock' }])).join()).toContain('no inlines');
    expect(cardFaults(card([{ type: 'Badge', text: 'x' }])).join()).toMatch(/unknown type Badge.*parser: /);
    expect(cardFaults(card([{ type: 'TextBlock', text: '<at>x</at>', wrap: true }])).join()).toContain(
      'without mention',
    );
    const input = { type: 'Input.Text', id: 'a', label: 'A' };
    expect(cardFaults(card([input, input])).join()).toContain('id twice: a');
    expect(cardFaults({ ...draw({}), version: '1.6' }).join()).toContain('version');
    expect(alarmsIn(card([{ type: 'TextBlock', text: '[x](https://evil.example)', wrap: true }]))).toHaveLength(1);
    expect(
      alarmsIn(card([{ type: 'RichTextBlock', inlines: [{ text: '{{TIME(2026-02-14T06:08:00Z)}}' }] }])),
    ).toHaveLength(1);
  });
});

describe('a form that is too large', () => {
  const many = Array.from({ length: 100 }, (_, n) => ({ value: `v${n}`, label: `${n} ${'n'.repeat(512)}` }));
  const search: Field = { kind: 'search', id: 's', label: 'Template', total: 100, options: many };
  const choicesOf = (form: Partial<Form>) => readCard(draw(form)).fields[0]?.choices ?? [];

  test('offers fewer options, what is chosen among them, and the others by typing', () => {
    const form = { fields: [search], values: { s: 'v99' } };
    const card = draw(form);

    expect(bytesOf(card)).toBeLessThanOrEqual(LIMITS.cardBytes);
    expect(choicesOf(form)).toHaveLength(51);
    expect(choicesOf(form)[0]).toMatchObject({ value: 'v99', title: expect.stringMatching(/^99 n/) });
    expect(readCard(card).fields.map((field) => field.id)).toEqual(['s', `s${TYPED}`]);
    expect(JSON.stringify(card)).toContain('Data.Query');
  });

  test('offers all of them while there is room', () => {
    expect(choicesOf({ fields: [{ ...search, options: many.slice(0, 60) }] })).toHaveLength(60);
  });

  test('shows the beginning of its preview, and says so', () => {
    const body = `${'x'.repeat(499)}😀${'y'.repeat(50_000)}`;
    const preview: Field = { kind: 'preview', id: 'p', label: 'Preview', message: { body, buttons: [] } };
    const line: Field = { kind: 'line', id: 'a', label: 'A' };
    const values = { a: 'typed' };
    const card = draw({ fields: [line, preview], values, errors: { a: 'Too late.' } });
    const text = readCard(card).text;

    expect(bytesOf(card)).toBeLessThanOrEqual(LIMITS.cardBytes);
    expect(text).toContain(`${'x'.repeat(499)}…`);
    expect(text).toContain(words.previewCut);
    expect(text).toContain('Too late.');
    expect(readCard(card).fields[0]?.value).toBe('typed');
    expect(cardFaults(card)).toEqual([]);
  });

  test('keeps every word typed and every fault, and is sent as large as that is', () => {
    const fields = Array.from({ length: 60 }, (_, n): Field => ({ kind: 'line', id: `f${n}`, label: `F${n}` }));
    const values = Object.fromEntries(fields.map(({ id }) => [id, `${id} ${'v'.repeat(1000)}`]));
    const card = draw({ fields, values, errors: { f59: 'Wrong.' } });

    expect(bytesOf(card)).toBeGreaterThan(LIMITS.cardBytes);
    expect(readCard(card).fields.map(({ id, value }) => [id, value])).toEqual(Object.entries(values));
    expect(readCard(card).text).toContain('Wrong.');
  });
});
