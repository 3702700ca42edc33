// Templates in Meta's JSON, read from files and from the API: every fault has a rule, a broken and a fine case.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTemplateJson, writeTemplateJson } from '../../../../adapters/provider/meta/templates/json.ts';
import { RULES, type RuleId } from '../../../../src/domain/rules/catalogue.ts';
import { checkTemplate } from '../../../../src/domain/rules/rule-book.ts';
import type { Button, CarouselCard, Header, Template } from '../../../../src/domain/templates/template.ts';
import { findingText } from '../../../../src/views/words/finding-text.ts';
import { LANGUAGES, wordsFor } from '../../../../src/views/words/index.ts';
import { wordings } from '../../../../src/views/words/word-lists.ts';
import { aCodeTemplate, aTemplate } from '../../../support/app/builders.ts';

const [, ...OTHERS] = LANGUAGES;

const VALID: readonly { name: string }[] = JSON.parse(
  readFileSync(new URL('../../../fixtures/meta-templates/valid.json', import.meta.url), 'utf8'),
);

const rulesOf = (json: unknown): readonly string[] => readTemplateJson(json).findings.map(({ rule }) => rule);
const create = (...components: unknown[]) => ({
  name: 'order_ready',
  language: 'en_US',
  category: 'UTILITY',
  components,
});
const body = (text: string, example?: unknown) => ({
  type: 'BODY',
  text,
  ...(example === undefined ? {} : { example }),
});

