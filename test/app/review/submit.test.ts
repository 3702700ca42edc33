// From approved to the provider: once, whatever happens on the way.
import { expect, test } from 'vitest';
import { err, ok } from '../../../src/domain/result.ts';
import { DAY, startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { APPROVED, aFailure, NO_ANSWER, PENDING, REJECTED, SERVICE_DOWN } from '../../support/app/fake-provider.ts';
import { approve, proposalNow, propose, rootOf, submit, templateNow, threadOf } from '../../support/app/stories.ts';
import { actionsOf, cardOf, formOf, noticeOf, textOf } from '../../support/read-card.ts';

const WRONG_BODY = aFailure({
  fault: 'body_format',
  reaction: 'template',
  code: '100/2388072',
  detail: 'Body is wrong',
});

test('an approved template is submitted as approved, and its thread hears of it', async () => {
  const app = await startTestApp();

  const proposal = await submit(app);

  expect(app.provider.calls[0]).toMatchObject({ call: 'submitTemplate', template: aTemplate() });
  expect(proposal).toMatchObject({ submission: 'submitted' });
  expect(await templateNow(app, proposal)).toMatchObject({
    externalId: '9000001',
    review: PENDING,
    enabledAt: undefined,
  });
  expect(threadOf(app, proposal).at(-1)!.title).toBe('order_ready was submitted to Meta');
  expect(textOf(rootOf(app, proposal).card)).toContain('in review');
});

test('a category Meta chose itself is said at once', async () => {
  const app = await startTestApp();
  app.provider.script('submitTemplate', () => ok({ externalId: '77', review: PENDING, category: 'MARKETING' }));

  const proposal = await submit(app);

  expect(await templateNow(app, proposal)).toMatchObject({ category: 'MARKETING', content: { category: 'UTILITY' } });
  expect(textOf(threadOf(app, proposal).at(-1)!)).toContain('Asked for as Utility, but Meta filed it as Marketing');
});

test('one that Meta has already with the same content is linked, not created twice', async () => {
  const app = await startTestApp();
  app.provider.holds(aTemplate(), { review: APPROVED });

  const proposal = await submit(app);

  expect(proposal.submission).toBe('submitted');
  expect(await templateNow(app, proposal)).toMatchObject({ externalId: '9000001', review: { state: 'approved' } });
  expect(textOf(threadOf(app, proposal).at(-1)!)).toContain('linked to this proposal');
});

test('one that Meta has already with other content is a conflict, shown with the difference', async () => {
  const app = await startTestApp();
  app.provider.holds(aTemplate({ body: { text: 'Something else.', samples: {} } }));

  const proposal = await submit(app);

  expect(proposal.submission).toBe('stuck');
  const note = threadOf(app, proposal).at(-1)!;
  expect(textOf(note)).toContain('removed: ');
  expect(actionsOf(note)).toEqual(['retry_submission', 'fix_and_resubmit']);
  expect(actionsOf(rootOf(app, proposal).card)).toEqual(['retry_submission', 'fix_and_resubmit']);
  app.provider.forgets('order_ready', 'en_US');
  cardOf(await app.person('andres').presses(note, 'retry_submission'));
  await app.settle();
  expect((await proposalNow(app, proposal.id)).submission).toBe('submitted');
});

test('what Meta cannot take now is tried again until it does', async () => {
  const app = await startTestApp();
  app.provider.script('submitTemplate', SERVICE_DOWN, NO_ANSWER);
  const proposal = await submit(app);
  expect(proposal.submission).toBe('queued');

  await app.pass(60_000);

  expect((await proposalNow(app, proposal.id)).submission).toBe('submitted');
  expect(app.provider.count('submitTemplate')).toBe(3);
});

test('the provider’s own time for the next try is kept', async () => {
  const app = await startTestApp();
  const retryAt = app.clock.iso(10 * 60_000);
  app.provider.script('submitTemplate', { kind: 'limited', fault: 'call_budget', reaction: 'retry', retryAt });
  await submit(app);

  await app.pass(10 * 60_000 - 1);
  expect(app.provider.count('submitTemplate')).toBe(1);
  await app.pass(1);

  expect(app.provider.count('submitTemplate')).toBe(2);
});

test('after the last try it is stuck, with the reason and a Retry for approvers', async () => {
  const app = await startTestApp();
  app.provider.script('submitTemplate', ...Array.from({ length: 12 }, () => SERVICE_DOWN));
  const proposal = await submit(app);
  await app.pass(DAY);
  const { card } = rootOf(app, proposal);
  expect((await proposalNow(app, proposal.id)).submission).toBe('stuck');
  expect(textOf(card)).toContain('131016');
  expect(actionsOf(card)).toEqual(['retry_submission', 'fix_and_resubmit']);

  noticeOf(await app.person('lucia').presses(card, 'retry_submission'));
  cardOf(await app.person('elena').presses(card, 'retry_submission'));
  await app.settle();

  expect((await proposalNow(app, proposal.id)).submission).toBe('submitted');
  noticeOf(await app.person('elena').presses(card, 'retry_submission'));
});

test('what Meta refuses is told with its code, and the proposer can fix and resubmit in the same thread', async () => {
  const app = await startTestApp();
  app.provider.script('submitTemplate', WRONG_BODY);
  const proposal = await submit(app);
  const note = threadOf(app, proposal).at(-1)!;
  expect(textOf(note)).toContain('100/2388072');

  await fix(app, note);
  await app.settle();
  expect(await proposalNow(app, proposal.id)).toMatchObject({ state: 'pending', revision: 2, submission: undefined });
  await approve(app, proposal);

  expect(await proposalNow(app, proposal.id)).toMatchObject({ submission: 'submitted' });
  expect(app.provider.calls.at(-1)).toMatchObject({ call: 'submitTemplate', template: { footer: FOOTER } });
});

test('one Meta rejected in review is fixed, approved again and edited in place', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  await rejectedByMeta(app);
  const note = threadOf(app, proposal).find((card) => card.title === 'Meta rejected order_ready')!;

  await fix(app, note);
  await app.settle();
  const waiting = rootOf(app, proposal).card;
  expect(actionsOf(waiting)).toContain('approve');
  await approve(app, proposal);

  expect(app.provider.calls.filter(({ call }) => call !== 'findTemplate')).toMatchObject([
    { call: 'submitTemplate' },
    { call: 'editTemplate', id: '9000001', template: { footer: FOOTER } },
  ]);
  expect(await templateNow(app, proposal)).toMatchObject({ review: PENDING, content: { footer: FOOTER } });
});

