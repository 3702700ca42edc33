// Who may decide what, what a decision does, and what everybody sees of it.
import { expect, test } from 'vitest';
import { startTestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { approve, proposalNow, propose, rootOf, submit, threadOf } from '../../support/app/stories.ts';
import { actionsOf, cardOf, factOf, formOf, noticeOf, textOf } from '../../support/read-card.ts';

test('an approval decides, submits, and leaves a card without buttons that says who and when', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);

  const answer = cardOf(await app.person('andres').presses(rootOf(app, proposal).card, 'approve'));
  await app.settle();

  expect(actionsOf(answer)).toEqual([]);
  expect(textOf(answer)).toContain('Approved by Andres');
  const { card } = rootOf(app, proposal);
  expect(actionsOf(card)).toEqual([]);
  expect(textOf(card)).toContain('Approved by Andres, 2026-11-20T12:00:00.000Z');
  expect(await proposalNow(app, proposal.id)).toMatchObject({ state: 'approved', submission: 'submitted' });
  expect(threadOf(app, proposal).map(textOf).join('\n')).toContain('Andres approved revision 1');
});

test('the proposer is told privately how it ended', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);

  await approve(app, proposal);

  const told = app.chat.privately('sofia').map(({ card }) => textOf(card));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('Approved by Andres');
});

test('without the role a click is refused, recorded, and leaves the card usable', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);

  const refused = noticeOf(await app.person('lucia').presses(rootOf(app, proposal).card, 'approve'));

  expect(textOf(refused)).toContain('approver');
  const events = await app.store.db.selectFrom('events').select(['kind', 'to_state']).execute();
  expect(events).toContainEqual({ kind: 'refused', to_state: 'not_allowed' });
  await approve(app, proposal);
  expect((await proposalNow(app, proposal.id)).state).toBe('approved');
});

test('nobody decides on their own proposal, and is told who can', async () => {
  const app = await startTestApp();
  await app.person('elena').types('/template help');
  const proposal = await propose(app, undefined, 'andres');

  const refused = noticeOf(await app.person('andres').presses(rootOf(app, proposal).card, 'approve'));

  expect(textOf(refused)).toContain('is yours');
  expect(textOf(refused)).toContain('Elena');
  expect(textOf(refused)).not.toContain('Andres');
  expect((await proposalNow(app, proposal.id)).state).toBe('pending');
});

test('an admin may decide, too, but not on their own', async () => {
  const app = await startTestApp();
  const theirs = await propose(app);
  await approve(app, theirs, 'marta');
  const own = await propose(app, aTemplate({ name: 'another_one' }), 'marta');

  noticeOf(await app.person('marta').presses(rootOf(app, own).card, 'approve'));

  expect((await proposalNow(app, theirs.id)).state).toBe('approved');
  expect((await proposalNow(app, own.id)).state).toBe('pending');
});

test('rejecting asks for a reason, and says it to everybody', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const andres = app.person('andres');

  const form = formOf(await andres.presses(rootOf(app, proposal).card, 'reject'));
  const again = formOf(await andres.sends(form, { reason: '   ' }));
  const tooLong = formOf(await andres.sends(form, { reason: 'x'.repeat(1001) }));
  expect(await andres.sends(again, { reason: 'We never write about offers.' })).toEqual({ show: 'nothing' });
  await app.settle();

  expect(Object.keys(again.errors)).toEqual(['reason']);
  expect(tooLong).toMatchObject({ errors: { reason: expect.any(String) }, values: { reason: 'x'.repeat(1001) } });
  expect((await proposalNow(app, proposal.id)).state).toBe('rejected');
  for (const card of [rootOf(app, proposal).card, app.chat.privately('sofia')[0]!.card]) {
    expect(textOf(card)).toContain('Rejected by Andres');
    expect(textOf(card)).toContain('We never write about offers.');
  }
  expect(app.provider.calls).toEqual([]);
});

test('the reason form opens only for people who could decide', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const { card } = rootOf(app, proposal);

  noticeOf(await app.person('lucia').presses(card, 'reject'));
  noticeOf(await app.person('sofia').presses(card, 'request_changes'));

  expect((await proposalNow(app, proposal.id)).state).toBe('pending');
});

