// The proposal form's values as a template, and a template as the form's values.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  buttonCountOf,
  type FormValues,
  headerFormatOf,
  needsStepTwo,
  templateFromValues,
  valuesFromTemplate,
} from '../../../src/domain/proposals/form.ts';
import { checkTemplate } from '../../../src/domain/rules/rule-book.ts';
import type { Template } from '../../../src/domain/templates/template.ts';
import { wordings } from '../../../src/views/words/word-lists.ts';
import { aCodeTemplate, aTemplate } from '../../support/app/builders.ts';
import { offered } from '../../support/app/offered-template.ts';

const TYPED: FormValues = {
  sender: 'shop',
  name: ' order_ready ',
  language: 'es-ar',
  category: 'MARKETING',
  purpose: 'ISSUE_RESOLUTION',
  header_format: 'text',
  header_text: 'Hello {{first_name}}',
  'sample.header.first_name': 'Ana ',
  body: 'Your order {{order_id}} is ready.\r\nCome by!\r\n',
  'sample.body.order_id': 'A-1',
  footer: ' Reply stop to stop. ',
  button_count: '3',
  'button.0.kind': 'quick_reply',
  'button.0.label': 'Stop',
  'button.0.value': 'stop-marketing',
  'button.1.kind': 'url',
  'button.1.label': 'Track',
  'button.1.value': 'https://example.com/{{1}}',
  'sample.button.1': 'abc',
  'button.2.kind': 'phone',
  'button.2.label': 'Call',
  'button.2.value': '+5491155551234',
};

const READ: Template = {
  name: 'order_ready',
  language: 'es_AR',
  category: 'MARKETING',
  purpose: 'ISSUE_RESOLUTION',
  parameterFormat: 'named',
  header: { format: 'text', text: 'Hello {{first_name}}', samples: { first_name: 'Ana' } },
  body: { text: 'Your order {{order_id}} is ready.\nCome by!', samples: { order_id: 'A-1' } },
  footer: 'Reply stop to stop.',
  buttons: [
    { kind: 'quick_reply', label: 'Stop', value: 'stop-marketing' },
    { kind: 'url', label: 'Track', url: 'https://example.com/{{1}}', sample: 'abc' },
    { kind: 'phone', label: 'Call', phone: '+5491155551234' },
  ],
};

describe('what is typed in the form', () => {
  test('becomes a template, with outer white space gone and the language in Meta’s spelling', () => {
    expect(templateFromValues(TYPED)).toEqual(READ);
  });

  test('may be nothing at all: the rules then say what is missing, field by field', () => {
    const empty = templateFromValues({});

    expect(empty).toEqual({
      name: '',
      language: '',
      category: 'UTILITY',
      parameterFormat: 'positional',
      body: { text: '', samples: {} },
      buttons: [],
    });
    expect(checkTemplate(empty, wordings).map((finding) => finding.field)).toEqual(
      expect.arrayContaining(['name', 'language', 'body']),
    );
  });

  test.each(['\r\n', '\r', '\n'])('counts a line end once, however the client writes it (%j)', (end) => {
    const typed = { body: `One${end}two${end}${end}three`, footer: `a${end}b` };

    expect(templateFromValues(typed)).toMatchObject({ body: { text: 'One\ntwo\n\nthree' }, footer: 'a\nb' });
  });

  test('keeps a sample only for a variable that is still in the text', () => {
    const values = { body: 'Hi {{1}}!', 'sample.body.1': 'Ana', 'sample.body.2': 'left over' };

    expect(templateFromValues(values).body.samples).toEqual({ '1': 'Ana' });
  });

  test('of another header format is forgotten when the format changes', () => {
    const values = { header_format: 'image', header_text: 'Hello', header_media: ' https://example.com/a.jpg ' };

    expect(templateFromValues(values).header).toEqual({ format: 'image', sample: 'https://example.com/a.jpg' });
    expect(templateFromValues({ ...values, header_format: 'none' })).not.toHaveProperty('header');
    expect(templateFromValues({ ...values, header_format: 'location' }).header).toEqual({ format: 'location' });
  });

  test('about buttons is read up to their number, which is never more than ten', () => {
    const counts = { '2': 2, '10': 10, '11': 10, '9999999999': 10, '-1': 0, '': 0, none: 0, NaN: 0 };

    for (const [typed, count] of Object.entries(counts)) {
      expect(buttonCountOf({ button_count: typed })).toBe(count);
      expect(templateFromValues({ button_count: typed }).buttons).toHaveLength(count);
    }
    expect(buttonCountOf({})).toBe(0);
  });

  test('that no option of the form says falls back to what changes least', () => {
    expect(headerFormatOf({ header_format: 'gif' })).toBe('none');
    expect(
      templateFromValues({ category: 'SPAM', purpose: 'FUN', button_count: '1', 'button.0.kind': 'otp' }),
    ).toMatchObject({
      category: 'UTILITY',
      buttons: [{ kind: 'quick_reply', label: '' }],
    });
  });

  test('for a one-time code is only what Meta leaves to choose; the text is Meta’s', () => {
    const values = { ...TYPED, category: 'AUTHENTICATION', auth_security: 'no', auth_expiry: ' 5 ' };

    expect(templateFromValues(values)).toEqual({
      ...aCodeTemplate({ name: 'order_ready', language: 'es_AR', purpose: 'ISSUE_RESOLUTION' }),
      authentication: { securityRecommendation: false, expiryMinutes: 5 },
    });
    expect(templateFromValues({ category: 'AUTHENTICATION' }).authentication).toEqual({ securityRecommendation: true });
  });

  test('as an expiry that is no number is refused by the rules at its field', () => {
    for (const auth_expiry of ['soon', '0', '91', '5.5', '-1']) {
      const findings = checkTemplate(templateFromValues({ category: 'AUTHENTICATION', auth_expiry }), wordings);

      expect(findings.filter((finding) => finding.severity === 'error').map((finding) => finding.field)).toContain(
        'auth_expiry',
      );
    }
  });

  test('makes named parameters as soon as one variable has a name, in the header or in the body', () => {
    const format = (header_text: string, body: string) =>
      templateFromValues({ header_format: 'text', header_text, body }).parameterFormat;

    expect(format('Hi {{1}}', 'Order {{1}} {{2}}')).toBe('positional');
    expect(format('Hi {{name}}', 'Order')).toBe('named');
    expect(format('Hi', 'Order {{1}} {{id}}')).toBe('named');
  });
});

