// One message from the agent's click to the provider: an undo window, then exactly one call.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ok } from '../../../src/domain/result.ts';
import { HOUR, startTestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { aFailure, SERVICE_DOWN } from '../../support/app/fake-provider.ts';
import { CUSTOMER, FILLED, press, sendable, sendNow, sendRoot, sent, under } from '../../support/app/stories.ts';
import { actionsOf, cardOf, factOf, noticeOf, textOf } from '../../support/read-card.ts';

const PAIR_RATE = { kind: 'limited', fault: 'pair_rate', reaction: 'retry', code: '131056' } as const;
const THROUGHPUT = { kind: 'limited', fault: 'throughput', reaction: 'retry', code: '130429' } as const;

test('after the undo window it leaves with our id, the number, the template and the values', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await press(app);

  await app.pass(4_999);
  expect(app.provider.sends).toEqual([]);
  await app.pass(1);

  expect(app.provider.sends).toMatchObject([
    { messageId: send.id, attempt: 1, to: { kind: 'phone', e164: CUSTOMER }, template: aTemplate(), values: FILLED },
  ]);
  expect(await sendNow(app, send.number)).toMatchObject({ state: 'accepted', externalId: 'wamid.1' });
});

test('its card hides the number, shows the message, and follows every state', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await press(app);
  await app.settle();
  const held = sendRoot(app, send).card;

  await app.pass(5_000);
  const accepted = sendRoot(app, send).card;
  const states: string[] = [];
  for (const status of ['sent', 'delivered', 'read'] as const) {
    app.skip(1_000);
    const event = { id: status, at: app.clock.iso(), externalId: 'wamid.1', status, aliases: [] };
    await app.hook([{ kind: 'delivery', ...event }]);
    await app.settle();
    states.push(factOf(sendRoot(app, send).card, 'Status')!.split(',')[0]!);
  }

  expect(held.title).toBe('Message 1 to +54 9 11 ••••1234');
  expect(textOf(held)).not.toContain('5551234');
  expect(textOf(held)).toContain('Hi Ana, your order A-1042 is ready.');
  expect(actionsOf(held)).toEqual(['cancel_send']);
  expect(actionsOf(accepted)).toEqual([]);
  expect(states).toEqual(['sent', 'delivered', 'read']);
  expect(app.chat.channel('sends')).toHaveLength(1);
});

test('without a channel for sends the card is the agent’s own', async () => {
  const app = await startTestApp({ places: { approval: [], admin: [], sends: [] } });
  await sendable(app);

  await sent(app);

  expect(app.chat.privately('lucia').map(({ card }) => card.title)).toEqual(['Message 1 to +54 9 11 ••••1234']);
});

test('cancelled in the undo window, nothing leaves', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await press(app);
  await app.settle();

  const answer = cardOf(await app.person('lucia').presses(sendRoot(app, send).card, 'cancel_send'));
  await app.pass(HOUR);

  expect(textOf(answer)).toContain('cancelled');
  expect(await sendNow(app, send.number)).toMatchObject({ state: 'cancelled' });
  expect(actionsOf(sendRoot(app, send).card)).toEqual([]);
  expect(app.provider.sends).toEqual([]);
});

test('a cancel that comes too late says so, and one of a stranger does nothing', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await press(app);
  await app.settle();
  const { card } = sendRoot(app, send);
  noticeOf(await app.person('bruno').presses(card, 'cancel_send'));
  expect((await sendNow(app, send.number)).state).toBe('held');
  await app.pass(5_000);

  const late = noticeOf(await app.person('lucia').presses(card, 'cancel_send'));

  expect(textOf(late)).toContain('can no longer be cancelled');
  expect((await sendNow(app, send.number)).state).toBe('accepted');
});

test('an admin may cancel for somebody else', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await press(app);

  cardOf(await app.person('marta').clicks('cancel_send', send.id));

  expect((await sendNow(app, send.number)).state).toBe('cancelled');
});

test('a cancel while the call is on its way comes too late', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await press(app);
  app.provider.script('sendTemplate', async (would) => {
    noticeOf(await app.person('lucia').clicks('cancel_send', send.id));
    return would();
  });

  await app.pass(5_000);

  expect((await sendNow(app, send.number)).state).toBe('accepted');
});

test('with an undo window of 0 it leaves at once', async () => {
  const app = await startTestApp({ undoMs: 0 });
  await sendable(app);
  const send = await press(app);

  await app.settle();

  expect((await sendNow(app, send.number)).state).toBe('accepted');
});

test('whatever runs the job again or at the same time, the provider is called once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 3 }), async (before, after) => {
      const app = await startTestApp();
      await sendable(app);
      const { id } = await press(app);
      app.skip(5_000);
      const again = () => app.run('send.deliver', { sendId: id });

      await Promise.all([...Array.from({ length: before }, again), app.settle()]);
      for (let count = 0; count < after; count += 1) await again();
      await app.pass(HOUR);

      expect(app.provider.sends).toHaveLength(1);
    }),
    { numRuns: 12 },
  );
});

test('an answer that comes after we stopped waiting for it still settles the message', async () => {
  const app = await startTestApp();
  await sendable(app);
  const { id, number } = await press(app);
  app.provider.script('sendTemplate', async (would) => {
    // Another process takes the job over while this call hangs.
    await app.run('send.deliver', { sendId: id });
    expect((await sendNow(app, number)).state).toBe('uncertain');
    return would();
  });

  await app.pass(5_000);

  expect(await sendNow(app, number)).toMatchObject({ state: 'accepted', externalId: 'wamid.1', failure: undefined });
});

