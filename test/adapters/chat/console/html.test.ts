// Escaping by construction: whatever text goes in, the same text comes out, and nothing of it becomes an element.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Html, html, toText } from '../../../../adapters/chat/console/drawing/html.ts';
import type { Reader } from '../../../../adapters/chat/console/drawing/reader.ts';
import { renderCard } from '../../../../adapters/chat/console/drawing/render-card.ts';
import { renderDialog } from '../../../../adapters/chat/console/drawing/render-form.ts';
import { renderBubble, renderMarkup } from '../../../../adapters/chat/console/drawing/render-message.ts';
import { packOf } from '../../../../src/views/words/index.ts';
import { aCard, aForm, HOSTILE_TEXT } from '../../../support/chat-samples.ts';
import { deskSettings } from '../../../support/console/desk.ts';
import { all, byId, byTag, controlValue, type Element, readHtml, textOf } from '../../../support/console/read-html.ts';

const reader: Reader = {
  person: deskSettings().people[0]!,
  where: { as: 'ana', in: 'approvals' },
  words: packOf('en').console,
  language: 'en',
  token: 't',
  secret: Buffer.from('secret'),
  newId: () => 'id-1',
};
const help = { labelOf: () => undefined, offersExample: () => false };
const read = (markup: Html): Element => readHtml(toText(markup));
/** Text as HTML can hold it: line ends are one character, other control characters are replaced. */
const asHeld = (text: string) =>
  text.replace(/\p{Cc}/gu, (one) => ('\t\n\r'.includes(one) ? one : '\uFFFD')).toWellFormed();
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '`',
        '</textarea>',
        '</pre>',
        '<script>',
        '<!--',
        ']]>',
        '&lt;',
        '\n',
        '\r',
        '\0',
        'javascript:',
        ' onload=x',
        '${',
        '\u202E',
      ),
    )
    .map((parts) => parts.join('')),
);

describe('html', () => {
  test('any text survives as text and as an attribute, and adds no element', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const root = read(html`<p title="${text}">${text}</p>`);

        const [paragraph, ...others] = all(root, () => true);
        expect(others).toEqual([]);
        expect(paragraph!.attributes).toEqual({ title: asHeld(text) });
        expect(textOf(paragraph!)).toBe(asHeld(text));
      }),
    );
  });

  test('only what html made is markup: an object that looks like it is written as nothing', () => {
    const forged = { text: '<b>bold</b>' } as unknown as Html;

    expect(toText(html`<p>${forged}${html`<i>${'<'}</i>`}${['<a>', false, undefined, 3]}</p>`)).toBe(
      '<p><i>&lt;</i>&lt;a&gt;3</p>',
    );
  });
});

