// Two senders of one account: each template is there once, approved once, and leaves from either.
import { expect, test } from 'vitest';
import { registerSenders } from '../../../src/app/senders/accounts.ts';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { APPROVED, aFailure } from '../../support/app/fake-provider.ts';
import {
  approve,
  CUSTOMER,
  FILLED,
  propose,
  rootOf,
  sendable,
  sendNow,
  storedTemplate,
  submit,
  templateNow,
  threadOf,
  toLastStep,
  typed,
} from '../../support/app/stories.ts';
import { cardOf, formOf, inputsOf, noticeOf, textOf } from '../../support/read-card.ts';

const SHARED = { senderIds: ['main', 'second'], accounts: { main: 'waba 1', second: 'waba 1' } };

function oneAccount(): Promise<TestApp> {
  return startTestApp(SHARED);
}

async function rows(app: TestApp): Promise<number> {
  return (await app.store.db.selectFrom('templates').select('id').execute()).length;
}

async function sendFrom(app: TestApp, sender: string): Promise<void> {
  const lucia = app.person('lucia');
  const fill = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);
  noticeOf(await lucia.sends(fill, { ...FILLED, sender }));
  await app.pass(5_000);
}

test('a template is proposed for one of them, approved once, and sent from each', async () => {
  const app = await oneAccount();
  const proposal = await submit(app);
  app.provider.holds(aTemplate(), { review: APPROVED });
  await app.tick('templates.sync');
  cardOf(await app.person('marta').clicks('enable_template', (await templateNow(app, proposal)).id));

  await sendFrom(app, 'main');
  await sendFrom(app, 'second');

  expect(await rows(app)).toBe(1);
  expect([(await sendNow(app, 1)).senderId, (await sendNow(app, 2)).senderId]).toEqual(['main', 'second']);
  expect(app.provider.sends).toHaveLength(1);
  expect(app.providerOf('second').sends).toHaveLength(1);
});

test('lists and searches show it once, with both senders; either one finds it', async () => {
  const app = await oneAccount();
  await sendable(app);
  const lucia = app.person('lucia');

  const list = textOf(noticeOf(await lucia.types('/template list')));
  const shown = textOf(noticeOf(await lucia.types('/template show order_ready')));
  const bySecond = textOf(noticeOf(await lucia.types('/template show order_ready en_US second')));
  const choice = formOf(await lucia.types(`/send-active ${CUSTOMER}`));
  const found = await lucia.searches(choice, 'template', 'order');

  expect(list.match(/order_ready/g)).toHaveLength(2); // the template, and the example of a command
  expect(list).toContain('Sender main, Sender second');
  expect(shown).toContain('Sender main, Sender second');
  expect(bySecond).toBe(shown);
  expect(found.map(({ label }) => label)).toEqual(['order_ready (en_US) · Sender main, Sender second']);
});

test('of many senders the first few are named', async () => {
  const senderIds = ['main', 'b', 'c', 'd', 'e', 'f'];
  const app = await startTestApp({ senderIds, accounts: Object.fromEntries(senderIds.map((id) => [id, 'waba 1'])) });
  await sendable(app);

  const shown = textOf(noticeOf(await app.person('lucia').types('/template show order_ready')));

  expect(shown).toContain('Sender main, Sender b, Sender c, Sender d, …');
});

test('nobody is chosen for the agent: the form asks, and nothing leaves before', async () => {
  const app = await oneAccount();
  await sendable(app);
  const lucia = app.person('lucia');

  const fill = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);
  const field = inputsOf(fill).find(({ id }) => id === 'sender');
  const refused = formOf(await lucia.sends(fill, FILLED));
  const foreign = formOf(await lucia.sends(fill, { ...FILLED, sender: 'somebody' }));

  expect(field).toMatchObject({
    kind: 'choice',
    options: [
      { value: 'main', label: 'Sender main' },
      { value: 'second', label: 'Sender second' },
    ],
  });
  expect(fill.values.sender).toBeUndefined();
  expect([refused.errors.sender, foreign.errors.sender]).toEqual([
    'Choose which number it is sent from.',
    'Choose which number it is sent from.',
  ]);
  expect(await app.store.db.selectFrom('sends').select('id').execute()).toEqual([]);
});

test('a second press of the same form is told of the message, from whichever sender it left', async () => {
  const app = await oneAccount();
  await sendable(app);
  const lucia = app.person('lucia');
  const fill = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);

  const first = noticeOf(await lucia.sends(fill, { ...FILLED, sender: 'second' }));
  const copy = noticeOf(await lucia.sends(fill, { ...FILLED, sender: 'second' }));
  const other = noticeOf(await lucia.sends(fill, { ...FILLED, sender: 'main' }));

  expect(copy.title).toBe(first.title);
  expect(textOf(other)).not.toBe(textOf(first));
  expect(await app.store.db.selectFrom('sends').select('sender_id').execute()).toEqual([{ sender_id: 'second' }]);
});

