// Accounts and the persons behind them.
import { expect, test } from 'vitest';
import { mergePeople } from '../../../src/store/people/merge.ts';
import {
  peopleById,
  peopleWithAccounts,
  personById,
  personOf,
  rememberLocale,
} from '../../../src/store/people/people.ts';
import { describeOnBothEngines, type TestStore } from '../../support/process/database.ts';

const ANA = { platform: 'slack', tenant: 'T1', id: 'U1', name: 'Ana' };

describeOnBothEngines('people', ({ fresh }) => {
  const seen = (store: TestStore, who: Parameters<typeof personOf>[1] = ANA) =>
    personOf(store.db, who, { newId: store.newId, now: store.clock.now() });
  const rows = (store: TestStore, table: 'people' | 'identities') => store.db.selectFrom(table).selectAll().execute();

  test('an account seen for the first time becomes a person, and stays that person', async () => {
    const { store } = await fresh();

    const first = await seen(store);
    const again = await seen(store);

    expect(first).toEqual({
      id: 'id-000001',
      name: 'Ana',
      identities: [{ platform: 'slack', tenant: 'T1', id: 'U1', locale: null }],
    });
    expect([again, await personById(store.db, first.id)]).toEqual([first, first]);
    expect(await rows(store, 'people')).toHaveLength(1);
  });

  test('the same id in another tenant or on another platform is somebody else', async () => {
    const { store } = await fresh();

    const people = [
      await seen(store),
      await seen(store, { ...ANA, tenant: 'T2' }),
      await seen(store, { ...ANA, platform: 'teams' }),
    ];

    expect(new Set(people.map((person) => person.id)).size).toBe(3);
  });

  test('many deliveries of a new person at once make one person, and leave no half of another', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];

    const people = await Promise.all(Array.from({ length: 9 }, (_, i) => seen(stores[i % 3]!)));

    expect(new Set(people.map((person) => person.id)).size).toBe(1);
    expect([(await rows(store, 'people')).length, (await rows(store, 'identities')).length]).toEqual([1, 1]);
  });

  test('the same is true inside transactions that overlap', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];
    const make = { newId: store.newId, now: store.clock.now() };

    const people = await Promise.all(stores.map((each) => each.write(({ db }) => personOf(db, ANA, make))));

    expect(new Set(people.map((person) => person.id)).size).toBe(1);
    expect(await rows(store, 'people')).toHaveLength(1);
  });

  test('a person is called what the platform told last, and keeps the name when it tells none', async () => {
    const { store } = await fresh();
    const { id } = await seen(store);

    const renamed = await seen(store, { ...ANA, name: 'Ana María' });
    const unnamed = await seen(store, { ...ANA, name: '' });

    expect([renamed.name, unnamed.name, (await personById(store.db, id))?.name]).toEqual([
      'Ana María',
      'Ana María',
      'Ana María',
    ]);
  });

  test('several people come at once, with all their accounts; unknown ids are left out', async () => {
    const { store } = await fresh();
    const ana = await seen(store);
    const bob = await seen(store, { ...ANA, id: 'U2', name: 'Bob', locale: 'es' });
    await store.db
      .insertInto('identities')
      .values({
        key: 'teams:org:a-1',
        person_id: ana.id,
        platform: 'teams',
        tenant: 'org',
        external_id: 'a-1',
        locale: null,
        email: null,
        email_checked_at: null,
        unlinked_at: null,
      })
      .execute();

    const people = await peopleById(store.db, [ana.id, bob.id, ana.id, 'nobody']);

    expect([...people.keys()].toSorted()).toEqual([ana.id, bob.id]);
    expect(people.get(ana.id)?.identities.map((who) => `${who.platform}:${who.id}`)).toEqual(['slack:U1', 'teams:a-1']);
    expect(people.get(bob.id)?.identities).toEqual([{ platform: 'slack', tenant: 'T1', id: 'U2', locale: 'es' }]);
    expect([await peopleById(store.db, []), await personById(store.db, 'nobody')]).toEqual([new Map(), undefined]);
  });

  test('the language is remembered per account', async () => {
    const { store } = await fresh();
    const ana = await seen(store);
    const bob = await seen(store, { ...ANA, id: 'U2', name: 'Bob' });

    await rememberLocale(store.db, ANA, 'pt');

    expect((await personById(store.db, ana.id))?.identities[0]?.locale).toBe('pt');
    expect((await personById(store.db, bob.id))?.identities[0]?.locale).toBeNull();
  });

  test('a person with several accounts is called as the first of them is, so that platforms do not rename them in turns', async () => {
    const { store } = await fresh();
    const { id } = await seen(store);
    const other = await seen(store, { ...ANA, platform: 'teams', name: 'Ana Nasser' });
    await store.write(({ db }) => mergePeople(db, id, other.id));

    await seen(store, { ...ANA, platform: 'teams', name: 'Ana N.' });
    expect((await personById(store.db, id))?.name).toBe('Ana');
    await seen(store, { ...ANA, name: 'Anita' });
    expect((await personById(store.db, id))?.name).toBe('Anita');
  });

  test('a person without a name gets the first one that any of their accounts tells, and never loses it', async () => {
    const { store } = await fresh();
    const { id } = await seen(store, { ...ANA, name: '' });
    const other = await seen(store, { ...ANA, platform: 'teams', name: '' });
    await store.write(({ db }) => mergePeople(db, id, other.id));

    expect((await seen(store, { ...ANA, platform: 'teams', name: 'Ana T.' })).name).toBe('Ana T.');
    expect((await seen(store, { ...ANA, name: '' })).name).toBe('Ana T.');
    expect((await seen(store, { ...ANA, platform: 'teams', name: '' })).name).toBe('Ana T.');
    expect((await seen(store, { ...ANA, name: 'Ana' })).name).toBe('Ana');
    expect((await personById(store.db, id))?.name).toBe('Ana');
  });

  test('of two accounts that become one person, the named one gives the name where the other has none', async () => {
    const { store } = await fresh();
    const older = await seen(store, { ...ANA, name: '' });
    store.clock.advance(1);
    const younger = await seen(store, { ...ANA, platform: 'teams', name: 'Ana T.' });
    await store.write(({ db }) => mergePeople(db, older.id, younger.id));

    expect((await personById(store.db, older.id))?.name).toBe('Ana T.');
  });

  test('a new name is stored as the database can hold it', async () => {
    const { store } = await fresh();
    await seen(store);

    expect((await seen(store, { ...ANA, name: 'Ana\u0000 M' })).name).not.toContain('\u0000');
  });

  test('somebody who asks is told of an account seen for the first time, once', async () => {
    const { store } = await fresh();
    const told: string[] = [];
    const whenNew = async () => void told.push('new');
    const make = { newId: store.newId, now: store.clock.now(), whenNew };

    await personOf(store.db, ANA, make);
    await personOf(store.db, ANA, make);

    expect(told).toEqual(['new']);
  });

  test('people are found by the directory ids of any of their accounts, with all of them', async () => {
    const { store } = await fresh();
    const ana = await seen(store);
    const other = await seen(store, { ...ANA, platform: 'teams', id: 'a-1' });
    await seen(store, { ...ANA, id: 'U9' });
    await store.write(({ db }) => mergePeople(db, ana.id, other.id));

    const found = await peopleWithAccounts(store.db, ['a-1']);

    expect(found.map((person) => person.identities.map((who) => who.id))).toEqual([['U1', 'a-1']]);
    expect(await peopleWithAccounts(store.db, [])).toEqual([]);
  });
});
