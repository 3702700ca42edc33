// What customers wrote, stored once.
import { expect, test } from 'vitest';
import { findInbound, type InboundMessage, insertInbound } from '../../src/store/inbound.ts';
import { storedContact, storedSend } from '../support/app/stored.ts';
import { describeOnBothEngines, type TestStore } from '../support/process/database.ts';

describeOnBothEngines('what customers wrote', ({ fresh }) => {
  const anAnswer = async (store: TestStore, over: Partial<InboundMessage> = {}): Promise<InboundMessage> => ({
    id: store.newId(),
    senderId: 'shop',
    contactId: await storedContact(store),
    sendId: undefined,
    externalId: 'wamid.in.1',
    kind: 'text',
    text: 'Gracias 😀\n¿Mañana?',
    at: '2026-11-20T11:59:00.000Z',
    createdAt: store.clock.iso(),
    ...over,
  });

  test('comes back as it was written, with the send it answers', async () => {
    const { store } = await fresh();
    const send = await storedSend(store, { state: 'delivered' });
    const answer = await anAnswer(store, { sendId: send.id });

    expect(await insertInbound(store.db, answer)).toBe(true);
    expect(await findInbound(store.db, answer.id)).toEqual(answer);
    expect(await findInbound(store.db, 'unknown')).toBeUndefined();
  });

  test('is stored once, however often and how simultaneously the provider tells it', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];
    const copies = await Promise.all(stores.map(() => anAnswer(store)));

    const isNew = await Promise.all(copies.map((copy, i) => stores[i]!.write(({ db }) => insertInbound(db, copy))));

    expect(isNew.filter(Boolean)).toHaveLength(1);
    expect(await store.db.selectFrom('inbound').select('id').execute()).toHaveLength(1);
  });

  test('to another number of ours is another message, even under the same id', async () => {
    const { store } = await fresh();
    await insertInbound(store.db, await anAnswer(store));

    expect(await insertInbound(store.db, await anAnswer(store, { senderId: 'branch' }))).toBe(true);
  });
});
