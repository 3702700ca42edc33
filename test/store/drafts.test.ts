// Half-filled forms: kept for their person, sent once, gone after a while.
import { expect, test } from 'vitest';
import {
  type Draft,
  expireDrafts,
  listDrafts,
  loadDraft,
  lockDraft,
  resultOfDraft,
  reviseDraft,
  saveDraft,
  useDraft,
} from '../../src/store/drafts.ts';
import { describeOnBothEngines } from '../support/process/database.ts';

function aDraft(over: Partial<Draft> = {}): Draft {
  return {
    id: 'd1',
    personId: 'ana',
    form: 'propose',
    step: 'body',
    data: { values: { body: 'Hola {{1}}' } },
    updatedAt: '2026-11-20T12:00:00.000Z',
    expiresAt: '2026-11-21T12:00:00.000Z',
    ...over,
  };
}

describeOnBothEngines('drafts', ({ fresh }) => {
  test('what was typed comes back, and saving again replaces it', async () => {
    const { store } = await fresh();
    const later = aDraft({ step: 'buttons', data: { values: { body: 'Olá' } } });

    await saveDraft(store.db, aDraft());
    const first = await loadDraft(store.db, { id: 'd1', personId: 'ana', now: store.clock.now() });
    await saveDraft(store.db, later);
    const second = await loadDraft(store.db, { id: 'd1', personId: 'ana', now: store.clock.now() });

    expect([first, second]).toEqual([aDraft(), later]);
  });

  test('another person can neither read, overwrite nor send a draft', async () => {
    const { store } = await fresh();
    await saveDraft(store.db, aDraft());

    const read = await loadDraft(store.db, { id: 'd1', personId: 'eve', now: store.clock.now() });
    const overwritten = await saveDraft(store.db, aDraft({ personId: 'eve', data: {} }));
    const locked = await lockDraft(store.db, { id: 'd1', personId: 'eve' });
    await useDraft(store.db, { id: 'd1', personId: 'eve', became: 'm1' });

    expect([read, overwritten, locked]).toEqual([undefined, false, false]);
    expect(await loadDraft(store.db, { id: 'd1', personId: 'ana', now: store.clock.now() })).toEqual(aDraft());
  });

  test('a person’s drafts of a form are listed last touched first, without expired ones', async () => {
    const { store } = await fresh();
    await saveDraft(store.db, aDraft({ id: 'old', updatedAt: '2026-11-20T10:00:00.000Z' }));
    await saveDraft(store.db, aDraft({ id: 'new', updatedAt: '2026-11-20T11:00:00.000Z' }));
    await saveDraft(store.db, aDraft({ id: 'gone', expiresAt: '2026-11-20T12:00:00.000Z' }));
    await saveDraft(store.db, aDraft({ id: 'bob', personId: 'bob' }));
    await saveDraft(store.db, aDraft({ id: 'other', form: 'send' }));

    const listed = await listDrafts(store.db, { personId: 'ana', form: 'propose', now: store.clock.now(), limit: 10 });
    const shortest = await listDrafts(store.db, { personId: 'ana', form: 'propose', now: store.clock.now(), limit: 1 });

    expect([listed, shortest].map((drafts) => drafts.map((draft) => draft.id))).toEqual([['new', 'old'], ['new']]);
  });

  test('expired drafts are gone, sent ones with them', async () => {
    const { store } = await fresh();
    await saveDraft(store.db, aDraft({ id: 'sent', expiresAt: '2026-11-20T12:00:00.000Z' }));
    await saveDraft(store.db, aDraft({ id: 'gone', expiresAt: '2026-11-20T12:00:00.000Z' }));
    await saveDraft(store.db, aDraft({ id: 'open' }));
    await useDraft(store.db, { id: 'sent', personId: 'ana', became: 'm1' });

    const expiredLoad = await loadDraft(store.db, { id: 'gone', personId: 'ana', now: store.clock.now() });
    const expiredResult = await resultOfDraft(store.db, { id: 'sent', personId: 'ana', now: store.clock.now() });
    const expired = await expireDrafts(store.db, store.clock.now());

    expect([expiredLoad, expiredResult, expired]).toEqual([undefined, undefined, 2]);
    expect(await store.db.selectFrom('drafts').select('id').execute()).toEqual([{ id: 'open' }]);
  });

  test('one that was sent opens no more, forgets what was typed, and tells its person what it became', async () => {
    const { store } = await fresh();
    const now = store.clock.now();
    await saveDraft(store.db, aDraft());
    const before = await resultOfDraft(store.db, { id: 'd1', personId: 'ana', now });
    await useDraft(store.db, { id: 'd1', personId: 'ana', became: 'm1' });

    expect(before).toBeUndefined();
    expect(await loadDraft(store.db, { id: 'd1', personId: 'ana', now })).toBeUndefined();
    expect(await listDrafts(store.db, { personId: 'ana', form: 'propose', now, limit: 9 })).toEqual([]);
    expect(await saveDraft(store.db, aDraft())).toBe(false);
    expect(await reviseDraft(store.db, aDraft())).toBe(false);
    expect(await lockDraft(store.db, { id: 'd1', personId: 'ana' })).toBe(false);
    expect(JSON.stringify(await store.db.selectFrom('drafts').selectAll().execute())).not.toContain('Hola');
    const result = (personId: string) => resultOfDraft(store.db, { id: 'd1', personId, now });
    expect([await result('ana'), await result('eve')]).toEqual([{ form: 'propose', became: 'm1' }, undefined]);
  });

  test('of many who send one draft at once, one does, and the others see what it became', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];
    const draft = { id: 'd1', personId: 'ana' };
    await saveDraft(store.db, aDraft());

    const send = (n: number) =>
      stores[n % 3]!.write(async ({ db }) => {
        if (!(await lockDraft(db, draft))) return resultOfDraft(db, { ...draft, now: store.clock.now() });
        await useDraft(db, { ...draft, became: `m${n}` });
        return 'sent';
      });
    const told = await Promise.all(Array.from({ length: 9 }, (_, n) => send(n)));

    const became = `m${told.indexOf('sent')}`;
    expect(told.filter((one) => one !== 'sent')).toEqual(
      Array.from({ length: 8 }, () => ({ form: 'propose', became })),
    );
  });
});
