// Many clicks at once, quorums, and later clicks: one decision, told to everybody.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startTestApp } from '../../support/app/app.ts';
import { approve, proposalNow, propose, rootOf, threadOf } from '../../support/app/stories.ts';
import { actionsOf, cardOf, factOf, formOf, noticeOf, textOf } from '../../support/read-card.ts';

test('four copies of one click, at once and repeated later, make one decision and one submission', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const { card } = rootOf(app, proposal);
  const click = () => app.person('andres').presses(card, 'approve', { delivery: 'click-1' });

  const answers = await Promise.all([click(), click(), click(), click()]);
  await app.settle();
  const late = await click();
  await app.settle();

  for (const answer of [...answers, late]) expect(cardOf(answer)).toEqual(cardOf(answers[0]!));
  expect(app.provider.count('submitTemplate')).toBe(1);
  const votes = await app.store.db.selectFrom('votes').selectAll().execute();
  expect(votes).toHaveLength(1);
  const events = await app.store.db.selectFrom('events').select('kind').where('kind', '=', 'approve').execute();
  expect(events).toHaveLength(1);
});

test('whoever clicks later is told privately who decided, and when', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const { card } = rootOf(app, proposal);
  await approve(app, proposal);
  app.skip(60_000);

  const approval = noticeOf(await app.person('elena').presses(card, 'approve'));
  const rejection = noticeOf(await app.person('elena').presses(card, 'reject'));
  const withdrawal = noticeOf(await app.person('sofia').presses(card, 'withdraw'));

  for (const notice of [approval, rejection, withdrawal]) {
    expect(textOf(notice)).toContain('already approved, by Andres, 2026-11-20T12:00:00.000Z');
  }
});

test('two approvers who click at the same moment make one decision', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const { card } = rootOf(app, proposal);

  const answers = await Promise.all([
    app.person('andres').presses(card, 'approve'),
    app.person('elena').presses(card, 'approve'),
  ]);
  await app.settle();

  expect(answers.map((answer) => answer.show).sort()).toEqual(['card', 'notice']);
  expect(app.provider.count('submitTemplate')).toBe(1);
});

test('with a quorum of two, one approval is counted and two decide', async () => {
  const app = await startTestApp({ quorum: 2 });
  const proposal = await propose(app);

  await approve(app, proposal, 'andres');
  const between = rootOf(app, proposal).card;
  await approve(app, proposal, 'elena');

  expect(factOf(between, 'Approvals')).toBe('1/2');
  expect(actionsOf(between)).toContain('approve');
  expect(textOf(rootOf(app, proposal).card)).toContain('Approved by Andres and Elena');
  expect(app.provider.count('submitTemplate')).toBe(1);
});

test('one person counts once, and is told since when their vote counts', async () => {
  const app = await startTestApp({ quorum: 3 });
  const proposal = await propose(app);
  await approve(app, proposal, 'andres');
  app.skip(60_000);
  await approve(app, proposal, 'elena');
  app.skip(60_000);

  const again = noticeOf(await app.person('elena').presses(rootOf(app, proposal).card, 'approve'));

  expect(textOf(again)).toContain('since 2026-11-20T12:01:00.000Z: 2 of 3');
  expect((await proposalNow(app, proposal.id)).state).toBe('pending');
});

test('an approver may change a vote until the quorum is met', async () => {
  const app = await startTestApp({ quorum: 2 });
  const proposal = await propose(app);
  await approve(app, proposal, 'andres');
  const andres = app.person('andres');

  const form = formOf(await andres.presses(rootOf(app, proposal).card, 'reject'));
  expect(await andres.sends(form, { reason: 'On second thoughts, no.' })).toEqual({ show: 'nothing' });
  await app.settle();

  expect((await proposalNow(app, proposal.id)).state).toBe('rejected');
  expect(await app.store.db.selectFrom('votes').select('vote').execute()).toEqual([{ vote: 'reject' }]);
  expect(app.provider.calls).toEqual([]);
});

test('every copy of the card is repainted and every thread hears of it', async () => {
  const places = [
    { platform: 'chat', channel: 'approvals' },
    { platform: 'chat', channel: 'legal' },
  ];
  const app = await startTestApp({
    places: { approval: places, admin: [], sends: [] },
  });
  const proposal = await propose(app);

  cardOf(await app.person('andres').presses(rootOf(app, proposal, 'legal').card, 'approve'));
  await app.settle();

  for (const { channel } of places) {
    expect(actionsOf(rootOf(app, proposal, channel).card)).toEqual([]);
    expect(textOf(rootOf(app, proposal, channel).card)).toContain('Approved by Andres');
    const thread = threadOf(app, proposal, channel).map((card) => card.title);
    expect(thread).toEqual(['Proposal 1, revision 1', 'Vote', 'order_ready was submitted to Meta']);
  }
});

test('any crowd of clicks ends in at most one decision and one submission', async () => {
  const click = fc.record({
    who: fc.constantFrom('andres', 'elena', 'marta', 'sofia', 'lucia'),
    action: fc.constantFrom('approve', 'withdraw', 'reject', 'request_changes'),
    copies: fc.integer({ min: 1, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(click, { minLength: 1, maxLength: 8 }), fc.constantFrom(1, 2), async (clicks, quorum) => {
      const app = await startTestApp({ quorum });
      const proposal = await propose(app);
      const subject = `${proposal.id}:1`;

      await Promise.all(
        clicks.flatMap(({ who, action, copies }, index) =>
          Array.from({ length: copies }, () => {
            const how = { delivery: `click-${index}` };
            if (action === 'approve' || action === 'withdraw') return app.person(who).clicks(action, subject, how);
            return app.person(who).posts({ id: action, context: subject, values: { reason: 'Because.' } }, how);
          }),
        ),
      );
      await app.settle();

      const { state } = await proposalNow(app, proposal.id);
      const decisions = await app.store.db
        .selectFrom('events')
        .select('to_state')
        .where('subject_id', '=', proposal.id)
        .where('from_state', '=', 'pending')
        .where('to_state', '!=', 'pending')
        .execute();
      expect(decisions.map((event) => event.to_state)).toEqual(state === 'pending' ? [] : [state]);
      expect(app.provider.count('submitTemplate')).toBe(state === 'approved' ? 1 : 0);
    }),
    { numRuns: 15 },
  );
});