describe('editing', () => {
  test('shows what was typed before', () => {
    expect(valuesFromTemplate(READ, 'shop')).toEqual({
      ...TYPED,
      name: 'order_ready',
      language: 'es_AR',
      body: 'Your order {{order_id}} is ready.\nCome by!',
      'sample.header.first_name': 'Ana',
      footer: 'Reply stop to stop.',
    });
  });

  test('gives back every template the form can make', () => {
    fc.assert(
      fc.property(offered(), (template) => {
        expect(templateFromValues(valuesFromTemplate(template, 'shop'))).toEqual(template);
      }),
      { numRuns: 500 },
    );
  });

  test('makes no difference for a client that sends other line ends', () => {
    fc.assert(
      fc.property(offered(), (template) => {
        const values = Object.entries(valuesFromTemplate(template, 'shop'));
        const sent = Object.fromEntries(values.map(([field, value]) => [field, value.replaceAll('\n', '\r\n')]));

        expect(templateFromValues(sent)).toEqual(template);
      }),
    );
  });

  test('keeps the sender that was chosen', () => {
    expect(valuesFromTemplate(aTemplate(), 'branch-2').sender).toBe('branch-2');
  });
});

describe('the second step', () => {
  const plain = { body: { text: 'Hi', samples: {} } };

  test.each<[string, Template, boolean]>([
    ['plain text', aTemplate(plain), false],
    ['a plain text header', aTemplate({ ...plain, header: { format: 'text', text: 'Hi', samples: {} } }), false],
    ['a location header', aTemplate({ ...plain, header: { format: 'location' } }), false],
    ['a variable in the body', aTemplate(), true],
    ['a variable in the header', aTemplate({ ...plain, header: { format: 'text', text: '{{1}}', samples: {} } }), true],
    ['an image', aTemplate({ ...plain, header: { format: 'image', sample: '' } }), true],
    ['a video', aTemplate({ ...plain, header: { format: 'video', sample: '' } }), true],
    ['a document', aTemplate({ ...plain, header: { format: 'document', sample: '' } }), true],
    ['a button', aTemplate({ ...plain, buttons: [{ kind: 'quick_reply', label: 'Yes' }] }), true],
    ['a one-time code', aCodeTemplate(), true],
  ])('for %s: asked %#', (_what, template, asked) => {
    expect(needsStepTwo(template)).toBe(asked);
  });
});