test('a status that overtakes the answer is kept, and the answer only adds the id', async () => {
  const app = await startTestApp();
  await sendable(app);
  const { id, number } = await press(app);
  app.provider.script('sendTemplate', async (would) => {
    const event = { id: 's', at: app.clock.iso(), externalId: 'wamid.1', messageId: id, status: 'delivered' as const };
    await app.hook([{ kind: 'delivery', aliases: [], ...event }]);
    await app.run('webhook.apply', { senderId: 'main', event: { kind: 'delivery', aliases: [], ...event } });
    return would();
  });

  await app.pass(5_000);

  expect(await sendNow(app, number)).toMatchObject({ state: 'delivered', externalId: 'wamid.1' });
});

test('what the provider cannot take now is tried again by its own pace, and said on the card', async () => {
  const app = await startTestApp();
  await sendable(app);
  app.provider.script('sendTemplate', PAIR_RATE, THROUGHPUT, SERVICE_DOWN);
  const send = await press(app);

  await app.pass(5_000);
  expect(textOf(sendRoot(app, send).card)).toContain('limits how fast one number');
  await app.pass(1_000);
  expect(textOf(sendRoot(app, send).card)).toContain('speed limit');
  await app.pass(HOUR);

  expect(app.provider.sends).toHaveLength(4);
  expect((await sendNow(app, send.number)).state).toBe('accepted');
});

test('the provider’s own time for the next try is kept', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await press(app);
  app.provider.script('sendTemplate', { ...THROUGHPUT, retryAt: app.clock.iso(65_000) });

  await app.pass(64_999);
  expect(app.provider.sends).toHaveLength(1);
  await app.pass(1);

  expect((await sendNow(app, send.number)).state).toBe('accepted');
});

test('when no try helps, it has failed, with the vendor’s code, and may be sent again by a person', async () => {
  const app = await startTestApp();
  await sendable(app);
  app.provider.script('sendTemplate', ...Array.from({ length: 8 }, () => SERVICE_DOWN));
  const send = await press(app);

  await app.pass(24 * HOUR);

  expect(await sendNow(app, send.number)).toMatchObject({ state: 'failed', failure: { code: '131016' } });
  expect(app.provider.sends).toHaveLength(8);
  const { card } = sendRoot(app, send);
  expect(textOf(card)).toContain('131016');
  noticeOf(await app.person('lucia').presses(card, 'retry_send'));
  await app.pass(5_000);
  expect(await sendNow(app, 2)).toMatchObject({ state: 'accepted', values: FILLED, phone: CUSTOMER });
});

test('more than a few messages to one customer wait their turn, in their order', async () => {
  const app = await startTestApp({ undoMs: 0 });
  await sendable(app);
  for (let count = 1; count <= 5; count += 1) await press(app, { 'body.1': 'Ana', 'body.2': `A-${count}` });

  await app.settle();
  expect(app.provider.sends).toHaveLength(3);
  expect(textOf(sendRoot(app, { number: 4 }).card)).toContain('limits how fast one number');
  expect(actionsOf(sendRoot(app, { number: 4 }).card)).toEqual(['cancel_send']);
  await app.pass(6_000);
  expect(app.provider.sends).toHaveLength(4);
  await app.pass(60_000);

  expect(app.provider.sends.map(({ values }) => values['body.2'])).toEqual(['A-1', 'A-2', 'A-3', 'A-4', 'A-5']);
});

test('a message the provider holds back for a quality check says so', async () => {
  const app = await startTestApp();
  await sendable(app);
  app.provider.script('sendTemplate', () => ok({ externalId: 'wamid.h', held: true, aliases: [] }));

  const send = await sent(app);

  expect(textOf(sendRoot(app, send).card)).toContain('measures the quality');
});

test('what is refused for good says why and what to do, and offers no second try', async () => {
  const app = await startTestApp();
  await sendable(app);
  app.provider.script('sendTemplate', aFailure({ fault: 'parameter_format', reaction: 'template', code: '132012' }));

  const send = await sent(app);

  const { card } = sendRoot(app, send);
  expect(textOf(card)).toContain('132012');
  expect(actionsOf(card)).toEqual([]);
  expect(under(app, sendRoot(app, send))).toEqual([]);
  noticeOf(await app.person('bruno').clicks('retry_send', send.id));
  expect(app.provider.sends).toHaveLength(1);
});

test('sending again goes through the gate and an undo window of its own', async () => {
  const app = await startTestApp();
  const template = await sendable(app);
  app.provider.script(
    'sendTemplate',
    aFailure({ fault: 'unknown_error', kind: 'unavailable', reaction: 'credentials' }),
  );
  const send = await sent(app);
  cardOf(await app.person('marta').clicks('resume_sender', 'main'));
  cardOf(await app.person('marta').clicks('disable_template', template.id));
  const lucia = app.person('lucia');
  const { card } = sendRoot(app, send);

  const closed = noticeOf(await lucia.presses(card, 'retry_send'));
  cardOf(await app.person('marta').clicks('enable_template', template.id));
  noticeOf(await lucia.presses(card, 'retry_send'));

  expect(textOf(closed)).toContain('✗ Template');
  expect((await sendNow(app, 2)).state).toBe('held');
  noticeOf(await lucia.clicks('retry_send', (await sendNow(app, 2)).id));
});
