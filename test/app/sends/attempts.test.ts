// A message the provider took and minutes later wants sent again, and statuses that come before we know whose they are.
import { describe, expect, test } from 'vitest';
import { applyDelivery } from '../../../src/app/delivery/apply-status.ts';
import { deliverSend } from '../../../src/app/delivery/deliver.ts';
import { err } from '../../../src/domain/result.ts';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { orphanCounts } from '../../../src/store/sends/orphans.ts';
import { DAY, startTestApp, type TestApp } from '../../support/app/app.ts';
import { aFailure, NO_ANSWER } from '../../support/app/fake-provider.ts';
import { press, sendable, sendNow, sendRoot, sent } from '../../support/app/stories.ts';
import { actionsOf, textOf } from '../../support/read-card.ts';

type Delivery = Extract<ProviderEvent, { kind: 'delivery' }>;

function status(app: TestApp, of: string, change: Partial<Delivery> = {}): Delivery {
  const base = { kind: 'delivery', id: `${of}-${change.status}`, at: app.clock.iso(), aliases: [] } as const;
  return { ...base, externalId: of, status: 'sent', ...change };
}

function throttled(app: TestApp, of: string, retryAt: string, id = `throttled-${of}`): Delivery {
  const failure = aFailure({ fault: 'throughput', reaction: 'retry', code: '63018', retryAt });
  return status(app, of, { id, status: 'failed', failure });
}

async function hears(app: TestApp, ...events: Delivery[]): Promise<void> {
  await app.hook(events);
  await app.settle();
}

/** Something that waits until the test lets it pass. */
function gate() {
  let open = () => {};
  const passed = new Promise<void>((done) => {
    open = done;
  });
  return { passed, open };
}

describe('throttled after it was taken', () => {
  test('one more attempt after the provider’s own wait, said on the card', async () => {
    const app = await startTestApp();
    await sendable(app);
    const send = await sent(app);

    await hears(app, throttled(app, 'wamid.1', app.clock.iso(60_000)));

    expect(await sendNow(app, send.number)).toMatchObject({ state: 'queued', attempt: 2, externalId: undefined });
    const card = sendRoot(app, send).card;
    expect(textOf(card)).toContain('speed limit. Next try');
    expect(actionsOf(card)).toEqual(['cancel_send']);
    await app.pass(59_999);
    expect(app.provider.sends).toHaveLength(1);
    await app.pass(1);
    expect(app.provider.sends.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(await sendNow(app, send.number)).toMatchObject({ state: 'accepted', externalId: 'wamid.2' });
  });

  test('only this sender slows down', async () => {
    const app = await startTestApp({ senderIds: ['main', 'second'] });
    await sendable(app);
    await sent(app);

    await hears(app, throttled(app, 'wamid.1', app.clock.iso(60_000)));

    const paused = await app.store.db.selectFrom('buckets').select('key').where('tokens', '=', 0).execute();
    expect(paused).toEqual([{ key: 'number:main' }]);
    const other = await press(app, undefined, '+5491155559999');
    await app.pass(10_000);
    expect((await sendNow(app, other.number)).state).toBe('queued');
  });

  test('what the earlier attempt still reports does not end the later one, unless it arrived', async () => {
    const app = await startTestApp();
    await sendable(app);
    const send = await sent(app);
    await hears(app, throttled(app, 'wamid.1', app.clock.iso(1_000)));
    await app.pass(5_000);

    await hears(app, throttled(app, 'wamid.1', app.clock.iso(1_000), 'told-again'));
    await hears(app, status(app, 'wamid.1', { status: 'failed', failure: aFailure({ fault: 'undeliverable' }) }));
    expect(await sendNow(app, send.number)).toMatchObject({ state: 'accepted', attempt: 2 });
    await hears(app, status(app, 'wamid.1', { status: 'delivered' }));

    expect((await sendNow(app, send.number)).state).toBe('delivered');
  });

  test('a message that arrived after all is not sent a second time', async () => {
    const app = await startTestApp();
    await sendable(app);
    await sent(app);

    await hears(app, throttled(app, 'wamid.1', app.clock.iso(60_000)));
    await hears(app, status(app, 'wamid.1', { status: 'delivered' }));
    await app.pass(DAY);

    expect(app.provider.sends).toHaveLength(1);
  });

  const LATE = {
    lost: NO_ANSWER,
    refused: aFailure({ fault: 'undeliverable' }),
    'asked to come again': aFailure({ fault: 'throughput', reaction: 'retry' }),
  };
  test.each(Object.entries(LATE))(
    'an earlier call that ends late, %s, changes nothing of the one under way',
    async (_, late) => {
      const app = await startTestApp();
      await sendable(app);
      const { id, number } = await press(app);
      app.skip(5_000);
      const [firstEnds, secondBegins, secondEnds] = [gate(), gate(), gate()];
      app.provider.script(
        'sendTemplate',
        () => firstEnds.passed.then(() => err(late)),
        (would) => {
          secondBegins.open();
          return secondEnds.passed.then(would);
        },
      );
      const deliver = () => deliverSend(app.deps, { sendId: id }, { number: 1, last: false });

      const first = deliver();
      await expect.poll(() => app.provider.sends.length).toBe(1);
      const told = { ...throttled(app, 'wamid.lost', app.clock.iso()), messageId: id };
      await applyDelivery(app.deps, 'main', told, { number: 1 });
      const second = deliver();
      await secondBegins.passed;
      firstEnds.open();
      await first;
      await deliver();
      expect(await sendNow(app, number)).toMatchObject({ state: 'uncertain', attempt: 2 });
      secondEnds.open();
      await second;
      await app.pass(DAY);

      expect(app.provider.sends.map(({ attempt }) => attempt)).toEqual([1, 2]);
      expect(await sendNow(app, number)).toMatchObject({ state: 'accepted', attempt: 2 });
    },
  );

  test('after eight attempts it has failed', async () => {
    const app = await startTestApp();
    await sendable(app);
    const send = await sent(app);

    for (let n = 1; n <= 9; n += 1) {
      await hears(app, throttled(app, `wamid.${n}`, app.clock.iso(1_000)));
      await app.pass(10_000);
    }

    expect(app.provider.sends).toHaveLength(8);
    expect((await sendNow(app, send.number)).state).toBe('failed');
  });
});

describe('a status of a message nobody knows', () => {
  test('is kept, and joined with the answer that tells the id, ten minutes later', async () => {
    const app = await startTestApp();
    await sendable(app);
    app.provider.script('sendTemplate', async (would) => {
      await app.hook([status(app, 'wamid.1', { status: 'sent' }), status(app, 'wamid.1', { status: 'delivered' })]);
      for (const event of [status(app, 'wamid.1'), status(app, 'wamid.1', { status: 'delivered' })])
        await app.run('webhook.apply', { senderId: 'main', event });
      app.skip(600_000);
      return would();
    });

    const send = await sent(app);

    expect((await sendNow(app, send.number)).state).toBe('delivered');
    expect(await orphanCounts(app.store.db)).toMatchObject({ waiting: 0, dropped: 0 });
  });

  test('is dropped after eight days, and counted', async () => {
    const app = await startTestApp();

    await hears(app, status(app, 'wamid.foreign'));
    await app.pass(10_000);
    expect(await orphanCounts(app.store.db)).toMatchObject({ waiting: 1, dropped: 0 });
    app.skip(9 * DAY);
    await app.tick('prune');

    expect(await orphanCounts(app.store.db)).toEqual({ waiting: 0, oldest: undefined, dropped: 1 });
    expect(app.buried).toEqual([]);
  });
});
