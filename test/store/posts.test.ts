// Where cards were posted, so that they can be repainted.
import { expect, test } from 'vitest';
import { isRoot, type PostRole, postsOf, savePost } from '../../src/store/posts.ts';
import { describeOnBothEngines, type TestStore } from '../support/process/database.ts';

const PROPOSAL = { kind: 'proposal', id: 'p1' } as const;

function aRef(message: string, over: { platform?: string; channel?: string } = {}) {
  return { platform: 'slack', channel: 'C1', message, thread: '100.1', ...over };
}

describeOnBothEngines('posts', ({ fresh }) => {
  const post = (
    store: TestStore,
    ref: ReturnType<typeof aRef>,
    role: PostRole = 'root',
    subject: { kind: 'proposal' | 'send'; id: string } = PROPOSAL,
  ) => savePost(store.db, { id: store.newId(), subject, ref, role, at: store.clock.iso() });

  test('every copy of a card is found again, oldest first', async () => {
    const { store } = await fresh();
    await post(store, aRef('100.1'));
    store.clock.advance(1_000);
    await post(store, aRef('200.1', { channel: 'C2' }));

    expect(await postsOf(store.db, PROPOSAL, 'root')).toEqual([
      { ...aRef('100.1'), role: 'root' },
      { ...aRef('200.1', { channel: 'C2' }), role: 'root' },
    ]);
  });

  test('notes are kept apart from cards, and one subject from another of the same id', async () => {
    const { store } = await fresh();
    await post(store, aRef('100.1'));
    await post(store, aRef('100.2'), 'note');
    await post(store, aRef('100.3'), 'root', { kind: 'send', id: 'p1' });

    expect((await postsOf(store.db, PROPOSAL, 'root')).map((each) => each.message)).toEqual(['100.1']);
    expect((await postsOf(store.db, PROPOSAL, 'note')).map((each) => each.message)).toEqual(['100.2']);
    expect(await postsOf(store.db, PROPOSAL, 'details')).toEqual([]);
  });

  test('a message belongs to the subject it was posted for, even if saved again by a repeated job', async () => {
    const { store } = await fresh();
    await post(store, aRef('100.1'));
    await post(store, aRef('100.1'));
    await post(store, aRef('100.1'), 'root', { kind: 'proposal', id: 'p2' });

    expect(await postsOf(store.db, PROPOSAL, 'root')).toHaveLength(1);
    expect(await postsOf(store.db, { kind: 'proposal', id: 'p2' }, 'root')).toEqual([]);
  });

  test('only the card itself is the root of its subject', async () => {
    const { store } = await fresh();
    await post(store, aRef('100.1'));
    await post(store, aRef('100.2'), 'note');

    expect(await isRoot(store.db, PROPOSAL, aRef('100.1'))).toBe(true);
    for (const other of [aRef('100.2'), aRef('100.1', { channel: 'C2' }), aRef('100.1', { platform: 'teams' })]) {
      expect(await isRoot(store.db, PROPOSAL, other)).toBe(false);
    }
    expect(await isRoot(store.db, { kind: 'proposal', id: 'p2' }, aRef('100.1'))).toBe(false);
  });
});
