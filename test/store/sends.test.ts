// Sends in the database: found by every id a status may carry, changed by one writer only.
import { expect, test } from 'vitest';
import type { Failure } from '../../src/domain/fault.ts';
import { SEND_STATES } from '../../src/domain/sends/state.ts';
import { isUniqueViolation } from '../../src/store/engine/sql-errors.ts';
import {
  addSendEvent,
  changeSend,
  findSend,
  latestSendTo,
  sendByExternalId,
  sendByNumber,
  sendsOf,
  timelineOf,
} from '../../src/store/sends/sends.ts';
import { storedContact, storedSend } from '../support/app/stored.ts';
import { describeOnBothEngines } from '../support/process/database.ts';

const AT = '2026-11-20T12:05:00.000Z';
const LATER = '2026-11-20T12:10:00.000Z';
const CAPPED: Failure = { kind: 'limited', fault: 'marketing_cap', reaction: 'permanent', code: '131049' };

describeOnBothEngines('a send', ({ fresh }) => {
  test('comes back as it was recorded, by id and by number', async () => {
    const { store } = await fresh();

    const send = await storedSend(store, {
      holdUntil: AT,
      values: { 'body.1': 'Ana', 'header.link': 'https://example.com' },
    });

    expect(send).toEqual({
      id: send.id,
      number: 1,
      senderId: 'shop',
      templateId: send.templateId,
      contactId: send.contactId,
      agentId: 'bob',
      phone: '+5491155551234',
      bsuid: undefined,
      category: undefined,
      values: { 'body.1': 'Ana', 'header.link': 'https://example.com' },
      contentHash: 'hash-1',
      state: 'held',
      holdUntil: AT,
      externalId: undefined,
      providerHeld: false,
      failure: undefined,
      attemptedAt: undefined,
      attempt: 1,
      waitReason: undefined,
      waitUntil: undefined,
      createdAt: store.clock.iso(),
      updatedAt: store.clock.iso(),
    });
    expect(await sendByNumber(store.db, 1)).toEqual(send);
    expect([await findSend(store.db, 'unknown'), await sendByNumber(store.db, 2)]).toEqual([undefined, undefined]);
  });

  test('has a number of its own', async () => {
    const { store } = await fresh();
    await storedSend(store, { number: 7 });

    const error = await storedSend(store, { number: 7 }).catch((thrown: unknown) => thrown);

    expect(isUniqueViolation(error)).toBe(true);
  });

  test('is listed for its agent, newest first', async () => {
    const { store } = await fresh();
    for (const agentId of ['bob', 'cleo', 'bob', 'bob']) await storedSend(store, { agentId });

    expect((await sendsOf(store.db, 'bob', 2)).map((send) => send.number)).toEqual([4, 3]);
    expect(await sendsOf(store.db, 'nobody', 10)).toEqual([]);
  });
});

describeOnBothEngines('a send that a status is about', ({ fresh }) => {
  test('is found by the provider’s id, within its own sender', async () => {
    const { store } = await fresh();
    const ours = await storedSend(store, { externalId: 'wamid.1' });
    const other = await storedSend(store, { externalId: 'wamid.1', senderId: 'branch' });

    expect((await sendByExternalId(store.db, 'shop', { externalId: 'wamid.1' }))?.id).toBe(ours.id);
    expect((await sendByExternalId(store.db, 'branch', { externalId: 'wamid.1' }))?.id).toBe(other.id);
    expect(await sendByExternalId(store.db, 'nobody', { externalId: 'wamid.1' })).toBeUndefined();
  });

  test('is found by our own id when the status was faster than the answer', async () => {
    const { store } = await fresh();
    const send = await storedSend(store);

    expect((await sendByExternalId(store.db, 'shop', { externalId: 'wamid.1', messageId: send.id }))?.id).toBe(send.id);
  });

  test('is never found by our id for another sender: webhooks speak only of their own number', async () => {
    const { store } = await fresh();
    const send = await storedSend(store);

    expect(await sendByExternalId(store.db, 'branch', { messageId: send.id })).toBeUndefined();
    expect(await sendByExternalId(store.db, 'shop', { messageId: 'unknown' })).toBeUndefined();
    expect(await sendByExternalId(store.db, 'shop', {})).toBeUndefined();
  });

  test('is the one with the provider’s id, should the ids name two', async () => {
    const { store } = await fresh();
    const byTheirs = await storedSend(store, { externalId: 'wamid.1' });
    const byOurs = await storedSend(store);

    const found = await sendByExternalId(store.db, 'shop', { externalId: 'wamid.1', messageId: byOurs.id });
    expect(found?.id).toBe(byTheirs.id);
  });
});

