import { expect, test } from 'vitest';
import { attemptOf, ownExternalId, takenIds } from '../../src/store/sends/attempts.ts';
import { sendByExternalId } from '../../src/store/sends/sends.ts';
import { storedSend } from '../support/app/stored.ts';
import { describeOnBothEngines } from '../support/process/database.ts';

describeOnBothEngines('attempts of a send', ({ fresh }) => {
  test('each attempt keeps the id the provider gave it, and is found by it', async () => {
    const { store } = await fresh();
    const send = await storedSend(store);

    await ownExternalId(store.db, send, { externalId: 'SM1', attempt: 1 });
    await ownExternalId(store.db, send, { externalId: 'SM2', attempt: 2 });
    await ownExternalId(store.db, send, { externalId: 'SM1', attempt: 2 });

    expect(await attemptOf(store.db, send, 'SM1')).toBe(1);
    expect(await attemptOf(store.db, send, 'SM2')).toBe(2);
    expect(await attemptOf(store.db, send, 'SM3')).toBeUndefined();
    expect((await sendByExternalId(store.db, 'shop', { externalId: 'SM1' }))?.id).toBe(send.id);
  });

  test('an id that another send owns is refused; the same id at another sender is another message', async () => {
    const { store } = await fresh();
    const first = await storedSend(store, { externalId: 'SM1' });
    const second = await storedSend(store);
    const elsewhere = await storedSend(store, { senderId: 'branch' });

    expect(await ownExternalId(store.db, second, { externalId: 'SM1', attempt: 1 })).toBe(false);
    expect(await ownExternalId(store.db, elsewhere, { externalId: 'SM1', attempt: 1 })).toBe(true);
    expect((await sendByExternalId(store.db, 'shop', { externalId: 'SM1' }))?.id).toBe(first.id);
  });

  test('a look-up is told every id of this customer and sender that is known', async () => {
    const { store } = await fresh();
    const other = await storedSend(store, { externalId: 'SM2' });
    await ownExternalId(store.db, other, { externalId: 'SM1', attempt: 1 });
    await storedSend(store, { externalId: 'SM9', phone: '+5491155559999' });
    const lost = await storedSend(store);

    expect((await takenIds(store.db, lost)).toSorted()).toEqual(['SM1', 'SM2']);
  });
});
