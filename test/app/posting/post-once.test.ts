// One message for one thing to tell: looked for after a try whose end nobody knows, and said anew once where it cannot be changed.
import { expect, test } from 'vitest';
import { beginPost } from '../../../src/store/posts.ts';
import { DAY, startTestApp } from '../../support/app/app.ts';
import { approve, propose, rootOf } from '../../support/app/stories.ts';
import { textOf } from '../../support/read-card.ts';

test('a first try posts without looking; nothing is left behind', async () => {
  const app = await startTestApp();

  await propose(app);

  expect(app.chat.looked).toEqual([]);
  expect(await app.store.db.selectFrom('begun_posts').selectAll().execute()).toEqual([]);
});

test('after a try that another process began and never ended, the platform looks first', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const key = `proposal:${proposal.id}:root:approvals`;
  await app.store.db.deleteFrom('posts').execute();
  await beginPost(app.store.db, `chat:${key}`, app.clock.now().toISOString());

  await app.run('proposal.post', { proposalId: proposal.id, platform: 'chat', channel: 'approvals' });

  expect(app.chat.looked).toEqual([key]);
  expect(app.chat.channel('approvals')).toHaveLength(1);
});

test('a card that can no longer be changed is said anew once, and later changes go there', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const root = rootOf(app, proposal);
  app.chat.fails('update', 'locked');

  await approve(app, proposal);

  const cards = app.chat.thread(root.ref).filter(({ key }) => key.startsWith('instead of'));
  expect(cards).toHaveLength(1);
  expect(textOf(cards[0]!.card)).toContain('Approved by Andres');
  const roots = await app.store.db.selectFrom('posts').selectAll().where('role', '=', 'root').execute();
  expect(roots.map(({ message, thread }) => ({ message, thread }))).toEqual([
    { message: cards[0]!.ref.message, thread: root.ref.thread },
  ]);
});

test('that a post was begun is kept while a job could look for it, and pruned once none is left', async () => {
  const app = await startTestApp();
  const begun = async () =>
    (await app.store.db.selectFrom('begun_posts').select('key').execute()).map(({ key }) => key).sort();
  await beginPost(app.store.db, 'chat:old', app.clock.iso());
  app.skip(29 * DAY);
  await beginPost(app.store.db, 'chat:new', app.clock.iso());
  await app.tick('prune');
  expect(await begun()).toEqual(['chat:new', 'chat:old']);

  app.skip(2 * DAY);
  await app.tick('prune');

  expect(await begun()).toEqual(['chat:new']);
});
