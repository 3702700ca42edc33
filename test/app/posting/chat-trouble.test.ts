// A chat platform that is slow, forgetful or closed: nothing is lost, nothing is told twice where it can be helped.
import { expect, test } from 'vitest';
import { DAY, startTestApp } from '../../support/app/app.ts';
import {
  approve,
  proposalNow,
  propose,
  rootOf,
  sendable,
  sendNow,
  sent,
  threadOf,
  toLastStep,
} from '../../support/app/stories.ts';
import { actionsOf, noticeOf, textOf } from '../../support/read-card.ts';

test('a post that was limited is made when the platform allows it', async () => {
  const app = await startTestApp();
  app.chat.fails('post', 'limited');

  noticeOf(await app.person('sofia').sends(await toLastStep(app)));
  await app.pass(29_999);
  expect(app.chat.all()).toEqual([]);
  await app.pass(1);

  expect(app.chat.channel('approvals')).toHaveLength(1);
  expect(threadOf(app, { number: 1 })).toHaveLength(1);
});

test('a post whose answer was lost is found again, not repeated', async () => {
  const app = await startTestApp();
  app.chat.fails('post', 'lost');

  const proposal = await propose(app);
  await app.pass(60_000);
  await approve(app, proposal);

  expect(app.chat.channel('approvals')).toHaveLength(1);
  expect(textOf(rootOf(app, proposal).card)).toContain('Approved by Andres');
});

test('a card is not repainted backwards: while its post waits, what follows waits too', async () => {
  const app = await startTestApp();
  app.chat.fails('post', 'limited');
  noticeOf(await app.person('sofia').sends(await toLastStep(app)));
  await app.settle();
  const { id } = await app.store.db.selectFrom('proposals').select('id').executeTakeFirstOrThrow();

  await app.person('andres').clicks('approve', `${id}:1`);
  await app.pass(60_000);

  const { card } = rootOf(app, { number: 1 });
  expect(actionsOf(card)).toEqual([]);
  expect(threadOf(app, { number: 1 }).map((one) => one.title)).toContain('Vote');
});

test('a repaint that was limited or lost is made good', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  app.chat.fails('update', 'limited', 'lost');

  await approve(app, proposal);
  await app.pass(120_000);

  expect(actionsOf(rootOf(app, proposal).card)).toEqual([]);
});

test('one copy that was deleted does not keep the others from being repainted', async () => {
  const approval = [
    { platform: 'chat', channel: 'approvals' },
    { platform: 'chat', channel: 'legal' },
  ];
  const app = await startTestApp({ places: { approval, admin: [], sends: [] } });
  const proposal = await propose(app);
  app.chat.fails('update', 'rejected');

  await approve(app, proposal);

  expect(actionsOf(rootOf(app, proposal, 'legal').card)).toEqual([]);
  expect(app.buried).toEqual([]);
});

test('a note that reached one channel and not the other is made up for, once in each', async () => {
  const approval = [
    { platform: 'chat', channel: 'approvals' },
    { platform: 'chat', channel: 'legal' },
  ];
  const app = await startTestApp({ places: { approval, admin: [], sends: [] } });
  const proposal = await propose(app);
  app.chat.fails('update');
  const [first] = [rootOf(app, proposal)];
  await app.person('sofia').presses(first.card, 'withdraw');
  app.chat.fails('post', 'lost', 'limited');
  await app.pass(120_000);

  for (const { channel } of approval) {
    const told = threadOf(app, proposal, channel).filter((card) => textOf(card).includes('withdrew it'));
    expect(told).toHaveLength(1);
  }
});

test('a channel that is closed to us is given up, and the admins hear of it once', async () => {
  const app = await startTestApp();
  app.expectTrouble();
  app.chat.fails('post', 'rejected');

  noticeOf(await app.person('sofia').sends(await toLastStep(app)));
  await app.pass(DAY);

  const told = app.chat.channel('admins').map(({ card }) => textOf(card));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('channel_not_found');
});

test('while chat is away, work at the provider goes on', async () => {
  const app = await startTestApp();
  await sendable(app);
  app.chat.fails('post', ...Array.from({ length: 5 }, () => 'limited' as const));

  const send = await sent(app);

  expect((await sendNow(app, send.number)).state).toBe('accepted');
});

test('admins’ channel away: nobody is told about telling, for ever', async () => {
  const app = await startTestApp();
  app.expectTrouble();
  app.chat.fails('post', ...Array.from({ length: 40 }, () => 'rejected' as const));

  noticeOf(await app.person('sofia').sends(await toLastStep(app)));
  await app.pass(DAY);

  expect(app.buried.map((job) => job.kind)).toEqual(['proposal.post', 'tell.admins']);
});

test('a decision counts even where its card can never be shown', async () => {
  const app = await startTestApp();
  app.expectTrouble();
  app.chat.fails('post', 'rejected');
  noticeOf(await app.person('sofia').sends(await toLastStep(app)));
  await app.settle();
  const { id } = await app.store.db.selectFrom('proposals').select('id').executeTakeFirstOrThrow();

  await app.person('andres').clicks('approve', `${id}:1`);
  await app.pass(DAY);

  expect((await proposalNow(app, id)).submission).toBe('submitted');
});
