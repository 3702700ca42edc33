// Customers found by name or digits.
import { expect, test } from 'vitest';
import { changeContact, contactFor, learnAliases } from '../../src/store/contacts/contacts.ts';
import { bsuidOf, numberOf, searchContacts } from '../../src/store/contacts/search.ts';
import { describeOnBothEngines, type TestStore } from '../support/process/database.ts';

const AT = '2026-11-20T12:05:00.000Z';

describeOnBothEngines('looking for a customer', ({ fresh }) => {
  async function customer(store: TestStore, e164: string, name?: string): Promise<string> {
    const make = { newId: store.newId, at: AT, ...(name !== undefined && { name }) };
    return store.write(async (tx) => (await contactFor(tx.db, [{ kind: 'phone', value: e164 }], make)).id);
  }
  const names = async (store: TestStore, text: string, limit = 10) =>
    (await searchContacts(store.db, { text, limit })).map((found) => found.name ?? found.e164);

  test('by any words of the name, in any order and case', async () => {
    const { store } = await fresh();
    await customer(store, '+5491155551234', 'Rosa María Núñez');
    await customer(store, '+5491155551235', 'Rosario Paz');

    expect(await names(store, 'ros')).toEqual(['Rosa María Núñez', 'Rosario Paz']);
    expect(await names(store, 'núñez rosa')).toEqual(['Rosa María Núñez']);
    expect(await names(store, 'Paz')).toEqual(['Rosario Paz']);
    expect(await names(store, 'nobody')).toEqual([]);
  });

  test('whichever way accents are written', async () => {
    const { store } = await fresh();
    await customer(store, '+5491155551234', 'Ana Núñez');
    await customer(store, '+5491155551235', 'Ana Nu\u0301n\u0303ez');

    expect(await names(store, 'núñez')).toHaveLength(2);
    expect(await names(store, 'nu\u0301n\u0303ez')).toHaveLength(2);
  });

  test('without a number by name only, once, and by the id learned last; with a number as before', async () => {
    const { store } = await fresh();
    const known = (value: string, name?: string) =>
      store.write(async (tx) => {
        const make = { newId: store.newId, at: AT, ...(name !== undefined && { name }) };
        return (await contactFor(tx.db, [{ kind: 'bsuid', value }], make)).id;
      });
    const nora = await known('AR.1', 'Nora Paz');
    await learnAliases(store.db, nora, [{ kind: 'bsuid', value: 'AR.2' }], '2026-11-20T13:00:00.000Z');
    await known('AR.7');
    const rosa = await customer(store, '+5491155551234', 'Rosa Paz');
    await learnAliases(store.db, rosa, [{ kind: 'bsuid', value: 'AR.3' }], AT);

    const found = await searchContacts(store.db, { text: 'paz', limit: 10 });

    expect(found).toEqual([
      { id: nora, name: 'Nora Paz' },
      { id: rosa, name: 'Rosa Paz', e164: '+5491155551234' },
    ]);
    expect(await names(store, '')).toEqual(['Nora Paz', 'Rosa Paz']);
    expect([await bsuidOf(store.db, nora), await bsuidOf(store.db, rosa)]).toEqual(['AR.2', undefined]);
  });

  test('by digits of the number, as they are written in messages', async () => {
    const { store } = await fresh();
    await customer(store, '+5491155551234', 'Rosa');
    await customer(store, '+5511987654321');

    expect(await names(store, '+54 9 11 5555-1234')).toEqual(['Rosa']);
    expect(await names(store, '4321')).toEqual(['+5511987654321']);
    expect(await names(store, '12')).toEqual([]);
  });

  test('an empty text finds the first ones, those with a name before those without', async () => {
    const { store } = await fresh();
    await customer(store, '+5491155550001');
    await customer(store, '+5491155550002', 'Zoe');
    await customer(store, '+5491155550003', 'Ana');

    expect(await names(store, '')).toEqual(['Ana', 'Zoe', '+5491155550001']);
    expect(await names(store, '', 1)).toEqual(['Ana']);
  });

  test('wildcards are letters like any other, and who opted out is not offered', async () => {
    const { store } = await fresh();
    await customer(store, '+5491155550001', '100% Ana_B');
    const gone = await customer(store, '+5491155550002', '100x AnaxB');

    expect(await names(store, '100%')).toEqual(['100% Ana_B']);
    expect(await names(store, 'ana_b')).toEqual(['100% Ana_B']);
    await changeContact(store.db, gone, { optedOutAt: AT });
    expect(await names(store, 'AnaxB')).toEqual([]);
  });

  test('the number behind a contact is told only when there is exactly one', async () => {
    const { store } = await fresh();
    const one = await customer(store, '+5491155550001', 'Ana');
    const two = await customer(store, '+5491155550002', 'Eva');
    const second = { contact_id: two, kind: 'phone', value: '+5491155550003', created_at: AT } as const;
    await store.db.insertInto('aliases').values(second).execute();

    expect(await numberOf(store.db, one)).toBe('+5491155550001');
    expect(await numberOf(store.db, two)).toBeUndefined();
    expect(await numberOf(store.db, 'nobody')).toBeUndefined();
  });
});
