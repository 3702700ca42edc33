// The gate before a send: every check is answered, each refusal with its way out, and nothing leaves unless all pass.
import { expect, test } from 'vitest';
import { DAY, HOUR, startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { aFailure } from '../../support/app/fake-provider.ts';
import { CUSTOMER, FILLED, press, sendable, sendNow, sent, storedTemplate } from '../../support/app/stories.ts';
import { cardOf, noticeOf, textOf } from '../../support/read-card.ts';

const OFFER = aTemplate({ category: 'MARKETING' });

test('all checks are answered, passed or not, with the way out of each that failed', async () => {
  const app = await startTestApp();
  const template = await sendable(app, OFFER);
  const form = await app.person('lucia').opens(`/send-active ${CUSTOMER} order_ready`);
  await stops(app);
  cardOf(await app.person('marta').clicks('disable_template', template.id));

  const closed = noticeOf(await app.person('lucia').sends(form, FILLED));

  const lines = textOf(closed).split('\n');
  expect(lines.filter((line) => line.startsWith('✓')).map((line) => line.slice(2).split(':')[0])).toEqual([
    'Your role',
    'Number',
    'Consent',
    'Sender',
    'Pace to this number',
  ]);
  const failed = lines.filter((line) => line.startsWith('✗'));
  expect(failed).toHaveLength(2);
  expect(failed[0]).toContain('not enabled');
  expect(failed[0]).toContain('Marta');
  expect(failed[1]).toContain('utility template');
  expect(await app.store.db.selectFrom('sends').select('id').execute()).toEqual([]);
});

test('a closed gate keeps the form: what is mended can be sent with what was typed', async () => {
  const app = await startTestApp();
  const template = await sendable(app);
  const lucia = app.person('lucia');
  const form = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);
  cardOf(await app.person('marta').clicks('disable_template', template.id));
  noticeOf(await lucia.sends(form, FILLED));
  cardOf(await app.person('marta').clicks('enable_template', template.id));

  noticeOf(await lucia.sends(form, FILLED));

  expect(await sendNow(app, 1)).toMatchObject({ state: 'held', values: FILLED });
});

test('a customer who opted out still gets utility templates, and marketing never', async () => {
  const app = await startTestApp();
  await sendable(app);
  await sendable(app, { ...OFFER, name: 'spring_offer' });
  await stops(app);

  const utility = await press(app);
  const form = await app.person('lucia').opens(`/send-active ${CUSTOMER} spring_offer`);
  const marketing = noticeOf(await app.person('lucia').sends(form, FILLED));

  expect(utility.state).toBe('held');
  expect(textOf(marketing)).toContain('✗ Not opted out');
});

test('an opt-out that comes in the undo window is honoured', async () => {
  const app = await startTestApp();
  await sendable(app, OFFER);
  const send = await press(app);
  await stops(app);

  await app.pass(5_000);

  expect(await sendNow(app, send.number)).toMatchObject({ state: 'failed', failure: { fault: 'opted_out' } });
  expect(app.provider.sends).toEqual([]);
});

test('a message refused here teaches nothing new: dates the provider gave are not moved', async () => {
  const app = await startTestApp();
  await sendable(app, OFFER);
  app.provider.script('sendTemplate', aFailure({ fault: 'marketing_cap', code: '131049' }));
  const first = await press(app);
  app.skip(1_000);
  const second = await press(app);
  await app.pass(4_000);
  const [before] = await app.store.db.selectFrom('contacts').selectAll().execute();
  expect((await sendNow(app, first.number)).state).toBe('failed');

  await app.pass(HOUR);

  expect(await sendNow(app, second.number)).toMatchObject({ state: 'failed', failure: { fault: 'marketing_cap' } });
  expect(app.provider.sends).toHaveLength(1);
  const [after] = await app.store.db.selectFrom('contacts').selectAll().execute();
  expect(after).toEqual(before);
  expect(after?.marketing_blocked_until).toBe('2026-11-21T12:00:05.001Z');
});

