// Consent of a customer: asked for where none is on record, stored with its source, and never assumed.
import { expect, test } from 'vitest';
import { startTestApp } from '../../support/app/app.ts';
import { CUSTOMER, FILLED, press, sendable } from '../../support/app/stories.ts';
import { formOf, inputsOf, noticeOf } from '../../support/read-card.ts';

test('consent is asked for where none is on record, and stored with its source and who stated it', async () => {
  const app = await startTestApp({ requireOptIn: true });
  await sendable(app);
  const lucia = app.person('lucia');
  const form = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);

  const asked = formOf(await lucia.sends(form, FILLED));
  const how = formOf(await lucia.sends(asked, { consent: 'other' }));
  noticeOf(await lucia.sends(how, { consent_note: 'Signed at the fair' }));

  expect(Object.keys(asked.errors)).toEqual(['consent']);
  expect(Object.keys(how.errors)).toEqual(['consent_note']);
  const [contact] = await app.store.db.selectFrom('contacts').selectAll().execute();
  expect(contact).toMatchObject({ opted_in_at: app.clock.iso(), opt_in_source: 'other: Signed at the fair' });
  const [person] = await app.store.db.selectFrom('people').select('id').where('name', '=', 'Lucia').execute();
  expect(contact?.opted_in_by).toBe(person?.id);
  const events = await app.store.db.selectFrom('events').select('kind').execute();
  expect(events).toContainEqual({ kind: 'opt_in' });
});

test('consent is not asked for again, nor where it is not required', async () => {
  const app = await startTestApp({ requireOptIn: true });
  await sendable(app);
  await press(app, { ...FILLED, consent: 'form' });
  const relaxed = await startTestApp();
  await sendable(relaxed);

  const again = await app.person('bruno').opens(`/send-active ${CUSTOMER} order_ready`);
  const first = await relaxed.person('lucia').opens(`/send-active ${CUSTOMER} order_ready`);

  for (const form of [again, first]) expect(inputsOf(form).map((field) => field.id)).not.toContain('consent');
});

test('consent invented by hand does not count', async () => {
  const app = await startTestApp({ requireOptIn: true });
  await sendable(app);
  const form = await app.person('lucia').opens(`/send-active ${CUSTOMER} order_ready`);

  const refused = formOf(await app.person('lucia').sends(form, { ...FILLED, consent: 'trust_me' }));

  expect(Object.keys(refused.errors)).toEqual(['consent']);
});
