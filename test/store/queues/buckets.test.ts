// Token buckets that processes share.
import { expect, test } from 'vitest';
import { pause, prune, take } from '../../../src/store/queues/buckets.ts';
import { describeOnBothEngines } from '../../support/process/database.ts';

const PAIR = { capacity: 2, refillPerSecond: 0.5 };

describeOnBothEngines('token buckets', ({ fresh }) => {
  test('a new bucket is full; an empty one says when the next token comes', async () => {
    const { store } = await fresh();
    const now = store.clock.now();

    const taken = [await take(store.db, 'a', PAIR, now), await take(store.db, 'a', PAIR, now)];
    const refused = await take(store.db, 'a', PAIR, now);

    expect(taken).toEqual([{ ok: true }, { ok: true }]);
    expect(refused).toEqual({ ok: false, retryAt: store.clock.iso(2_000) });
  });

  test('at the announced time, and not a millisecond before, a token is there', async () => {
    const { store } = await fresh();
    await take(store.db, 'a', { ...PAIR, cost: 2 }, store.clock.now());

    store.clock.advance(1_999);
    const early = await take(store.db, 'a', PAIR, store.clock.now());
    store.clock.advance(1);
    const onTime = await take(store.db, 'a', PAIR, store.clock.now());

    expect([early, onTime]).toEqual([{ ok: false, retryAt: store.clock.iso() }, { ok: true }]);
  });

  test('paused, it gives nothing before that time, then goes on; a shorter pause does not end a longer one', async () => {
    const { store } = await fresh();
    await take(store.db, 'a', PAIR, store.clock.now());
    await pause(store.db, 'a', PAIR, store.clock.iso(60_000));
    await pause(store.db, 'a', PAIR, store.clock.iso(30_000));

    store.clock.advance(59_999);
    const early = await take(store.db, 'a', PAIR, store.clock.now());
    store.clock.advance(1);
    const onTime = await take(store.db, 'a', PAIR, store.clock.now());

    expect([early.ok, onTime.ok]).toEqual([false, true]);
  });

  test('a bucket never holds more than its capacity', async () => {
    const { store } = await fresh();
    await take(store.db, 'a', PAIR, store.clock.now());
    store.clock.advance(3_600_000);
    const now = store.clock.now();

    const taken = [await take(store.db, 'a', { ...PAIR, cost: 2 }, now), await take(store.db, 'a', PAIR, now)];

    expect(taken.map((each) => each.ok)).toEqual([true, false]);
  });

  test('a clock that runs behind neither refills nor steals', async () => {
    const { store } = await fresh();
    await take(store.db, 'a', { ...PAIR, cost: 2 }, store.clock.now());

    const behind = await take(store.db, 'a', PAIR, new Date(store.clock.now().getTime() - 60_000));

    expect(behind).toEqual({ ok: false, retryAt: store.clock.iso(2_000) });
  });

  test('parallel takers get exactly what is there', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];
    const rate = { capacity: 25, refillPerSecond: 1 };
    const now = store.clock.now();

    const results = await Promise.all(
      Array.from({ length: 60 }, (_, n) => take(stores[n % 3]!.db, 'shared', rate, now)),
    );

    expect(results.filter((result) => result.ok)).toHaveLength(25);
  });

  test('buckets do not share tokens', async () => {
    const { store } = await fresh();
    await take(store.db, 'a', { ...PAIR, cost: 2 }, store.clock.now());

    expect(await take(store.db, 'b', PAIR, store.clock.now())).toEqual({ ok: true });
  });

  test('asking for more than a bucket can ever hold is a mistake in the code', async () => {
    const { store } = await fresh();

    await expect(take(store.db, 'a', { ...PAIR, cost: 3 }, store.clock.now())).rejects.toThrow(/holds 2/);
  });

  test('buckets unused for days are forgotten', async () => {
    const { store } = await fresh();
    await take(store.db, 'old', PAIR, store.clock.now());
    store.clock.advance(3 * 86_400_000);
    await take(store.db, 'used', PAIR, store.clock.now());

    const pruned = await prune(store.db, store.clock.now());

    expect(pruned).toBe(1);
    expect(await store.db.selectFrom('buckets').select('key').execute()).toEqual([{ key: 'used' }]);
  });
});
