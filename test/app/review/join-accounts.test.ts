// Two providers before one account at WhatsApp: when a template of one is a template of the other, and what follows from it.
import { expect, test } from 'vitest';
import { registerSenders } from '../../../src/app/senders/accounts.ts';
import type { Template } from '../../../src/domain/templates/template.ts';
import type { Provider, ProviderEvent } from '../../../src/ports/provider.ts';
import { findTemplate, templateByKey } from '../../../src/store/templates.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { APPROVED, type FakeProvider, fakeProvider } from '../../support/app/fake-provider.ts';
import { CUSTOMER, FILLED, sendNow } from '../../support/app/stories.ts';
import { cardOf, inputsOf, noticeOf, textOf } from '../../support/read-card.ts';

const FILED = 'order_ready_x1';
const THERE = aTemplate({ name: FILED });

type Both = { readonly app: TestApp; readonly main: FakeProvider; readonly second: FakeProvider };

/** `main` has names of its own, `second` tells WhatsApp's. */
async function both(): Promise<Both> {
  const [main, second] = [fakeProvider('main'), fakeProvider('second')];
  const before = (provider: FakeProvider): Provider => ({ ...provider, whatsappAccount: 'w' });
  const wired = { main: () => before(main), second: () => before(second) };
  return { app: await startTestApp({ senderIds: ['main', 'second'], wired }), main, second };
}

async function synced(app: TestApp): Promise<void> {
  app.skip(60_000);
  await app.person('marta').types('/template sync');
  await app.settle();
}

async function joined(): Promise<Both & { readonly id: string }> {
  const found = await both();
  found.main.holds(aTemplate(), { filedAs: FILED });
  found.second.holds(THERE);
  await synced(found.app);
  const id = await idOf(found.app, 'main', aTemplate());
  cardOf(await found.app.person('marta').clicks('enable_template', id));
  return { ...found, id };
}

async function idOf(app: TestApp, senderId: string, { name, language }: Template): Promise<string> {
  return (await templateByKey(app.store.db, senderId, { name, language }))?.id ?? '';
}

async function names(app: TestApp): Promise<readonly string[]> {
  const rows = await app.store.db.selectFrom('templates').select('name').orderBy('name').execute();
  return rows.map(({ name }) => name);
}

async function offered(app: TestApp): Promise<readonly string[]> {
  const form = await app.person('lucia').opens(`/send-active ${CUSTOMER} order_ready`);
  const field = inputsOf(form).find(({ id }) => id === 'sender');
  return field?.kind === 'choice' ? field.options.map(({ value }) => value) : [];
}

async function press(app: TestApp, name: string, sender?: string): Promise<void> {
  const fill = await app.person('lucia').opens(`/send-active ${CUSTOMER} ${name}`);
  noticeOf(await app.person('lucia').sends(fill, { ...FILLED, ...(sender && { sender }) }));
}

function news(app: TestApp, id: string, event: Partial<ProviderEvent>): ProviderEvent {
  const template = { name: FILED, language: 'en_US' };
  return { kind: 'content', id, at: app.clock.iso(60_000), template, ...event } as ProviderEvent;
}

test('each sends it under the name its provider has, whichever list was read first', async () => {
  const { app, main, second, id } = await joined();

  for (const sender of ['main', 'second']) {
    await press(app, 'order_ready', sender);
    await app.pass(5_000);
  }

  expect(await names(app)).toEqual(['order_ready']);
  expect(await idOf(app, 'second', THERE)).toBe(id);
  expect(main.sends.map(({ template }) => template.name)).toEqual(['order_ready']);
  expect(second.sends.map(({ template, externalId }) => [template.name, externalId])).toEqual([[FILED, '9000001']]);
});

test('an entry from before becomes one with it: its id, its release and what waits to leave stay', async () => {
  const { app, main, second } = await both();
  second.holds(THERE);
  await synced(app);
  const before = await idOf(app, 'second', THERE);
  cardOf(await app.person('marta').clicks('enable_template', before));
  await press(app, FILED);

  main.holds(aTemplate(), { filedAs: FILED });
  await app.run('templates.sync', { tell: 'nobody' });
  await app.pass(5_000);

  expect(await names(app)).toEqual(['order_ready']);
  expect(await findTemplate(app.store.db, before)).toMatchObject({ name: 'order_ready', account: 'sender main' });
  expect((await findTemplate(app.store.db, before))?.enabledAt).toBeDefined();
  expect(await sendNow(app, 1)).toMatchObject({ state: 'accepted', senderId: 'second' });
  expect(second.sends.map(({ template }) => template.name)).toEqual([FILED]);
});