test('requested changes give the proposer the form back, and a new revision in the same thread', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const andres = app.person('andres');
  const sofia = app.person('sofia');
  const form = formOf(await andres.presses(rootOf(app, proposal).card, 'request_changes'));
  expect(await andres.sends(form, { reason: 'Say where the desk is.' })).toEqual({ show: 'nothing' });
  await app.settle();

  const told = app.chat.privately('sofia')[0]!.card;
  let step = formOf(await sofia.presses(told, 'edit'));
  expect(step.fields[0]).toMatchObject({ text: expect.stringContaining('Say where the desk is.') });
  expect(step.values).toMatchObject({ name: 'order_ready', 'sample.body.1': 'Ana' });
  const body = 'Hi {{1}}, your order {{2}} is ready. You can collect it at our main desk, on the first floor.';
  step = formOf(await sofia.sends(step, { body }));
  step = formOf(await sofia.sends(step));
  expect(step.fields.find((field) => field.id === 'diff')).toBeDefined();
  noticeOf(await sofia.sends(step));
  await app.settle();

  expect(await proposalNow(app, proposal.id)).toMatchObject({ state: 'pending', revision: 2 });
  const { card } = rootOf(app, proposal);
  expect(factOf(card, 'Approvals')).toBe('0/1');
  expect(actionsOf(card)).toContain('approve');
  const thread = threadOf(app, proposal).map(textOf);
  expect(thread.at(-1)).toContain('Proposal 1, revision 2');
  expect(thread.at(-1)).toMatch(/added: .*on the first floor/);
  expect(app.chat.channel('approvals')).toHaveLength(1);
});

test('a click on the card of an older revision decides nothing and says so', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const old = rootOf(app, proposal).card;
  await revise(app, old);

  const refused = noticeOf(await app.person('andres').presses(old, 'approve'));

  expect(textOf(refused)).toContain('revision 1');
  expect(textOf(refused)).toContain('revision 2');
  expect(await proposalNow(app, proposal.id)).toMatchObject({ state: 'pending', revision: 2 });
});

test('a reason form opened on an older revision decides nothing', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const old = rootOf(app, proposal).card;
  const form = formOf(await app.person('andres').presses(old, 'reject'));
  await revise(app, old);

  noticeOf(await app.person('andres').sends(form, { reason: 'No.' }));

  expect((await proposalNow(app, proposal.id)).state).toBe('pending');
});

test('what is submitted is what was approved: the text of the edited revision never leaves without a vote', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  await revise(app, rootOf(app, proposal).card);
  await app.settle();
  expect(app.provider.calls).toEqual([]);

  await approve(app, proposal);

  expect(app.provider.calls).toMatchObject([{ call: 'submitTemplate', template: { body: { text: NEW_BODY } } }]);
});

test('an edit takes the votes of the revision before with it', async () => {
  const app = await startTestApp({ quorum: 2 });
  const proposal = await propose(app);
  await approve(app, proposal, 'andres');
  await revise(app, rootOf(app, proposal).card);
  await app.settle();

  await approve(app, proposal, 'elena');

  expect((await proposalNow(app, proposal.id)).state).toBe('pending');
  expect(factOf(rootOf(app, proposal).card, 'Approvals')).toBe('1/2');
});

test('only the proposer edits and withdraws', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const { card } = rootOf(app, proposal);

  const edit = noticeOf(await app.person('berta').presses(card, 'edit'));
  const withdraw = noticeOf(await app.person('andres').presses(card, 'withdraw'));

  expect(textOf(edit)).toContain('Sofia');
  expect(textOf(withdraw)).toContain('Sofia');
  expect((await proposalNow(app, proposal.id)).state).toBe('pending');
});

test('a withdrawn proposal is closed, and its name is free again', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);

  cardOf(await app.person('sofia').presses(rootOf(app, proposal).card, 'withdraw'));
  await app.settle();

  expect(actionsOf(rootOf(app, proposal).card)).toEqual([]);
  expect(textOf(rootOf(app, proposal).card)).toContain('Withdrawn by Sofia');
  noticeOf(await app.person('sofia').clicks('edit', `${proposal.id}:1`));
  expect((await propose(app)).number).toBe(2);
});

test('a submitted proposal can no longer be edited', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);

  noticeOf(await app.person('sofia').clicks('edit', `${proposal.id}:1`));
});

const NEW_BODY = 'Hi {{1}}, your order {{2}} is here. You can collect it at our main desk until Friday evening.';

async function revise(
  app: Awaited<ReturnType<typeof startTestApp>>,
  card: Parameters<typeof textOf>[0],
): Promise<void> {
  const sofia = app.person('sofia');
  const first = formOf(await sofia.presses(card, 'edit'));
  const second = formOf(await sofia.sends(first, { body: NEW_BODY }));
  const third = formOf(await sofia.sends(second));
  noticeOf(await sofia.sends(third));
}

test('a vote is counted once, though a neighbour that failed made its transaction run twice', async () => {
  const app = await startTestApp();
  const counted: string[] = [];
  app.deps.counts.decision = (verdict) => void counted.push(verdict);
  const proposal = await propose(app);
  const { card } = rootOf(app, proposal);
  const { write } = app.deps.store;
  let runs = 0;
  // A write that fails, in the same turn as the vote's.
  Object.assign(app.deps.store, {
    write: (work: Parameters<typeof write>[0]) => {
      const vote = write(async (tx) => {
        runs += 1;
        return work(tx);
      });
      write(async () => Promise.reject(new Error('neighbour'))).catch(() => undefined);
      return vote;
    },
  });

  cardOf(await app.person('andres').presses(card, 'approve'));

  expect(runs).toBe(2);
  expect(counted).toEqual(['approve']);
});
