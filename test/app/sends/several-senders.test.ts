// Several senders: a template name that two of them have is a choice, and lists say from whom.
import { expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { FILLED, sendable, sendNow } from '../../support/app/stories.ts';
import { cardOf, formOf, inputsOf, noticeOf, textOf } from '../../support/read-card.ts';

async function atBoth(): Promise<TestApp> {
  const app = await startTestApp({ senderIds: ['main', 'second'] });
  app.providerOf('second').holds(aTemplate());
  await sendable(app);
  const rows = await app.store.db.selectFrom('templates').select('id').where('sender_id', '=', 'second').execute();
  for (const { id } of rows) cardOf(await app.person('marta').clicks('enable_template', id));
  return app;
}

test('the agent chooses between the senders, by their labels, and it leaves from the chosen one', async () => {
  const app = await atBoth();
  const lucia = app.person('lucia');

  const choice = formOf(await lucia.types('/send-active +5491155551234 order_ready en_US'));
  const field = inputsOf(choice).find(({ id }) => id === 'template');
  const options = field?.kind === 'search' ? field.options : [];
  expect(options.map(({ label }) => label)).toEqual([
    'order_ready (en_US) · Sender main',
    'order_ready (en_US) · Sender second',
  ]);
  const fill = formOf(await lucia.sends(choice, { template: options[1]?.value ?? '' }));
  noticeOf(await lucia.sends(fill, FILLED));
  await app.pass(5_000);

  expect((await sendNow(app, 1)).senderId).toBe('second');
  expect(app.provider.sends).toEqual([]);
  expect(app.providerOf('second').sends).toHaveLength(1);
  expect(textOf(noticeOf(await lucia.types('/send-active status')))).toContain('order_ready · Sender second');
});

test('with one sender nobody is told which', async () => {
  const app = await startTestApp();
  await sendable(app);

  const lucia = app.person('lucia');
  const form = await lucia.opens('/send-active +5491155551234');
  const options = await lucia.searches(form, 'template', 'order');

  expect(options.map(({ label }) => label)).toEqual(['order_ready (en_US)']);
});

test('lists say the sender, and a template of two senders is shown by adding one', async () => {
  const app = await atBoth();
  const lucia = app.person('lucia');

  const list = textOf(noticeOf(await lucia.types('/template list')));
  const asked = textOf(noticeOf(await lucia.types('/template show order_ready en_US')));
  const shown = textOf(noticeOf(await lucia.types('/template show order_ready en_US second')));

  expect(list).toContain('Sender main');
  expect(list).toContain('Sender second');
  expect(asked).toContain('exists at several senders: main and second');
  expect(shown).toContain('Sender second');
});
