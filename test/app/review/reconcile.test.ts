// Reading the provider's templates: missed webhooks, edits made elsewhere, and templates made elsewhere.
import { expect, test } from 'vitest';
import { ok } from '../../../src/domain/result.ts';
import { DAY, HOUR, startTestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { APPROVED, PENDING, SERVICE_DOWN } from '../../support/app/fake-provider.ts';
import {
  FILLED,
  press,
  proposalNow,
  propose,
  rootOf,
  sendable,
  sendNow,
  sendRoot,
  storedTemplate,
  submit,
  templateNow,
  threadOf,
} from '../../support/app/stories.ts';
import { actionsOf, cardOf, formOf, mentionedIn, noticeOf, textOf } from '../../support/read-card.ts';

const MINUTE = 60_000;
const EDITED = aTemplate({
  body: { text: 'Hi {{1}}, order {{2}} waits for you at our other desk now.', samples: { '1': 'Ana', '2': 'A-1' } },
});

test('a verdict whose webhook was lost is found by polling', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  app.provider.holds(aTemplate(), { review: APPROVED });
  app.skip(16 * MINUTE);

  await app.tick('templates.poll');

  expect((await templateNow(app, proposal)).review.state).toBe('approved');
  expect(threadOf(app, proposal).map((card) => card.title)).toContain('Meta approved order_ready');
});

test('what waits is asked for once per interval, and not any more once decided', async () => {
  const app = await startTestApp();
  await submit(app);
  await app.pass(HOUR);
  const before = app.provider.count('findTemplate');

  await app.tick('templates.poll');
  app.skip(MINUTE);
  await app.tick('templates.poll');
  expect(app.provider.count('findTemplate') - before).toBe(1);
  app.provider.holds(aTemplate(), { review: APPROVED });
  app.skip(16 * MINUTE);
  await app.tick('templates.poll');
  app.skip(16 * MINUTE);
  await app.tick('templates.poll');

  expect(app.provider.count('findTemplate') - before).toBe(2);
});

test('polling stays within the call budget, and every template has its turn', async () => {
  const app = await startTestApp({ senderIds: ['main', 'second'] });
  const names = Array.from({ length: 80 }, (_, index) => `order_${index}`);
  for (const name of names) app.provider.holds(aTemplate({ name }), { review: PENDING });
  await app.tick('templates.sync');
  app.skip(HOUR);
  await app.store.db
    .insertInto('buckets')
    .values({ key: 'calls:main', tokens: 0, updated_at: app.clock.now().toISOString() })
    .execute();

  for (let minute = 0; minute < 3; minute += 1) {
    app.skip(MINUTE);
    await app.tick('templates.poll');
  }

  // Used up before, it fills by 16.7 calls a minute.
  expect(app.provider.count('findTemplate')).toBeGreaterThan(40);
  expect(app.provider.count('findTemplate')).toBeLessThanOrEqual(50);
  for (let hour = 0; hour < 2; hour += 1) {
    app.skip(30 * MINUTE);
    await app.tick('templates.poll');
    app.skip(MINUTE);
    await app.tick('templates.poll');
  }
  const asked = await app.store.db.selectFrom('templates').select('synced_at').orderBy('synced_at').execute();
  expect(asked[0]!.synced_at! > '2026-11-20T13:00:00.000Z').toBe(true);
});

test('a sender whose budget is used up does not hold up the others', async () => {
  const app = await startTestApp({ senderIds: ['main', 'second'] });
  const second = app.deps.providers.get('second') as typeof app.provider;
  for (let count = 0; count < 25; count += 1) {
    app.provider.holds(aTemplate({ name: `order_${count}` }), { review: PENDING });
  }
  second.holds(aTemplate(), { review: PENDING });
  await app.tick('templates.sync');
  await app.store.db
    .insertInto('buckets')
    .values({ key: 'calls:main', tokens: 0, updated_at: app.clock.iso(20 * MINUTE) })
    .execute();
  app.skip(20 * MINUTE);

  await app.tick('templates.poll');

  expect(app.provider.count('findTemplate')).toBe(0);
  expect(second.count('findTemplate')).toBe(1);
});

test('a review over the usual time is told after 24 and after 72 hours, once each', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  const slow = () => threadOf(app, proposal).filter((card) => card.title === 'Still no answer about order_ready');

  app.skip(24 * HOUR - 1);
  await app.tick('templates.poll');
  expect(slow()).toHaveLength(0);
  for (let hours = 24; hours < 100; hours += 8) {
    app.skip(8 * HOUR);
    await app.tick('templates.poll');
  }

  expect(slow().map((card) => mentionedIn(card))).toEqual([[], ['marta']]);
  expect(textOf(slow()[0]!)).toContain('more than 24 hours');
});

test('an edit made at Meta holds sends and shows the difference; its end lets them go', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  const { id } = await approvedAndEnabled(app);
  const send = await press(app, FILLED);
  app.provider.holds(EDITED);
  await app.run('template.refresh', { templateId: id });
  await app.pass(MINUTE);

  const note = threadOf(app, proposal).find((card) => card.title === 'The text of order_ready changed at Meta')!;
  expect(textOf(note)).toMatch(/added: .*our other desk/);
  expect(actionsOf(note)).toEqual(['accept_provider_content']);
  expect(textOf(rootOf(app, proposal).card)).toContain('Sends are held');
  expect((await sendNow(app, send.number)).state).toBe('queued');
  expect(textOf(sendRoot(app, send).card)).toContain('not the one approved here');
  expect(textOf(noticeOf(await app.person('lucia').types('/send-active +5491155551234 order_ready')))).toContain(
    'held',
  );

  app.provider.holds(aTemplate());
  await app.run('template.refresh', { templateId: id });
  await app.pass(2 * MINUTE);
  expect(threadOf(app, proposal).map((card) => card.title)).toContain('The text of order_ready is right again');
  expect((await sendNow(app, send.number)).state).toBe('accepted');
});

