// What has to be filled in to send a template.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../src/domain/rules/catalogue.ts';
import { isSendable, slotsOf, unsendableReason } from '../../../src/domain/sends/slots.ts';
import { tidyValue } from '../../../src/domain/sends/tidy.ts';
import { checkValues } from '../../../src/domain/sends/values.ts';
import type { Template } from '../../../src/domain/templates/template.ts';
import { findingText } from '../../../src/views/words/finding-text.ts';
import { LANGUAGES, wordsFor } from '../../../src/views/words/index.ts';
import { aCodeTemplate, aTemplate } from '../../support/app/builders.ts';

const [, ...OTHERS] = LANGUAGES;

const full = aTemplate({
  header: { format: 'text', text: 'Order {{1}}!', samples: { '1': 'A-1042' } },
  buttons: [
    { kind: 'quick_reply', label: 'Yes' },
    { kind: 'url', label: 'Track', url: 'https://example.com/t/{{1}}', sample: 'https://example.com/t/abc' },
    { kind: 'copy_code', sample: 'SPRING25' },
    { kind: 'phone', label: 'Call', phone: '+5491155551234' },
  ],
});
const ids = (template: Template) => slotsOf(template).map(({ id }) => id);
const values = { 'header.1': 'A-1', 'body.1': 'Ana', 'body.2': 'A-1', 'button.1': 'abc', 'button.2': 'SPRING25' };
const faults = (template: Template, given: Record<string, string>) =>
  checkValues(template, given).map(({ field, rule }) => `${field} ${rule}`);

describe('slotsOf', () => {
  it('asks for every variable of every component', () => {
    expect(slotsOf(full)).toEqual([
      { id: 'header.1', component: 'header', kind: 'text', placeholder: '1', sample: 'A-1042' },
      { id: 'body.1', component: 'body', kind: 'text', placeholder: '1', sample: 'Ana' },
      { id: 'body.2', component: 'body', kind: 'text', placeholder: '2', sample: 'A-1042' },
      { id: 'button.1', component: 'buttons', kind: 'text', placeholder: '1', sample: 'abc', buttonLabel: 'Track' },
      {
        id: 'button.2',
        component: 'buttons',
        kind: 'code',
        placeholder: '',
        sample: 'SPRING25',
        max: 20,
        buttonLabel: 'Copy code',
      },
    ]);
  });

  it('asks for a link per media header and four values for a location', () => {
    expect(ids(aTemplate({ header: { format: 'image', sample: '4::x' }, body: { text: 'Hi', samples: {} } }))).toEqual([
      'header.link',
    ]);
    expect(ids(aTemplate({ header: { format: 'location' }, body: { text: 'Hi', samples: {} } }))).toEqual([
      'header.latitude',
      'header.longitude',
      'header.name',
      'header.address',
    ]);
  });

  it('offers the media sample only when it is a link', () => {
    const sample = (text: string) => slotsOf(aTemplate({ header: { format: 'image', sample: text } }))[0]?.sample;

    expect(sample('https://example.com/a.jpg')).toBe('https://example.com/a.jpg');
    expect(sample('4::handle')).toBe('');
  });

  it('asks once for a one-time code that fills body and button', () => {
    expect(slotsOf(aCodeTemplate())).toEqual([
      { id: 'body.1', component: 'body', kind: 'code', placeholder: '1', sample: '123456', max: 15 },
    ]);
  });

  it('asks for nothing where nothing varies', () => {
    expect(
      slotsOf(
        aTemplate({
          body: { text: 'Hi', samples: {} },
          buttons: [{ kind: 'url', label: 'Open', url: 'https://example.com' }],
        }),
      ),
    ).toEqual([]);
  });

  it('asks for names in order of appearance', () => {
    const template = aTemplate({
      parameterFormat: 'named',
      body: { text: 'Hi {{name}}, {{constructor}}, {{age}}', samples: { name: 'Ana' } },
    });

    expect(slotsOf(template).map(({ id, sample }) => [id, sample])).toEqual([
      ['body.name', 'Ana'],
      ['body.constructor', ''],
      ['body.age', ''],
    ]);
  });

  it('has one slot per distinct parameter', () => {
    const part = fc.oneof(
      fc.integer({ min: 1, max: 9 }).map((n) => `{{${n}}}`),
      fc.constantFrom('x', ' ', '{', '}', '{{ 1 }}'),
    );
    const text = fc.array(part).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, text, fc.boolean(), (header, body, link) => {
        const template = aTemplate({
          header: { format: 'text', text: header, samples: {} },
          body: { text: body, samples: {} },
          buttons: link ? [{ kind: 'url', label: 'x', url: 'https://example.com/{{1}}' }] : [],
        });
        const distinct = (of: string) => new Set(of.match(/\{\{[1-9]\}\}/g)).size;
        expect(slotsOf(template)).toHaveLength(distinct(header) + distinct(body) + (link ? 1 : 0));
        expect(new Set(ids(template)).size).toBe(slotsOf(template).length);
      }),
    );
  });
});