test.each([
  ['the text', { body: { text: 'Hi {{1}}, your parcel {{2}} is lost.', samples: { '1': 'Ana', '2': 'A-1' } } }],
  ['the language', { language: 'es_AR' }],
  ['a button', { buttons: [{ kind: 'quick_reply', label: 'Thanks' }] }],
] as const)('it stays two where %s is another one', async (_what, change) => {
  const { app, main, second } = await both();
  main.holds(aTemplate(), { filedAs: FILED });
  second.holds({ ...THERE, ...change });

  await synced(app);
  await synced(app);

  expect(await names(app)).toEqual(['order_ready', FILED]);
});

test('the same text under the same name of people is no proof', async () => {
  const { app, main, second } = await both();
  main.holds(aTemplate(), { filedAs: FILED });
  second.holds(aTemplate());

  await synced(app);

  expect(await names(app)).toEqual(['order_ready', 'order_ready']);
});

test('news by the other provider reach the one entry, and are told once', async () => {
  const { app, main, id } = await joined();
  const reads = main.count('findTemplate');
  const paused = { state: 'paused', raw: 'PAUSED' } as const;

  await app.hookAt('second', [news(app, 't-1', { kind: 'review', review: paused })]);
  await app.settle();
  await app.hookAt('main', [
    news(app, 't-2', {
      kind: 'review',
      template: { name: 'order_ready', language: 'en_US' },
      review: { ...paused, raw: 'paused' },
      at: app.clock.iso(61_000),
    }),
  ]);
  main.holds(aTemplate(), { filedAs: FILED, review: paused });
  await app.hookAt('second', [news(app, 't-3', { kind: 'quality', from: 'unknown', to: 'red' })]);
  await app.settle();
  await synced(app);

  expect(await findTemplate(app.store.db, id)).toMatchObject({ review: { state: 'paused' }, quality: 'red' });
  expect(main.count('findTemplate') - reads).toBe(1); // after its own news only
  const told = app.chat.all().filter(({ card }) => /paused/i.test(textOf(card)) && card.title.includes('order_ready'));
  expect(told.map(({ card }) => card.title)).toEqual(['Meta paused order_ready']);
});

test('edited at the other provider it does not leave from there until the approved text is read again', async () => {
  const { app } = await joined();

  await app.hookAt('second', [news(app, 't-1', { kind: 'content' })]);
  await app.settle();
  const after = await offered(app);
  await synced(app);

  expect(after).toEqual([]); // one sender is left: nothing to choose
  expect(await offered(app)).toEqual(['main', 'second']);
});

test('gone from the other list, or changed in it, it is the first provider’s alone again', async () => {
  const { app, second, id } = await joined();

  second.holds({ ...THERE, footer: 'Reply STOP to end' });
  await synced(app);
  const changed = await names(app);
  second.forgets(FILED, 'en_US');
  await synced(app);

  expect(changed).toEqual(['order_ready', FILED]);
  expect(await findTemplate(app.store.db, id)).toMatchObject({ review: APPROVED, alsoSeen: [] });
  expect(await offered(app)).toEqual([]);
});

test('made anew at its provider it is another one at WhatsApp, and joined only under its new name', async () => {
  const { app, main, second, id } = await joined();

  main.holds(aTemplate(), { filedAs: 'order_ready_x2', externalId: '2' });
  await synced(app);
  const parted = await names(app);
  second.holds(aTemplate({ name: 'order_ready_x2' }));
  await synced(app);

  expect(parted).toEqual(['order_ready', FILED]);
  expect((await findTemplate(app.store.db, id))?.alsoSeen).toMatchObject([{ name: 'order_ready_x2' }]);
});

test('what waits at a sender that sees it no more is not sent', async () => {
  const { app, second } = await joined();
  await press(app, 'order_ready', 'second');

  second.forgets(FILED, 'en_US');
  await app.run('templates.sync', { tell: 'nobody' });
  await app.pass(5_000);

  expect((await sendNow(app, 1)).state).toBe('failed');
  expect(second.sends).toEqual([]);
});

test('when the configuration calls them one account no more, they are parted at the next start', async () => {
  const { app, main, second, id } = await joined();

  const providers = new Map<string, Provider>([
    ['main', main],
    ['second', second],
  ]);
  await registerSenders({ ...app.deps, providers });

  expect((await findTemplate(app.store.db, id))?.alsoSeen).toEqual([]);
});
