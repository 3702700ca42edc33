// What the provider says about a template: applied by its time, told once, in words.
import { expect, test } from 'vitest';
import type { Review } from '../../../src/domain/review/review.ts';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { HOUR, startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { APPROVED, REJECTED } from '../../support/app/fake-provider.ts';
import {
  approve,
  proposalNow,
  propose,
  rootOf,
  sendable,
  submit,
  templateNow,
  threadOf,
} from '../../support/app/stories.ts';
import { actionsOf, cardOf, formOf, mentionedIn, textOf } from '../../support/read-card.ts';

const KEY = { externalId: '9000001', name: 'order_ready', language: 'en_US' };
const PAUSED: Review = { state: 'paused', raw: 'PAUSED' };

test('an approval is told in the thread, with the way to let agents send it', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);

  await says(app, APPROVED);

  expect(threadOf(app, proposal).at(-1)!.title).toBe('Meta approved order_ready');
  const { card } = rootOf(app, proposal);
  expect(textOf(card)).toContain('Not enabled for agents yet');
  cardOf(await app.person('andres').presses(card, 'enable_template'));
  await app.settle();
  expect((await templateNow(app, proposal)).enabledAt).toBe(app.clock.iso());
  expect(textOf(rootOf(app, proposal).card)).toContain('Ready to send');
  expect(textOf(threadOf(app, proposal).at(-1)!)).toContain('Andres enabled it for agents');
});

test('a rejection is told with its reason and advice, and names the proposer, who must act', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);

  await says(app, {
    ...REJECTED,
    reason: 'SCAM',
    explanation: 'It asks for a password.',
    recommendation: 'Do not ask for passwords.',
  });

  const note = threadOf(app, proposal).find((card) => card.title === 'Meta rejected order_ready')!;
  for (const part of ['scam', 'It asks for a password.', 'Do not ask for passwords.']) {
    expect(textOf(note)).toContain(part);
  }
  expect(mentionedIn(note)).toEqual(['sofia']);
  expect(actionsOf(note)).toEqual(['fix_and_resubmit']);

  const form = formOf(await app.person('sofia').presses(note, 'fix_and_resubmit'));
  const notes = form.fields.flatMap((field) => (field.kind === 'note' ? [String(field.text)] : []));
  expect(notes.join('\n')).toContain('It asks for a password. Do not ask for passwords.');
});

test('a verdict that overtakes the answer to the submission is not lost', async () => {
  const app = await startTestApp();
  app.provider.script('submitTemplate', async (would) => {
    app.skip(700);
    await app.hook([event(app, { kind: 'review', review: { ...REJECTED, reason: 'SCAM' } })]);
    app.provider.holds(aTemplate(), { review: REJECTED });
    app.provider.forgets('order_ready', 'en_US');
    const answer = would();
    app.provider.holds(aTemplate(), { review: REJECTED });
    return answer;
  });

  const proposal = await submit(app);
  await app.pass(60_000);

  expect((await templateNow(app, proposal)).review).toMatchObject({ state: 'rejected', reason: 'SCAM' });
  const notes = threadOf(app, proposal).filter((card) => card.title === 'Meta rejected order_ready');
  expect(notes).toHaveLength(1);
});

test('a verdict of the same second as the submission counts, although its time has no fractions', async () => {
  const app = await startTestApp();
  app.clock.set('2026-11-20T12:00:00.800Z');
  const proposal = await submit(app);
  app.provider.holds(aTemplate(), { review: REJECTED });

  await app.hook([
    { ...event(app, { kind: 'review', review: { ...REJECTED, reason: 'SCAM' } }), at: '2026-11-20T12:00:00.000Z' },
  ]);
  await app.settle();

  expect((await templateNow(app, proposal)).review).toMatchObject({ state: 'rejected', reason: 'SCAM' });
});

test.each([
  { order: [2, 0, 1], what: 'in the wrong order ends in the latest by Meta’s clock' },
  { order: [0, 2, 1], what: 'from between two equal verdicts comes too late to change them' },
])('news $what', async ({ order }) => {
  const app = await startTestApp();
  const proposal = await submit(app);
  const news = [APPROVED, PAUSED, APPROVED].map((review) => {
    app.skip(1_000);
    return event(app, { kind: 'review', review });
  });
  app.provider.holds(aTemplate(), { review: APPROVED });

  for (const index of order) {
    await app.hook([news[index]!]);
    await app.settle();
  }

  expect((await templateNow(app, proposal)).review.state).toBe('approved');
  expect(threadOf(app, proposal).map((card) => card.title)).not.toContain('Meta paused order_ready');
});

test('the same news again, with another id, is told once', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  app.skip(1_000);
  app.provider.holds(aTemplate(), { review: APPROVED });

  await app.hook([event(app, { kind: 'review', review: APPROVED }), event(app, { kind: 'review', review: APPROVED })]);
  await app.settle();

  const notes = threadOf(app, proposal).filter((card) => card.title === 'Meta approved order_ready');
  expect(notes).toHaveLength(1);
});