test('a template paused or disabled between click and send stops the message', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await press(app);
  app.skip(1_000);
  const review = { state: 'paused', raw: 'PAUSED' } as const;
  app.provider.holds(aTemplate(), { review });
  const template = { externalId: '9000001' };
  await app.hook([{ id: 'e-1', at: app.clock.iso(), kind: 'review', template, review }]);

  await app.pass(5_000);

  expect(await sendNow(app, send.number)).toMatchObject({ state: 'failed', failure: { fault: 'template_paused' } });
  expect(app.provider.sends).toEqual([]);
});

test('a template disabled for agents between click and send stops the message', async () => {
  const app = await startTestApp();
  const template = await sendable(app);
  const send = await press(app);
  cardOf(await app.person('marta').clicks('disable_template', template.id));

  await app.pass(5_000);

  expect((await sendNow(app, send.number)).state).toBe('failed');
  expect(app.provider.sends).toEqual([]);
});

test('our own number is refused even when a form by hand brings it', async () => {
  const app = await startTestApp();
  await sendable(app);
  const lucia = app.person('lucia');
  const form = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);
  const [draft] = await app.store.db.selectFrom('drafts').selectAll().where('form', '=', 'send').execute();
  const data = JSON.stringify({ ...JSON.parse(draft!.data), to: '+541152639999' });
  await app.store.db.updateTable('drafts').set({ data }).where('id', '=', draft!.id).execute();

  const closed = noticeOf(await lucia.sends(form, FILLED));

  expect(textOf(closed)).toContain('✗ Number');
});

test('a number WhatsApp could not reach is refused for a week, and again reachable once the customer writes', async () => {
  const app = await startTestApp();
  await sendable(app);
  app.provider.script('sendTemplate', aFailure({ fault: 'undeliverable', code: '131026' }));
  await sent(app);
  const lucia = app.person('lucia');
  const tries = async () => lucia.sends(await lucia.opens(`/send-active ${CUSTOMER} order_ready`), FILLED);

  expect(textOf(noticeOf(await tries()))).toContain('✗ Number');
  await app.hook([inbound('hello')]);
  await app.settle();
  expect(textOf(noticeOf(await tries()))).not.toContain('✗');
  await app.store.db.updateTable('contacts').set({ unreachable_at: app.clock.iso() }).execute();
  app.skip(7 * DAY);
  expect(textOf(noticeOf(await tries()))).not.toContain('✗');
});

test('the gate is asked in the same transaction that records: two windows of one form make one send', async () => {
  const app = await startTestApp();
  await sendable(app);
  const lucia = app.person('lucia');
  const form = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);

  await Promise.all([lucia.sends(form, FILLED), lucia.sends(form, FILLED), lucia.sends(form, FILLED)]);
  await app.pass(60_000);

  expect(app.provider.sends).toHaveLength(1);
  expect(await storedTemplate(app)).toBeDefined();
});

test('copies of the click that sends all get its answer', async () => {
  const app = await startTestApp();
  await sendable(app);
  const lucia = app.person('lucia');
  const form = await lucia.opens(`/send-active ${CUSTOMER} order_ready`);
  const click = () => lucia.sends(form, FILLED, { delivery: 'click-1' });

  const answers = [...(await Promise.all([click(), click(), click(), click()])), await click()];
  await app.pass(60_000);

  expect(new Set(answers.map((answer) => noticeOf(answer).title)).size).toBe(1);
  expect(app.provider.sends).toHaveLength(1);
});

function inbound(text: string) {
  const from = [{ kind: 'wa_id', value: '5491155551234' }] as const;
  return {
    id: `in-${text}`,
    at: '2026-11-20T12:00:00.000Z',
    kind: 'inbound',
    externalId: `wamid.in.${text}`,
    from,
    content: { kind: 'text', text },
  } as const;
}

/** The customer switches marketing off in WhatsApp. */
async function stops(app: TestApp): Promise<void> {
  const from = [{ kind: 'wa_id', value: '5491155551234' }] as const;
  await app.hook([{ id: 'pref-1', at: app.clock.iso(), kind: 'marketing_preference', from, wants: false }]);
  await app.settle();
}