/** Rule, a JSON that breaks it, a near miss. */
const CASES: readonly (readonly [RuleId, unknown, unknown])[] = [
  ['json-not-object', ['x'], create()],
  ['json-wrong-type', create(body('Hi'), 'x'), create(body('Hi'))],
  ['json-wrong-type', { ...create(body('Hi')), name: 7 }, { ...create(body('Hi')), name: null }],
  ['json-wrong-type', { ...create(), components: 'x' }, create()],
  ['json-wrong-type', create(body('Hi', 'x')), create(body('Hi', null))],
  [
    'json-wrong-type',
    { ...create(), message_send_ttl_seconds: 'soon' },
    { ...create(), message_send_ttl_seconds: '60' },
  ],
  ['json-wrong-value', { ...create(), parameter_format: 'both' }, { ...create(), parameter_format: 'NAMED' }],
  [
    'json-wrong-value',
    create({ type: 'BUTTONS', buttons: [{ text: 'Yes' }] }),
    create({ type: 'BUTTONS', buttons: [{ type: 'SPM', text: 'Yes' }] }),
  ],
  [
    'json-otp-app',
    create({ type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'ONE_TAP' }] }),
    create({ type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] }),
  ],
  [
    'json-otp-terms',
    create({ type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'ZERO_TAP' }] }),
    create({ type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'ZERO_TAP', zero_tap_terms_accepted: true }] }),
  ],
  [
    'json-flow',
    create({ type: 'BUTTONS', buttons: [{ type: 'FLOW', text: 'Book' }] }),
    create({ type: 'BUTTONS', buttons: [{ type: 'FLOW', text: 'Book', flow_id: '1' }] }),
  ],
  ['json-component-repeated', create(body('Hi'), body('Ho')), create(body('Hi'))],
  [
    'json-component-unknown',
    create(body('Hi'), { type: 'HOLOGRAM' }),
    create(body('Hi'), { type: 'FOOTER', text: 'Bye' }),
  ],
  ['json-header-format', create({ type: 'HEADER', format: 'AUDIO' }), create({ type: 'HEADER', format: 'PRODUCT' })],
  [
    'json-sample-flat',
    create(body('Hi {{1}}.', { body_text: ['Ana'] })),
    create(body('Hi {{1}}.', { body_text: [['Ana']] })),
  ],
  [
    'json-sample-style',
    create(body('Hi {{name}}.', { body_text: [['Ana']] })),
    create(body('Hi {{name}}.', { body_text_named_params: [{ param_name: 'name', example: 'Ana' }] })),
  ],
  [
    'json-sample-extra',
    create(body('Hi {{1}}.', { body_text: [['Ana', 'x']] })),
    create(body('Hi {{1}}.', { body_text: [['Ana']] })),
  ],
  [
    'json-handle-link',
    create({ type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://example.com/a.jpg'] } }),
    {
      ...create({ type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://example.com/a.jpg'] } }),
      id: '1',
    },
  ],
  ['category-missing', { ...create(), category: undefined }, create()],
  ['category-unknown', { ...create(), category: 'constructor' }, { ...create(), category: 'Marketing' }],
  ['category-legacy', { ...create(), category: 'SHIPPING_UPDATE' }, create()],
  [
    'auth-body',
    { ...create(body('Your code is {{1}}!')), category: 'AUTHENTICATION' },
    { ...create({ type: 'BODY' }), category: 'AUTHENTICATION' },
  ],
];

describe('readTemplateJson', () => {
  it('has a broken and a fine case for every rule about JSON', () => {
    const covered = new Set(CASES.map(([rule]) => rule));

    expect(RULES.filter((rule) => /^(json|category)-/.test(rule) && !covered.has(rule))).toEqual([]);
  });

  it.each(VALID.map((json) => [json.name, json] as const))('finds no error in the valid template %s', (_, json) => {
    const { template, findings } = readTemplateJson(json);
    const all = [...findings, ...(template ? checkTemplate(template, wordings) : [])];

    expect(all.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('reads everything the form offers', () => {
    const { template } = readTemplateJson({
      name: 'order_ready',
      language: 'es_AR',
      category: 'utility',
      message_send_ttl_seconds: 600,
      components: [
        { type: 'HEADER', format: 'TEXT', text: 'Pedido {{1}}!', example: { header_text: ['A-1'] } },
        { type: 'BODY', text: 'Hola {{1}} y {{2}}.', example: { body_text: [['Ana', 7]] } },
        { type: 'FOOTER', text: 'Chau' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'URL', text: 'Ver', url: 'https://example.com/{{1}}', example: ['https://example.com/a'] },
            { type: 'PHONE_NUMBER', text: 'Llamar', phone_number: '+541155551234' },
            { type: 'COPY_CODE', example: 'X1' },
            { type: 'FLOW', text: 'Empezar', flow_id: '1' },
            { type: 'QUICK_REPLY', text: 'Sí' },
          ],
        },
      ],
    });

    expect(template).toEqual({
      name: 'order_ready',
      language: 'es_AR',
      category: 'UTILITY',
      parameterFormat: 'positional',
      header: { format: 'text', text: 'Pedido {{1}}!', samples: { '1': 'A-1' } },
      body: { text: 'Hola {{1}} y {{2}}.', samples: { '1': 'Ana', '2': '7' } },
      footer: 'Chau',
      buttons: [
        { kind: 'url', label: 'Ver', url: 'https://example.com/{{1}}', sample: 'https://example.com/a' },
        { kind: 'phone', label: 'Llamar', phone: '+541155551234' },
        { kind: 'copy_code', sample: 'X1' },
        { kind: 'other', type: 'FLOW', label: 'Empezar' },
        { kind: 'quick_reply', label: 'Sí' },
      ],
      ttlSeconds: 600,
      extras: [{ at: 'BUTTONS.3.flow_id', said: '1' }],
    });
  });

  it("reads Meta's answer about a one-time code template as what was asked for", () => {
    const remote = {
      id: '594425479261596',
      status: 'APPROVED',
      name: 'login_code',
      language: 'en_US',
      category: 'AUTHENTICATION',
      components: [
        {
          type: 'BODY',
          text: '*{{1}}* is your verification code.',
          add_security_recommendation: true,
          example: { body_text: [['123456']] },
        },
        { type: 'FOOTER', text: 'This code expires in 10 minutes.' },
        {
          type: 'BUTTONS',
          buttons: [
            {
              type: 'URL',
              text: 'Copy code',
              url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}',
            },
          ],
        },
      ],
    };

    expect(readTemplateJson(remote)).toEqual({
      template: aCodeTemplate({
        body: { text: '*{{1}}* is your verification code.', samples: { '1': '123456' } },
        buttons: [{ kind: 'otp', otpKind: 'copy_code', label: 'Copy code' }],
      }),
      findings: [],
    });
  });

  it('takes the format from the text where Meta leaves it out, but not in a create request', () => {
    const parts = { name: 'a', language: 'en', category: 'UTILITY', components: [body('Hi {{name}}, welcome')] };

    expect(readTemplateJson({ ...parts, id: '1' }).template?.parameterFormat).toBe('named');
    expect(readTemplateJson(parts).template?.parameterFormat).toBe('positional');
  });

  it('gives no template for one of the library, whose text only Meta has', () => {
    expect(
      readTemplateJson({ name: 'a', language: 'en', category: 'UTILITY', library_template_name: 'delivery_1' }),
    ).toEqual({ findings: [] });
  });

  it.each(CASES)('reports %s', (rule, broken, fine) => {
    expect(rulesOf(broken)).toContain(rule);
    expect(rulesOf(fine)).not.toContain(rule);
    for (const found of readTemplateJson(broken).findings) {
      expect(findingText(found)).not.toMatch(/undefined|NaN/);
      for (const other of OTHERS) expect(findingText(found, wordsFor(other))).not.toBe(findingText(found));
    }
  });

  it.each([
    ['TICKET_UPDATE', 'UTILITY'],
    ['TRANSACTIONAL', 'UTILITY'],
    ['OTP', 'AUTHENTICATION'],
  ])('suggests what to use for the old category %s', (category, suggestion) => {
    const { template, findings } = readTemplateJson({ ...create(), category });

    expect(template?.category).toBe(suggestion);
    expect(findings[0]?.facts).toEqual({ category, suggestion });
  });

  it('leaves a missing sample for the rule book to report', () => {
    const { template, findings } = readTemplateJson(create(body('Hi {{1}}, you are very welcome here.')));

    expect(findings).toEqual([]);
    expect(template && checkTemplate(template, wordings).map(({ rule }) => rule)).toEqual(['sample-missing']);
  });

  it('never throws, whatever it is given', () => {
    const key = fc.constantFrom(
      'type',
      'text',
      'format',
      'example',
      'buttons',
      'cards',
      'components',
      'url',
      'body_text',
      'header_handle',
      'limited_time_offer',
      'category',
      'name',
      '__proto__',
      'otp_type',
      'body_text_named_params',
    );
    const leaf = fc.oneof(
      fc.anything({ withNullPrototype: true, withBigInt: true }),
      fc.constantFrom(
        'BODY',
        'HEADER',
        'BUTTONS',
        'CAROUSEL',
        'LIMITED_TIME_OFFER',
        'URL',
        'OTP',
        'IMAGE',
        'AUTHENTICATION',
        'Hi {{1}} {{__proto__}}',
        '{{',
      ),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'medium' },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(fc.oneof(tree, fc.dictionary(key, tree)), (json) => {
        const { template, findings } = readTemplateJson(json);
        if (template) checkTemplate(template, wordings);
        for (const found of findings) findingText(found);
      }),
      { numRuns: 500 },
    );
  });
});

describe('writeTemplateJson', () => {
  it('writes a create request', () => {
    const template = aTemplate({
      header: { format: 'image', sample: 'https://example.com/a.jpg' },
      footer: 'Bye',
      buttons: [
        { kind: 'url', label: 'Track', url: 'https://example.com/{{1}}', sample: 'abc' },
        { kind: 'copy_code', sample: 'X1' },
      ],
    });

    expect(writeTemplateJson(template, '4::handle')).toEqual({
      name: 'order_ready',
      language: 'en_US',
      category: 'UTILITY',
      parameter_format: 'positional',
      components: [
        { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::handle'] } },
        { type: 'BODY', text: template.body.text, example: { body_text: [['Ana', 'A-1042']] } },
        { type: 'FOOTER', text: 'Bye' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'URL', text: 'Track', url: 'https://example.com/{{1}}', example: ['abc'] },
            { type: 'COPY_CODE', example: 'X1' },
          ],
        },
      ],
    });
  });

  it('writes named samples', () => {
    const template = aTemplate({
      parameterFormat: 'named',
      header: { format: 'text', text: 'Hi {{name}}!', samples: { name: 'Ana' } },
      body: { text: 'Your {{item}} is here.', samples: { item: 'chair' } },
    });

    expect(writeTemplateJson(template)).toMatchObject({
      parameter_format: 'named',
      components: [
        { example: { header_text_named_params: [{ param_name: 'name', example: 'Ana' }] } },
        { example: { body_text_named_params: [{ param_name: 'item', example: 'chair' }] } },
      ],
    });
  });

  it('leaves the text of one-time codes to Meta', () => {
    expect(writeTemplateJson(aCodeTemplate())).toEqual({
      name: 'login_code',
      language: 'en_US',
      category: 'AUTHENTICATION',
      parameter_format: 'positional',
      components: [
        { type: 'BODY', add_security_recommendation: true },
        { type: 'FOOTER', code_expiration_minutes: 10 },
        { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
      ],
    });
  });

  it('is read back as the same template', () => {
    fc.assert(
      fc.property(aTemplateOf(), (template) => {
        const { template: read, findings } = readTemplateJson(writeTemplateJson(template));

        expect(read).toMatchObject(template);
        // Which app takes a code is not ours to write.
        expect(findings.filter(({ rule }) => !rule.startsWith('json-otp'))).toEqual([]);
        expect(readTemplateJson(JSON.parse(JSON.stringify(writeTemplateJson(template)))).template).toEqual(template);
      }),
      { numRuns: 300 },
    );
  });
});

/** Any template the form or a provider can make, with a sample for every variable. */
function aTemplateOf(): fc.Arbitrary<Template> {
  const words = fc.string({ unit: fc.constantFrom('a', ' ', 'é', '😀', '\n', '*', '{'), minLength: 1, maxLength: 20 });
  const label = fc.string({ minLength: 1, maxLength: 20 });
  const opaque = fc.string({ minLength: 1, maxLength: 20 });
  const variable = {
    positional: (index: number) => `${index + 1}`,
    named: (index: number) => `name_${'abcdefgh'[index]}`,
  };
  const filled = (format: 'positional' | 'named', max: number) =>
    fc
      .tuple(words, fc.array(fc.tuple(words, fc.string({ minLength: 1 })), { maxLength: max }))
      .map(([start, parts]) => ({
        text: start + parts.map(([after], index) => ` {{${variable[format](index)}}} ${after}`).join(''),
        samples: Object.fromEntries(parts.map(([, sample], index) => [variable[format](index), sample])),
      }));
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const header = (format: 'positional' | 'named'): fc.Arbitrary<Header> =>
    fc.oneof(
      filled(format, 1).map((text) => ({ format: 'text' as const, ...text })),
      fc.record({
        format: fc.constantFrom('image' as const, 'video' as const, 'document' as const),
        sample: opaque.map((end) => `4::${end}`),
      }),
      fc.constant({ format: 'location' as const }),
    );
  const button: fc.Arbitrary<Button> = fc.oneof(
    label.map((text) => ({ kind: 'quick_reply' as const, label: text })),
    label.map((text) => ({ kind: 'url' as const, label: text, url: 'https://example.com/' })),
    fc
      .tuple(label, opaque)
      .map(([text, sample]) => ({ kind: 'url' as const, label: text, url: 'https://example.com/{{1}}', sample })),
    label.map((text) => ({ kind: 'phone' as const, label: text, phone: '+5491155551234' })),
    opaque.map((sample) => ({ kind: 'copy_code' as const, sample })),
    label.map((text) => ({ kind: 'other' as const, type: 'CATALOG', label: text })),
  );
  const card = (format: 'positional' | 'named'): fc.Arbitrary<CarouselCard> =>
    fc.record({ header: header(format), body: filled(format, 2), buttons: fc.array(button, { maxLength: 2 }) });
  const identity = { name: opaque, language: fc.constantFrom('en', 'es_AR', 'ar') };
  const written = fc.constantFrom('positional' as const, 'named' as const).chain((format) =>
    fc.record({
      ...identity,
      category: fc.constantFrom('MARKETING' as const, 'UTILITY' as const),
      parameterFormat: fc.constant(format),
      header: maybe(header(format)),
      body: filled(format, 5),
      footer: maybe(words),
      buttons: fc.array(button, { maxLength: 5 }),
      carousel: maybe(fc.array(card(format), { maxLength: 3 })),
      limitedTimeOffer: maybe(fc.record({ text: words, hasExpiration: fc.boolean() })),
      ttlSeconds: maybe(fc.integer()),
    }),
  );
  const coded = fc.record({
    ...identity,
    otpKind: fc.constantFrom('copy_code' as const, 'one_tap' as const, 'zero_tap' as const),
    securityRecommendation: fc.boolean(),
    expiryMinutes: maybe(fc.integer({ min: 1, max: 90 })),
  });
  return fc.oneof(
    written.map((template) => withoutUndefined(template) as Template),
    coded.map(({ name, language, otpKind, securityRecommendation, expiryMinutes }) =>
      aCodeTemplate({
        name,
        language,
        buttons: [{ kind: 'otp', otpKind }],
        authentication: { securityRecommendation, ...(expiryMinutes === undefined ? {} : { expiryMinutes }) },
      }),
    ),
  );
}

function withoutUndefined(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
