// Our template as Twilio's content and back, with every value in its place; and every request as the published schema wants it.
import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { variablesOf } from '../../../../adapters/provider/twilio/send.ts';
import type { StoredContent } from '../../../../adapters/provider/twilio/simulator/model.ts';
import { render } from '../../../../adapters/provider/twilio/simulator/render.ts';
import { faultOfContent, readVariables } from '../../../../adapters/provider/twilio/simulator/rules.ts';
import { readContent } from '../../../../adapters/provider/twilio/templates/content-read.ts';
import { writeContent } from '../../../../adapters/provider/twilio/templates/content-write.ts';
import { providerFingerprint } from '../../../../src/domain/review/fingerprint.ts';
import { renderWithValues } from '../../../../src/domain/sends/render.ts';
import { slotsOf } from '../../../../src/domain/sends/slots.ts';
import { contentHash } from '../../../../src/domain/templates/content-hash.ts';
import { LANGUAGES } from '../../../../src/domain/templates/languages.ts';
import type { Button, Header, Template } from '../../../../src/domain/templates/template.ts';
import { aSend, aTemplate } from '../../../support/twilio/samples.ts';

const word = fc.stringMatching(/^[a-záéñ]{1,12}$/);

/** `words {{1}} words {{2}} words`: up to `most` variables, in any order. */
function withVariables(most: number): fc.Arbitrary<string> {
  const keys = fc.integer({ min: 0, max: most }).chain((n) => {
    const all = Array.from({ length: n }, (_, at) => at + 1);
    return fc.shuffledSubarray(all, { minLength: n });
  });
  return fc.tuple(keys, word, word).map(([all, a, b]) => `${a} ${all.map((key) => `{{${key}}} ${b} `).join('')}${a}`);
}

const samples = { 1: 'uno', 2: 'dos', 3: 'tres' };

const header: fc.Arbitrary<Header | undefined> = fc.oneof(
  fc.constant(undefined),
  withVariables(1).map((text) => ({ format: 'text' as const, text, samples: text.includes('{{') ? { 1: 'uno' } : {} })),
  fc.constantFrom<Header>(
    { format: 'image', sample: 'https://cdn.example.com/a/one.png' },
    { format: 'video', sample: 'https://cdn.example.com/one.mp4' },
    { format: 'document', sample: 'https://cdn.example.com/one.pdf?v=2' },
  ),
);

const button: fc.Arbitrary<Button> = fc.oneof(
  word.map((label) => ({ kind: 'quick_reply' as const, label, value: `${label}_value` })),
  word.map((label) => ({ kind: 'quick_reply' as const, label })),
  word.map((label) => ({ kind: 'url' as const, label, url: `https://example.com/${label}` })),
  word.map((label) => ({ kind: 'url' as const, label, url: `https://example.com/${label}/{{1}}`, sample: 'uno' })),
  word.map((label) => ({ kind: 'phone' as const, label, phone: '+541152639999' })),
  word.map((code) => ({ kind: 'copy_code' as const, sample: code })),
);

const template: fc.Arbitrary<Template> = fc
  .record({
    text: withVariables(3),
    header,
    footer: fc.option(word, { nil: undefined }),
    buttons: fc.array(button, { maxLength: 4 }),
  })
  .map(({ text, header, footer, buttons }) =>
    aTemplate({
      body: {
        text,
        samples: Object.fromEntries(Object.entries(samples).filter(([key]) => text.includes(`{{${key}}}`))),
      },
      ...(header === undefined ? {} : { header }),
      ...(footer === undefined ? {} : { footer }),
      buttons,
    }),
  );

function written(template: Template) {
  const request = writeContent(template);
  if (!request.ok) throw new Error(request.error.detail);
  return request.value;
}

function stored(template: Template): StoredContent {
  const { friendly_name, language, variables, types } = written(template);
  return { sid: 'HX1', friendlyName: friendly_name, language, variables: variables ?? {}, types, createdAt: '' };
}

function readBack({ sid, language, variables, types }: StoredContent, name = 'order_ready') {
  const read = readContent({ sid, language, variables, types }, { name, category: 'UTILITY' });
  if (read === undefined) throw new Error('not read');
  return read;
}

/** A value for every slot that no other slot has. */
function valuesOf(template: Template): Readonly<Record<string, string>> {
  return Object.fromEntries(
    slotsOf(template).map(({ id, kind }, at) => [
      id,
      kind === 'link' ? `https://cdn.example.com/v${at}.png` : `v${at}`,
    ]),
  );
}

