// The webhook fields the adapter needs: listed once for people, and read by doctor.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WEBHOOK_FIELDS } from '../../../../adapters/provider/meta/webhook/fields.ts';
import { type FakeMeta, startFakeMeta } from '../../../support/meta/fake-meta.ts';
import { META, metaProvider } from '../../../support/meta/samples.ts';

let meta: FakeMeta;
beforeEach(async () => {
  meta = await startFakeMeta();
});
afterEach(() => meta.close());

const SUBSCRIPTIONS = `GET /${META.appId}/subscriptions`;

test('the set-up page asks for exactly the fields the adapter reads', () => {
  const page = readFileSync(new URL('../../../../docs/providers/meta.md', import.meta.url), 'utf8');
  const list = /Subscribe to these fields:([^.]*)\./.exec(page)?.[1] ?? '';

  expect([...list.matchAll(/`([a-z_]+)`/g)].map(([, field]) => field).sort()).toEqual([...WEBHOOK_FIELDS].sort());
});

test.each([
  ['all of them', WEBHOOK_FIELDS, { status: 'ok' }],
  ['all but one', WEBHOOK_FIELDS.filter((field) => field !== 'standby'), { status: 'warning' }],
  ['none of messages', WEBHOOK_FIELDS.filter((field) => field !== 'messages'), { status: 'failed' }],
])('doctor reads the fields: %s', async (_, fields, expected) => {
  const data = [
    { object: 'page', fields: [{ name: 'feed' }] },
    { object: 'whatsapp_business_account', fields: fields.map((name) => ({ name, version: 'v26.0' })) },
  ];
  meta.answer(SUBSCRIPTIONS, { json: { data } });

  const check = (await metaProvider({ apiUrl: meta.url }).provider.check()).find(
    ({ name }) => name === 'webhook fields',
  );

  expect(check).toMatchObject(expected);
  const missing = WEBHOOK_FIELDS.filter((field) => !fields.includes(field));
  for (const field of missing) expect(check?.detail).toContain(field);
  const asked = meta.calls.find((call) => call.path.endsWith('/subscriptions'));
  expect(asked?.headers.authorization).toBe(`Bearer ${META.appId}|${META.appSecret}`);
});
