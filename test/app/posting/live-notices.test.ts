// Notices with state or buttons stay true: in a person's own messages, and in the thread of their subject.
import { expect, test } from 'vitest';
import type { Failure } from '../../../src/domain/fault.ts';
import { livePosts } from '../../../src/store/posts.ts';
import { DAY, startTestApp } from '../../support/app/app.ts';
import { approve, propose, rootOf, submit, threadOf } from '../../support/app/stories.ts';
import { actionsOf, textOf } from '../../support/read-card.ts';

const DOWN: Failure = { kind: 'unavailable', fault: 'service_down', reaction: 'retry', code: '131016' };
const refusals = Array.from({ length: 12 }, () => DOWN);

test('the proposer’s private notice goes on to say what became of the proposal, with the buttons it has now', async () => {
  const app = await startTestApp();
  app.provider.script('submitTemplate', ...refusals);
  const proposal = await submit(app);
  await app.pass(DAY);

  const [notice] = app.chat.privately('sofia');

  expect(textOf(notice!.card)).toContain('131016');
  expect(actionsOf(notice!.card)).toEqual(actionsOf(rootOf(app, proposal).card));
});

test('a notice in the thread loses the buttons that its subject’s own card no longer offers, and says so', async () => {
  const app = await startTestApp();
  app.provider.script('submitTemplate', ...refusals);
  const proposal = await submit(app);
  await app.pass(DAY);
  const stuck = () => threadOf(app, proposal).find((card) => textOf(card).includes('131016'))!;
  expect(actionsOf(stuck())).toContain('retry_submission');

  await app.person('elena').presses(rootOf(app, proposal).card, 'retry_submission');
  await app.settle();

  expect(actionsOf(stuck())).toEqual([]);
  expect(textOf(stuck())).toContain('Settled since');
});

test('a private notice that is gone is forgotten, and nobody is troubled by it', async () => {
  const app = await startTestApp();
  app.provider.script('submitTemplate', ...refusals);
  const proposal = await propose(app);
  await approve(app, proposal);
  const subject = { kind: 'proposal', id: proposal.id } as const;
  expect(await livePosts(app.store.db, subject)).toHaveLength(1);
  app.chat.fails('update', 'rejected');

  await app.pass(DAY);

  const left = await livePosts(app.store.db, subject);
  expect(left.filter(({ ref }) => ref.channel === 'dm-sofia')).toEqual([]);
  expect(textOf(rootOf(app, proposal).card)).toContain('131016');
  expect(app.chat.privately('marta')).toEqual([]);
});
