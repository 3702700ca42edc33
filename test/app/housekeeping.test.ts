// What is forgotten, and what never is.
import { expect, test } from 'vitest';
import { SCHEDULE } from '../../src/app/job-handlers.ts';
import { DAY, startTestApp } from '../support/app/app.ts';
import { aTemplate } from '../support/app/builders.ts';
import { proposalNow, rootOf, sendable, sent, submit, toLastStep, typed } from '../support/app/stories.ts';
import { noticeOf } from '../support/read-card.ts';

test('finished jobs, old deliveries, drafts and buckets are forgotten; what people did is not', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  await sendable(app, aTemplate({ name: 'another' }));
  await toLastStep(app, { ...typed(), name: 'unfinished' });
  const events = await app.store.db.selectFrom('events').select('seq').execute();
  await app.pass(60_000);
  app.skip(10 * DAY);

  await app.tick('prune');

  const left = async (table: 'outbox' | 'inbox' | 'drafts' | 'buckets') =>
    (await app.store.db.selectFrom(table).selectAll().execute()).length;
  expect(await left('drafts')).toBe(0);
  expect(await left('inbox')).toBe(0);
  expect(await left('buckets')).toBe(0);
  expect(await left('outbox')).toBe(1); // the pruning itself
  expect(await app.store.db.selectFrom('events').select('seq').execute()).toHaveLength(events.length);
  expect((await proposalNow(app, proposal.id)).state).toBe('approved');
});

test('a late click on a card of weeks ago is still judged by state, not by memory of deliveries', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  app.skip(30 * DAY);
  await app.tick('prune');

  noticeOf(await app.person('elena').clicks('approve', `${proposal.id}:1`, { delivery: 'ancient' }));
  await app.settle();

  expect(app.provider.count('submitTemplate')).toBe(1);
  expect(rootOf(app, proposal).card.actions).toEqual([]);
});

test('everything on the schedule can be carried out', async () => {
  const app = await startTestApp();
  await sendable(app);
  await sent(app);

  for (const { kind } of SCHEDULE) await app.tick(kind);

  expect(app.buried).toEqual([]);
});
