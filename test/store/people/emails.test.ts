// E-mail addresses of accounts, and whom to ask about next.
import { expect, test } from 'vitest';
import { accountByKey, accountsToAsk, accountsWithEmail, saveEmail } from '../../../src/store/people/emails.ts';
import { personOf } from '../../../src/store/people/people.ts';
import { describeOnBothEngines, type TestStore } from '../../support/process/database.ts';

describeOnBothEngines('e-mail addresses of accounts', ({ fresh }) => {
  const seen = async (store: TestStore, platform: string, id: string) => {
    const make = { newId: store.newId, now: store.clock.now() };
    return (await personOf(store.db, { platform, tenant: 'T', id, name: id }, make)).id;
  };

  test('an address is kept without its letter case, and found for every account that has it', async () => {
    const { store } = await fresh();
    const ana = await seen(store, 'slack', 'ana');
    const other = await seen(store, 'teams', 'ana');

    expect(await saveEmail(store.db, 'slack:T:ana', ' Ana@Example.COM', store.clock.iso())).toBe('ana@example.com');
    await saveEmail(store.db, 'teams:T:ana', 'ana@example.com', store.clock.iso());

    const found = await accountsWithEmail(store.db, 'ana@example.com');
    expect(found.map(({ key, personId }) => [key, personId])).toEqual([
      ['slack:T:ana', ana],
      ['teams:T:ana', other],
    ]);
    expect(await accountByKey(store.db, 'slack:T:ana')).toMatchObject({ id: 'ana', email: 'ana@example.com' });
    expect(await accountByKey(store.db, 'slack:T:nobody')).toBeUndefined();
  });

  test.each(['', 'ana', 'ana@', '@example.com', 'a@b@c', 'a b@c'])('%j is no address', async (text) => {
    const { store } = await fresh();
    await seen(store, 'slack', 'ana');

    expect(await saveEmail(store.db, 'slack:T:ana', text, store.clock.iso())).toBeUndefined();
    expect((await accountByKey(store.db, 'slack:T:ana'))?.email).toBeUndefined();
  });

  test('accounts never asked about come first, then those asked before the given time; known addresses never', async () => {
    const { store } = await fresh();
    for (const id of ['a', 'b', 'c', 'd']) await seen(store, 'slack', id);
    await seen(store, 'console', 'e');
    await saveEmail(store.db, 'slack:T:a', undefined, store.clock.iso(-2_000));
    await saveEmail(store.db, 'slack:T:b', undefined, store.clock.iso());
    await saveEmail(store.db, 'slack:T:c', 'c@example.com', store.clock.iso(-2_000));

    const ask = (limit: number) =>
      accountsToAsk(store.db, { platforms: ['slack', 'teams'], before: store.clock.iso(-1_000), limit });

    expect((await ask(9)).map(({ id }) => id)).toEqual(['d', 'a']);
    expect((await ask(1)).map(({ id }) => id)).toEqual(['d']);
    expect(await accountsToAsk(store.db, { platforms: [], before: store.clock.iso(), limit: 9 })).toEqual([]);
  });
});
