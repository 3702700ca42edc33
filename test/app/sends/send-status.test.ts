// What became of a message: the provider's statuses in any order, and the story told on request.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeliveryStatus } from '../../../src/domain/sends/state.ts';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { HOUR, startTestApp } from '../../support/app/app.ts';
import { aFailure } from '../../support/app/fake-provider.ts';
import { sendable, sendNow, sendRoot, sent } from '../../support/app/stories.ts';
import { noticeOf, textOf } from '../../support/read-card.ts';

const STATUSES: readonly DeliveryStatus[] = ['sent', 'delivered', 'read'];

function delivery(status: DeliveryStatus, at: string, copy = 0): ProviderEvent {
  const failure = aFailure({ fault: 'undeliverable', code: '131026' });
  return {
    kind: 'delivery',
    id: `${status}-${copy}`,
    at,
    externalId: 'wamid.1',
    status,
    aliases: [],
    ...(status === 'failed' && { failure }),
  };
}

test('statuses in any order, with any copies and in any batches, end the same', async () => {
  const shuffled = fc.shuffledSubarray([...STATUSES, ...STATUSES], { minLength: 6, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(shuffled, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), async (order, cuts) => {
      const app = await startTestApp();
      await sendable(app);
      const send = await sent(app);
      const at = (status: DeliveryStatus) => app.clock.iso(1_000 * STATUSES.indexOf(status));

      let batch: ProviderEvent[] = [];
      for (const [index, status] of order.entries()) {
        batch.push(delivery(status, at(status), order.indexOf(status) === index ? 0 : 1));
        if (!cuts[index]) continue;
        await app.hook(batch);
        await app.settle();
        batch = [];
      }
      await app.hook(batch);
      await app.settle();

      expect((await sendNow(app, send.number)).state).toBe('read');
      const story = textOf(noticeOf(await app.person('lucia').types('/send-active status 1')));
      const steps = story.split('\n').filter((line) => /^\d{4}-/.test(line));
      expect(steps.map((line) => line.replace(/^\S+: /, ''))).toEqual([
        'Lucia pressed Send; it waited in case of a change of mind.',
        'it went into the queue.',
        'WhatsApp took it.',
        'it left WhatsApp towards the phone.',
        'it arrived on the phone.',
        'the customer read it.',
      ]);
    }),
    { numRuns: 12 },
  );
});

test('a failure after it was sent counts, one after it arrived does not', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);

  await app.hook([delivery('sent', app.clock.iso()), delivery('failed', app.clock.iso(1_000))]);
  await app.settle();
  expect(await sendNow(app, send.number)).toMatchObject({ state: 'failed', failure: { code: '131026' } });
  expect(textOf(sendRoot(app, send).card)).toContain('131026');
  await app.hook([delivery('delivered', app.clock.iso(2_000))]);
  await app.settle();

  expect(await sendNow(app, send.number)).toMatchObject({ state: 'delivered', failure: undefined });
  const [contact] = await app.store.db.selectFrom('contacts').selectAll().execute();
  expect(contact?.unreachable_at).toBeNull();
});

test('a status of a message that is not ours is given up quietly', async () => {
  const app = await startTestApp();
  await sendable(app);

  await app.hook([{ ...delivery('sent', app.clock.iso()), externalId: 'wamid.other' } as ProviderEvent]);
  await app.pass(HOUR);

  expect(app.buried).toEqual([]);
});

test('a status of another sender’s message with the same id touches nothing of ours', async () => {
  const app = await startTestApp({ senderIds: ['main', 'second'] });
  await sendable(app);
  const send = await sent(app);

  await app.run('webhook.apply', { senderId: 'second', event: delivery('read', app.clock.iso()) });

  expect((await sendNow(app, send.number)).state).toBe('accepted');
});

test('status lists one’s own messages, newest first, with masked numbers', async () => {
  const app = await startTestApp();
  await sendable(app);
  await sent(app);
  await sent(app, '+5491155559999', 'bruno');
  app.provider.script('sendTemplate', aFailure({ fault: 'undeliverable', code: '131026' }));
  await sent(app, '+5491155558888');

  const list = textOf(noticeOf(await app.person('lucia').types('/send-active status')));
  const none = textOf(noticeOf(await app.person('marta').types('/send-active status')));

  const lines = list.split('\n').filter((line) => line.includes('order_ready'));
  expect(lines.map((line) => line.slice(0, 26))).toEqual(
    ['3 · +54 9 11 ••••8888 · ord', '1 · +54 9 11 ••••1234 · ord'].map((line) => line.slice(0, 26)),
  );
  expect(lines[0]).toContain('131026');
  expect(none).toContain('not sent anything yet');
});

test('the story of a message is for its agent and admins', async () => {
  const app = await startTestApp();
  await sendable(app);
  await sent(app);

  const own = textOf(noticeOf(await app.person('lucia').types('/send-active status #1')));
  const admins = textOf(noticeOf(await app.person('marta').types('/send-active status 1')));
  const others = textOf(noticeOf(await app.person('bruno').types('/send-active status 1')));
  const none = textOf(noticeOf(await app.person('lucia').types('/send-active status 99999999999999999999')));

  for (const story of [own, admins]) expect(story).toContain('WhatsApp took it');
  for (const refusal of [others, none]) expect(refusal).toContain('There is no message');
});

test('the story of a failure says why', async () => {
  const app = await startTestApp();
  await sendable(app);
  app.provider.script('sendTemplate', aFailure({ fault: 'undeliverable', code: '131026' }));
  await sent(app);

  const story = textOf(noticeOf(await app.person('lucia').types('/send-active status 1')));

  expect(story).toContain('it failed. WhatsApp cannot deliver to this number');
});
