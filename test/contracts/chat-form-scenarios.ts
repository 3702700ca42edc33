// Contract scenarios: commands and forms.
import { expect, vi } from 'vitest';
import { aCard, aForm, intentsOf } from '../support/chat-samples.ts';
import { type Scenario, shownForm } from './chat-subject.ts';

export const formScenarios: Readonly<Record<string, Scenario>> = {
  'a typed command arrives with its words and its author': async ({ subject, intents }) => {
    await subject.sendCommand(subject.ana, 'send-active', '+54 9 11 5555-1234 order_ready');

    await vi.waitFor(() => expect(intents).toHaveLength(1));
    const [intent] = intentsOf(intents, 'command');
    expect(intent).toMatchObject({ command: 'send-active', text: '+54 9 11 5555-1234 order_ready' });
    expect(intent!.actor).toMatchObject({
      platform: subject.platform.id,
      tenant: subject.platform.tenant(),
      id: subject.ana.id,
    });
    expect(intent!.deliveryId).not.toBe('');
  },

  'a command answered with a form opens it, prefilled': async ({ subject, answer }) => {
    answer({ show: 'form', form: aForm({ values: { name: 'order_ready', body: 'Hola {{1}}', category: 'UTILITY' } }) });

    await subject.sendCommand(subject.ana, 'template', 'propose');

    const form = await shownForm(subject, subject.ana);
    expect(form.title).toBe('Propose template');
    expect(form.fields.map((f) => [f.id, f.value])).toEqual(
      expect.arrayContaining([
        ['name', 'order_ready'],
        ['body', 'Hola {{1}}'],
        ['category', 'UTILITY'],
      ]),
    );
    expect(form.text).toContain('Step 1 of 3');
    expect(subject.formOf(subject.ben)).toBeUndefined();
  },

  'a notice is seen by its addressee only': async ({ subject, answer }) => {
    answer({ show: 'notice', card: aCard({ title: 'No such command', actions: [] }) });

    await subject.sendCommand(subject.ana, 'template', 'nonsense');

    await vi.waitFor(() => expect(subject.privateTo(subject.ana).at(-1)?.text).toContain('No such command'), 3000);
    expect(subject.privateTo(subject.ben)).toEqual([]);
    expect(subject.messagesIn(subject.channel)).toEqual([]);
  },

  'a submitted form arrives whole: id, context and every value': async ({ subject, intents, answer }) => {
    answer({ show: 'form', form: aForm({ context: 'draft-01/é"<&' }) });
    await subject.sendCommand(subject.ana, 'template', 'propose');
    await shownForm(subject, subject.ana);
    answer({ show: 'nothing' });

    const typed = {
      name: 'order_ready',
      body: 'Line one\nline two 👩‍👩‍👧 مرحبا',
      category: 'MARKETING',
      language: 'es',
    };
    await subject.submitForm(subject.ana, typed);

    await vi.waitFor(() => expect(intentsOf(intents, 'form')).toHaveLength(1));
    expect(intentsOf(intents, 'form')[0]).toMatchObject({
      form: 'propose',
      context: 'draft-01/é"<&',
      button: 'submit',
      values: typed,
    });
  },

  'a refused form keeps every typed value and shows each error at its field': async ({ subject, answer }) => {
    answer({ show: 'form', form: aForm() });
    await subject.sendCommand(subject.ana, 'template', 'propose');
    await shownForm(subject, subject.ana);
    answer((intent) => ({
      show: 'form',
      form: aForm({
        values: intent.kind === 'form' ? intent.values : {},
        errors: { name: 'Use lower-case letters.', body: 'A variable may not stand at the end.' },
      }),
    }));

    await subject.submitForm(subject.ana, { name: 'Order Ready', body: 'Hola {{1}}', category: 'UTILITY' });

    const form = await shownForm(subject, subject.ana, (shown) => shown.fields.some((f) => f.error !== ''));
    const byId = Object.fromEntries(form.fields.map((f) => [f.id, f]));
    expect(byId.name).toMatchObject({
      value: 'Order Ready',
      error: expect.stringContaining('Use lower-case letters.'),
    });
    expect(byId.body).toMatchObject({
      value: 'Hola {{1}}',
      error: expect.stringContaining('A variable may not stand at the end.'),
    });
    expect(byId.category).toMatchObject({ value: 'UTILITY', error: '' });
  },

  'a form button sends the values along and may change the page, errors included': async ({
    subject,
    intents,
    answer,
  }) => {
    answer({ show: 'form', form: aForm({ buttons: [{ id: 'back', label: 'Back' }] }) });
    await subject.sendCommand(subject.ana, 'template', 'propose');
    const first = await shownForm(subject, subject.ana);
    expect(first.buttons).toEqual(['back']);
    answer({
      show: 'form',
      form: aForm({ title: 'Earlier step', values: { name: 'kept_name' }, errors: { name: 'Taken already.' } }),
    });

    await subject.submitForm(subject.ana, { name: 'kept_name', body: 'unfinished' }, 'back');

    const form = await shownForm(subject, subject.ana, (shown) => shown.title === 'Earlier step');
    expect(intentsOf(intents, 'form')[0]).toMatchObject({
      button: 'back',
      values: { name: 'kept_name', body: 'unfinished' },
    });
    expect(form.fields.find((f) => f.id === 'name')).toMatchObject({
      value: 'kept_name',
      error: expect.stringContaining('Taken already.'),
    });
  },

  'a form may end in a notice': async ({ subject, answer }) => {
    answer({ show: 'form', form: aForm() });
    await subject.sendCommand(subject.ana, 'template', 'propose');
    await shownForm(subject, subject.ana);
    answer({ show: 'notice', card: aCard({ title: 'Sent for approval', actions: [] }) });

    await subject.submitForm(subject.ana, { name: 'order_ready', body: 'Hola', category: 'UTILITY' });

    await vi.waitFor(() => expect(subject.privateTo(subject.ana).at(-1)?.text).toContain('Sent for approval'), 3000);
    expect(subject.formOf(subject.ana)).toBeUndefined();
  },

  'typing in a search field offers what search finds, and the choice arrives': async ({ subject, intents, answer }) => {
    answer({ show: 'form', form: aForm() });
    await subject.sendCommand(subject.ana, 'template', 'propose');
    await shownForm(subject, subject.ana);

    expect(await subject.searchIn(subject.ana, 'language', 'es')).toEqual(['es', 'es_AR']);

    answer({ show: 'nothing' });
    await subject.submitForm(subject.ana, { name: 'a', body: 'b', category: 'UTILITY', language: 'es_AR' });
    await vi.waitFor(() => expect(intentsOf(intents, 'form')[0]?.values.language).toBe('es_AR'));
  },
};
