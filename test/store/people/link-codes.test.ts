// One-time codes in the database: found, claimed, used once.
import { expect, test } from 'vitest';
import {
  claimLinkCode,
  digestOfCode,
  findLinkCode,
  pruneLinkCodes,
  saveLinkCode,
  takeLinkCode,
} from '../../../src/store/people/link-codes.ts';
import { describeOnBothEngines, type TestStore } from '../../support/process/database.ts';

const ONE = digestOfCode('ABCDEFGH');
const TWO = digestOfCode('23456789');
const MINUTES_MS = 60_000;

describeOnBothEngines('one-time codes', ({ fresh }) => {
  const save = (store: TestStore, digest = ONE, personId = 'p1') =>
    saveLinkCode(store.db, { personId, platform: 'slack', digest, expiresAt: store.clock.iso(10 * MINUTES_MS) });

  const claim = (store: TestStore, personId: string, later = 0) =>
    claimLinkCode(store.db, ONE, { personId, now: store.clock.iso(later) });
  const take = (store: TestStore, personId: string, later = 0) =>
    store.write(({ db }) => takeLinkCode(db, ONE, { personId, now: store.clock.iso(later) }));

  test('a code is found by its digest until it is too old', async () => {
    const { store } = await fresh();
    await save(store);

    expect(await findLinkCode(store.db, ONE, store.clock.iso())).toEqual({ personId: 'p1', platform: 'slack' });
    expect(await findLinkCode(store.db, TWO, store.clock.iso())).toBeUndefined();
    expect(await findLinkCode(store.db, ONE, store.clock.iso(10 * MINUTES_MS))).toBeUndefined();
    await claim(store, 'p2');
    expect(await take(store, 'p2', 10 * MINUTES_MS)).toBeUndefined();
    expect(await claim(store, 'p2', 10 * MINUTES_MS)).toBe(false);
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

  test('a code is its first claimer’s, who may claim it again, and it is taken once', async () => {
    const { store } = await fresh();
    await save(store);

    expect(await take(store, 'p2')).toBeUndefined();
    expect(await claim(store, 'p2')).toBe(true);
    expect(await claim(store, 'p2')).toBe(true);
    expect(await claim(store, 'p3')).toBe(false);
    expect(await take(store, 'p3')).toBeUndefined();
    expect(await take(store, 'p2')).toEqual({ personId: 'p1', platform: 'slack' });
    expect(await take(store, 'p2')).toBeUndefined();
  });

  test('a newer code is nobody’s yet', async () => {
    const { store } = await fresh();
    await save(store);
    await claim(store, 'p2');
    await save(store);

    expect(await claim(store, 'p3')).toBe(true);
  });

  test('of many who claim or take a code at once, one gets it', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];
    await save(store);
    const many = <T>(work: (store: TestStore, n: number) => Promise<T>) =>
      Promise.all(Array.from({ length: 9 }, (_, n) => work(stores[n % 3]!, n)));

    const claimed = await many((each, n) => claim(each, `c${n}`));
    const owner = `c${claimed.indexOf(true)}`;
    const taken = await many((each) => take(each, owner));

    expect(claimed.filter((isMine) => isMine)).toHaveLength(1);
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
