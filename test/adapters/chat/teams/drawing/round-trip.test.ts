// What a form shows is what comes back from Teams, whatever stands in it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCardData } from '../../../../../adapters/chat/teams/drawing/card-data.ts';
import { renderCard } from '../../../../../adapters/chat/teams/drawing/render-card.ts';
import { renderForm } from '../../../../../adapters/chat/teams/drawing/render-form.ts';
import { readDataset, TYPED, writeDataset } from '../../../../../adapters/chat/teams/drawing/search-field.ts';
import type { ActionId, Field, Form, FormId } from '../../../../../src/views/view.ts';
import { aCard, aForm } from '../../../../support/chat-samples.ts';
import { anyText, hugeForm, label } from '../../../../support/slack/texts.ts';
import { cardFaults } from '../../../../support/teams/card-faults.ts';
import { readCard, submitted } from '../../../../support/teams/read-teams.ts';
import { teamsWords as words } from '../../../../support/teams/words.ts';

const id = fc.oneof(
  fc.uuid(),
  fc.integer({ min: 0, max: 99 }).map((n) => `sample.body.${n}`),
  fc.constantFrom('text', 'type', 'data', 'id'),
);
const optionList = (min: number, max: number) =>
  fc
    .uniqueArray(fc.oneof(fc.uuid(), label(40)), { minLength: min, maxLength: max })
    .map((values) =>
      values.map((value, n) => ({ value, label: `Option ${n} ${value}`, ...(n % 2 && { hint: 'hint' }) })),
    );
const base = { id, label: label(60) };
const more = { hint: label(200), optional: fc.constant(true as const) };

const line = fc.record(
  { ...base, kind: fc.constantFrom('line' as const, 'lines' as const), max: fc.integer({ min: 1, max: 900 }), ...more },
  { requiredKeys: ['id', 'label', 'kind'] },
);
const choice = fc.record(
  {
    ...base,
    kind: fc.constant('choice' as const),
    look: fc.constantFrom('menu' as const, 'radio' as const),
    options: optionList(0, 10),
    ...more,
  },
  { requiredKeys: ['id', 'label', 'kind', 'look', 'options'] },
);
const search = fc.record(
  { ...base, kind: fc.constant('search' as const), total: fc.nat(900), options: optionList(1, 40), ...more },
  { requiredKeys: ['id', 'label', 'kind', 'total', 'options'] },
);
const shown: fc.Arbitrary<Field> = fc.oneof(
  fc.record({
    id,
    kind: fc.constant('note' as const),
    text: anyText(600),
    tone: fc.constantFrom('plain' as const, 'warning' as const, 'error' as const),
  }),
  fc.record({ ...base, kind: fc.constant('raw' as const), text: anyText(900) }),
  fc.record({
    ...base,
    kind: fc.constant('preview' as const),
    message: fc.record({ body: anyText(900), buttons: fc.constant([]) }),
  }),
);

const anyForm: fc.Arbitrary<Form> = fc
  .record({
    formId: fc.constantFrom<FormId>('propose', 'reject', 'request_changes', 'send'),
    context: anyText(255),
    fields: fc.uniqueArray(
      fc.oneof({ weight: 3, arbitrary: fc.oneof(line, choice, search) }, { weight: 1, arbitrary: shown }),
      {
        maxLength: 10,
        selector: (field) => field.id,
      },
    ),
    texts: fc.infiniteStream(anyText(800)),
    pick: fc.nat(),
    faults: fc.dictionary(fc.uuid(), anyText(200), { maxKeys: 2 }),
    isRefused: fc.boolean(),
    pressable: fc.uniqueArray(fc.constantFrom('back', 'refresh', 'start_over'), { maxLength: 3 }),
  })
  .map(({ formId, context, fields, texts, pick, faults, isRefused, pressable }) => {
    const value = (field: Field) => {
      if (!('options' in field) || pick % 5 === 0) return texts.next().value;
      return field.options[pick % field.options.length]?.value ?? '';
    };
    const inputs = fields.filter((field) => !['note', 'raw', 'preview'].includes(field.kind));
    return aForm({
      id: formId,
      context,
      fields,
      buttons: pressable.map((each) => ({ id: each, label: `To ${each}` })),
      values: Object.fromEntries(inputs.map((field) => [field.id, value(field)])),
      errors: isRefused ? { ...faults, ...Object.fromEntries(fields.map((field) => [field.id, 'Wrong.'])) } : {},
    });
  });

