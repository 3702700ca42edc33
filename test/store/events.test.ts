// The audit trail: every edit, removal and reordering is found.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { append, digestOf, type NewEvent, verifyChain } from '../../src/store/events.ts';
import { describeOnBothEngines, openTestStore, type TestStore } from '../support/process/database.ts';

function anEvent(over: Partial<NewEvent> = {}): NewEvent {
  return {
    actor: 'p1',
    kind: 'decide',
    subjectKind: 'proposal',
    subjectId: 'x',
    from: 'pending',
    to: 'approved',
    ...over,
  };
}

async function record(store: TestStore, ...events: NewEvent[]): Promise<void> {
  await store.write(async (tx) => {
    for (const event of events) tx.record(event);
  });
}

async function fiveEvents(store: TestStore): Promise<void> {
  await record(store, anEvent({ subjectId: 'one' }), anEvent({ subjectId: 'two' }));
  await record(store, anEvent({ subjectId: 'three' }), anEvent({ subjectId: 'four' }), anEvent({ subjectId: 'five' }));
}

describeOnBothEngines('the audit chain', ({ fresh }) => {
  test('an untouched chain verifies, empty or not', async () => {
    const { store } = await fresh();
    const empty = await verifyChain(store.db);

    await fiveEvents(store);

    expect([empty, await verifyChain(store.db)]).toEqual([
      { ok: true, count: 0 },
      { ok: true, count: 5 },
    ]);
  });

  test('each field of an event, once edited, is found', async () => {
    const { store } = await fresh();
    await fiveEvents(store);
    const edits = {
      at: '2020-01-01T00:00:00.000Z',
      actor: 'p2',
      kind: 'reject',
      subject_kind: 'send',
      subject_id: 'y',
      from_state: null,
      to_state: 'rejected',
      content_hash: 'f00d',
      delivery_id: 'd1',
      detail: 'x',
      hash: '00',
    };

    for (const [column, value] of Object.entries(edits)) {
      const before = await store.db.selectFrom('events').selectAll().where('seq', '=', 3).executeTakeFirstOrThrow();
      await store.db
        .updateTable('events')
        .set({ [column]: value })
        .where('seq', '=', 3)
        .execute();
      expect({ column, verdict: await verifyChain(store.db) }).toMatchObject({
        column,
        verdict: { ok: false, seq: 3 },
      });
      await store.db.updateTable('events').set(before).where('seq', '=', 3).execute();
    }
    expect(await verifyChain(store.db)).toEqual({ ok: true, count: 5 });
  });

  test.each([
    { where: 'first', seq: 1 },
    { where: 'middle', seq: 3 },
    { where: 'last', seq: 5 },
  ])('a removed $where event is found', async ({ seq }) => {
    const { store } = await fresh();
    await fiveEvents(store);

    await store.db.deleteFrom('events').where('seq', '=', seq).execute();

    expect(await verifyChain(store.db)).toMatchObject({ ok: false, seq });
  });

  test('a removed event whose followers were renumbered is found', async () => {
    const { store } = await fresh();
    await fiveEvents(store);

    await store.db.deleteFrom('events').where('seq', '=', 2).execute();
    for (const seq of [3, 4, 5]) {
      await store.db
        .updateTable('events')
        .set({ seq: seq - 1 })
        .where('seq', '=', seq)
        .execute();
    }

    expect(await verifyChain(store.db)).toMatchObject({ ok: false, seq: 2 });
  });

  test('two events that changed places are found', async () => {
    const { store } = await fresh();
    await fiveEvents(store);

    for (const [from, to] of [
      [2, 99],
      [3, 2],
      [99, 3],
    ] as const) {
      await store.db.updateTable('events').set({ seq: to }).where('seq', '=', from).execute();
    }

    expect(await verifyChain(store.db)).toMatchObject({ ok: false, seq: 2 });
  });

  test('an event added behind the end is found', async () => {
    const { store } = await fresh();
    await fiveEvents(store);
    const last = await store.db.selectFrom('events').selectAll().where('seq', '=', 5).executeTakeFirstOrThrow();

    await store.db
      .insertInto('events')
      .values({ ...last, seq: 6 })
      .execute();

    expect(await verifyChain(store.db)).toMatchObject({ ok: false, seq: 6 });
  });

  test('a last event that was swapped for a fitting one is found by the head', async () => {
    const { store } = await fresh();
    await fiveEvents(store);
    const head = await store.db.selectFrom('chain_head').selectAll().executeTakeFirstOrThrow();
    const fourth = await store.db.selectFrom('events').selectAll().where('seq', '=', 4).executeTakeFirstOrThrow();
    await store.db.deleteFrom('events').where('seq', '=', 5).execute();
    await store.db.updateTable('chain_head').set({ seq: 4, hash: fourth.hash }).execute();
    await record(store, anEvent({ subjectId: 'forged' }));
    const forgery = await verifyChain(store.db);

    await store.db.updateTable('chain_head').set(head).execute();

    expect(forgery).toEqual({ ok: true, count: 5 });
    expect(await verifyChain(store.db)).toMatchObject({ ok: false, seq: 5 });
  });

  test('parallel writers make one unbroken chain', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];

    await Promise.all(
      stores.flatMap((each, writer) =>
        Array.from({ length: 15 }, (_, n) =>
          record(each, anEvent({ actor: `w${writer}` }), anEvent({ subjectId: `${n}` })),
        ),
      ),
    );

    expect(await verifyChain(store.db)).toEqual({ ok: true, count: 90 });
  });

  test('a chain longer than a page, written by one transaction, verifies beside a running writer', async () => {
    const { store } = await fresh();
    await record(store, ...Array.from({ length: 2_300 }, (_, n) => anEvent({ subjectId: `${n}` })));

    const [verdict] = await Promise.all([verifyChain(store.db), record(store, anEvent()), record(store, anEvent())]);

    expect(verdict.ok).toBe(true);
    expect(await verifyChain(store.db)).toEqual({ ok: true, count: 2_302 });
  });

  test('transactions that enqueue the same keys in opposite order do not block each other', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another()];
    const keys = Array.from({ length: 500 }, (_, n) => `key-${String(n).padStart(3, '0')}`);
    let runs = 0;

    for (let round = 0; round < 5; round += 1) {
      await Promise.all(
        stores.map((each, index) =>
          each.write(async (tx) => {
            runs += 1;
            tx.record(anEvent());
            for (const key of index === 0 ? keys : keys.toReversed()) {
              tx.enqueue({ kind: 'a', payload: {}, key: `${round}-${key}` });
            }
          }),
        ),
      );
    }

    expect(runs).toBe(10);
    expect(await store.db.selectFrom('outbox').select('key').execute()).toHaveLength(2_500);
    expect(await verifyChain(store.db)).toEqual({ ok: true, count: 10 });
  });

  test('whatever text an event carries, it verifies after the database has stored it', async () => {
    const { store } = await fresh();
    const hostile = ['\u0000', 'a\u0000b', '\ud800', 'x\udfff', '\u2028', '"\\', '👍🏽', '', ' '];

    await record(store, ...hostile.map((text) => anEvent({ actor: text, subjectId: text, detail: text })));

    expect(await verifyChain(store.db)).toEqual({ ok: true, count: hostile.length });
  });
});

