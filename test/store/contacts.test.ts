// Customers, the names and numbers they are known by, consent and its end.
import { expect, test } from 'vitest';
import type { Alias } from '../../src/domain/contacts/aliases.ts';
import {
  changeContact,
  contactByAlias,
  contactById,
  contactFor,
  learnAliases,
} from '../../src/store/contacts/contacts.ts';
import { describeOnBothEngines, type TestStore } from '../support/process/database.ts';

const PHONE: Alias = { kind: 'phone', value: '+5491155551234' };
const OTHER_SPELLING: Alias = { kind: 'phone', value: '+541155551234' };
const WA_ID: Alias = { kind: 'wa_id', value: '5491155551234' };
const BSUID: Alias = { kind: 'bsuid', value: 'AR.1' };

describeOnBothEngines('contacts', ({ fresh }) => {
  const met = (store: TestStore, aliases: readonly Alias[], name?: string) =>
    contactFor(store.db, aliases, { newId: store.newId, at: store.clock.iso(), ...(name && { name }) });
  const rows = (store: TestStore) => store.db.selectFrom('contacts').selectAll().execute();

  test('a customer met for the first time becomes a contact about whom nothing is known', async () => {
    const { store } = await fresh();

    const contact = await met(store, [PHONE], 'Zoe');

    expect(contact).toEqual({
      id: 'id-000001',
      name: 'Zoe',
      optedInAt: undefined,
      optInSource: undefined,
      optedOutAt: undefined,
      unreachableAt: undefined,
      marketingBlockedUntil: undefined,
    });
    expect(await contactById(store.db, contact.id)).toEqual(contact);
  });

  test('is the same contact under every alias learned on the way', async () => {
    const { store } = await fresh();
    const contact = await met(store, [PHONE]);

    await met(store, [PHONE, WA_ID]);
    await met(store, [WA_ID, BSUID]);

    expect(await contactByAlias(store.db, [BSUID])).toEqual(contact);
    expect(await rows(store)).toHaveLength(1);
  });

  test('an alias of one kind is no alias of another', async () => {
    const { store } = await fresh();
    await met(store, [{ kind: 'bsuid', value: '1' }]);

    expect(await contactByAlias(store.db, [{ kind: 'wa_id', value: '1' }])).toBeUndefined();
    expect(await contactByAlias(store.db, [])).toBeUndefined();
  });

  test('an alias stays with its first owner, and of several owners the first named counts', async () => {
    const { store } = await fresh();
    const ana = await met(store, [PHONE]);
    const zoe = await met(store, [BSUID]);

    await learnAliases(store.db, zoe.id, [PHONE, WA_ID], store.clock.iso());

    expect((await contactByAlias(store.db, [PHONE]))?.id).toBe(ana.id);
    expect((await contactByAlias(store.db, [WA_ID]))?.id).toBe(zoe.id);
    expect((await met(store, [BSUID, PHONE])).id).toBe(zoe.id);
    expect((await met(store, [PHONE, BSUID])).id).toBe(ana.id);
  });

  test('learning nothing, or the same twice, is fine', async () => {
    const { store } = await fresh();
    const contact = await met(store, [PHONE, PHONE]);

    await learnAliases(store.db, contact.id, [], store.clock.iso());
    await learnAliases(store.db, contact.id, [PHONE], store.clock.iso());

    expect(await contactByAlias(store.db, [PHONE])).toEqual(contact);
  });

  test('a send and an answer that meet the same new customer at once end with one contact', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];
    const known = [
      [PHONE, OTHER_SPELLING],
      [WA_ID, PHONE],
      [BSUID, WA_ID, OTHER_SPELLING],
    ];

    const contacts = await Promise.all(
      known.map((aliases, i) =>
        stores[i]!.write(({ db }) => contactFor(db, aliases, { newId: store.newId, at: store.clock.iso() })),
      ),
    );

    expect(new Set(contacts.map((contact) => contact.id)).size).toBe(1);
    expect(await rows(store)).toHaveLength(1);
    expect(await contactByAlias(store.db, [BSUID])).toEqual(await contactByAlias(store.db, [PHONE]));
  });

  test('of many that meet the same new customer at once, none is left with a contact of its own', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];

    const contacts = await Promise.all(
      Array.from({ length: 9 }, (_, i) =>
        stores[i % 3]!.write(({ db }) =>
          contactFor(db, [PHONE, OTHER_SPELLING], { newId: store.newId, at: store.clock.iso() }),
        ),
      ),
    );

    expect(new Set(contacts.map((contact) => contact.id)).size).toBe(1);
    expect(await rows(store)).toHaveLength(1);
  });

  test('what is learned about a contact is kept, fact by fact', async () => {
    const { store } = await fresh();
    const { id } = await met(store, [PHONE]);
    const facts = {
      optedOutAt: '2026-11-20T10:00:00.000Z',
      unreachableAt: '2026-11-20T10:01:00.000Z',
      marketingBlockedUntil: '2026-11-21T10:00:00.000Z',
      name: 'Zoe',
    };

    await changeContact(store.db, id, { optIn: { at: '2026-11-19T10:00:00.000Z', source: 'form', by: 'bob' } });
    await changeContact(store.db, id, facts);
    await changeContact(store.db, id, {});
    const full = await contactById(store.db, id);
    await changeContact(store.db, id, { optedOutAt: null, unreachableAt: null, marketingBlockedUntil: null });
    const cleared = await contactById(store.db, id);

    expect(full).toEqual({ id, optedInAt: '2026-11-19T10:00:00.000Z', optInSource: 'form', ...facts });
    expect(cleared).toEqual({
      ...full,
      optedOutAt: undefined,
      unreachableAt: undefined,
      marketingBlockedUntil: undefined,
    });
  });

  test('what is learned about one contact says nothing about another', async () => {
    const { store } = await fresh();
    const ana = await met(store, [PHONE]);
    const zoe = await met(store, [BSUID]);

    await changeContact(store.db, ana.id, { optedOutAt: store.clock.iso() });

    expect(await contactById(store.db, zoe.id)).toEqual(zoe);
  });
});