describe('checkValues', () => {
  it('finds every rule about values where it is broken', () => {
    const place = aTemplate({ header: { format: 'location' } });
    const media = aTemplate({ header: { format: 'video', sample: '' } });
    const open = aTemplate({ buttons: [{ kind: 'url', label: 'Open', url: 'https://example.com{{1}}' }] });
    const order = aTemplate({ buttons: [{ kind: 'url', label: 'Open', url: 'https://example.com/o/{{1}}' }] });
    const broken: readonly (readonly [Template, Record<string, string>])[] = [
      [full, {}],
      [
        full,
        {
          ...values,
          'header.1': 'x'.repeat(60),
          'body.1': 'a\n     \u200b',
          'body.2': 'x'.repeat(1024),
          'button.2': 'x'.repeat(21),
        },
      ],
      [place, { 'header.latitude': '91', 'header.longitude': 'x' }],
      [media, { 'header.link': 'x' }],
      [open, { 'button.0': '.evil.example' }],
      [order, { 'button.0': 'https://other.example/1' }],
      [order, { 'button.0': 'A 1' }],
      [order, { 'button.0': '../../admin' }],
    ];

    const found = new Set(broken.flatMap(([template, given]) => checkValues(template, given).map(({ rule }) => rule)));

    expect(RULES.filter((rule) => rule.startsWith('value-') && !found.has(rule))).toEqual([]);
  });

  it('accepts good values', () => {
    expect(checkValues(full, values)).toEqual([]);
  });

  it('asks for every missing value at its slot', () => {
    expect(faults(full, { 'body.1': ' ' })).toEqual([
      'header.1 value-missing',
      'body.1 value-missing',
      'body.2 value-missing',
      'button.1 value-missing',
      'button.2 value-missing',
    ]);
  });

  it('gives the sample of each input as its example, where the sample is right itself', () => {
    const template = aTemplate({
      header: { format: 'image', sample: 'http://example.com/a.jpg' },
      body: { text: 'Hi {{1}}, your order {{2}} is ready, {{3}}.', samples: { 1: 'Ana', 2: 'A-1042' } },
      buttons: [{ kind: 'url', label: 'Track', url: 'https://example.com/{{1}}', sample: 'https://example.com/t/9' }],
    });
    const place = aTemplate({ header: { format: 'location' }, body: { text: 'Here.', samples: {} } });
    const examples = (of: Template, given: Record<string, string> = {}) =>
      checkValues(of, given).map(({ field, example }) => `${field} ${example}`);

    expect(examples(template)).toEqual([
      'header.link https://example.com/invoice.pdf',
      'body.1 Ana',
      'body.2 A-1042',
      'body.3 undefined',
      'button.0 t/9',
    ]);
    expect(
      examples(template, { 'header.link': 'x', 'body.1': 'Ana', 'body.2': 'a\nb', 'body.3': 'a\nb', 'button.0': '9' }),
    ).toEqual(['header.link https://example.com/invoice.pdf', 'body.2 A-1042', 'body.3 Main Street 1, Córdoba']);
    expect(examples(place).slice(0, 3)).toEqual([
      'header.latitude -34.6037',
      'header.longitude -58.3816',
      'header.name undefined',
    ]);
  });

  it.each(['a\nb', 'a\r\nb', 'a\tb'])('refuses %j', (value) => {
    expect(faults(full, { ...values, 'body.1': value })).toEqual(['body.1 value-line-break']);
  });

  it('refuses five spaces in a row and takes four', () => {
    expect(faults(full, { ...values, 'body.1': 'a     b' })).toEqual(['body.1 value-spaces']);
    expect(faults(full, { ...values, 'body.1': 'a    b' })).toEqual([]);
  });

  it('limits the filled body at 1024 characters, reported at the longest value', () => {
    const fixed = [...full.body.text.replaceAll(/\{\{\d\}\}/g, '')].length;
    const rest = 1024 - fixed - 3;

    expect(faults(full, { ...values, 'body.1': 'Ana', 'body.2': 'x'.repeat(rest) })).toEqual([]);
    expect(faults(full, { ...values, 'body.1': 'Ana', 'body.2': 'x'.repeat(rest + 1) })).toEqual([
      'body.2 value-body-too-long',
    ]);
  });

  it('warns when the filled header is longer than 60 characters', () => {
    expect(faults(full, { ...values, 'header.1': 'x'.repeat(54) })).toEqual(['header.1 value-header-long']);
    expect(faults(full, { ...values, 'header.1': 'x'.repeat(53) })).toEqual([]);
  });

  it('limits codes', () => {
    expect(faults(full, { ...values, 'button.2': 'x'.repeat(21) })).toEqual(['button.2 value-too-long']);
    expect(faults(aCodeTemplate(), { 'body.1': 'x'.repeat(16) })).toEqual(['body.1 value-too-long']);
    expect(faults(aCodeTemplate(), { 'body.1': 'x'.repeat(15) })).toEqual([]);
  });

  it.each([
    'http://example.com/a.jpg',
    'example.com/a.jpg',
    'https://',
    'https://a b.com',
    'https://ana:x@example.com/a',
    'javascript:alert(1)',
    'file:///etc/passwd',
  ])('refuses the media link %s', (link) => {
    const template = aTemplate({ header: { format: 'image', sample: '' }, body: { text: 'Hi', samples: {} } });

    expect(faults(template, { 'header.link': link })).toEqual(['header.link value-link']);
  });

  it('takes https, and http only from hosts it was told', () => {
    const template = aTemplate({ header: { format: 'image', sample: '' }, body: { text: 'Hi', samples: {} } });
    const local = { 'header.link': 'http://127.0.0.1:4010/a.jpg' };

    expect(faults(template, { 'header.link': 'https://example.com/a.jpg' })).toEqual([]);
    expect(checkValues(template, local, { allowedHttpHosts: ['127.0.0.1:4010'] })).toEqual([]);
    expect(checkValues(template, local, { allowedHttpHosts: ['127.0.0.1:4011'] })).toHaveLength(1);
  });

  it('checks places on earth', () => {
    const template = aTemplate({ header: { format: 'location' }, body: { text: 'Hi', samples: {} } });
    const place = {
      'header.latitude': '-34.6037',
      'header.longitude': '-58.38',
      'header.name': 'Us',
      'header.address': 'Main 1',
    };

    expect(faults(template, place)).toEqual([]);
    expect(faults(template, { ...place, 'header.latitude': '90.1' })).toEqual(['header.latitude value-latitude']);
    expect(faults(template, { ...place, 'header.longitude': '58,38' })).toEqual(['header.longitude value-longitude']);
    expect(faults(template, { ...place, 'header.longitude': '180' })).toEqual([]);
  });

  it.each(['@evil.example', '.evil.example', ':80@evil.example/', 'x.evil.example/'])(
    'refuses the link value %s where it changes the site',
    (value) => {
      const open = aTemplate({
        buttons: [{ kind: 'url', label: 'Open', url: 'https://example.com{{1}}' }],
        body: { text: 'Hi', samples: {} },
      });
      const closed = aTemplate({
        buttons: [{ kind: 'url', label: 'Open', url: 'https://example.com/{{1}}' }],
        body: { text: 'Hi', samples: {} },
      });

      expect(faults(open, { 'button.0': value })).toEqual(['button.0 value-changes-host']);
      expect(faults(closed, { 'button.0': value })).toEqual([]);
    },
  );

  it('warns of hidden characters', () => {
    expect(faults(full, { ...values, 'body.1': 'An\u200ba' })).toEqual(['body.1 value-hidden']);
    expect(faults(full, { ...values, 'body.1': 'An\u202ea' })).toEqual(['body.1 value-hidden']);
    expect(faults(full, { ...values, 'body.1': 'Ana 👨‍👩‍👧' })).toEqual([]);
  });

  it('ignores values nobody asked for', () => {
    expect(checkValues(full, { ...values, 'body.9': '\n', other: '' })).toEqual([]);
  });

  it('says every fault in both languages', () => {
    const given = {
      'header.1': 'x'.repeat(90),
      'body.1': 'a\n     b\u200b',
      'body.2': 'x'.repeat(1100),
      'button.1': '',
      'button.2': 'x'.repeat(30),
    };

    for (const found of checkValues(full, given)) {
      expect(findingText(found)).not.toMatch(/[{}]|undefined/);
      for (const other of OTHERS) expect(findingText(found, wordsFor(other))).not.toBe(findingText(found));
    }
  });
});

