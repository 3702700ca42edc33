// What one provider cannot take, found part by part; and what the form offers for several.
import { describe, expect, test } from 'vitest';
import { META } from '../../../adapters/provider/meta/facts.ts';
import { RULES } from '../../../src/domain/rules/catalogue.ts';
import { checkDialect, keptName } from '../../../src/domain/rules/dialect.ts';
import type { Dialect } from '../../../src/domain/senders/dialect.ts';
import { offerOf } from '../../../src/domain/senders/offer.ts';
import type { Template } from '../../../src/domain/templates/template.ts';
import { aTemplate } from '../../support/app/builders.ts';

const CARD = { header: { format: 'image', sample: 's' }, body: { text: 'x', samples: {} }, buttons: [] } as const;

const CASES: Readonly<Record<string, { readonly dialect: Partial<Dialect>; readonly template: Partial<Template> }>> = {
  'dialect-category': { dialect: { categories: ['UTILITY'] }, template: { category: 'MARKETING' } },
  'dialect-language': { dialect: { languages: ['es'] }, template: { language: 'pt_BR' } },
  'dialect-header': { dialect: { headers: ['text'] }, template: { header: { format: 'location' } } },
  'dialect-named': { dialect: { namedParameters: false }, template: { parameterFormat: 'named' } },
  'dialect-footer': { dialect: { footer: false }, template: { footer: 'Bye' } },
  'dialect-button': {
    dialect: { buttons: ['quick_reply'] },
    template: { buttons: [{ kind: 'phone', label: 'Call', phone: '+5491155551234' }] },
  },
  'dialect-buttons-many': {
    dialect: { mostButtons: 1 },
    template: { buttons: ['Yes', 'No'].map((label) => ({ kind: 'quick_reply' as const, label })) },
  },
  'dialect-too-long': { dialect: { lengths: { body: 10 } }, template: {} },
  'dialect-special': { dialect: { buttons: ['quick_reply'] }, template: { carousel: [CARD] } },
};

const dialectOf = (over: Partial<Dialect>): Dialect => ({ ...META.dialect, ...over });

test.each(Object.entries(CASES))('%s is found, with the provider’s name, and not where it is taken', (rule, given) => {
  const template = aTemplate(given.template);

  const found = checkDialect(template, dialectOf(given.dialect), 'Postbox');

  expect(found).toMatchObject([{ rule, severity: 'error', facts: { provider: 'Postbox' } }]);
  expect(checkDialect(template, META.dialect, 'Postbox')).toEqual([]);
});

test('every rule about a provider has a case', () => {
  const rules = RULES.filter((rule) => rule.startsWith('dialect-'));

  expect(Object.keys(CASES).toSorted()).toEqual(rules.toSorted());
});

test.each([
  ['header', { header: { format: 'text', text: 'Order update', samples: {} } }, { header: 5 }, 'header_text'],
  ['footer', { footer: 'Good bye' }, { footer: 5 }, 'footer'],
  ['button', { buttons: [{ kind: 'quick_reply', label: 'Certainly' }] }, { buttonLabel: 5 }, 'button.0.label'],
] as const)('the length of the %s is counted at its own field', (part, template, lengths, field) => {
  const found = checkDialect(aTemplate(template), dialectOf({ lengths }), 'Postbox');

  expect(found).toMatchObject([{ rule: 'dialect-too-long', field, facts: { part, max: 5 } }]);
});

test('a name that was refused for good is said at the name', () => {
  expect(keptName('order_ready', 'Postbox')).toMatchObject({ field: 'name', rule: 'name-kept', severity: 'error' });
});

describe('what is offered', () => {
  const small = dialectOf({
    categories: ['UTILITY'],
    languages: ['es'],
    footer: false,
    mostButtons: 2,
    lengths: { body: 500 },
  });
  const other = dialectOf({
    categories: ['MARKETING'],
    languages: ['en'],
    footer: true,
    mostButtons: 3,
    lengths: { body: 700 },
  });

  test('for several providers is whatever one of them takes', () => {
    expect(offerOf([small, other])).toMatchObject({
      categories: ['UTILITY', 'MARKETING'],
      languages: ['es', 'en'],
      footer: true,
      mostButtons: 3,
      lengths: { body: 700 },
    });
    expect(offerOf([small, META.dialect])).toMatchObject({ languages: 'all', lengths: {} });
  });

  test('for one is its own, and without any everything', () => {
    expect(offerOf([small])).toEqual(small);
    expect(offerOf([])).toEqual(META.dialect);
  });
});