/** Lists without a choice are left out by clients, and an empty value says the same. */
const filled = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

describe('round trip', () => {
  test('every button of a form brings back its form, its context and what the form shows', () => {
    fc.assert(
      fc.property(anyForm, fc.constantFrom('dialog' as const, 'card' as const), (form, mode) => {
        const card = JSON.parse(JSON.stringify(renderForm(form, words, mode)));

        expect(cardFaults(card)).toEqual([]);
        for (const button of ['submit', ...form.buttons.map((each) => each.id)]) {
          const read = readCardData(submitted(card, button));
          expect(read?.data).toEqual({ do: 'form', form: form.id, context: form.context, button });
          expect(filled(read!.values)).toEqual(filled(form.values));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('what is typed over it comes back instead, an emptied field as empty', () => {
    const form = aForm({ values: { name: 'kept', body: 'typed', category: 'UTILITY', language: 'es' } });
    const sent = submitted(renderForm(form, words, 'dialog'), 'submit', {
      name: '',
      body: 'a\n  b',
      category: 'MARKETING',
      [`language${TYPED}`]: 'Zulu',
    });

    expect(readCardData(sent)?.values).toEqual({
      name: '',
      body: 'a\n  b',
      category: 'MARKETING',
      language: 'es',
      'language~typed': 'Zulu',
    });
  });

  test('the biggest form gives every value back', () => {
    const form = hugeForm(40);

    expect(readCardData(submitted(renderForm(form, words, 'card'), 'submit'))?.values).toEqual(form.values);
  });

  test('a form shows every value and every fault it has', () => {
    fc.assert(
      fc.property(anyForm, (form) => {
        const seen = readCard(renderForm(form, words, 'dialog'));

        for (const field of seen.fields.filter((each) => !each.id.endsWith(TYPED))) {
          expect(field.value).toBe(form.values[field.id]);
          expect(field.error).toBe(form.errors[field.id] === undefined ? '' : `Fix: ${form.errors[field.id]}`);
          if (field.choices && field.value !== '')
            expect(field.choices.map((each) => each.value)).toContain(field.value);
        }
        for (const error of Object.values(form.errors)) expect(seen.text).toContain(visible(error));
      }),
      { numRuns: 150 },
    );
  });

  test('every action of a card keeps its subject, also when two have the same id', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom<ActionId>('approve', 'enable_template'), anyText(255), fc.boolean()), {
          maxLength: 9,
        }),
        fc.constantFrom('dialog' as const, 'card' as const),
        (wanted, forms) => {
          const actions = wanted.map(([action, subject, opens]) => ({
            id: action,
            label: 'Do it',
            subject,
            ...(opens && { opensForm: true as const }),
          }));
          const card = JSON.parse(JSON.stringify(renderCard(aCard({ actions }), { forms, words })));

          expect(readCard(card).actions.map((each) => readCardData(each.raw)?.data)).toEqual(
            wanted.map(([action, subject]) => ({ do: 'action', action, subject })),
          );
        },
      ),
    );
  });

  test('closing a form that is a card says nothing but that', () => {
    expect(readCardData(submitted(renderForm(aForm(), words, 'card'), 'close'))?.data).toEqual({ do: 'close' });
  });
});

describe('datasets', () => {
  test('name form, context and field of a search, whatever they are', () => {
    fc.assert(
      fc.property(anyText(255), fc.string({ unit: 'binary', maxLength: 40 }), label(100), (form, context, field) => {
        const dataset = writeDataset({ form, context, field });

        expect(dataset).toMatch(/^[\w-]+$/);
        expect(readDataset(dataset)).toEqual({ form, context, field });
      }),
    );
    const halves = { form: 'send', context: '\uD800', field: 'template' };
    expect(readDataset(writeDataset(halves))).toEqual(halves);
  });

  test('of somebody else are nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.jsonValue(), fc.constant(undefined)), (dataset) => {
        expect(readDataset(dataset)).toBeUndefined();
      }),
    );
    const packed = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const value of [
      null,
      {},
      [],
      ['send', 'x'],
      ['send', 'x', 1],
      ['a', 'b', 'c', 'd'],
      ['a', 'b', 'c'.repeat(256)],
    ])
      expect(readDataset(packed(value))).toBeUndefined();
  });
});

function visible(written: string): string {
  return written.replaceAll('\u2060', '').replaceAll('\u00A0', ' ');
}
