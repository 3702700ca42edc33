// Names that cannot be had are refused on the first step, with the true reason.
import { expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { APPROVED, aFailure, REJECTED } from '../../support/app/fake-provider.ts';
import { approve, proposalNow, propose, submit, typed } from '../../support/app/stories.ts';
import { formOf } from '../../support/read-card.ts';

const DAY = 24 * 3_600_000;

async function nameErrorOf(app: TestApp): Promise<string | undefined> {
  const sofia = app.person('sofia');
  const shown = await sofia.opens('/template propose');
  return formOf(await sofia.sends(shown, typed(aTemplate()))).errors.name;
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