test('an edit whose answer was lost is recognised instead of being made twice', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  await rejectedByMeta(app);
  await fix(app, threadOf(app, proposal).find((card) => card.title === 'Meta rejected order_ready')!);
  await app.settle();
  const tooOften = aFailure({ fault: 'edit_not_allowed', reaction: 'template', code: '100/2388039' });
  app.provider.script(
    'editTemplate',
    (would) => (would().ok ? err(NO_ANSWER) : err(tooOften)),
    () => err(tooOften),
  );
  await approve(app, proposal);

  await app.pass(30_000);

  expect((await proposalNow(app, proposal.id)).submission).toBe('submitted');
  expect((await templateNow(app, proposal)).review).toEqual(PENDING);
});

test('between the new approval and the new submission, the old verdict is not shown as the new one’s', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  await rejectedByMeta(app);
  await fix(app, threadOf(app, proposal).find((card) => card.title === 'Meta rejected order_ready')!);
  await app.settle();
  app.provider.script('editTemplate', SERVICE_DOWN);

  await approve(app, proposal);

  expect(textOf(rootOf(app, proposal).card)).toContain('being submitted');
  expect(textOf(rootOf(app, proposal).card)).not.toContain('rejected');
  noticeOf(await app.person('sofia').clicks('fix_and_resubmit', `${proposal.id}:2`));
});

test('a fix under another name is followed under that name', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  await rejectedByMeta(app);
  await fix(app, threadOf(app, proposal).find((card) => card.title === 'Meta rejected order_ready')!, 'order_ready_2');
  await app.settle();

  await approve(app, proposal);

  expect(await templateNow(app, proposal)).toMatchObject({ name: 'order_ready_2', review: PENDING });
  expect(textOf(rootOf(app, proposal).card)).not.toContain('rejected');
});

