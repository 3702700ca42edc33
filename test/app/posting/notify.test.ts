// Who must act hears of it, once, in the way that was chosen.
import { expect, test } from 'vitest';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { startTestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { APPROVED } from '../../support/app/fake-provider.ts';
import { roleTable } from '../../support/app/settings.ts';
import { propose, submit } from '../../support/app/stories.ts';
import { mentionedIn, textOf } from '../../support/read-card.ts';

const roles = roleTable({ approver: ['chat:elena', 'chat:andres', 'chat:sofia'] });
type App = Awaited<ReturnType<typeof startTestApp>>;
const KEY = { externalId: '9000001', name: 'order_ready', language: 'en_US' };
const verdict = (app: App): ProviderEvent => ({
  kind: 'review',
  id: 'v1',
  at: app.clock.iso(),
  template: KEY,
  review: APPROVED,
});
const inThread = (app: App) => app.chat.all().filter(({ to }) => to.to === 'thread');
const privately = (app: App, id: string) =>
  app.chat.all().filter(({ to, card }) => to.to === 'person' && to.id === id && /waits|espera/.test(card.title));

test('a proposal mentions everybody who may decide it, and not who proposed it', async () => {
  const app = await startTestApp({ roles, quorum: 2 });
  await propose(app);

  const called = inThread(app).flatMap(({ card }) => mentionedIn(card));
  expect(called).toEqual(expect.arrayContaining(['elena', 'andres']));
  expect(called).not.toContain('sofia');
  expect(called.length).toBe(new Set(called).size);
});

test('told privately, each hears of it once, with the way to it, and nobody is mentioned', async () => {
  const app = await startTestApp({ roles, quorum: 2, notify: 'private' });
  await propose(app);
  await app.settle();

  for (const id of ['elena', 'andres']) {
    const told = privately(app, id);
    expect(told).toHaveLength(1);
    expect(textOf(told[0]!.card)).toContain('template pending');
  }
  expect(privately(app, 'sofia')).toEqual([]);
  expect(inThread(app).flatMap(({ card }) => mentionedIn(card))).toEqual([]);
});

test('where nobody wants to be called, nobody is', async () => {
  const app = await startTestApp({ roles, notify: 'none' });
  await propose(app);
  await app.settle();

  expect(inThread(app).flatMap(({ card }) => mentionedIn(card))).toEqual([]);
  expect(app.chat.all().filter(({ to }) => to.to === 'person' && ['elena', 'andres'].includes(to.id))).toEqual([]);
});

test.each(['mention', 'private', 'none'] as const)(
  'a template that waits to be enabled calls those who may: %s',
  async (notify) => {
    const app = await startTestApp({ roles, notify });
    const before = app.chat.all().length;
    await submit(app);
    app.skip(60_000);
    app.provider.holds(aTemplate(), { review: { state: 'approved', raw: 'APPROVED' } });
    await app.hook([verdict(app)]);
    await app.settle();

    const since = app.chat.all().slice(before);
    const mentioned = since.flatMap(({ card }) => (/approved|accepted/i.test(card.title) ? mentionedIn(card) : []));
    expect(mentioned.includes('elena')).toBe(notify === 'mention');
    expect(privately(app, 'elena').filter(({ card }) => card.title.includes('enabled'))).toHaveLength(
      notify === 'private' ? 1 : 0,
    );
  },
);