describe('tidyValue', () => {
  it('makes a pasted value sendable and says what it changed', () => {
    expect(tidyValue('  Main Street 1\n\tCórdoba      Centro ')).toEqual({
      value: 'Main Street 1 Córdoba Centro',
      changed: ['ends', 'line_breaks', 'spaces'],
    });
  });

  it('leaves a good value alone', () => {
    expect(tidyValue('Ana    María')).toEqual({ value: 'Ana    María', changed: [] });
  });

  it('leaves nothing for checkValues to refuse, and settles at once', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', '\r', '\u2028', '\v') }), (text) => {
        const { value } = tidyValue(text);
        expect(tidyValue(value)).toEqual({ value, changed: [] });
        if (value !== '') expect(faults(full, { ...values, 'body.1': value })).toEqual([]);
      }),
    );
  });
});

describe('isSendable', () => {
  it('is true for everything the form offers', () => {
    expect(isSendable(full)).toBe(true);
    expect(isSendable(aCodeTemplate())).toBe(true);
    expect(isSendable(aTemplate({ header: { format: 'location' } }))).toBe(true);
  });

  it.each([
    [aTemplate({ carousel: [] }), { reason: 'carousel', detail: '' }],
    [aTemplate({ limitedTimeOffer: { text: 'x', hasExpiration: true } }), { reason: 'limited_time_offer', detail: '' }],
    [aTemplate({ header: { format: 'gif', sample: '' } }), { reason: 'gif', detail: '' }],
    [aTemplate({ buttons: [{ kind: 'other', type: 'FLOW' }] }), { reason: 'button', detail: 'FLOW' }],
    [aTemplate({ footer: 'Bye {{1}}' }), { reason: 'variables', detail: 'footer' }],
    [
      aTemplate({ buttons: [{ kind: 'url', label: 'x', url: 'https://example.com/{{1}}/{{2}}' }] }),
      { reason: 'variables', detail: 'url' },
    ],
  ])('is false where something cannot be filled', (template, reason) => {
    expect(isSendable(template)).toBe(false);
    expect(unsendableReason(template)).toEqual(reason);
  });
});
