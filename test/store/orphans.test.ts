import { expect, test } from 'vitest';
import { keepOrphan, orphanCounts, pruneOrphans, takeOrphans } from '../../src/store/sends/orphans.ts';
import { describeOnBothEngines, type TestStore } from '../support/process/database.ts';

const DAY_MS = 86_400_000;

describeOnBothEngines('statuses of messages nobody knows yet', ({ fresh }) => {
  const keep = (store: TestStore, eventId: string, externalId = 'wamid.1', senderId = 'shop') =>
    keepOrphan(store.db, { senderId, eventId, externalId, event: `{"id":"${eventId}"}` }, store.clock.iso());

  test('are taken out once, in the order they came, each event once', async () => {
    const { store } = await fresh();
    await keep(store, 'b');
    store.clock.advance(1);
    await keep(store, 'a');
    await keep(store, 'b');
    await keep(store, 'c', 'wamid.2');
    await keep(store, 'd', 'wamid.1', 'branch');

    const taken = await takeOrphans(store.db, { senderId: 'shop', externalId: 'wamid.1' });
    const again = await takeOrphans(store.db, { senderId: 'shop', externalId: 'wamid.1' });

    expect(taken.map(({ event }) => event)).toEqual(['{"id":"b"}', '{"id":"a"}']);
    expect(again).toEqual([]);
    expect((await orphanCounts(store.db)).waiting).toBe(2);
  });

  test('are dropped after eight days, and counted for good', async () => {
    const { store } = await fresh();
    await keep(store, 'a');
    store.clock.advance(8 * DAY_MS);
    await keep(store, 'b');
    expect(await pruneOrphans(store.db, store.clock.now())).toBe(0);
    store.clock.advance(1);

    expect(await pruneOrphans(store.db, store.clock.now())).toBe(1);
    store.clock.advance(9 * DAY_MS);
    expect(await pruneOrphans(store.db, store.clock.now())).toBe(1);

    expect(await orphanCounts(store.db)).toEqual({ waiting: 0, oldest: undefined, dropped: 2 });
  });
});
