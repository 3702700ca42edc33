// Generates templates the proposal form can make, for property tests.
import fc from 'fast-check';
import { LANGUAGES } from '../../../src/domain/templates/languages.ts';
import { placeholdersOf } from '../../../src/domain/templates/placeholders.ts';
import {
  type Button,
  CATEGORIES,
  type Header,
  PURPOSES,
  type Template,
} from '../../../src/domain/templates/template.ts';
import { aCodeTemplate } from './builders.ts';

/** Any template the form can make, tidy or not: hostile keys, empty texts, braces and line ends included. */
export function offered(): fc.Arbitrary<Template> {
  const text = fc
    .array(
      fc.constantFrom(
        'Hi',
        ' ',
        '\n',
        '{{1}}',
        '{{2}}',
        '{{10}}',
        '{{name}}',
        '{{constructor}}',
        '{',
        '}}',
        '*é*',
        '😀',
        '\u200d',
        '=',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('').trim());
  const some = fc.oneof(text, fc.string({ maxLength: 20 }).map(tidy)).filter((value) => value !== '');
  const base = fc
    .record({
      name: fc.oneof(
        fc.stringMatching(/^[a-z0-9_]{1,20}$/),
        some.map((value) => value.replaceAll('\n', ' ')),
      ),
      language: fc.constantFrom(...LANGUAGES.map(({ code }) => code), '', 'tlh'),
      purpose: fc.option(fc.constantFrom(...PURPOSES), { nil: undefined }),
    })
    .map(({ purpose, ...rest }) => ({ ...rest, ...(purpose && { purpose }) }));
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(base, ordinary(text, some)).map(([a, b]) => ({ ...a, ...b })) },
    { weight: 1, arbitrary: fc.tuple(base, oneTimeCode()).map(([a, b]) => ({ ...a, ...b })) },
  );
}

type Rest = Omit<Template, 'name' | 'language' | 'purpose'>;

function oneTimeCode(): fc.Arbitrary<Rest> {
  return fc
    .record({
      securityRecommendation: fc.boolean(),
      expiry: fc.option(fc.integer({ min: 1, max: 90 }), { nil: undefined }),
    })
    .map(({ securityRecommendation, expiry }) => {
      const { name, language, ...rest } = aCodeTemplate();
      return {
        ...rest,
        authentication: { securityRecommendation, ...(expiry !== undefined && { expiryMinutes: expiry }) },
      };
    });
}

function ordinary(text: fc.Arbitrary<string>, some: fc.Arbitrary<string>): fc.Arbitrary<Rest> {
  return fc
    .record({
      category: fc.constantFrom(...CATEGORIES.filter((category) => category !== 'AUTHENTICATION')),
      header: fc.option(headers(text, some), { nil: undefined }),
      body: withSamples(text, some),
      footer: fc.option(some, { nil: undefined }),
      buttons: fc.array(aButton(text, some), { maxLength: 10 }),
    })
    .map(({ header, footer, ...rest }) => {
      const keys = [...placeholdersOf(header?.format === 'text' ? header.text : ''), ...placeholdersOf(rest.body.text)];
      const parameterFormat = keys.every((key) => /^\d+$/.test(key)) ? 'positional' : 'named';
      return { ...rest, parameterFormat, ...(header && { header }), ...(footer && { footer }) };
    });
}

function headers(text: fc.Arbitrary<string>, some: fc.Arbitrary<string>): fc.Arbitrary<Header> {
  return fc.oneof(
    withSamples(text, some).map((part): Header => ({ format: 'text', ...part })),
    fc.record({
      format: fc.constantFrom('image', 'video', 'document'),
      sample: fc.oneof(fc.constant(''), fc.webUrl()),
    }),
    fc.constant<Header>({ format: 'location' }),
  );
}

function withSamples(text: fc.Arbitrary<string>, some: fc.Arbitrary<string>) {
  return text.chain((value) => {
    const samples = fc.record(
      Object.fromEntries(placeholdersOf(value).map((key) => [key, fc.oneof(some, fc.constant(''))])),
    );
    return samples.map((filled): Template['body'] => ({ text: value, samples: { ...filled } }));
  });
}

function aButton(text: fc.Arbitrary<string>, some: fc.Arbitrary<string>): fc.Arbitrary<Button> {
  const label = text;
  return fc.oneof(
    fc.record({ kind: fc.constant('quick_reply' as const), label }),
    fc.record({ kind: fc.constant('quick_reply' as const), label, value: some }),
    fc.record({ kind: fc.constant('url' as const), label, url: text }),
    fc.record({ kind: fc.constant('url' as const), label, url: text, sample: some }),
    fc.record({ kind: fc.constant('phone' as const), label, phone: text }),
    fc.record({ kind: fc.constant('copy_code' as const), sample: text }),
  );
}

function tidy(value: string): string {
  return value.replaceAll('\r', '').trim();
}
