// One number, one place: what a form lets people type is exactly what the rules take, part by part.
import { describe, expect, test } from 'vitest';
import { ADVISED, LIMITS, OURS } from '../../../src/domain/rules/limits.ts';
import { checkTemplate } from '../../../src/domain/rules/rule-book.ts';
import { slotsOf } from '../../../src/domain/sends/slots.ts';
import { checkValues } from '../../../src/domain/sends/values.ts';
import type { Button, Template } from '../../../src/domain/templates/template.ts';
import { wordsFor } from '../../../src/views/words/index.ts';
import { wordings } from '../../../src/views/words/word-lists.ts';
import { aCodeTemplate, aTemplate } from '../../support/app/builders.ts';
import { everyForm } from '../../views/every-view.ts';

const rulesOf = (template: Template) => checkTemplate(template, wordings).map(({ rule }) => rule);
const withButton = (button: Button) => aTemplate({ buttons: [button] });
const label = (text: string) => withButton({ kind: 'quick_reply', label: text });
const url = (length: number) =>
  withButton({ kind: 'url', label: 'Open', url: 'https://example.com/'.padEnd(length, 'a') });

type Part = {
  /** The form's field that takes this part, where there is one. */
  readonly field?: string;
  readonly max: number;
  readonly rule: string;
  readonly make: (length: number) => Template;
};

const PARTS: Readonly<Record<string, Part>> = {
  name: {
    field: 'name',
    max: LIMITS.name,
    rule: 'name-too-long',
    make: (length) => aTemplate({ name: 'a'.repeat(length) }),
  },
  header: {
    field: 'header_text',
    max: LIMITS.header,
    rule: 'header-too-long',
    make: (length) => aTemplate({ header: { format: 'text', text: 'a'.repeat(length), samples: {} } }),
  },
  body: {
    field: 'body',
    max: LIMITS.body,
    rule: 'body-too-long',
    make: (length) => aTemplate({ body: { text: 'a'.repeat(length), samples: {} } }),
  },
  footer: {
    field: 'footer',
    max: LIMITS.footer,
    rule: 'footer-too-long',
    make: (length) => aTemplate({ footer: 'a'.repeat(length) }),
  },
  'button label': {
    field: 'button.0.label',
    max: LIMITS.buttonLabel,
    rule: 'button-label-too-long',
    make: (length) => label('a'.repeat(length)),
  },
  'button link': { field: 'button.0.value', max: LIMITS.buttonUrl, rule: 'button-url-too-long', make: url },
  'button number': {
    max: LIMITS.buttonPhone,
    rule: 'button-phone-too-long',
    make: (length) => withButton({ kind: 'phone', label: 'Call', phone: '+'.padEnd(length, '1') }),
  },
  'copied code': {
    max: LIMITS.copyCode,
    rule: 'button-copy-code-too-long',
    make: (length) => withButton({ kind: 'copy_code', sample: 'A'.repeat(length) }),
  },
  buttons: {
    max: LIMITS.buttons,
    rule: 'buttons-too-many',
    make: (count) =>
      aTemplate({ buttons: Array.from({ length: count }, (_, n) => ({ kind: 'quick_reply', label: `Answer ${n}` })) }),
  },
  'minutes of a code': {
    max: LIMITS.codeExpiry.max,
    rule: 'auth-expiry',
    make: (expiryMinutes) => aCodeTemplate({ authentication: { securityRecommendation: true, expiryMinutes } }),
  },
  emoji: {
    max: ADVISED.bodyEmoji,
    rule: 'body-emoji-many',
    make: (count) => aTemplate({ body: { text: `Hello ${'🎉'.repeat(count)} there`, samples: {} } }),
  },
};

// But for the forms of a sender whose provider takes less: those are the dialect's own.
const whole = Object.entries(everyForm(wordsFor('en'))).filter(
  ([name]) => !/little offered|carried by a person/.test(name),
);
const inputs = whole.flatMap(([, form]) =>
  form.fields.flatMap((field) => ('max' in field ? [{ form: form.id, id: field.id, max: field.max }] : [])),
);

describe.each(Object.entries(PARTS))('%s', (_, { max, rule, make }) => {
  test('is taken up to its limit and not one more', () => {
    expect(rulesOf(make(max))).not.toContain(rule);
    expect(rulesOf(make(max + 1))).toContain(rule);
  });
});

test.each(Object.values(PARTS).flatMap(({ field, max }) => (field === undefined ? [] : [[field, max] as const])))(
  'the field %s takes up to the %i of the rule',
  (field, max) => {
    const typed = inputs.filter(({ id }) => id === field);

    expect(typed.length).toBeGreaterThan(0);
    expect(new Set(typed.map((input) => input.max))).toEqual(new Set([max]));
  },
);

test('every limit of a form field is one of the table', () => {
  const known = new Set<number | undefined>([
    ...Object.values(LIMITS).filter((limit) => typeof limit === 'number'),
    ...Object.values(OURS),
    String(LIMITS.codeExpiry.max).length,
  ]);

  expect(inputs.filter(({ max }) => !known.has(max))).toEqual([]);
});

test('a value of a send is taken up to the length its field lets people type', () => {
  const [code] = slotsOf(aCodeTemplate());
  const at = (length: number) => checkValues(aCodeTemplate(), { 'body.1': '1'.repeat(length) }).map(({ rule }) => rule);

  expect(code?.max).toBe(LIMITS.oneTimeCode);
  expect(at(LIMITS.oneTimeCode)).not.toContain('value-too-long');
  expect(at(LIMITS.oneTimeCode + 1)).toContain('value-too-long');
});
