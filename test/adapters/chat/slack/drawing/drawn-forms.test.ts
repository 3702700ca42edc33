// A form that is drawn from its kept JSON must be the form that would be drawn anew.
import { describe, expect, test } from 'vitest';
import { createFormDrawer } from '../../../../../adapters/chat/slack/drawing/drawn-forms.ts';
import { renderForm } from '../../../../../adapters/chat/slack/drawing/render-form.ts';
import type { Form } from '../../../../../src/views/view.ts';
import { slackWords } from '../../../../support/slack/platform.ts';

const FIELDS: Form['fields'] = [
  { kind: 'line', id: 'name', label: 'Name' },
  { kind: 'lines', id: 'body', label: 'Text', optional: true },
];
const SHARED: Form = {
  id: 'propose',
  context: 'd1:1',
  title: 'Propose template',
  fields: FIELDS,
  submit: 'Next',
  buttons: [],
  close: 'Cancel',
  values: {},
  errors: {},
  summary: 'A form.',
};

describe('kept forms', () => {
  test('are what drawing them anew gives, each with its own context', () => {
    const draw = createFormDrawer();

    for (const context of ['d1:1', 'd2:1', 'with "quotes" and \\']) {
      const form = { ...SHARED, context };
      expect(JSON.parse(draw(form, slackWords))).toEqual(JSON.parse(JSON.stringify(renderForm(form, slackWords))));
    }
  });

  test.each([
    ['values', { values: { name: 'order_ready' } }],
    ['faults', { errors: { name: 'Taken.' } }],
    ['buttons', { buttons: [{ id: 'back', label: 'Back' }] }],
    ['a title', { title: 'Change proposal' }],
    ['a submit button', { submit: 'Send' }],
    ['a cancel button', { close: 'Not now' }],
    ['a form', { id: 'send' }],
  ] as const)('are drawn anew for other %s', (_what, change) => {
    const draw = createFormDrawer();
    draw(SHARED, slackWords);

    const form = { ...SHARED, ...change };
    expect(JSON.parse(draw(form, slackWords))).toEqual(JSON.parse(JSON.stringify(renderForm(form, slackWords))));
  });

  test('are drawn anew in another language', () => {
    const draw = createFormDrawer();
    draw(SHARED, slackWords);
    const spanish = { ...slackWords, choose: 'Elegir' };

    expect(JSON.parse(draw(SHARED, spanish))).toEqual(JSON.parse(JSON.stringify(renderForm(SHARED, spanish))));
  });
});
