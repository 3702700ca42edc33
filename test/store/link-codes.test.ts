import { expect, test } from 'vitest';
import { digestOfCode, findLinkCode, pruneLinkCodes, saveLinkCode, takeLinkCode } from '../../src/store/link-codes.ts';
import { describeOnBothEngines, type TestStore } from '../support/database.ts';

const ONE = digestOfCode('ABCDEFGH');
const TWO = digestOfCode('23456789');
const MINUTES_MS = 60_000;

describeOnBothEngines('one-time codes', ({ fresh }) => {
  const save = (store: TestStore, digest = ONE, personId = 'p1') =>
    saveLinkCode(store.db, { personId, platform: 'slack', digest, expiresAt: store.clock.iso(10 * MINUTES_MS) });

  test('a code is found by its digest until it is too old', async () => {
    const { store } = await fresh();
    await save(store);

    expect(await findLinkCode(store.db, ONE, store.clock.iso())).toEqual({ personId: 'p1', platform: 'slack' });
    expect(await findLinkCode(store.db, TWO, store.clock.iso())).toBeUndefined();
    expect(await findLinkCode(store.db, ONE, store.clock.iso(10 * MINUTES_MS))).toBeUndefined();
    expect(await takeLinkCode(store.db, ONE, store.clock.iso(10 * MINUTES_MS))).toBeUndefined();
  });

  test('a person’s newest code replaces the one before; other people keep theirs', async () => {
    const { store } = await fresh();
    await save(store);
    await save(store, digestOfCode('other'), 'p2');
    await save(store, TWO);

    expect(await findLinkCode(store.db, ONE, store.clock.iso())).toBeUndefined();
    expect(await findLinkCode(store.db, TWO, store.clock.iso())).toEqual({ personId: 'p1', platform: 'slack' });
    expect(await findLinkCode(store.db, digestOfCode('other'), store.clock.iso())).toMatchObject({ personId: 'p2' });
  });

  test('of many who take a code at once, one gets it', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];
    await save(store);

    const taken = await Promise.all(
      Array.from({ length: 9 }, (_, n) => stores[n % 3]!.write(({ db }) => takeLinkCode(db, ONE, store.clock.iso()))),
    );

    expect(taken.filter((code) => code !== undefined)).toEqual([{ personId: 'p1', platform: 'slack' }]);
  });

  test('the code itself is not stored, and old ones are forgotten', async () => {
    const { store } = await fresh();
    await save(store);
    const rows = await store.db.selectFrom('link_codes').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('ABCDEFGH');

    expect(await pruneLinkCodes(store.db, store.clock.now())).toBe(0);
    store.clock.advance(10 * MINUTES_MS);
    expect(await pruneLinkCodes(store.db, store.clock.now())).toBe(1);
  });
});