test('an accepted edit becomes the approved text, but no message leaves with a text its agent has not seen', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  const { id } = await approvedAndEnabled(app);
  const send = await press(app, FILLED);
  app.provider.holds(EDITED);
  await app.run('template.refresh', { templateId: id });
  await app.settle();
  const note = threadOf(app, proposal).at(-1)!;

  noticeOf(await app.person('lucia').presses(note, 'accept_provider_content'));
  cardOf(await app.person('andres').presses(note, 'accept_provider_content'));
  await app.pass(2 * MINUTE);

  expect(await storedTemplate(app)).toMatchObject({ content: EDITED, driftedAt: undefined });
  expect(await sendNow(app, send.number)).toMatchObject({ state: 'failed', failure: { fault: 'template_changed' } });
  expect(app.provider.sends).toEqual([]);
  expect(textOf(threadOf(app, proposal).at(-1)!)).toContain('Andres accepted the text');

  // The old values may not fit the new text: "Send again" asks for them.
  const form = formOf(await app.person('lucia').presses(sendRoot(app, send).card, 'retry_send'));
  expect(form.id).toBe('send');
  expect(app.provider.sends).toEqual([]);
});

test('the same edit made again after it was undone is told again', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  const { id } = await approvedAndEnabled(app);
  for (const content of [EDITED, aTemplate(), EDITED]) {
    app.skip(HOUR);
    app.provider.holds(content);
    await app.run('template.refresh', { templateId: id });
    await app.settle();
  }

  const told = threadOf(app, proposal).filter((card) => card.title === 'The text of order_ready changed at Meta');
  expect(told).toHaveLength(2);
});

test('an edit between the agent’s click and the send stops the message', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await press(app);
  const other = JSON.stringify(EDITED);
  await app.store.db.updateTable('templates').set({ content: other }).execute();

  await app.pass(MINUTE);

  expect(await sendNow(app, send.number)).toMatchObject({ state: 'failed', failure: { fault: 'template_changed' } });
  expect(app.provider.sends).toEqual([]);
});

test('sync finds what was made elsewhere, what changed and what is gone, and tells who asked', async () => {
  const app = await startTestApp();
  await sendable(app, aTemplate({ name: 'old_one' }));
  await sendable(app, aTemplate({ name: 'paused_one' }));
  app.skip(DAY);
  app.provider.forgets('old_one', 'en_US');
  app.provider.holds(aTemplate({ name: 'paused_one' }), { review: { state: 'paused', raw: 'PAUSED' } });
  app.provider.holds(aTemplate({ name: 'new_one' }));

  noticeOf(await app.person('andres').types('/template sync'));
  await app.settle();

  const told = textOf(app.chat.privately('andres').at(-1)!.card);
  for (const part of ['new_one (en_US)', 'old_one (en_US)', 'paused_one (en_US)']) expect(told).toContain(part);
  expect(await storedTemplate(app, aTemplate({ name: 'new_one' }))).toMatchObject({
    proposalId: undefined,
    enabledAt: undefined,
  });
  const list = noticeOf(await app.person('lucia').types('/template list'));
  expect(textOf(list)).not.toContain('old_one');
});

test('sync is for approvers and admins, and says when Meta does not answer', async () => {
  const app = await startTestApp();
  noticeOf(await app.person('lucia').types('/template sync'));
  await app.settle();
  expect(app.provider.calls).toEqual([]);
  app.provider.script('listTemplates', SERVICE_DOWN);

  await app.person('marta').types('/template sync');
  await app.settle();

  expect(textOf(app.chat.privately('marta')[0]!.card)).toContain('131016');
});

test('the schedule syncs once per interval', async () => {
  const app = await startTestApp();
  await app.tick('templates.sync');
  app.skip(MINUTE);
  await app.tick('templates.sync');
  expect(app.provider.count('listTemplates')).toBe(1);
  app.skip(6 * HOUR);

  await app.tick('templates.sync');

  expect(app.provider.count('listTemplates')).toBe(2);
});

test('one submitted moments ago that Meta does not list yet is not taken for deleted', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  app.skip(20_000);
  app.provider.script('listTemplates', () => ok([]));

  await app.tick('templates.sync');

  expect((await templateNow(app, proposal)).review.state).toBe('pending');
  app.skip(DAY);
  app.provider.forgets('order_ready', 'en_US');
  await app.tick('templates.sync');
  expect((await templateNow(app, proposal)).review.state).toBe('deleted');
});

test('a submission recorded while a sync is at work stays ours', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  cardOf(await app.person('andres').presses(rootOf(app, proposal).card, 'approve'));
  for (let count = 0; count < 20; count += 1) app.provider.holds(aTemplate({ name: `order_${count}` }));
  app.provider.holds(aTemplate(), { review: PENDING });

  await Promise.all([
    app.run('templates.sync', { tell: 'nobody' }),
    app.run('template.submit', { proposalId: proposal.id, revision: 1 }),
  ]);

  expect((await templateNow(app, proposal)).proposalId).toBe(proposal.id);
  expect((await proposalNow(app, proposal.id)).submission).toBe('submitted');
});

async function approvedAndEnabled(app: Parameters<typeof storedTemplate>[0]) {
  app.provider.holds(aTemplate(), { review: APPROVED });
  const { id } = await storedTemplate(app);
  app.skip(MINUTE);
  await app.run('template.refresh', { templateId: id });
  cardOf(await app.person('andres').clicks('enable_template', id));
  await app.settle();
  return storedTemplate(app);
}
