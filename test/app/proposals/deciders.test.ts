// Whose votes count, and who is left to decide: both as roles are when votes are counted, said on the card and to admins.
import { expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { roleTable } from '../../support/app/settings.ts';
import { approve, proposalNow, propose, rootOf, toLastStep } from '../../support/app/stories.ts';
import { actionsOf, factOf, noticeOf, textOf } from '../../support/read-card.ts';

const TWO = roleTable({ approver: ['chat:andres', 'chat:elena'], admin: ['chat:marta'] });

/** What an admin does in the configuration, and a restart makes true. */
function grant(app: TestApp, approver: readonly string[], admin: readonly string[] = ['chat:marta']): void {
  Object.assign(app.deps.settings, { roles: roleTable({ approver, admin }) });
}

test('a vote of somebody who may no longer decide is not counted, and the card says whose and why', async () => {
  const app = await startTestApp({ quorum: 2, roles: TWO });
  const proposal = await propose(app);
  await approve(app, proposal, 'andres');
  grant(app, ['chat:elena']);

  await approve(app, proposal, 'elena');

  const { card } = rootOf(app, proposal);
  expect((await proposalNow(app, proposal.id)).state).toBe('pending');
  expect(factOf(card, 'Approvals')).toBe('1/2');
  expect(factOf(card, 'Not counted')).toBe('Andres’s vote: they may no longer approve');
  expect(app.provider.count('submitTemplate')).toBe(0);
  await approve(app, proposal, 'marta');
  expect(textOf(rootOf(app, proposal).card)).toContain('Approved by Elena and Marta');
});

test('who decided stays who decided: a role that is lost or given later changes no decision', async () => {
  const app = await startTestApp({ quorum: 2, roles: TWO });
  const proposal = await propose(app);
  await approve(app, proposal, 'andres');
  grant(app, ['chat:elena']);
  await approve(app, proposal, 'elena');
  await approve(app, proposal, 'marta');

  grant(app, ['chat:andres']);
  await app.run('repaint', { subject: { kind: 'proposal', id: proposal.id } });

  const { card } = rootOf(app, proposal);
  expect(textOf(card)).toContain('Approved by Elena and Marta');
  expect(factOf(card, 'Not counted')).toContain('Andres');
});

test('a role that comes back brings its vote back, and the next click closes the question', async () => {
  const app = await startTestApp({ quorum: 2, roles: TWO });
  const proposal = await propose(app);
  await approve(app, proposal, 'andres');
  grant(app, ['chat:elena']);
  await approve(app, proposal, 'elena');
  grant(app, ['chat:andres', 'chat:elena']);

  await approve(app, proposal, 'elena');

  expect((await proposalNow(app, proposal.id)).state).toBe('approved');
});

test('a quorum that cannot be met is said at once: to the proposer, on the card, and once to admins', async () => {
  const roles = roleTable({ approver: ['chat:andres'], admin: ['chat:marta'] });
  const app = await startTestApp({ quorum: 2, roles });
  await app.person('andres').types('/template help');
  const form = await toLastStep(app, undefined, undefined, 'marta');

  const told = noticeOf(await app.person('marta').sends(form));
  await app.settle();
  await app.tick('proposals.due');

  const { card } = rootOf(app, { number: 1 });
  for (const text of [textOf(told), textOf(card)]) {
    expect(text).toContain('It needs 2 approvals, and only Andres may still give one');
    expect(text).toContain('An admin can make one more person approver');
  }
  expect(card.tone).toBe('warning');
  expect(actionsOf(card)).toContain('approve');
  const admins = app.chat.channel('admins').filter((post) => post.card.title === 'Nobody can decide proposal 1');
  expect(admins).toHaveLength(1);
});

test('people who are there again are seen at the next look, and the card says no more', async () => {
  const app = await startTestApp({ roles: roleTable({ approver: ['chat:andres'] }) });
  const proposal = await propose(app, undefined, 'andres');
  expect(textOf(rootOf(app, proposal).card)).toContain('nobody is left who may give one');
  grant(app, ['chat:andres', 'chat:elena']);

  await app.run('repaint', { subject: { kind: 'proposal', id: proposal.id } });

  expect(textOf(rootOf(app, proposal).card)).toContain('The proposer cannot decide.');
});

test('roles that change while a proposal waits are told by the clock', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  grant(app, [], []);

  await app.tick('proposals.due');

  expect(textOf(rootOf(app, proposal).card)).toContain('nobody is left who may give one');
  expect(app.chat.channel('admins').map((post) => post.card.title)).toEqual(['Nobody can decide proposal 1']);
});

test('an approver with an account only where Aval is not connected does not count as one', async () => {
  const app = await startTestApp({ roles: roleTable({ approver: ['elsewhere:ana'] }) });
  const proposal = await propose(app);

  expect(textOf(rootOf(app, proposal).card)).toContain('nobody is left who may give one');
});