test('an event appended between the last page and the head is checked too', async () => {
  const store = await openTestStore();
  await fiveEvents(store);
  const appending: Promise<void>[] = [];
  const overtaken = new Proxy(store.db, {
    get: (db, property) => {
      if (property !== 'selectFrom') return Reflect.get(db, property);
      return (table: 'events' | 'chain_head') => {
        // SQLite has one connection: what is started first is done first.
        if (table === 'chain_head' && appending.length === 0)
          appending.push(store.db.transaction().execute((tx) => append(tx, [anEvent()], store.clock.iso())));
        return db.selectFrom(table);
      };
    },
  });

  const verdict = await verifyChain(overtaken);

  await Promise.all(appending);
  await store.close();
  expect(verdict).toEqual({ ok: true, count: 6 });
});

test('no text at all can break the chain', async () => {
  const store = await openTestStore();
  const text = fc.string({ unit: 'binary' });

  await fc.assert(
    fc.asyncProperty(text, text, text, async (actor, from, detail) => {
      await record(store, anEvent({ actor, from, detail }));
      expect((await verifyChain(store.db)).ok).toBe(true);
    }),
    { numRuns: 60 },
  );
  await store.close();
});

test('a delivery id is stored as a digest, which can be looked up but not read', async () => {
  const store = await openTestStore();
  await record(store, anEvent({ deliveryId: 'wamid.with-a-phone-number-inside' }));

  const row = await store.db.selectFrom('events').selectAll().executeTakeFirstOrThrow();

  await store.close();
  expect(row.delivery_id).toBe(digestOf('wamid.with-a-phone-number-inside'));
  expect(JSON.stringify(row)).not.toContain('phone-number');
});
