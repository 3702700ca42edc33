// Two agents and one customer: whoever sends what a colleague has just sent is told, and asked.
import { expect, test } from 'vitest';
import { startTestApp } from '../../support/app/app.ts';
import { roleTable } from '../../support/app/settings.ts';
import { CUSTOMER, FILLED, press, sendable } from '../../support/app/stories.ts';
import { formOf, inputsOf, noticeOf } from '../../support/read-card.ts';

const sends = async (app: Awaited<ReturnType<typeof startTestApp>>) =>
  (await app.store.db.selectFrom('sends').select('number').execute()).length;

test('of two who send the same within a second, the second is told who did and when, and asked', async () => {
  const app = await startTestApp();
  await sendable(app);
  const bruno = app.person('bruno');
  const form = await bruno.opens(`/send-active ${CUSTOMER} order_ready`);
  await press(app, FILLED, CUSTOMER, 'lucia');
  app.skip(20_000);

  const asked = formOf(await bruno.sends(form, FILLED));

  expect(JSON.stringify(asked.fields)).toContain(
    'Lucia sent this template to this customer 20 seconds ago (message 1).',
  );
  expect(Object.keys(asked.errors)).toEqual(['again']);
  expect(await sends(app)).toBe(1);
  noticeOf(await bruno.sends(asked, { ...FILLED, again: '1' }));
  expect(await sends(app)).toBe(2);
});

test('at the very same moment one of them goes and the other is asked', async () => {
  const app = await startTestApp();
  await sendable(app);
  const both = ['lucia', 'bruno'].map((id) => app.person(id));
  const forms = await Promise.all(both.map((who) => who.opens(`/send-active ${CUSTOMER} order_ready`)));

  const answers = await Promise.all(both.map((who, index) => who.sends(forms[index]!, FILLED)));

  expect(answers.map(({ show }) => show).sort()).toEqual(['form', 'notice']);
  expect(await sends(app)).toBe(1);
});

test('a yes is about one message: another in the meantime is asked about anew', async () => {
  const app = await startTestApp({
    roles: roleTable({ agent: ['chat:lucia', 'chat:bruno', 'chat:ana'], admin: ['chat:marta'] }),
  });
  await sendable(app);
  await press(app, FILLED, CUSTOMER, 'lucia');
  const ana = await app.person('ana').opens(`/send-active ${CUSTOMER} order_ready`);
  noticeOf(
    await app
      .person('bruno')
      .sends(await app.person('bruno').opens(`/send-active ${CUSTOMER} order_ready`), { ...FILLED, again: '1' }),
  );

  const asked = formOf(await app.person('ana').sends(ana, { ...FILLED, again: '1' }));

  expect(JSON.stringify(asked.fields)).toContain('(message 2)');
});

test('it is said before anything is filled in, and not for other customers, templates, one’s own or a day later', async () => {
  const app = await startTestApp();
  await sendable(app);
  await press(app, FILLED, CUSTOMER, 'lucia');
  const asks = async (who: string, to = CUSTOMER) =>
    inputsOf(await app.person(who).opens(`/send-active ${to} order_ready`)).some(({ id }) => id === 'again');

  expect(await asks('bruno')).toBe(true);
  expect(await asks('lucia')).toBe(false);
  expect(await asks('bruno', '+5491155559876')).toBe(false);
  app.skip(31 * 60_000);
  expect(await asks('bruno')).toBe(false);
});
