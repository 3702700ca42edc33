// The form asks the chosen sender's provider before anything is typed, and says what has to change when the sender does.
import { expect, test } from 'vitest';
import type { Form } from '../../../src/views/view.ts';
import { startTestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { REJECTED } from '../../support/app/fake-provider.ts';
import { someFacts } from '../../support/app/provider-facts.ts';
import { rootOf, submit, toLastStep, typed } from '../../support/app/stories.ts';
import { formOf, inputsOf } from '../../support/read-card.ts';

const SMALL = someFacts({
  dialect: {
    categories: ['UTILITY'],
    headers: ['text'],
    buttons: ['quick_reply'],
    footer: false,
    mostButtons: 2,
    languages: ['es', 'en_US'],
  },
});

function optionsOf(form: Form, id: string): readonly string[] {
  const field = inputsOf(form).find((one) => one.id === id);
  return field?.kind === 'choice' || field?.kind === 'search' ? field.options.map(({ value }) => value) : [];
}

test('with one sender, only what its provider takes is offered', async () => {
  const app = await startTestApp({ facts: { main: SMALL } });

  const form = await app.person('sofia').opens('/template propose');

  expect(optionsOf(form, 'category')).toEqual(['UTILITY']);
  expect(optionsOf(form, 'header_format')).toEqual(['none', 'text']);
  expect(optionsOf(form, 'button_count')).toEqual(['0', '1', '2']);
  expect(optionsOf(form, 'language').toSorted()).toEqual(['en_US', 'es']);
  expect(inputsOf(form).map(({ id }) => id)).not.toContain('footer');
});

test('a template moved to such a sender keeps what was typed and says what has to change, field by field', async () => {
  const app = await startTestApp({ senderIds: ['main', 'small'], facts: { small: SMALL } });
  const sofia = app.person('sofia');
  const values = { ...typed(aTemplate({ footer: 'Good bye', category: 'MARKETING' })), header_format: 'image' };

  const form = formOf(await sofia.sends(await sofia.opens('/template propose'), { ...values, sender: 'small' }));

  expect(Object.keys(form.errors).toSorted()).toEqual(['category', 'footer', 'header_format']);
  expect(form.errors.footer).toBe('Postbox takes no footer. Empty it.');
  expect(optionsOf(form, 'header_format')).toEqual(['none', 'text', 'image']);
  expect(form.values.footer).toBe('Good bye');
});

test('where the provider changes nothing in place, the revision after a refusal needs another name', async () => {
  const facts = someFacts({ capabilities: { edits: false } });
  const app = await startTestApp({ facts: { main: facts } });
  const proposal = await submit(app);
  app.provider.holds(aTemplate(), { review: REJECTED });
  await app.tick('templates.sync');
  await app.pass(60_000);
  const sofia = app.person('sofia');

  const form = formOf(await sofia.clicks('fix_and_resubmit', `${proposal.id}:1`));
  const refused = formOf(await sofia.sends(form));

  expect(JSON.stringify(form.fields)).toContain('needs another name');
  expect(refused.errors.name).toContain('Postbox refused order_ready');
  expect((await toLastStep(app, typed(aTemplate({ name: 'order_ready_2' })), form)).errors).toEqual({});
  expect(rootOf(app, proposal)).toBeDefined();
});