describeOnBothEngines('the send a free answer belongs to', ({ fresh }) => {
  test.each(SEND_STATES)('is the newest that may have reached the customer; %s', async (state) => {
    const { store } = await fresh();
    const earlier = await storedSend(store, { state: 'delivered' });
    const newest = await storedSend(store, { state });

    const reached = state !== 'held' && state !== 'cancelled' && state !== 'failed';
    expect((await latestSendTo(store.db, 'shop', newest.contactId))?.id).toBe(reached ? newest.id : earlier.id);
  });

  test('is the newest that failed, when none may have arrived: its agent wanted to reach this customer', async () => {
    const { store } = await fresh();
    await storedSend(store, { state: 'failed' });
    const second = await storedSend(store, { state: 'failed' });
    await storedSend(store, { state: 'cancelled' });

    expect((await latestSendTo(store.db, 'shop', second.contactId))?.id).toBe(second.id);
  });

  test('goes by the number, not by the clock', async () => {
    const { store } = await fresh();
    await storedSend(store, { state: 'sent' });
    store.clock.advance(-3_600_000);
    const newest = await storedSend(store, { state: 'sent' });

    expect((await latestSendTo(store.db, 'shop', newest.contactId))?.id).toBe(newest.id);
  });

  test('is of this sender and this customer', async () => {
    const { store } = await fresh();
    const send = await storedSend(store, { state: 'sent' });
    const stranger = await storedContact(store, '+5491155550000');

    expect(await latestSendTo(store.db, 'branch', send.contactId)).toBeUndefined();
    expect(await latestSendTo(store.db, 'shop', stranger)).toBeUndefined();
  });
});

describeOnBothEngines('changing a send', ({ fresh }) => {
  test('sets each fact and keeps the rest', async () => {
    const { store } = await fresh();
    const send = await storedSend(store, { state: 'queued', attemptedAt: AT });
    const change = {
      state: 'accepted',
      externalId: 'wamid.1',
      providerHeld: true,
      failure: CAPPED,
      waitReason: 'pair_rate',
    } as const;

    await changeSend(store.db, send, change, LATER);
    const full = await findSend(store.db, send.id);
    const cleared = { providerHeld: false, failure: null, attemptedAt: null, waitReason: null };
    await changeSend(store.db, { id: send.id, state: 'accepted' }, cleared, LATER);

    expect(full).toEqual({ ...send, ...change, updatedAt: LATER });
    expect(await findSend(store.db, send.id)).toEqual({
      ...full,
      providerHeld: false,
      failure: undefined,
      attemptedAt: undefined,
      waitReason: undefined,
    });
  });

  test('loses politely when the state is another, or the call was begun', async () => {
    const { store } = await fresh();
    const calm = await storedSend(store, { state: 'queued' });
    const begun = await storedSend(store, { state: 'queued', attemptedAt: AT });
    const cancel = (from: { id: string; state: 'held' | 'queued'; attempted?: boolean }) =>
      changeSend(store.db, from, { state: 'cancelled' }, LATER);

    expect(await cancel({ id: calm.id, state: 'held' })).toBe(false);
    expect(await cancel({ id: calm.id, state: 'queued', attempted: true })).toBe(false);
    expect(await cancel({ id: begun.id, state: 'queued', attempted: false })).toBe(false);
    expect(await cancel({ id: 'unknown', state: 'queued' })).toBe(false);
    expect([await findSend(store.db, calm.id), await findSend(store.db, begun.id)]).toEqual([calm, begun]);
    expect((await timelineOf(store.db, begun.id)).map((event) => event.state)).toEqual(['queued']);
  });

  test('lets one of many workers begin the call, and no cancel after that', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];
    const { id } = await storedSend(store, { state: 'queued' });
    const from = { id, state: 'queued', attempted: false } as const;

    const results = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        stores[i % 3]!.write(({ db }) =>
          changeSend(db, from, i === 5 ? { state: 'cancelled' } : { attemptedAt: AT }, AT),
        ),
      ),
    );

    expect(results.filter(Boolean)).toHaveLength(1);
  });
});

describeOnBothEngines('the timeline of a send', ({ fresh }) => {
  test('has a line for each state it reached, with the provider’s code where there is one', async () => {
    const { store } = await fresh();
    const { id } = await storedSend(store);

    await changeSend(store.db, { id, state: 'held' }, { state: 'queued' }, AT);
    await changeSend(store.db, { id, state: 'queued' }, { waitReason: 'pair_rate' }, AT);
    await changeSend(store.db, { id, state: 'queued' }, { state: 'failed', failure: CAPPED }, LATER);

    expect(await timelineOf(store.db, id)).toEqual([
      { state: 'held', at: store.clock.iso(), detail: undefined },
      { state: 'queued', at: AT, detail: undefined },
      { state: 'failed', at: LATER, detail: '131049' },
    ]);
  });

  test('tells a state once, at the time it was first told', async () => {
    const { store } = await fresh();
    const { id } = await storedSend(store, { state: 'delivered' });

    await addSendEvent(store.db, id, 'sent', AT);
    await addSendEvent(store.db, id, 'sent', LATER);
    await addSendEvent(store.db, id, 'delivered', LATER);

    expect((await timelineOf(store.db, id)).map(({ state, at }) => [state, at])).toEqual([
      ['delivered', store.clock.iso()],
      ['sent', AT],
    ]);
  });

  test('keeps the order of a send’s life within a second, because providers tell whole seconds', async () => {
    const { store } = await fresh();
    const { id } = await storedSend(store, { state: 'queued' });
    store.clock.advance(300);

    await addSendEvent(store.db, id, 'read', '2026-11-20T12:00:01.000Z');
    await addSendEvent(store.db, id, 'delivered', '2026-11-20T12:00:00.000Z');
    await addSendEvent(store.db, id, 'sent', '2026-11-20T12:00:00.000Z');
    await addSendEvent(store.db, id, 'accepted', store.clock.iso());

    expect((await timelineOf(store.db, id)).map((event) => event.state)).toEqual([
      'queued',
      'accepted',
      'sent',
      'delivered',
      'read',
    ]);
  });
});