describe('template → content → template', () => {
  test('comes back the same, to the last sample', () => {
    fc.assert(
      fc.property(template, (one) => {
        expect(contentHash(readBack(stored(one)).template)).toBe(contentHash(one));
      }),
    );
  });

  test('every slot of ours has exactly one way into the content, and the content no variable without one', () => {
    fc.assert(
      fc.property(template, (one) => {
        const { fillings, keys } = readBack(stored(one));
        expect(fillings.map(({ slot }) => slot).toSorted()).toEqual(
          slotsOf(one)
            .map(({ id }) => id)
            .toSorted(),
        );
        expect(keys.toSorted()).toEqual(fillings.flatMap(({ key }) => key ?? []).toSorted());
      }),
    );
  });

  test('import → slots → send: the customer sees every value in its place', () => {
    fc.assert(
      fc.property(template, (one) => {
        const content = stored(one);
        const imported = readBack(content);
        const values = valuesOf(imported.template);

        const variables = variablesOf(imported, aSend({ template: imported.template, values }));
        if (!variables.ok) throw new Error(variables.error.detail);
        const given = readVariables(JSON.stringify(Object.fromEntries(variables.value)));

        const expected = renderWithValues(one, values);
        const seen = render(content, given ?? {}).preview;
        expect({ ...seen, header: undefined }).toEqual({ ...expected, header: undefined });
        expect(JSON.stringify(seen.header ?? {})).toContain(
          Object.entries(values).find(([id]) => id.startsWith('header'))?.[1] ?? '',
        );
      }),
    );
  });

  test('keys that are words, up to 16 characters, and keys out of order reach their place', () => {
    const content: StoredContent = {
      sid: 'HX1',
      friendlyName: 'x',
      language: 'es',
      createdAt: '',
      variables: { customerName: 'a', pedido_numero_16: 'b', '7': 'c', foto: 'd.png', codigo: 'e' },
      types: {
        'whatsapp/card': {
          header_text: 'Pedido {{pedido_numero_16}}',
          body: 'Hola {{ customerName }}, {{7}}.',
          actions: [
            { type: 'URL', title: 'Uno', url: 'https://example.com/{{7}}' },
            { type: 'COPY_CODE', title: 'Copy code', code: '{{codigo}}' },
          ],
        },
      },
    };
    const shown = { ...content, variables: { ...content.variables } };
    delete (shown.variables as Record<string, string>).foto;
    const imported = readBack(shown);
    const values = { 'header.1': 'P1', 'body.1': 'Eva', 'body.2': 'hoy', 'button.0': 'hoy', 'button.1': 'C1' };

    const variables = variablesOf(imported, aSend({ template: imported.template, values }));

    expect(imported.template).toMatchObject({
      header: { text: 'Pedido {{1}}', samples: { 1: 'b' } },
      body: { text: 'Hola {{1}}, {{2}}.', samples: { 1: 'a', 2: 'c' } },
    });
    expect(variables.ok && Object.fromEntries(variables.value)).toEqual({
      pedido_numero_16: 'P1',
      customerName: 'Eva',
      7: 'hoy',
      codigo: 'C1',
    });
    const unlike = variablesOf(
      imported,
      aSend({ template: imported.template, values: { ...values, 'button.0': 'otro' } }),
    );
    expect(unlike).toMatchObject({ ok: false, error: { fault: 'parameter_format' } });
  });

  test('a one-time code is one value for text and button', () => {
    const code = aTemplate({
      category: 'AUTHENTICATION',
      body: { text: '{{1}} is your verification code.', samples: { 1: '123456' } },
      authentication: { securityRecommendation: true, expiryMinutes: 5 },
      buttons: [{ kind: 'otp', otpKind: 'copy_code' }],
    });
    const imported = readBack(stored(code));

    expect(providerFingerprint(imported.template)).toBe(providerFingerprint(code));
    expect(render(stored(code), { 1: '998877' }).preview).toMatchObject({
      body: '998877 is your verification code.',
      buttons: [{ kind: 'copy_code', detail: '998877' }],
    });
  });

  test('what a session shows but no template of ours can fill is listed and refused by name', () => {
    const picker = { 'twilio/list-picker': { body: 'Elija', button: 'Ver', items: [{ id: '1', item: 'a' }] } };
    const content = { ...stored(aTemplate()), variables: {}, types: picker };

    expect(readBack(content).template).toMatchObject({
      body: { text: 'Elija' },
      buttons: [{ kind: 'other', type: 'LIST_PICKER' }],
    });
  });

  test('every language code comes back as it went', () => {
    for (const { code } of LANGUAGES)
      expect(readBack(stored(aTemplate({ language: code }))).template.language).toBe(code);
  });
});

describe('what Twilio cannot say is refused before anything is called', () => {
  test.each<[string, Partial<Template>]>([
    ['a location', { header: { format: 'location' } }],
    ['an animation', { header: { format: 'gif', sample: 'https://cdn.example.com/a.mp4' } }],
    ['a sample that is no link', { header: { format: 'image', sample: '4::handle' } }],
    ['a sample of another kind', { header: { format: 'image', sample: 'https://cdn.example.com/a.pdf' } }],
    ['names for variables', { parameterFormat: 'named', body: { text: 'a {{name}} b', samples: { name: 'x' } } }],
    ['a variable without a sample', { body: { text: 'a {{1}} b', samples: {} } }],
    ['a value longer than Twilio keeps', { buttons: [{ kind: 'quick_reply', label: 'a', value: 'x'.repeat(129) }] }],
  ])('%s', (_what, change) => {
    expect(writeContent(aTemplate(change))).toMatchObject({
      ok: false,
      error: { kind: 'rejected', reaction: 'template' },
    });
  });
});

describe('every request is one the published schema takes', () => {
  test('by the small check of the simulator', () => {
    fc.assert(
      fc.property(template, (one) => {
        expect(faultOfContent(written(one))).toBeUndefined();
      }),
    );
  });

  test('by the schema itself, where the workplace has a copy of it', () => {
    const schema = new URL('../../../../../shared/specs/twilio_content_v1.json', import.meta.url);
    if (!existsSync(schema)) return;
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema(JSON.parse(readFileSync(schema, 'utf8')), 'spec');
    const isContent = ajv.compile({ $ref: 'spec#/components/schemas/ContentCreateRequest' });
    const isApproval = ajv.compile({ $ref: 'spec#/components/schemas/ContentApprovalRequest' });

    fc.assert(
      fc.property(template, (one) => {
        expect(isContent(written(one)) ? [] : isContent.errors).toEqual([]);
        expect(isApproval({ name: one.name, category: one.category })).toBe(true);
      }),
    );
  });
});
