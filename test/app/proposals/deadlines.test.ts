// Requests nobody answers: a reminder to those who can still decide, then expiry.
import { expect, test } from 'vitest';
import { HOUR, startTestApp } from '../../support/app/app.ts';
import { roleTable } from '../../support/app/settings.ts';
import { approve, proposalNow, propose, rootOf, threadOf } from '../../support/app/stories.ts';
import { actionsOf, formOf, mentionedIn, noticeOf, textOf } from '../../support/read-card.ts';

test('after the configured time a reminder names only those who can still decide', async () => {
  const app = await startTestApp({ quorum: 2 });
  const proposal = await propose(app);
  await approve(app, proposal, 'andres');
  app.skip(24 * HOUR);

  await app.tick('proposals.due');
  await app.tick('proposals.due');

  const reminders = threadOf(app, proposal).filter((card) => card.title === 'Proposal 1 is waiting');
  expect(reminders).toHaveLength(1);
  expect(mentionedIn(reminders[0]!)).toEqual(['elena']);
});

test('the reminder says since when it waits: since it was proposed, not since somebody looked at it', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  app.skip(HOUR);
  noticeOf(await app.person('sofia').presses(rootOf(app, proposal).card, 'approve'));
  app.skip(23 * HOUR);

  await app.tick('proposals.due');

  const reminder = threadOf(app, proposal).at(-1)!;
  expect(textOf(reminder)).toContain('waiting since 2026-11-20T12:00:00.000Z');
  expect(textOf(reminder)).toContain('It expires 2026-11-23T12:00:00.000Z');
});

test('an approver who proposed it is not reminded of their own', async () => {
  const app = await startTestApp();
  const proposal = await propose(app, undefined, 'andres');
  app.skip(24 * HOUR);

  await app.tick('proposals.due');

  expect(mentionedIn(threadOf(app, proposal).at(-1)!)).toEqual(['elena']);
});

test('where only admins can decide, they are the ones reminded', async () => {
  const app = await startTestApp({ roles: roleTable({ admin: ['chat:marta'] }) });
  const proposal = await propose(app);
  app.skip(24 * HOUR);

  await app.tick('proposals.due');

  expect(mentionedIn(threadOf(app, proposal).at(-1)!)).toEqual(['marta']);
});

test('nobody is reminded before the time, nor of what is decided', async () => {
  const app = await startTestApp();
  const early = await propose(app);
  app.skip(24 * HOUR - 1);
  await app.tick('proposals.due');
  await approve(app, early);
  app.skip(HOUR);
  await app.tick('proposals.due');

  expect(threadOf(app, early).map((card) => card.title)).not.toContain('Proposal 1 is waiting');
});

test('after the deadline it expires: no buttons, the proposer told, the name free again', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const { card: open } = rootOf(app, proposal);
  app.skip(72 * HOUR);

  await app.tick('proposals.due');
  await app.tick('proposals.due');

  expect((await proposalNow(app, proposal.id)).state).toBe('expired');
  const { card } = rootOf(app, proposal);
  expect(actionsOf(card)).toEqual([]);
  expect(textOf(card)).toContain('Expired without a decision');
  expect(threadOf(app, proposal).filter((one) => textOf(one).includes('it expired'))).toHaveLength(1);
  expect(app.chat.privately('sofia')).toHaveLength(1);
  noticeOf(await app.person('andres').presses(open, 'approve'));
  expect(app.provider.calls).toEqual([]);
  expect((await propose(app)).number).toBe(2);
});

test('waiting for the proposer’s changes does not last for ever either', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const form = formOf(await app.person('andres').presses(rootOf(app, proposal).card, 'request_changes'));
  await app.person('andres').sends(form, { reason: 'Shorter, please.' });
  app.skip(72 * HOUR);

  await app.tick('proposals.due');

  expect((await proposalNow(app, proposal.id)).state).toBe('expired');
});

test('a new revision starts both clocks again', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  app.skip(70 * HOUR);
  const sofia = app.person('sofia');
  let step = formOf(await sofia.presses(rootOf(app, proposal).card, 'edit'));
  while (!step.context.endsWith(':3')) step = formOf(await sofia.sends(step, { footer: 'Reply to this message.' }));
  await sofia.sends(step);
  app.skip(10 * HOUR);

  await app.tick('proposals.due');

  expect(await proposalNow(app, proposal.id)).toMatchObject({
    state: 'pending',
    expiresAt: '2026-11-26T10:00:00.000Z',
  });
});

test('a form opened before the expiry comes too late', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const sofia = app.person('sofia');
  app.skip(60 * HOUR);
  let step = formOf(await sofia.presses(rootOf(app, proposal).card, 'edit'));
  while (!step.context.endsWith(':3')) step = formOf(await sofia.sends(step));
  app.skip(12 * HOUR);
  await app.tick('proposals.due');

  noticeOf(await sofia.sends(step));

  expect(await proposalNow(app, proposal.id)).toMatchObject({ state: 'expired', revision: 1 });
});
