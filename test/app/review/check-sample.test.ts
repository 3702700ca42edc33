// The sample file of a header is tried before anybody is asked to approve it.
import { expect, test } from 'vitest';
import { findProposal } from '../../../src/store/proposals.ts';
import { HOUR, startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { aFailure } from '../../support/app/fake-provider.ts';
import { approve, proposalNow, propose, rootOf, threadOf, toLastStep, typed } from '../../support/app/stories.ts';
import { actionsOf, cardOf, formOf, noticeOf, textOf } from '../../support/read-card.ts';

const LINK = 'https://example.com/a.jpg';
const WITH_PICTURE = aTemplate({ header: { format: 'image', sample: LINK } });
const GONE = aFailure({
  fault: 'media_failed',
  reaction: 'template',
  detail: 'sample answers 404',
  sample: { why: 'answers', status: 404 },
});
const AWAY = aFailure({
  kind: 'unavailable',
  fault: 'media_failed',
  reaction: 'retry',
  sample: { why: 'no_answer' },
});

/** Proposed, and nothing done about it yet. */
async function justProposed(app: TestApp) {
  return noticeOf(await app.person('sofia').sends(await toLastStep(app, typed(WITH_PICTURE))));
}

const told = (app: TestApp) => app.chat.privately('sofia').map(({ card }) => card);
const audit = (app: TestApp) => app.store.db.selectFrom('events').select(['kind', 'to_state']).execute();

test('the proposer hears that it is being looked at, and approvers see it once it was there', async () => {
  const app = await startTestApp();

  const notice = await justProposed(app);

  expect(textOf(notice)).toContain('We are looking at the sample file of proposal 1');
  expect(app.chat.channel('approvals')).toEqual([]);
  await app.settle();
  expect(app.provider.calls).toEqual([{ call: 'trySample', id: LINK }]);
  expect(actionsOf(rootOf(app, { number: 1 }).card)).toContain('approve');
  expect(threadOf(app, { number: 1 })).toHaveLength(1);
});

test('a template without a link asks approvers at once, and nothing is fetched', async () => {
  const app = await startTestApp();

  const proposal = await propose(app);

  expect(rootOf(app, proposal)).toBeDefined();
  expect(app.provider.count('trySample')).toBe(0);
});

test('one that cannot be had goes back to the proposer alone, with what is wrong with the file', async () => {
  const app = await startTestApp();
  app.provider.script('trySample', GONE);

  const proposal = await propose(app, WITH_PICTURE);

  expect(proposal.state).toBe('changes_requested');
  expect(app.chat.channel('approvals')).toEqual([]);
  expect(told(app)).toHaveLength(1);
  const text = textOf(told(app)[0]!);
  expect(text).toContain('The server answers 404 instead of the file.');
  expect(text).not.toMatch(/Meta|provider says|sample answers/);
  expect(actionsOf(told(app)[0]!)).toEqual(['edit']);
  expect(await audit(app)).toContainEqual({ kind: 'sample_refused', to_state: 'changes_requested' });
});

test('the proposer mends it with Edit, and approvers see the mended one only', async () => {
  const app = await startTestApp();
  app.provider.script('trySample', GONE);
  const proposal = await propose(app, WITH_PICTURE);
  const sofia = app.person('sofia');

  const form = formOf(await sofia.presses(told(app)[0]!, 'edit'));
  const last = await toLastStep(app, { ...typed(WITH_PICTURE), header_media: 'https://example.com/b.jpg' }, form);
  const notice = noticeOf(await sofia.sends(last));
  await app.settle();

  expect(textOf(notice)).toContain('revision 2');
  expect(await proposalNow(app, proposal.id)).toMatchObject({ state: 'pending', revision: 2 });
  expect(actionsOf(rootOf(app, proposal).card)).toContain('approve');
  expect(threadOf(app, proposal).map(({ title }) => title)).toEqual([expect.stringContaining('revision 2')]);
  expect(told(app)).toHaveLength(1);
});

test('a revision of a card that hangs already is shown once its file was there', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);
  const sofia = app.person('sofia');
  const form = formOf(await sofia.presses(rootOf(app, proposal).card, 'edit'));
  noticeOf(await sofia.sends(await toLastStep(app, typed(WITH_PICTURE), form)));

  await app.settle();

  expect(threadOf(app, proposal).at(-1)!.title).toContain('revision 2');
  expect(textOf(rootOf(app, proposal).card)).toContain('Revision: 2');
});