test('a pause holds the template until Meta lets it run again, each told once', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  await says(app, APPROVED);

  await says(app, { ...PAUSED, reason: 'FIRST_PAUSE', until: app.clock.iso(3 * HOUR) });
  const paused = rootOf(app, proposal).card;
  await says(app, { ...APPROVED, reason: 'UNPAUSE' });

  expect(textOf(paused)).toMatch(/paused until 2026-11-20T15/);
  expect(
    threadOf(app, proposal)
      .map((card) => card.title)
      .slice(-3),
  ).toEqual(['Meta approved order_ready', 'Meta paused order_ready', 'Meta approved order_ready']);
});

test('advice that came with the webhook stays when the template is read back without it', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  await says(app, { ...REJECTED, reason: 'SCAM', recommendation: 'Do not ask.' });

  await app.run('template.refresh', { templateId: (await templateNow(app, proposal)).id });

  expect((await templateNow(app, proposal)).review).toMatchObject({ reason: 'SCAM', recommendation: 'Do not ask.' });
});

test('a second word for the same state keeps the reason that came with the first', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  await says(app, { state: 'paused', raw: 'FLAGGED', reason: 'FIRST_PAUSE' });

  await says(app, PAUSED);

  expect((await templateNow(app, proposal)).review).toEqual({ ...PAUSED, reason: 'FIRST_PAUSE' });
});

test('a state nobody here knows is shown in Meta’s own word, and not sendable', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);

  await says(app, { state: 'unknown', raw: 'MAYBE' });

  expect(textOf(threadOf(app, proposal).at(-1)!)).toContain('“MAYBE”');
});

test('a category announced for later and changed now are both told, with old and new', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  await says(app, APPROVED);
  const effectiveAt = '2026-12-01T00:00:00.000Z';
  const change = { kind: 'category', from: 'UTILITY', to: 'MARKETING' } as const;

  await app.hook([event(app, { ...change, effective: 'later', effectiveAt })]);
  await app.settle();
  const announced = await templateNow(app, proposal);
  const later = threadOf(app, proposal).at(-1)!;
  app.provider.holds(aTemplate({ category: 'MARKETING' }));
  await app.hook([event(app, { ...change, effective: 'now' })]);
  await app.settle();

  expect(announced).toMatchObject({ category: 'UTILITY', futureCategory: 'MARKETING', futureCategoryAt: effectiveAt });
  expect(textOf(later)).toContain(`from Utility to Marketing on ${effectiveAt}`);
  expect(await templateNow(app, proposal)).toMatchObject({ category: 'MARKETING', futureCategory: undefined });
  const told = threadOf(app, proposal).filter((card) => card.title === 'Category of order_ready changed');
  expect(told.map(textOf).join()).toContain('from Utility to Marketing');
  expect(told).toHaveLength(1);
});

test('quality is told when it changes, and kept', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  await says(app, APPROVED);
  app.provider.holds(aTemplate(), { quality: 'red' });

  await app.hook([event(app, { kind: 'quality', from: 'green', to: 'red' })]);
  await app.settle();

  expect((await templateNow(app, proposal)).quality).toBe('red');
  expect(threadOf(app, proposal).filter((card) => card.title === 'Quality of order_ready changed')).toHaveLength(1);
});

test('news about a template nobody proposed here goes to the admins', async () => {
  const app = await startTestApp();
  await sendable(app);

  await says(app, PAUSED);

  expect(app.chat.channel('admins').map(({ card }) => card.title)).toEqual(['Meta paused order_ready']);
});

test('news about a template of nobody is given up quietly after a few tries', async () => {
  const app = await startTestApp();

  await app.hook([event(app, { kind: 'review', review: APPROVED })]);
  await app.pass(HOUR);

  expect(app.chat.all()).toEqual([]);
});

test('one deleted at Meta is told, and its name may be asked for again', async () => {
  const app = await startTestApp();
  const proposal = await submit(app);
  app.skip(HOUR);
  app.provider.forgets('order_ready', 'en_US');
  await app.hook([event(app, { kind: 'review', review: { state: 'deleted', raw: 'DELETED' } })]);
  await app.settle();

  expect(textOf(threadOf(app, proposal).at(-1)!)).toContain('was deleted at Meta');
  const again = await propose(app);
  await approve(app, again);
  expect((await proposalNow(app, again.id)).submission).toBe('submitted');
});

let events = 0;
type News<K> = K extends { id: string; at: string; template: unknown } ? Omit<K, 'id' | 'at' | 'template'> : never;

function event(app: TestApp, news: News<ProviderEvent>): ProviderEvent {
  events += 1;
  return { id: `event-${events}`, at: app.clock.iso(), template: KEY, ...news };
}

/** Meta decides: its webhook comes, and reading back says the same. */
async function says(app: TestApp, review: Review): Promise<void> {
  app.skip(60_000);
  app.provider.holds(aTemplate(), { review: { state: review.state, raw: review.raw } });
  await app.hook([event(app, { kind: 'review', review })]);
  await app.settle();
}
