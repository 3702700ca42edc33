// Deliveries from outside, each new once.
import { expect, test } from 'vitest';
import { prune, receive, saveReply, storedReply } from '../../../src/store/queues/inbox.ts';
import { describeOnBothEngines } from '../../support/process/database.ts';

describeOnBothEngines('the inbox', ({ fresh }) => {
  test('the second copy of a delivery is seen, and gets the reply of the first', async () => {
    const { store } = await fresh();
    const delivery = { deliveryId: 'slack:1', source: 'slack', at: store.clock.iso() };

    const first = await receive(store.db, delivery);
    await saveReply(store.db, 'slack:1', '{"show":"nothing"}', store.clock.iso());
    const second = await receive(store.db, delivery);

    expect([first, second, await storedReply(store.db, 'slack:1')]).toEqual(['new', 'seen', '{"show":"nothing"}']);
  });

  test('of copies that arrive together, one is new and the others find its committed reply', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];

    const replies = await Promise.all(
      stores.map((each) =>
        each.write(async ({ db }) => {
          const delivery = { deliveryId: 'slack:1', source: 'slack', at: each.clock.iso() };
          if ((await receive(db, delivery)) === 'seen') return await storedReply(db, 'slack:1');
          await saveReply(db, 'slack:1', 'the reply', each.clock.iso());
          return 'I was first';
        }),
      ),
    );

    expect(replies.toSorted()).toEqual(['I was first', 'the reply', 'the reply']);
  });

  test('a delivery that was never answered has no reply', async () => {
    const { store } = await fresh();
    await receive(store.db, { deliveryId: 'meta:1', source: 'meta', payload: '{}', at: store.clock.iso() });

    expect(await storedReply(store.db, 'meta:1')).toBeUndefined();
    expect(await storedReply(store.db, 'unknown')).toBeUndefined();
  });

  test('deliveries are remembered for as many days as asked', async () => {
    const { store } = await fresh();
    await receive(store.db, { deliveryId: 'old', source: 'meta', at: store.clock.iso() });
    store.clock.advance(7 * 86_400_000 + 60_000);
    const early = await prune(store.db, store.clock.now(), 8);
    store.clock.advance(86_400_000);

    expect([early, await prune(store.db, store.clock.now(), 8)]).toEqual([0, 1]);
  });

  test('deliveries noted together are each new once, however many arrive and however many copies are among them', async () => {
    const { store } = await fresh();
    await receive(store.db, { deliveryId: 'slack:7', source: 'slack', at: store.clock.iso() });
    const ids = Array.from({ length: 150 }, (_, n) => `slack:${n % 100}`);

    const answers = await Promise.all(
      ids.map((deliveryId) => store.receive({ deliveryId, source: 'slack', at: store.clock.iso() })),
    );
    const later = await store.receive({ deliveryId: 'slack:99', source: 'slack', at: store.clock.iso() });

    expect(ids.filter((_, n) => answers[n] === 'new').toSorted()).toEqual(
      [...new Set(ids)].filter((id) => id !== 'slack:7').toSorted(),
    );
    expect(later).toBe('seen');
  });

  test('when deliveries noted together cannot be written, each of them hears of it', async () => {
    const { store } = await fresh();
    await store.db.schema.dropTable('inbox').execute();

    const answers = await Promise.allSettled(
      ['a', 'b'].map((deliveryId) => store.receive({ deliveryId, source: 'slack', at: store.clock.iso() })),
    );

    expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected']);
  });
});
