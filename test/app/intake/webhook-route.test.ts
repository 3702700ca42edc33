// The provider's webhook over HTTP: who is let in, what is stored, and what is answered.
import { expect, test } from 'vitest';
import { META } from '../../../adapters/provider/meta/facts.ts';
import { webhookRoutes } from '../../../src/app/intake/webhooks.ts';
import type { RawRequest } from '../../../src/ports/http.ts';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { startTestApp } from '../../support/app/app.ts';
import { fakeProvider } from '../../support/app/fake-provider.ts';
import { sendable, sendNow, sent } from '../../support/app/stories.ts';

function delivery(id: string): ProviderEvent {
  const at = '2026-11-20T12:00:00.000Z';
  return { kind: 'delivery', id, at, externalId: 'wamid.1', status: 'sent', aliases: [] };
}

test('a good webhook is answered 200 once it is stored, before it is applied', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);

  const answer = await app.hook([delivery('d-1')]);
  const stored = await app.store.db.selectFrom('outbox').select('key').where('kind', '=', 'webhook.apply').execute();

  expect(answer.status).toBe(200);
  expect(stored).toEqual([{ key: 'webhook.apply:hook:main:d-1' }]);
  await app.settle();
  expect((await sendNow(app, send.number)).state).toBe('sent');
});

test('an unknown sender is 404, and so is one of another provider', async () => {
  const app = await startTestApp();
  const other = fakeProvider('second', { ...META, id: 'other' });
  const providers = new Map([...app.deps.providers, ['second', other]]);
  const routes = webhookRoutes({ ...app.deps, providers }, () => undefined);
  const [get, post] = routes.filter(({ path }) => path === '/webhooks/other/:senderId');

  const unknown = await app.hook([delivery('d-1')], { params: { senderId: 'nobody' } });
  const nameless = await app.hook([delivery('d-1')], { params: {} });
  const inherited = await app.hook([delivery('d-1')], { params: { senderId: '__proto__' } });
  const foreign = await post!.handle(app.provider.webhook([delivery('d-1')]));
  const handshake = await get!.handle({ ...app.provider.webhook([]), method: 'GET' });

  for (const answer of [unknown, nameless, inherited, foreign, handshake]) expect(answer.status).toBe(404);
  expect(await app.store.db.selectFrom('inbox').select('delivery_id').execute()).toEqual([]);
});

test('an unverified webhook is refused, counted, and stores nothing', async () => {
  const app = await startTestApp();
  const counted: string[] = [];
  const [, post] = webhookRoutes(app.deps, (provider, kind) => void counted.push(`${provider} ${kind}`));
  const request: RawRequest = { ...app.provider.webhook([delivery('d-1')]), headers: {} };

  const answer = await post!.handle(request);

  expect(answer.status).toBe(401);
  expect(counted).toEqual(['meta unverified']);
  expect(await app.store.db.selectFrom('inbox').select('delivery_id').execute()).toEqual([]);
});

test('the handshake is answered by the provider', async () => {
  const app = await startTestApp();
  const [get] = webhookRoutes(app.deps, () => undefined);
  const query = new URLSearchParams({ 'hub.challenge': '1158201444' });

  const answer = await get!.handle({ ...app.provider.webhook([]), method: 'GET', query });

  expect(answer).toEqual({ status: 200, body: '1158201444' });
});

test('a batch of a thousand is stored whole, each event once', async () => {
  const app = await startTestApp();
  const batch = Array.from({ length: 1_000 }, (_, index) => delivery(`d-${index}`));

  const answers = [await app.hook([...batch, ...batch]), await app.hook(batch)];

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const count = await app.store.db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirst();
  expect(count?.n).toBe(1_000);
});

test('when storing fails the provider gets no 200, and its repeat is taken whole', async () => {
  const app = await startTestApp();
  await sendable(app);
  const send = await sent(app);
  app.dies(1);

  await expect(app.hook([delivery('d-1')])).rejects.toThrow();
  const again = await app.hook([delivery('d-1')]);
  await app.settle();

  expect(again.status).toBe(200);
  expect((await sendNow(app, send.number)).state).toBe('sent');
});

test('an empty batch is fine, and what is not read is kept, not queued', async () => {
  const app = await startTestApp();
  const unread = { kind: 'ignored', id: 'x-1', at: app.clock.iso(), why: 'new_field' } as const;

  const answers = [await app.hook([]), await app.hook([unread])];
  await app.settle();

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const [kept] = await app.store.db.selectFrom('inbox').select(['payload', 'delivery_id']).execute();
  expect(JSON.parse(kept!.payload!)).toEqual(unread);
  expect(await app.store.db.selectFrom('outbox').select('id').execute()).toEqual([]);
});

test('one event that breaks does not hold up the others of its batch', async () => {
  const app = await startTestApp();
  app.expectTrouble();
  await sendable(app);
  const send = await sent(app);
  const broken = { ...delivery('bad'), kind: 'delivery', aliases: 'none' } as unknown as ProviderEvent;

  await app.hook([
    { ...broken, externalId: 'wamid.1' } as ProviderEvent,
    { ...delivery('good'), status: 'read' } as ProviderEvent,
  ]);
  await app.pass(24 * 3_600_000);

  expect((await sendNow(app, send.number)).state).toBe('read');
});