describe('cards and forms', () => {
  test('a card of any text has the elements of a card of plain text', () => {
    const cardOf = (text: string) =>
      aCard({
        title: text,
        facts: [
          {
            label: text,
            value: [text, { strong: text }, { code: text }, { command: text }, { mention: { name: text, ids: {} } }],
          },
        ],
        sections: [
          { kind: 'list', title: text, items: [text] },
          { kind: 'raw', label: text, text },
          {
            kind: 'diff',
            label: text,
            lines: [
              { mark: 'added', text },
              { mark: 'removed', text },
              { mark: 'same', text },
            ],
          },
        ],
        actions: [{ id: 'approve', label: text, subject: text, confirm: { title: text, text, yes: text, no: text } }],
        footer: text,
      });
    const outline = (text: string) =>
      all(read(renderCard(cardOf(text), 'm1', reader)), () => true).map((one) => one.tag);
    const plain = outline('plain');

    fc.assert(
      fc.property(hostile, (text) => {
        expect(outline(text)).toEqual(plain);
      }),
    );
  });

  test('a command is shown with the slash the console wants', () => {
    const root = read(renderCard(aCard({ footer: ['Try ', { command: 'template list' }] }), 'm1', reader));

    expect(byTag(root, 'code').map(textOf)).toContain('/template list');
  });

  test('what was typed comes back exactly, in every kind of field', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const form = aForm({ values: { name: text, body: text, language: text, category: 'UTILITY' }, context: text });
        const root = read(renderDialog({ key: 'k', person: 'ana', page: { kind: 'form', form } }, reader, help));

        for (const id of ['field-name', 'field-body', 'field-language'])
          expect(controlValue(byId(root, id)!)).toBe(asHeld(text));
        expect(controlValue(all(root, (one) => one.attributes.name === '_context')[0]!)).toBe(asHeld(text));
      }),
    );
  });

  test('an option with a hint keeps its own name for the box of a search', () => {
    const option = { value: 't1', label: 'order_ready (en)', hint: 'Hi {{1}} …' };
    const field = { kind: 'search', id: 'template', label: 'Template', options: [option], total: 1 } as const;
    const form = aForm({ fields: [field], values: {} });
    const root = read(renderDialog({ key: 'k', person: 'ana', page: { kind: 'form', form } }, reader, help));

    const shown = byTag(root, 'option').find((one) => one.attributes.value === 't1')!;
    expect(textOf(shown)).toBe('order_ready (en) · Hi {{1}} …');
    expect(shown.attributes['data-label']).toBe('order_ready (en)');
  });

  test('labels, hints and faults are tied to their field', () => {
    const form = aForm({ errors: { name: 'Taken.', category: 'Choose one.' } });
    const root = read(renderDialog({ key: 'k', person: 'ana', page: { kind: 'form', form } }, reader, help));

    const name = byId(root, 'field-name')!;
    expect(name.attributes).toMatchObject({
      'aria-invalid': 'true',
      'aria-describedby': 'fault-name limit-name',
      required: '',
    });
    expect(textOf(byTag(byId(root, 'wrap-name')!, 'label')[0]!)).toBe('Name');
    expect(byId(root, 'wrap-category')!.tag).toBe('fieldset');
    expect(byId(root, 'wrap-category')!.attributes['aria-describedby']).toBe('fault-category');
    expect(byTag(byId(root, 'faults')!, 'a').map((link) => link.attributes.href)).toEqual([
      '#field-name',
      '#field-category',
    ]);
    expect(byId(root, 'field-body')!.attributes).not.toHaveProperty('required');
  });
});

describe('a WhatsApp message', () => {
  test.each([
    ['*bold* and _it_ and ~no~', '<strong>bold</strong> and <em>it</em> and <s>no</s>'],
    ['*_both_*', '<strong><em>both</em></strong>'],
    ['```a *b*```', '<code>a *b*</code>'],
    ['2*3*4 snake_case_name', '2*3*4 snake_case_name'],
    ['* not bold * and *no\nline*', '* not bold * and *no\nline*'],
    ['an open ``` fence', 'an open &#96;&#96;&#96; fence'],
    ['*<b>*', '<strong>&lt;b&gt;</strong>'],
  ])('%j', (text, expected) => {
    expect(toText(renderMarkup(text))).toBe(expected);
  });

  test('its marks never add or lose a letter, and only make the four marked elements', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('*', '_', '~', '```', 'a', ' ', '\n', '<', 'é')).map((parts) => parts.join('')),
        (text) => {
          const root = read(renderMarkup(text));

          expect(all(root, (one) => !['strong', 'em', 's', 'code'].includes(one.tag))).toEqual([]);
          expect(textOf(root).replaceAll(/[*_~`]/g, '')).toBe(text.replaceAll(/[*_~`]/g, ''));
        },
      ),
    );
  });

  test('links, numbers and files are told, not followed', () => {
    const root = read(
      renderBubble(
        {
          header: { kind: 'media', format: 'image', link: 'https://example.com/a.png' },
          body: HOSTILE_TEXT,
          buttons: [
            { kind: 'url', label: 'Track', detail: 'https://example.com/t' },
            { kind: 'phone', label: 'Call', detail: '+541155551234' },
          ],
        },
        packOf('en').console,
      ),
    );

    expect(all(root, (one) => ['a', 'img', 'button', 'script'].includes(one.tag))).toEqual([]);
    expect(textOf(root)).toContain('opens https://example.com/t');
    expect(textOf(root)).toContain('calls +541155551234');
    expect(textOf(root)).toContain('https://example.com/a.png');
  });
});

test('beside its sign a card says its state where it has one, else what the tone means', () => {
  const toned = (card: Parameters<typeof aCard>[0]) =>
    textOf(read(renderCard(aCard({ tone: 'good', ...card }), 'm', reader)));

  expect(toned({ status: 'ready to send' })).toContain('ready to send');
  expect(toned({ status: 'ready to send' })).not.toContain('OK');
  expect(toned({})).toContain('OK');
});
