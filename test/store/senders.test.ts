// Senders that were stopped and resumed.
import { expect, test } from 'vitest';
import { resumeSender, type SenderStop, senderStop, stopSender } from '../../src/store/senders.ts';
import { describeOnBothEngines } from '../support/process/database.ts';

const UNPAID: SenderStop = { fault: 'payment', since: '2026-11-20T11:00:00.000Z', detail: '131042' };
const LOCKED: SenderStop = { fault: 'account_locked', since: '2026-11-20T11:30:00.000Z', detail: '' };

describeOnBothEngines('senders', ({ fresh }) => {
  test('run until stopped, and again once resumed', async () => {
    const { store } = await fresh();

    const before = await senderStop(store.db, 'shop');
    const stopped = await stopSender(store.db, 'shop', UNPAID);
    const during = await senderStop(store.db, 'shop');
    const resumed = await resumeSender(store.db, 'shop');

    expect([before, stopped, during, resumed]).toEqual([undefined, true, UNPAID, true]);
    expect(await senderStop(store.db, 'shop')).toBeUndefined();
  });

  test('stopping one does not stop the others', async () => {
    const { store } = await fresh();
    await stopSender(store.db, 'shop', UNPAID);

    expect(await senderStop(store.db, 'branch')).toBeUndefined();
  });

  test('the reason of the first stop stays, and nobody is told a second time', async () => {
    const { store } = await fresh();
    await stopSender(store.db, 'shop', UNPAID);

    expect(await stopSender(store.db, 'shop', LOCKED)).toBe(false);
    expect(await senderStop(store.db, 'shop')).toEqual(UNPAID);
  });

  test('after a resume, a new stop has its own reason', async () => {
    const { store } = await fresh();
    await stopSender(store.db, 'shop', UNPAID);
    await resumeSender(store.db, 'shop');

    expect(await stopSender(store.db, 'shop', LOCKED)).toBe(true);
    expect(await senderStop(store.db, 'shop')).toEqual(LOCKED);
  });

  test('resuming one that runs, or that nobody knows, changes nothing', async () => {
    const { store } = await fresh();
    await stopSender(store.db, 'shop', UNPAID);
    await resumeSender(store.db, 'shop');

    expect([await resumeSender(store.db, 'shop'), await resumeSender(store.db, 'unheard-of')]).toEqual([false, false]);
  });

  test('of many failures at once, one stops the sender', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];

    const stops = await Promise.all(
      Array.from({ length: 6 }, (_, i) => stores[i % 3]!.write(({ db }) => stopSender(db, 'shop', UNPAID))),
    );

    expect(stops.filter(Boolean)).toHaveLength(1);
  });
});
