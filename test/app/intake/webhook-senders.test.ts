// Several senders in one process, of one provider or of two: whose an event is, and who carries a send.
import { expect, test } from 'vitest';
import { META } from '../../../adapters/provider/meta/facts.ts';
import { webhookRoutes } from '../../../src/app/intake/webhooks.ts';
import { jobHandlers } from '../../../src/app/job-handlers.ts';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { templateByKey } from '../../../src/store/templates.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { aTemplate } from '../../support/app/builders.ts';
import { APPROVED } from '../../support/app/fake-provider.ts';
import { CUSTOMER, FILLED, sendable } from '../../support/app/stories.ts';
import { PIGEON } from '../../support/provider/stub-entry.ts';
import { cardOf, noticeOf } from '../../support/read-card.ts';

const AT = '2026-11-20T12:00:00.000Z';

function inbound(id: string, heardBy?: string): ProviderEvent {
  const from = [{ kind: 'wa_id', value: '5491155551234' }] as const;
  const content = { kind: 'text', text: 'hello' };
  return { kind: 'inbound', id, at: AT, externalId: id, from, content, ...(heardBy === undefined ? {} : { heardBy }) };
}

async function sourcesIn(app: TestApp): Promise<readonly string[]> {
  const rows = await app.store.db.selectFrom('inbox').select('delivery_id').orderBy('delivery_id').execute();
  return rows.map((row) => row.delivery_id).filter((id) => id.startsWith('hook:'));
}

const TWO = { senderIds: ['main', 'second'] };
const TWO_PROVIDERS = { ...TWO, facts: { main: META, second: PIGEON } };

test('events crossed between two numbers of one account go by the number, and that is said once', async () => {
  const app = await startTestApp(TWO);

  const answers = [
    await app.hookAt('main', [inbound('i-1', 'number second'), inbound('i-2', 'number main')]),
    await app.hookAt('main', [inbound('i-3', 'number second')]),
    await app.hookAt('second', [inbound('i-1', 'number second')]),
  ];

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await sourcesIn(app)).toEqual(['hook:main:i-2', 'hook:second:i-1', 'hook:second:i-3']);
  expect(app.logged.filter(({ level }) => level === 'warn')).toEqual([
    expect.objectContaining({ fields: { address: 'main', sender: 'second' } }),
  ]);
});

test('an event about the account reaches every sender of it, without a warning', async () => {
  const app = await startTestApp(TWO);
  const template = { name: 'order_ready', language: 'en' };
  const review: ProviderEvent = { kind: 'review', id: 't-1', at: AT, template, review: APPROVED, heardBy: 'account' };

  await app.hookAt('second', [review]);

  expect(await sourcesIn(app)).toEqual(['hook:main:t-1', 'hook:second:t-1']);
  expect(app.logged).toEqual([]);
});

test('an event for a number nobody has is kept without its text, counted, and answered', async () => {
  const app = await startTestApp(TWO);

  const answer = await app.hookAt('main', [inbound('i-1', 'number of a stranger')]);

  const [kept] = await app.store.db.selectFrom('inbox').select(['delivery_id', 'payload']).execute();
  expect(answer.status).toBe(200);
  expect(app.counted).toEqual(['meta ignored']);
  expect(kept?.delivery_id).toBe('hook:main:i-1');
  expect(JSON.parse(kept!.payload!)).toMatchObject({ kind: 'ignored', why: 'unknown_recipient' });
  expect(kept?.payload).not.toContain('hello');
});

test('an event never crosses to a sender of another provider, whatever it names', async () => {
  const app = await startTestApp(TWO_PROVIDERS);

  await app.hookAt('main', [inbound('i-1', 'number second'), inbound('i-2')]);
  await app.hookAt('second', [inbound('i-3'), inbound('i-4', 'account')]);

  expect(await sourcesIn(app)).toEqual(['hook:main:i-1', 'hook:main:i-2', 'hook:second:i-3', 'hook:second:i-4']);
  expect(app.counted).toEqual(['meta ignored', 'meta inbound', 'pigeon inbound', 'pigeon inbound']);
});