test('while one sender is stopped the other one is left, and chosen already', async () => {
  const app = await oneAccount();
  await sendable(app);
  await app.hook([
    { kind: 'sender', id: 's-1', at: app.clock.iso(), state: 'restricted', detail: '', heardBy: 'number main' },
  ]);
  await app.settle();

  const fill = await app.person('lucia').opens(`/send-active ${CUSTOMER} order_ready`);
  noticeOf(await app.person('lucia').sends(fill, FILLED));
  await app.pass(5_000);

  expect((await sendNow(app, 1)).senderId).toBe('second');
  expect(app.providerOf('second').sends).toHaveLength(1);
});

test('a name that is open or taken by one of them is taken for the other', async () => {
  const app = await oneAccount();
  const proposal = await propose(app);

  const { number } = proposal;
  const last = toLastStep(app, { ...typed(), sender: 'second' });
  await expect(last).rejects.toThrow(`${number}`);
  await approve(app, proposal);

  expect(app.provider.count('submitTemplate') + app.providerOf('second').count('submitTemplate')).toBe(1);
});

test('the account is read once, and by the other sender when the first is refused', async () => {
  const app = await oneAccount();
  app.provider.holds(aTemplate());
  await app.tick('templates.sync');
  const once = [app.provider.count('listTemplates'), app.providerOf('second').count('listTemplates')];

  app.provider.script('listTemplates', aFailure({ fault: 'token_invalid', kind: 'unauthorized' }));
  app.provider.holds(aTemplate({ name: 'late_news' }));
  await app.person('marta').types('/template sync');
  await app.settle();

  expect(once).toEqual([1, 0]);
  expect(await rows(app)).toBe(2);
  const told = app.chat.privately('marta').at(-1);
  expect(told && textOf(told.card)).toContain('Sender main, Sender second: 2 templates');
});

test('what one sender cannot see while it is away is not gone', async () => {
  const app = await oneAccount();
  await sendable(app);
  const failure = aFailure({ fault: 'token_invalid', kind: 'unauthorized' });
  app.provider.script('listTemplates', failure);
  app.providerOf('second').script('listTemplates', failure);

  await app.person('marta').types('/template sync');
  await app.settle();

  expect((await storedTemplate(app)).review.state).toBe('approved');
});

test('news of the account are applied and told once, whichever address they come to', async () => {
  const app = await oneAccount();
  const proposal = await submit(app);
  const template = { name: 'order_ready', language: 'en_US' };
  const at = app.clock.iso(1_000);
  const paused: ProviderEvent = { kind: 'review', id: 't-1', at, template, review: { state: 'paused', raw: 'PAUSED' } };
  const green: ProviderEvent = { kind: 'quality', id: 't-2', at, template, from: 'unknown', to: 'red' };
  app.provider.holds(aTemplate(), { review: paused.review, quality: 'red' });

  for (const senderId of ['main', 'second']) await app.hookAt(senderId, [paused, green]);
  await app.hookAt('second', [{ ...paused, heardBy: 'account' }]);
  await app.settle();

  const jobs = await app.store.db.selectFrom('outbox').select('key').where('kind', '=', 'webhook.apply').execute();
  expect(jobs.map(({ key }) => key).sort()).toEqual(['webhook.apply:hook:main:t-1', 'webhook.apply:hook:main:t-2']);
  expect((await templateNow(app, proposal)).review.state).toBe('paused');
  expect(threadOf(app, proposal).filter(({ title }) => /paused/i.test(title))).toHaveLength(1);
});

test('rows from before the account was known become one, and both threads are told what comes next', async () => {
  const apart = { main: 'sender main', second: 'sender second' };
  const app = await startTestApp({ ...SHARED, accounts: apart });
  const first = await submit(app);
  const last = await toLastStep(app, { ...typed(), sender: 'second' });
  noticeOf(await app.person('sofia').sends(last));
  await app.settle();
  const second = { number: 2 };
  cardOf(await app.person('andres').presses(rootOf(app, second).card, 'approve'));
  await app.settle();
  const before = await rows(app);

  const shared = (id: string) => ({ ...app.providerOf(id), account: 'waba 1' });
  const providers = new Map(['main', 'second'].map((id) => [id, shared(id)]));
  await registerSenders({ ...app.deps, providers });
  app.provider.holds(aTemplate(), { review: { state: 'paused', raw: 'PAUSED' } });
  const { reviewAt } = await templateNow(app, first);
  const at = new Date(Date.parse(reviewAt) + 60_000).toISOString();
  const template = { name: 'order_ready', language: 'en_US' };
  await app.hook([{ kind: 'review', id: 't-1', at, template, review: { state: 'paused', raw: 'PAUSED' } }]);
  await app.settle();

  expect([before, await rows(app)]).toEqual([2, 1]);
  const told = [first, second].map((each) => threadOf(app, each).filter(({ title }) => /paused/i.test(title)).length);
  expect(told).toEqual([1, 1]);
});