test('a crash after Meta answered and before it was stored submits nothing twice', async () => {
  const app = await startTestApp();
  app.expectTrouble();
  app.provider.script('submitTemplate', (would) => {
    const answer = would();
    app.dies();
    return answer;
  });
  const proposal = await submit(app);
  expect(proposal.submission).toBe('queued');

  await app.pass(60_000);

  expect((await proposalNow(app, proposal.id)).submission).toBe('submitted');
  expect(textOf(threadOf(app, proposal).at(-1)!)).toContain('linked to this proposal');
});

test('a job of an older revision submits nothing', async () => {
  const app = await startTestApp();
  app.provider.script('submitTemplate', WRONG_BODY, SERVICE_DOWN);
  const proposal = await submit(app);
  await fix(app, threadOf(app, proposal).at(-1)!);
  await app.settle();
  await approve(app, proposal);
  expect(await proposalNow(app, proposal.id)).toMatchObject({ submission: 'queued', revision: 2 });

  await app.run('template.submit', { proposalId: proposal.id, revision: 1 });

  expect(app.provider.count('submitTemplate')).toBe(2);
});

test('the same job run by two processes at once records one submission', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  cardOf(await app.person('andres').presses(rootOf(app, proposal).card, 'approve'));
  const payload = { proposalId: proposal.id, revision: 1 };

  await Promise.all([app.run('template.submit', payload), app.run('template.submit', payload), app.settle()]);
  await app.settle();

  expect((await proposalNow(app, proposal.id)).submission).toBe('submitted');
  const events = await app.store.db.selectFrom('events').select('to_state').where('kind', '=', 'submission').execute();
  expect(events).toEqual([{ to_state: 'submitted' }]);
});

test('content that no longer gives the approved hash is never submitted', async () => {
  const app = await startTestApp();
  app.expectTrouble();
  const proposal = await propose(app);
  const forged = JSON.stringify(aTemplate({ body: { text: 'Forged.', samples: {} } }));
  await app.store.db.updateTable('revisions').set({ content: forged }).execute();

  await approve(app, proposal);
  await app.pass(DAY);

  expect(app.provider.calls).toEqual([]);
  expect((await proposalNow(app, proposal.id)).submission).toBe('stuck');
  expect(
    app.chat
      .channel('admins')
      .map(({ card }) => textOf(card))
      .join(),
  ).toContain('template.submit');
});

test('a token that no longer works stops the sender and tells the admins, once', async () => {
  const app = await startTestApp();
  const failure = { kind: 'unauthorized', fault: 'token_invalid', reaction: 'credentials', code: '190' } as const;
  app.provider.script('submitTemplate', failure, failure);
  const proposal = await submit(app);
  app.skip(1_000);
  cardOf(await app.person('andres').presses(rootOf(app, proposal).card, 'retry_submission'));
  await app.settle();

  expect((await proposalNow(app, proposal.id)).submission).toBe('stuck');
  expect(app.chat.channel('admins').map(({ card }) => card.title)).toEqual(['Sender Sender main is stopped']);
});

test('while reading back fails too, a duplicate is tried again rather than called a conflict', async () => {
  const app = await startTestApp();
  app.provider.holds(aTemplate());
  app.provider.script('findTemplate', () => err(SERVICE_DOWN));
  const proposal = await submit(app);
  expect(proposal.submission).toBe('queued');

  await app.pass(30_000);

  expect((await proposalNow(app, proposal.id)).submission).toBe('submitted');
});

const FOOTER = 'Reply to this message.';

async function fix(app: TestApp, card: Parameters<typeof textOf>[0], name = 'order_ready'): Promise<void> {
  const sofia = app.person('sofia');
  let step = formOf(await sofia.presses(card, 'fix_and_resubmit'));
  while (!step.context.endsWith(':3')) step = formOf(await sofia.sends(step, { footer: FOOTER, name }));
  noticeOf(await sofia.sends(step));
}

async function rejectedByMeta(app: TestApp): Promise<void> {
  app.provider.holds(aTemplate(), { review: REJECTED });
  app.skip(1_000);
  const review = { ...REJECTED, reason: 'INVALID_FORMAT' };
  const template = { externalId: '9000001', name: 'order_ready', language: 'en_US' };
  await app.hook([{ id: 'review-1', at: app.clock.iso(), kind: 'review', template, review }]);
  await app.settle();
}