test('each provider has its addresses with its own body limit, and one more part below each sender', async () => {
  const app = await startTestApp(TWO_PROVIDERS);
  const routes = webhookRoutes(app.deps, () => undefined);

  expect(routes.map(({ method, path, bodyLimit }) => [method, path, bodyLimit])).toEqual([
    ['GET', '/webhooks/meta/:senderId', undefined],
    ['POST', '/webhooks/meta/:senderId', META.limits.webhookBytes],
    ['GET', '/webhooks/meta/:senderId/:part', undefined],
    ['POST', '/webhooks/meta/:senderId/:part', META.limits.webhookBytes],
    ['GET', '/webhooks/pigeon/:senderId', undefined],
    ['POST', '/webhooks/pigeon/:senderId', 2_000],
    ['GET', '/webhooks/pigeon/:senderId/:part', undefined],
    ['POST', '/webhooks/pigeon/:senderId/:part', 2_000],
  ]);
});

test('the adapter decides the answer, and sees the part of the path below its sender', async () => {
  const app = await startTestApp();
  const seen: (string | undefined)[] = [];
  const provider = {
    ...app.provider,
    readWebhook: (request: Parameters<typeof app.provider.readWebhook>[0]) => {
      seen.push(request.params.part);
      const answer = { status: 202, headers: { 'content-type': 'text/xml' }, body: '<Response/>' };
      return { events: { ok: true, value: [inbound('i-1')] } as const, answer };
    },
  };
  const routes = webhookRoutes({ ...app.deps, providers: new Map([['main', provider]]) }, () => undefined);
  const below = routes.find(({ method, path }) => method === 'POST' && path.endsWith('/:part'));

  const answer = await below!.handle({ ...app.provider.webhook([]), params: { senderId: 'main', part: 's-42' } });

  expect(answer).toEqual({ status: 202, headers: { 'content-type': 'text/xml' }, body: '<Response/>' });
  expect(seen).toEqual(['s-42']);
  expect(await sourcesIn(app)).toEqual(['hook:main:i-1']);
});

test('a send leaves by the sender its template belongs to', async () => {
  const app = await startTestApp(TWO_PROVIDERS);
  app.providerOf('second').holds(aTemplate({ name: 'pigeon_news' }));
  await sendable(app);
  const pigeonNews = await templateByKey(app.store.db, 'second', {
    name: 'pigeon_news',
    language: aTemplate().language,
  });
  cardOf(await app.person('marta').clicks('enable_template', pigeonNews!.id));

  for (const name of ['order_ready', 'pigeon_news']) {
    const form = await app.person('lucia').opens(`/send-active ${CUSTOMER} ${name}`);
    noticeOf(await app.person('lucia').sends(form, FILLED));
    await app.pass(60_000);
  }

  expect(app.provider.sends.map(({ template }) => template.name)).toEqual(['order_ready']);
  expect(app.providerOf('second').sends.map(({ template }) => template.name)).toEqual(['pigeon_news']);
});

test('jobs may take as long as the slowest provider says, and delivery ids outlive its latest repeat', async () => {
  const app = await startTestApp(TWO_PROVIDERS);
  const handlers = jobHandlers(app.deps);

  expect(handlers['template.refresh']?.timeoutMs).toBe(90_000);
  expect(handlers['send.deliver']?.timeoutMs).toBe(META.limits.timeouts.send);
  await app.hookAt('second', [{ kind: 'ignored', id: 'x-1', at: AT, why: 'new' }]);
  app.skip(20 * 86_400_000);
  await app.tick('prune');
  const early = await sourcesIn(app);
  app.skip(2 * 86_400_000);
  await app.tick('prune');
  expect([early, await sourcesIn(app)]).toEqual([['hook:second:x-1'], []]);
});
