// Names that cannot be had are refused on the first step, with the true reason.
import { expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { APPROVED, aFailure, REJECTED } from '../../support/app/fake-provider.ts';
import { approve, proposalNow, propose, submit, toLastStep, typed } from '../../support/app/stories.ts';
import { formOf, noticeOf } from '../../support/read-card.ts';

const DAY = 24 * 3_600_000;

async function nameErrorOf(app: TestApp): Promise<string | undefined> {
  const sofia = app.person('sofia');
  const shown = await sofia.opens('/template propose');
  return formOf(await sofia.sends(shown, typed(aTemplate()))).errors.name;
}

async function revisionOf(app: TestApp, { id }: { readonly id: string }): Promise<number> {
  return (await proposalNow(app, id)).revision;
}

async function hears(app: TestApp, state: 'approved' | 'rejected' | 'deleted'): Promise<void> {
  app.skip(60_000);
  if (state === 'deleted') app.provider.forgets('order_ready', 'en_US');
  else app.provider.holds(aTemplate(), { review: state === 'approved' ? APPROVED : REJECTED });
  const review = { state, raw: state.toUpperCase() };
  const template = { name: 'order_ready', language: 'en_US' };
  await app.hook([{ id: `${state} ${app.clock.iso()}`, at: app.clock.iso(), kind: 'review', template, review }]);
  await app.settle();
}

test('one that waits for its decision is told as waiting, a decided one as decided', async () => {
  const app = await startTestApp();
  const proposal = await propose(app);

  expect(await nameErrorOf(app)).toContain('Wait for its decision');

  await approve(app, proposal);
  const decided = await nameErrorOf(app);
  expect(decided).toContain('already approved');
  expect(decided).not.toContain('Wait');
});

test('that of a deleted template is kept for 30 days when it was approved once', async () => {
  const app = await startTestApp();
  await submit(app);
  await hears(app, 'approved');
  await hears(app, 'deleted');

  expect(await nameErrorOf(app)).toMatch(/keeps the name order_ready .* until 20\d\d-\d\d-\d\d .*deleted/);

  app.skip(31 * DAY);
  expect(await nameErrorOf(app)).toBeUndefined();
});

test('one the provider said is locked is not taken again for the revision', async () => {
  const app = await startTestApp();
  app.provider.script('submitTemplate', aFailure({ fault: 'name_locked', reaction: 'template', code: '100/2388023' }));
  const proposal = await submit(app);
  const sofia = app.person('sofia');
  const subject = `${proposal.id}:${(await proposalNow(app, proposal.id)).revision}`;

  const form = formOf(await sofia.clicks('fix_and_resubmit', subject));
  const refused = formOf(await sofia.sends(form, {}));
  const renamed = formOf(await sofia.sends(refused, { name: 'order_ready_2' }));

  expect(refused.errors.name).toContain('keeps the name');
  expect(renamed.errors.name).toBeUndefined();
});

test('one whose template the provider refused is told as refused there, not as in use', async () => {
  const app = await startTestApp();
  app.provider.holds(aTemplate(), { review: REJECTED });
  await app.tick('templates.sync');

  const refused = await nameErrorOf(app);

  expect(refused).toContain('refused');
  expect(refused).not.toContain('thread');
  expect(refused).not.toMatch(/already approved|Wait for its decision|until/);
});

test('a decided one that the provider refused is mended in its own thread', async () => {
  const app = await startTestApp();
  await submit(app);
  await hears(app, 'rejected');

  expect(await nameErrorOf(app)).toContain('Fix and resubmit in its thread');
});

test('one that may be edited no more today is refused with the time from which it may', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  await hears(app, 'rejected');
  const sofia = app.person('sofia');
  app.provider.script(
    'editTemplate',
    aFailure({ fault: 'edit_not_allowed', reaction: 'template', code: '100/2388025' }),
  );
  const fix = async () =>
    formOf(await sofia.clicks('fix_and_resubmit', `${proposal.id}:${await revisionOf(app, proposal)}`));
  const last = await toLastStep(app, { 'sample.body.1': 'Eva' }, await fix());
  noticeOf(await sofia.sends(last));
  await app.settle();
  await approve(app, proposal);
  expect((await proposalNow(app, proposal.id)).submission).toBe('stuck');

  const refused = formOf(await sofia.sends(await fix(), {}));
  app.skip(DAY);
  const later = formOf(await sofia.sends(await fix(), {}));

  expect(refused.errors.name).toMatch(/20\d\d-\d\d-\d\d/);
  expect(refused.errors.name).toContain('no more changes');
  expect(later.errors.name).toBeUndefined();
});

test('one that somebody took meanwhile is refused where it can be changed, before the last page', async () => {
  const app = await startTestApp();
  const sofia = app.person('sofia');
  const second = formOf(await sofia.sends(await sofia.opens('/template propose'), typed()));
  await propose(app, aTemplate(), 'andres');

  const refused = formOf(await sofia.sends(second, typed()));

  expect(refused.context).toMatch(/:1$/);
  expect(refused.errors.name).toContain('Wait for its decision');
});
