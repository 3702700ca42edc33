// A send nobody answered for: never sent again by us, shown as what it is, settled by news or by a person.
import { expect, test } from 'vitest';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { DAY, startTestApp, type TestApp } from '../../support/app/app.ts';
import { NO_ANSWER } from '../../support/app/fake-provider.ts';
import { press, sendable, sendNow, sendRoot, under } from '../../support/app/stories.ts';
import { actionsOf, cardOf, noticeOf, textOf } from '../../support/read-card.ts';

async function uncertainSend(app: TestApp) {
  await sendable(app);
  app.provider.script('sendTemplate', NO_ANSWER);
  const send = await press(app);
  await app.pass(5_000);
  return sendNow(app, send.number);
}

function status(app: TestApp, messageId: string, of: 'sent' | 'delivered' | 'failed'): ProviderEvent {
  app.skip(1_000);
  const failure = { kind: 'rejected', fault: 'undeliverable', reaction: 'permanent', code: '131026' } as const;
  return {
    kind: 'delivery',
    id: `${of}-${messageId}`,
    at: app.clock.iso(),
    externalId: 'wamid.late',
    messageId,
    status: of,
    aliases: [],
    ...(of === 'failed' && { failure }),
  };
}

test('without an answer it is uncertain, and is never sent again by itself', async () => {
  const app = await startTestApp();

  const send = await uncertainSend(app);
  await app.pass(7 * DAY);

  expect(send.state).toBe('uncertain');
  expect(app.provider.sends).toHaveLength(1);
  expect(textOf(sendRoot(app, send).card)).toContain('We do not know whether it left');
  expect(actionsOf(sendRoot(app, send).card)).toEqual(['settle_send', 'settle_send']);
});

test('after a while without news the agent is asked in the thread, once', async () => {
  const app = await startTestApp();
  const send = await uncertainSend(app);

  await app.pass(119_999);
  expect(under(app, sendRoot(app, send))).toHaveLength(0);
  await app.pass(DAY);

  expect(under(app, sendRoot(app, send)).map((card) => actionsOf(card))).toEqual([['settle_send', 'settle_send']]);
});

test.each(['sent', 'delivered', 'failed'] as const)('a webhook that says %s settles it by our own id', async (of) => {
  const app = await startTestApp();
  const send = await uncertainSend(app);

  await app.hook([status(app, send.id, of)]);
  await app.pass(DAY);

  expect(await sendNow(app, send.number)).toMatchObject({ state: of, externalId: 'wamid.late' });
  expect(under(app, sendRoot(app, send))).toEqual([]);
  expect(actionsOf(sendRoot(app, send).card)).toEqual([]);
});

test('a person says it arrived', async () => {
  const app = await startTestApp();
  const send = await uncertainSend(app);

  const answer = cardOf(await app.person('lucia').clicks('settle_send', `${send.id}:arrived`));
  await app.settle();

  expect(textOf(answer)).toContain('arrived on the customer');
  expect(await sendNow(app, send.number)).toMatchObject({ state: 'delivered', failure: undefined });
  expect(actionsOf(sendRoot(app, send).card)).toEqual([]);
});

test('a person says it was lost, and only then may it be sent again', async () => {
  const app = await startTestApp();
  const send = await uncertainSend(app);
  const lucia = app.person('lucia');
  noticeOf(await lucia.clicks('retry_send', send.id));

  cardOf(await lucia.clicks('settle_send', `${send.id}:lost`));
  await app.settle();
  const { card } = sendRoot(app, send);
  noticeOf(await lucia.presses(card, 'retry_send'));
  await app.pass(5_000);

  expect((await sendNow(app, send.number)).state).toBe('failed');
  expect((await sendNow(app, 2)).state).toBe('accepted');
  expect(app.provider.sends).toHaveLength(2);
});

test('news of a delivery outweighs a person’s “lost”', async () => {
  const app = await startTestApp();
  const send = await uncertainSend(app);
  cardOf(await app.person('lucia').clicks('settle_send', `${send.id}:lost`));

  await app.hook([status(app, send.id, 'delivered')]);
  await app.settle();

  expect(await sendNow(app, send.number)).toMatchObject({ state: 'delivered', failure: undefined });
});

test('only its agent or an admin settles it, and only while it is uncertain', async () => {
  const app = await startTestApp();
  const send = await uncertainSend(app);

  noticeOf(await app.person('bruno').clicks('settle_send', `${send.id}:lost`));
  expect((await sendNow(app, send.number)).state).toBe('uncertain');
  cardOf(await app.person('marta').clicks('settle_send', `${send.id}:arrived`));
  const again = noticeOf(await app.person('lucia').clicks('settle_send', `${send.id}:lost`));

  expect(textOf(again)).toContain('no longer uncertain');
  expect((await sendNow(app, send.number)).state).toBe('delivered');
});

test('a crash between the call and its record leaves it uncertain, not sent twice', async () => {
  const app = await startTestApp();
  app.expectTrouble();
  await sendable(app);
  app.provider.script('sendTemplate', (would) => {
    app.dies();
    return would();
  });
  const send = await press(app);

  await app.pass(DAY);

  expect((await sendNow(app, send.number)).state).toBe('uncertain');
  expect(app.provider.sends).toHaveLength(1);
});

test('a crash before the call was begun loses nothing: it is sent', async () => {
  const app = await startTestApp();
  app.expectTrouble();
  await sendable(app);
  const send = await press(app);
  app.dies(2);

  await app.pass(DAY);

  expect((await sendNow(app, send.number)).state).toBe('accepted');
  expect(app.provider.sends).toHaveLength(1);
});

test('a message whose job is given up before any call has failed, and may be sent again', async () => {
  const app = await startTestApp();
  app.expectTrouble();
  await sendable(app);
  const send = await press(app);
  app.dies(8);

  await app.pass(DAY);

  expect((await sendNow(app, send.number)).state).toBe('failed');
  expect(actionsOf(sendRoot(app, send).card)).toEqual(['retry_send']);
  expect(app.provider.sends).toEqual([]);
  expect(app.buried.map((job) => job.kind)).toEqual(['send.deliver']);
});
