import { expect, test } from 'vitest';
import { type Draft, deleteDraft, expireDrafts, listDrafts, loadDraft, saveDraft } from '../../src/store/drafts.ts';
import { describeOnBothEngines } from '../support/database.ts';

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

  test('another person can neither read, overwrite nor delete a draft', async () => {
    const { store } = await fresh();
    await saveDraft(store.db, aDraft());

    const read = await loadDraft(store.db, { id: 'd1', personId: 'eve', now: store.clock.now() });
    const overwritten = await saveDraft(store.db, aDraft({ personId: 'eve', data: {} }));
    await deleteDraft(store.db, { id: 'd1', personId: 'eve' });

    expect([read, overwritten]).toEqual([undefined, false]);
    expect(await loadDraft(store.db, { id: 'd1', personId: 'ana', now: store.clock.now() })).toEqual(aDraft());
  });

  test('a person’s drafts are listed last touched first, without expired ones', async () => {
    const { store } = await fresh();
    await saveDraft(store.db, aDraft({ id: 'old', updatedAt: '2026-11-20T10:00:00.000Z' }));
    await saveDraft(store.db, aDraft({ id: 'new', updatedAt: '2026-11-20T11:00:00.000Z' }));
    await saveDraft(store.db, aDraft({ id: 'gone', expiresAt: '2026-11-20T12:00:00.000Z' }));
    await saveDraft(store.db, aDraft({ id: 'bob', personId: 'bob' }));

    const listed = await listDrafts(store.db, { personId: 'ana', now: store.clock.now(), limit: 10 });
    const shortest = await listDrafts(store.db, { personId: 'ana', now: store.clock.now(), limit: 1 });

    expect([listed, shortest].map((drafts) => drafts.map((draft) => draft.id))).toEqual([['new', 'old'], ['new']]);
  });

  test('deleted and expired drafts are gone', async () => {
    const { store } = await fresh();
    await saveDraft(store.db, aDraft({ id: 'sent' }));
    await saveDraft(store.db, aDraft({ id: 'gone', expiresAt: '2026-11-20T12:00:00.000Z' }));
    await saveDraft(store.db, aDraft({ id: 'open' }));

    const expiredLoad = await loadDraft(store.db, { id: 'gone', personId: 'ana', now: store.clock.now() });
    await deleteDraft(store.db, { id: 'sent', personId: 'ana' });
    const expired = await expireDrafts(store.db, store.clock.now());

    expect([expiredLoad, expired]).toEqual([undefined, 1]);
    expect(await store.db.selectFrom('drafts').select('id').execute()).toEqual([{ id: 'open' }]);
  });
});
