// A customer known by the provider's id alone: chosen by name, sent to, and followed like anybody else.
import { expect, test } from 'vitest';
import { contactFor } from '../../../src/store/contacts/contacts.ts';
import { DAY, startTestApp, type TestApp } from '../../support/app/app.ts';
import { aCodeTemplate } from '../../support/app/builders.ts';
import { someFacts } from '../../support/app/provider-facts.ts';
import { FILLED, sendable, sendNow, sendRoot } from '../../support/app/stories.ts';
import { cardOf, formOf, noticeOf, textOf } from '../../support/read-card.ts';

async function nora(app: TestApp): Promise<string> {
  const make = { newId: app.store.newId, at: app.clock.iso(), name: 'Nora Paz' };
  const contact = await contactFor(app.store.db, [{ kind: 'bsuid', value: 'AR.1234567' }], make);
  return `contact:${contact.id}`;
}

test('is found by name, gets the message at the id, and is shown by name everywhere', async () => {
  const app = await startTestApp();
  await sendable(app);
  const typed = await nora(app);
  const lucia = app.person('lucia');
  const anyForm = await lucia.opens('/send-active +5491155551234');
  expect(await lucia.searches(anyForm, 'contact', 'nora')).toEqual([{ value: typed, label: 'Nora Paz' }]);

  const form = await lucia.opens(`/send-active ${typed} order_ready`);
  expect(form.submit).toBe('Send to Nora Paz');
  noticeOf(await lucia.sends(form, FILLED));
  await app.pass(5_000);

  expect(app.provider.sends).toMatchObject([{ to: { kind: 'bsuid', bsuid: 'AR.1234567' } }]);
  const at = app.clock.iso();
  await app.hook([{ kind: 'delivery', id: 'd', at, externalId: 'wamid.1', status: 'delivered', aliases: [] }]);
  await app.settle();
  expect((await sendNow(app, 1)).state).toBe('delivered');
  expect(sendRoot(app, { number: 1 }).card.title).toBe('Message 1 to Nora Paz');
  expect(textOf(noticeOf(await lucia.types('/send-active status')))).toContain('1 · Nora Paz · order_ready');
});

test('a failed message can be sent to them again', async () => {
  const app = await startTestApp();
  await sendable(app);
  const lucia = app.person('lucia');
  noticeOf(await lucia.sends(await lucia.opens(`/send-active ${await nora(app)} order_ready`), FILLED));
  await app.settle();
  cardOf(await lucia.presses(sendRoot(app, { number: 1 }).card, 'cancel_send'));

  noticeOf(await lucia.clicks('retry_send', (await sendNow(app, 1)).id));
  await app.pass(5_000);

  expect(app.provider.sends).toMatchObject([{ to: { kind: 'bsuid', bsuid: 'AR.1234567' } }]);
});

test('a one-time code needs a number', async () => {
  const app = await startTestApp();
  await sendable(app);
  await sendable(app, aCodeTemplate());
  const lucia = app.person('lucia');

  const refused = noticeOf(await lucia.types(`/send-active ${await nora(app)} login_code`));
  const choice = formOf(await lucia.types(`/send-active ${await nora(app)}`));

  expect(textOf(refused)).toContain('needs a phone number');
  expect(JSON.stringify(choice)).not.toContain('login_code');
});

test('a sender whose provider takes numbers only is not offered, and says so', async () => {
  const numbersOnly = someFacts({ capabilities: { reaches: ['phone'] } });
  const app = await startTestApp({ facts: { main: numbersOnly } });
  await sendable(app);

  const refused = noticeOf(await app.person('lucia').types(`/send-active ${await nora(app)} order_ready`));

  expect(textOf(refused)).toContain('can write only to numbers');
  await app.pass(DAY);
  expect(app.provider.sends).toEqual([]);
});