test('a host that is away is asked again, and then approvers are', async () => {
  const app = await startTestApp();
  app.provider.script('trySample', AWAY, AWAY);
  await propose(app, WITH_PICTURE);
  expect(app.chat.channel('approvals')).toEqual([]);

  await app.pass(60_000);

  expect(rootOf(app, { number: 1 })).toBeDefined();
  expect(told(app)).toEqual([]);
});

test('as long as it is away nothing else shows the card: neither news of who may decide nor a reminder', async () => {
  const app = await startTestApp({ quorum: 3 });
  app.provider.script('trySample', AWAY);
  await propose(app, WITH_PICTURE);

  await app.tick('proposals.due');

  expect(app.chat.channel('approvals')).toEqual([]);
  await app.pass(30_000);
  expect(rootOf(app, { number: 1 })).toBeDefined();
});

test('one that stays away is told to the proposer within minutes', async () => {
  const app = await startTestApp();
  app.provider.script('trySample', ...Array.from({ length: 20 }, () => AWAY));
  const proposal = await propose(app, WITH_PICTURE);

  await app.pass(HOUR / 6);

  expect((await proposalNow(app, proposal.id)).state).toBe('changes_requested');
  expect(textOf(told(app)[0]!)).toContain('The server of the link does not answer.');
  expect(app.provider.count('trySample')).toBe(6);
});

test('a revision that replaced it meanwhile is tried itself, whatever became of the first', async () => {
  const app = await startTestApp();
  await justProposed(app);
  const [row] = await app.store.db.selectFrom('proposals').select('id').execute();
  app.provider.script('trySample', async () => {
    const sofia = app.person('sofia');
    const form = formOf(await sofia.clicks('edit', `${row!.id}:1`));
    const mended = { ...typed(WITH_PICTURE), header_media: 'https://example.com/b.jpg' };
    noticeOf(await sofia.sends(await toLastStep(app, mended, form)));
    return { ok: false, error: GONE };
  });

  await app.settle();

  expect(await proposalNow(app, row!.id)).toMatchObject({ state: 'pending', revision: 2 });
  expect(app.provider.calls.map(({ id }) => id)).toEqual([LINK, 'https://example.com/b.jpg']);
  expect(told(app)).toEqual([]);
  expect(threadOf(app, { number: 1 })).toHaveLength(1);
});

test('one that was withdrawn meanwhile is not sent back, nor shown for approval', async () => {
  const app = await startTestApp();
  await justProposed(app);
  const [row] = await app.store.db.selectFrom('proposals').select('id').execute();
  app.provider.script('trySample', async () => {
    cardOf(await app.person('sofia').clicks('withdraw', `${row!.id}:1`));
    return { ok: false, error: GONE };
  });

  await app.settle();

  expect((await findProposal(app.store.db, row!.id))?.state).toBe('withdrawn');
  expect(told(app)).toEqual([]);
  for (const { card } of app.chat.channel('approvals')) expect(actionsOf(card)).toEqual([]);
});

test('a process that died after the file was there asks approvers when it is back, once', async () => {
  const app = await startTestApp();
  app.expectTrouble();
  await justProposed(app);
  app.provider.script('trySample', (would) => {
    app.dies();
    return would();
  });

  await app.pass(HOUR);

  expect(app.provider.count('trySample')).toBe(2);
  expect(app.chat.channel('approvals').filter(({ card }) => card.title.startsWith('Template proposal'))).toHaveLength(
    1,
  );
});

test('it is tried for its submission again, and a file that is gone by then is told as the file’s', async () => {
  const app = await startTestApp();
  const proposal = await propose(app, WITH_PICTURE);
  app.provider.script('submitTemplate', GONE);

  await approve(app, proposal);

  const note = textOf(threadOf(app, proposal).at(-1)!);
  expect(note).toContain('The server answers 404 instead of the file.');
  expect(note).not.toContain('sample answers');
});
