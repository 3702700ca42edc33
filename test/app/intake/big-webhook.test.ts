// Thousands of statuses in one webhook: stored whole before they are answered, and nobody waits behind them meanwhile.
import { expect, onTestFinished, test } from 'vitest';
import { webhookRoutes } from '../../../src/app/intake/webhooks.ts';
import { createHttpServer } from '../../../src/http/server.ts';
import type { ProviderEvent } from '../../../src/ports/provider.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';

const MANY = 3_000;

function statuses(count: number, from = 0): readonly ProviderEvent[] {
  return Array.from({ length: count }, (_, n) => ({
    kind: 'delivery',
    id: `d-${from + n}`,
    at: '2026-11-20T12:00:00.000Z',
    externalId: `wamid.${from + n}`,
    status: 'sent',
    aliases: [],
  }));
}

/**
 * How often others had their turn while `work` ran, and which part of all the computing was done in one go at most. Computing,
 * not time: a machine that is busy with something else changes nothing.
 */
async function turnsDuring(work: () => Promise<unknown>) {
  const computed = () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  };
  const began = computed();
  let last = began;
  let longest = 0;
  let turns = 0;
  let watching = true;
  const look = () => {
    const now = computed();
    longest = Math.max(longest, now - last);
    last = now;
    turns += 1;
    if (watching) setImmediate(look);
  };
  setImmediate(look);
  await work();
  watching = false;
  return { turns, longestShare: longest / (computed() - began) };
}

async function stored(app: TestApp): Promise<number> {
  const rows = await app.store.db.selectFrom('inbox').select('delivery_id').execute();
  return rows.length;
}

test('however many come at once, others have their turn all the while', async () => {
  const app = await startTestApp();
  const post = webhookRoutes(app.deps, () => undefined).find(({ method }) => method === 'POST');
  const request = app.provider.webhook(statuses(MANY));

  const { turns, longestShare } = await turnsDuring(async () => post!.handle(request));

  expect(turns).toBeGreaterThanOrEqual(MANY / 100);
  expect(longestShare).toBeLessThan(0.25);
  expect(await stored(app)).toBe(MANY);
});

test('a batch that breaks half-way gets no 200, and its repeat adds what was missing', async () => {
  const app = await startTestApp();
  let writes = 0;
  const write: typeof app.store.write = async (work) => {
    writes += 1;
    if (writes === 3) throw new Error('the process died here');
    return app.store.write(work);
  };
  const deps = { ...app.deps, store: { ...app.store, write } };
  const post = webhookRoutes(deps, () => undefined).find(({ method }) => method === 'POST');
  const request = app.provider.webhook(statuses(200));

  await expect(post!.handle(request)).rejects.toThrow();
  const before = await stored(app);
  const again = await post!.handle(request);

  expect(before).toBe(100);
  expect(again.status).toBe(200);
  const jobs = await app.store.db.selectFrom('outbox').select('key').where('kind', '=', 'webhook.apply').execute();
  expect([await stored(app), new Set(jobs.map(({ key }) => key)).size, jobs.length]).toEqual([200, 200, 200]);
});

test('health is answered again and again while they come in', async () => {
  const app = await startTestApp();
  const server = await createHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: webhookRoutes(app.deps, () => undefined),
    log: app.deps.log,
    ready: async () => [],
    metrics: { contentType: 'text/plain', text: async () => '', answered: () => undefined },
  });
  onTestFinished(() => server.stop(100));
  const { headers, path, body } = app.provider.webhook(statuses(MANY));
  let pending = true;
  const posted = fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    headers: { 'x-signature': headers['x-signature'] ?? '', 'content-type': 'application/json' },
    body,
  }).finally(() => {
    pending = false;
  });

  const seen: number[] = [];
  while (pending) {
    expect((await fetch(`http://127.0.0.1:${server.port}/health`)).status).toBe(200);
    seen.push(await stored(app));
  }

  expect((await posted).status).toBe(200);
  expect(await stored(app)).toBe(MANY);
  expect(seen.filter((count) => count > 0 && count < MANY).length).toBeGreaterThan(3);
});
