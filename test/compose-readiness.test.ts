// What /ready answers by, and who may read more of it than yes or no.
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createReadiness, mayLook } from '../src/compose-readiness.ts';
import { Secret } from '../src/config/secret.ts';
import type { Failure } from '../src/domain/fault.ts';
import { operationRoutes } from '../src/http/operation.ts';
import type { RawRequest } from '../src/ports/http.ts';
import type { Check } from '../src/ports/process.ts';
import { openTestStore } from './support/process/database.ts';

const WORKER = { alive: () => true, idle: async () => {}, stop: async () => {} };

async function ready() {
  const store = await openTestStore();
  const logged: unknown[] = [];
  const log = {
    info: () => {},
    warn: () => {},
    error: ({ error }: { readonly error?: unknown }) => logged.push(error),
  };
  // Anew each time: one remembers for two seconds whether a write passed.
  const ask = async () => {
    const checks = await createReadiness({ store, worker: () => WORKER, now: store.clock.now, log })();
    return Object.fromEntries(checks.map((check) => [check.name, check])) as Record<string, Check>;
  };
  return { store, logged, ask };
}

it('is ready while writes pass, and leaves nothing of having tried', async () => {
  const { store, ask } = await ready();
  expect(Object.values(await ask()).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(await store.db.selectFrom('memory').selectAll().execute()).toEqual([]);
});

it('is not ready on a full disk, although reading goes on; check and log name the cause', async () => {
  const { store, ask, logged } = await ready();
  await sql`pragma max_page_count = 1`.execute(store.db);
  expect((await ask()).database).toMatchObject({ status: 'failed', detail: 'database or disk is full' });
  expect(logged).toEqual([expect.objectContaining({ code: 'SQLITE_FULL' })]);

  await sql`pragma max_page_count = 100000`.execute(store.db);
  expect((await ask()).database?.status).toBe('ok');
});

it('is not ready on a database that only reads', async () => {
  const { store, ask } = await ready();
  await sql`pragma query_only = 1`.execute(store.db);
  expect((await ask()).database).toMatchObject({ status: 'failed', detail: expect.stringContaining('readonly') });
});

it('asks the database for a write once, however many ask', async () => {
  const store = await openTestStore();
  let writes = 0;
  const counting = {
    ...store,
    write: ((work) => {
      writes += 1;
      return store.write(work);
    }) as typeof store.write,
  };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const ask = createReadiness({ store: counting, worker: () => WORKER, now: store.clock.now, log });
  for (let probe = 0; probe < 20; probe += 1) await ask();
  expect(writes).toBe(1);
});

it('stays ready while work waits or was given up, and says where', async () => {
  const { store, ask } = await ready();
  await store.write(async (tx) => {
    tx.enqueue({ kind: 'post', payload: { platform: 'slack', channel: 'C1' }, key: 'a' });
    tx.enqueue({ kind: 'post', payload: { platform: 'slack', channel: 'C2' }, key: 'b' });
  });
  await store.db.updateTable('outbox').set({ last_error: 'is_archived' }).execute();
  await store.db.updateTable('outbox').set({ buried_at: store.clock.iso() }).where('key', '=', 'b').execute();
  const { work } = await ask();
  expect(work?.status).toBe('warning');
  expect(work?.detail).toBe('1 waiting post slack:C1 (is_archived); 1 buried post slack:C2 (is_archived)');
});

it('says which chat platform does not let us in, and is degraded as long as it does not', async () => {
  const store = await openTestStore();
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  let refused: Failure | undefined = {
    kind: 'unauthorized',
    fault: 'token_invalid',
    reaction: 'credentials',
    code: 'token_revoked',
  };
  const platforms = [{ id: 'slack', lockedOut: () => refused }, { id: 'console' }];
  const ready = createReadiness({ store, worker: () => WORKER, platforms, now: store.clock.now, log });
  const ask = async () => {
    const [page] = operationRoutes({ ready, mayLook: () => true, metrics: { contentType: '', text: async () => '' } })
      .filter(({ path }) => path === '/ready')
      .map(({ handle }) => handle(from('127.0.0.1')));
    const answer = await page;
    return { code: answer?.status, ...(JSON.parse(String(answer?.body)) as { status: string; checks: Check[] }) };
  };

  const locked = await ask();
  refused = undefined;
  const open = await ask();

  expect(locked).toMatchObject({ code: 200, status: 'degraded' });
  expect(locked.checks.find(({ name }) => name === 'slack')).toMatchObject({
    status: 'warning',
    detail: 'token_invalid token_revoked',
  });
  expect(open).toMatchObject({ code: 200, status: 'ready' });
});

it('counts statuses of messages nobody knows', async () => {
  const { store, ask } = await ready();
  await store.db
    .insertInto('orphans')
    .values({ sender_id: 's', event_id: 'e', external_id: 'x', event: '{}', received_at: '2026-01-01T00:00:00.000Z' })
    .execute();
  expect((await ask()).statuses).toMatchObject({
    status: 'warning',
    detail: '1 of messages nobody knows, since 2026-01-01T00:00:00.000Z; 0 dropped',
  });
});

const from = (remoteAddress: string, headers: RawRequest['headers'] = {}) =>
  ({ remoteAddress, headers: { host: 'localhost:3000', ...headers } }) as unknown as RawRequest;

it('shows causes and figures to this machine only, not to who comes through a proxy on it', () => {
  const may = mayLook(undefined);
  expect(may(from('127.0.0.1'))).toBe(true);
  expect(may(from('10.0.0.7'))).toBe(false);
  expect(may(from('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }))).toBe(false);
  expect(may(from('127.0.0.1', { host: 'aval.example.com' }))).toBe(false);
});

it('with a token, shows them to who brings it and to nobody else', () => {
  const may = mayLook(new Secret('a-token-of-some-length'));
  expect(may(from('10.0.0.7', { authorization: 'Bearer a-token-of-some-length' }))).toBe(true);
  expect(may(from('10.0.0.7', { authorization: 'Bearer another' }))).toBe(false);
  expect(may(from('127.0.0.1'))).toBe(false);
});
