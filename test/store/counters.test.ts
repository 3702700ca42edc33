// The short numbers of proposals and sends.
import { expect, test } from 'vitest';
import { nextNumber } from '../../src/store/counters.ts';
import { describeOnBothEngines } from '../support/process/database.ts';

describeOnBothEngines('short numbers', ({ fresh }) => {
  test('start at 1 and count each kind on its own', async () => {
    const { store } = await fresh();

    const numbers = [
      await nextNumber(store.db, 'proposal'),
      await nextNumber(store.db, 'proposal'),
      await nextNumber(store.db, 'send'),
      await nextNumber(store.db, 'proposal'),
    ];

    expect(numbers).toEqual([1, 2, 1, 3]);
  });

  test('never repeat and leave no gap, however many are taken at once', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];

    const taken = await Promise.all(
      Array.from({ length: 24 }, (_, i) => stores[i % 3]!.write(({ db }) => nextNumber(db, 'send'))),
    );

    expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
  });

  test('taken by work that failed are given again', async () => {
    const { store } = await fresh();
    const failing = store.write(async ({ db }) => {
      await nextNumber(db, 'send');
      throw new Error('refused after all');
    });

    await expect(failing).rejects.toThrow('refused after all');
    expect(await nextNumber(store.db, 'send')).toBe(1);
  });
});
