// What a form shows is what comes back from Slack, whatever its size.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderCard } from '../../../../../adapters/chat/slack/drawing/render-card.ts';
import { parseSubmission } from '../../../../../adapters/chat/slack/in/parse.ts';
import { ViewSubmission } from '../../../../../adapters/chat/slack/in/payload.ts';
import type { Form, Values } from '../../../../../src/views/view.ts';
import { aCard, aForm } from '../../../../support/chat-samples.ts';
import { type Json, showView } from '../../../../support/slack/fake-slack-methods.ts';
import { readable, stateOf } from '../../../../support/slack/read-slack.ts';

import { anyText, asJson, blocksOf, hugeForm, label, long, render } from '../../../../support/slack/texts.ts';

/** What a person would send back without touching anything, after typing `typed`. */
function sendBack(form: Form, typed: Values = {}): Values | undefined {
  const view = asJson(render(form));
  const modal = {
    id: 'V1',
    user: 'U1',
    view: {} as Json,
    hash: '',
    open: true,
    typed: {} as Record<string, string>,
    errors: {},
  };
  showView(modal, view);
  Object.assign(modal.typed, typed);
  const payload = ViewSubmission.parse({
    type: 'view_submission',
    user: { id: 'U1' },
    team: { id: 'T1' },
    trigger_id: 't',
    view: { ...view, id: 'V1', state: { values: stateOf(view, modal.typed) } },
  });
  return parseSubmission(payload, () => undefined)?.values;
}

describe('round trip', () => {
  const id = fc.uuid();
  const line = fc.record({ kind: fc.constantFrom('line' as const, 'lines' as const), id, label: label(60) });
  const options = fc
    .uniqueArray(fc.uuid(), { minLength: 1, maxLength: 12 })
    .map((values) => values.map((value) => ({ value, label: `Option ${value}` })));
  const choice = fc.record({
    kind: fc.constant('choice' as const),
    id,
    label: label(60),
    look: fc.constantFrom('menu' as const, 'radio' as const),
    options,
  });
  const search = fc.record({ kind: fc.constant('search' as const), id, label: label(60), total: fc.nat(900), options });

  test('what a form shows is what comes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(line, choice, search), { minLength: 1, maxLength: 20 }),
        fc.infiniteStream(anyText(2900)),
        fc.nat(),
        (fields, texts, pick) => {
          const values = Object.fromEntries(
            fields.map((field) => [
              field.id,
              'options' in field ? field.options[pick % field.options.length]!.value : texts.next().value,
            ]),
          );

          expect(sendBack(aForm({ fields, values }))).toEqual(values);
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each([85, 200])('a packed form with %i samples gives every value back, and takes a changed line', (samples) => {
    const form = hugeForm(samples);
    const expected = Object.fromEntries(Object.entries(form.values).map(([key, value]) => [key, value.trim()]));

    const trimmed = Object.fromEntries(Object.entries(sendBack(form) ?? {}).map(([key, value]) => [key, value.trim()]));

    expect(trimmed).toEqual(expected);
  });

  test('an emptied field comes back empty, a field the client did not echo does not come back', () => {
    const form = aForm({ values: { name: 'kept', body: 'typed', category: 'UTILITY' } });
    const view = asJson(render(form));
    const state = { ...stateOf(view, { name: '' }) } as Record<string, unknown>;
    delete state.body;

    const payload = ViewSubmission.parse({
      type: 'view_submission',
      user: { id: 'U1' },
      team: { id: 'T1' },
      view: { ...view, id: 'V1', state: { values: state } },
    });

    const values = parseSubmission(payload, () => undefined)?.values;
    expect(values).toMatchObject({ name: '' });
    expect(values).not.toHaveProperty('body');
  });

  test('a value too long for an input is shown, and left alone', () => {
    const form = aForm({
      fields: [
        { kind: 'lines', id: 'body', label: 'Body' },
        { kind: 'line', id: 'name', label: 'Name' },
      ],
      values: { body: long(3500, 'abc '), name: 'n' },
    });

    expect(readable(blocksOf(render(form)))).toContain('abc abc');
    expect(sendBack(form)).toEqual({ name: 'n' });
  });

  test('every action of a card keeps its subject, also when two have the same id', () => {
    const actions = ['a/1', 'b/1', 'c/1'].map((subject) => ({
      id: 'enable_template' as const,
      label: 'Enable',
      subject,
    }));
    const [row] = blocksOf(renderCard(aCard({ actions }))).filter((block) => block.type === 'actions');

    expect((row!.elements as Json[]).map((button) => [button.action_id, button.value])).toEqual([
      ['enable_template', 'a/1'],
      ['enable_template:2', 'b/1'],
      ['enable_template:3', 'c/1'],
    ]);
  });
});
