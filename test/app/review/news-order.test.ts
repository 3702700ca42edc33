// News and reads of one template in every order: the newer one counts, and a read never undoes newer news.
import { expect, test } from 'vitest';
import type { Review } from '../../../src/domain/review/review.ts';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { DAY, HOUR, startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { APPROVED, PENDING } from '../../support/app/fake-provider.ts';
import { rootOf, submit, templateNow, threadOf } from '../../support/app/stories.ts';
import { textOf } from '../../support/read-card.ts';

const MINUTE = 60_000;
const KEY = { externalId: '9000001', name: 'order_ready', language: 'en_US' };
const FLAGGED: Review = { state: 'approved', raw: 'FLAGGED', warned: true };

test('an approval by webhook stands while reading back still says in review', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  app.provider.holds(aTemplate(), { review: PENDING });

  await hears(app, { kind: 'review', review: APPROVED });
  await app.pass(3 * HOUR);

  expect((await templateNow(app, proposal)).review.state).toBe('approved');
  expect(threadOf(app, proposal).map(textOf).join('\n')).not.toContain('in review at Meta again');
});

test('back in review with another text is believed at once: somebody edited it', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  app.provider.holds(aTemplate(), { review: APPROVED });
  await hears(app, { kind: 'review', review: APPROVED });
  await app.pass(HOUR);

  app.provider.holds(
    aTemplate({ body: { text: 'Hi {{1}}, order {{2}} is late.', samples: { '1': 'Ana', '2': 'A' } } }),
    {
      review: PENDING,
    },
  );
  await app.run('template.refresh', { templateId: (await templateNow(app, proposal)).id });

  expect((await templateNow(app, proposal)).review.state).toBe('pending');
});

test('a pause whose webhook was lost is found by a later read', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  app.provider.holds(aTemplate(), { review: APPROVED });
  await hears(app, { kind: 'review', review: APPROVED });
  app.provider.holds(aTemplate(), { review: { state: 'paused', raw: 'PAUSED' } });
  await app.run('template.refresh', { templateId: (await templateNow(app, proposal)).id });
  expect((await templateNow(app, proposal)).review.state).toBe('approved');

  await app.pass(15 * MINUTE);

  expect((await templateNow(app, proposal)).review.state).toBe('paused');
});

test('category and quality told a moment ago are not undone by a read that does not show them yet', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  app.provider.holds(aTemplate(), { review: APPROVED, quality: 'green' });
  await app.pass(HOUR);

  await hears(app, { kind: 'category', from: 'UTILITY', to: 'MARKETING', effective: 'now' });
  await hears(app, { kind: 'quality', from: 'green', to: 'red' });

  expect(await templateNow(app, proposal)).toMatchObject({ category: 'MARKETING', quality: 'red' });
  const told = threadOf(app, proposal).map((card) => card.title);
  expect(told.filter((title) => title === 'Category of order_ready changed')).toHaveLength(1);
  expect(told.filter((title) => title === 'Quality of order_ready changed')).toHaveLength(1 + 1);
  await app.pass(DAY);
  expect(await templateNow(app, proposal)).toMatchObject({ category: 'UTILITY', quality: 'green' });
});

test('older news of quality or category that arrive later change nothing', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  app.skip(HOUR);
  const late = app.clock.iso();
  app.skip(MINUTE);
  app.provider.holds(aTemplate({ category: 'MARKETING' }), { quality: 'red' });
  await hears(app, { kind: 'quality', from: 'green', to: 'red' });
  await hears(app, { kind: 'category', from: 'UTILITY', to: 'MARKETING', effective: 'now' });

  await hears(app, { kind: 'quality', from: 'unknown', to: 'green' }, late);
  await hears(app, { kind: 'category', from: 'MARKETING', to: 'UTILITY', effective: 'now' }, late);

  expect(await templateNow(app, proposal)).toMatchObject({ category: 'MARKETING', quality: 'red' });
});

test('a warning with a date is told as a warning, and reading back "approved" does not end it', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  app.provider.holds(aTemplate(), { review: APPROVED });
  await hears(app, { kind: 'review', review: APPROVED });
  const until = app.clock.iso(7 * DAY);

  await hears(app, { kind: 'review', review: { ...FLAGGED, until, explanation: 'Many people report it.' } });
  await app.pass(HOUR);

  const told = threadOf(app, proposal).at(-1)!;
  expect(told).toMatchObject({ title: 'Meta warns about order_ready', tone: 'warning' });
  for (const part of [until, 'Many people report it.']) expect(textOf(told)).toContain(part);
  expect(threadOf(app, proposal).filter((card) => card.title === 'Meta approved order_ready')).toHaveLength(1);
  expect(textOf(rootOf(app, proposal).card)).toContain('approved, with a warning');

  await hears(app, { kind: 'review', review: { state: 'approved', raw: 'REINSTATED' } });
  expect(textOf(rootOf(app, proposal).card)).not.toContain('with a warning');
});

test('a state that comes with a date or an explanation keeps both in what is told', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  const until = app.clock.iso(2 * DAY);

  await hears(app, {
    kind: 'review',
    review: { state: 'unknown', raw: 'LOCKED', until, explanation: 'Too many edits.' },
  });

  const told = threadOf(app, proposal).map(textOf).join('\n');
  for (const part of ['“LOCKED”', until, 'Too many edits.']) expect(told).toContain(part);
});

test('a category that comes along with a verdict is told and recorded', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  app.provider.holds(aTemplate({ category: 'MARKETING' }), { review: APPROVED });

  await hears(app, { kind: 'review', review: APPROVED, category: 'MARKETING' });

  expect((await templateNow(app, proposal)).category).toBe('MARKETING');
  const told = threadOf(app, proposal).filter((card) => card.title === 'Category of order_ready changed');
  expect(told.map(textOf).join()).toContain('from Utility to Marketing');
  const kept = await app.store.db.selectFrom('events').selectAll().where('kind', '=', 'category').execute();
  expect(kept).toMatchObject([{ from_state: 'UTILITY', to_state: 'MARKETING', actor: 'provider' }]);
});

let events = 0;
type News<K> = K extends { id: string; at: string; template: unknown } ? Omit<K, 'id' | 'at' | 'template'> : never;

async function hears(app: TestApp, news: News<ProviderEvent>, at?: string): Promise<void> {
  if (at === undefined) app.skip(MINUTE);
  events += 1;
  await app.hook([{ id: `news-${events}`, at: at ?? app.clock.iso(), template: KEY, ...news }]);
  await app.settle();
}
