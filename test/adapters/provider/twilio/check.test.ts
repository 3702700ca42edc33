// What `doctor` says of a sender at Twilio: wrong host, wrong key, wrong region and an unreadable list are four things.
import { afterEach, describe, expect, test } from 'vitest';
import {
  closedPort,
  type FakeMeta as Scripted,
  startFakeMeta as startScripted,
} from '../../../support/meta/fake-meta.ts';
import { ACCOUNT, anError, aPage, at, NUMBER, twilioProvider, WEBHOOK } from '../../../support/twilio/samples.ts';

const MESSAGES = `GET /2010-04-01/Accounts/${ACCOUNT}/Messages.json`;
const CONTENT = 'GET /v1/Content';
const SENDERS = 'GET /v2/Channels/Senders';
const KEY = `SK${'3'.repeat(32)}:key-secret`;

let twilio: Scripted;
afterEach(() => twilio.close());

type Answer = Parameters<Scripted['answer']>[1];
const GOOD: Readonly<Record<string, Answer>> = {
  [MESSAGES]: { json: { messages: [], next_page_uri: null } },
  [CONTENT]: { json: aPage([]) },
  [SENDERS]: {
    json: { senders: [{ sender_id: `whatsapp:${NUMBER}`, status: 'ONLINE' }], meta: { next_page_url: null } },
  },
};

async function checks(
  changes: Readonly<Record<string, Answer>> = {},
  settings: Parameters<typeof twilioProvider>[0] = {},
  webhookUrl: string | undefined = WEBHOOK,
) {
  twilio = await startScripted();
  for (const [request, answer] of Object.entries({ ...GOOD, ...changes })) twilio.answer(request, answer, answer);
  const { provider } = twilioProvider({ ...at(twilio.url), timeoutMs: 2_000, ...settings }, { webhookUrl });
  const all = await provider.check();
  return Object.fromEntries(all.map(({ name, ...check }) => [name, check]));
}

describe('all is well', () => {
  test('one harmless read per API', async () => {
    const found = await checks();

    expect(Object.values(found).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(twilio.calls.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
  });

  test('without a public address: sends work, callbacks do not come, and it says so', async () => {
    twilio = await startScripted();
    for (const [request, answer] of Object.entries(GOOD)) twilio.answer(request, answer);
    const { provider } = twilioProvider(at(twilio.url), { webhookUrl: undefined });

    const found = (await provider.check()).find(({ name }) => name === 'status callbacks');

    expect(found).toMatchObject({ status: 'warning', fix: expect.stringContaining('PUBLIC_URL') });
  });

  test('with an API key the calls are made by it, and the auth token is tried by itself', async () => {
    const found = await checks({}, { apiKey: KEY });

    const users = twilio.calls.map(({ headers }) =>
      Buffer.from(`${headers.authorization}`.slice(6), 'base64').toString(),
    );
    expect(users.toSorted()).toEqual([`${ACCOUNT}:token-now`, KEY, KEY, KEY].toSorted());
    expect(found['auth token']).toMatchObject({ status: 'ok' });
  });
});

describe('the WhatsApp account behind the number', () => {
  const senders = [{ sender_id: `whatsapp:${NUMBER}`, status: 'ONLINE', configuration: { waba_id: '101' } }];
  const told = { [SENDERS]: { json: { senders, meta: { next_page_url: null } } } };

  test('is said where Twilio tells it, so that it can be set', async () => {
    const found = await checks(told);

    expect(found['WhatsApp sender']).toMatchObject({ status: 'ok', detail: 'online, WhatsApp account 101' });
  });

  test('is another one than the settings say: nothing may be joined by it', async () => {
    const found = await checks(told, { wabaId: '102' });

    expect(found['WhatsApp sender']).toMatchObject({ status: 'failed', fix: expect.stringContaining('`wabaId`') });
  });
});

describe('what is wrong', () => {
  test('a wrong key', async () => {
    const found = await checks({ [MESSAGES]: { json: anError(20003, 401), status: 401 } });

    expect(found['messages API']).toMatchObject({
      status: 'failed',
      fix: expect.stringContaining('accountSid and authToken'),
    });
    expect(found['templates API']).toMatchObject({ status: 'ok' });
  });

  test('a host that is not Twilio', async () => {
    const found = await checks({ [CONTENT]: { html: '<h1>Welcome to nginx</h1>', status: 200 } });

    expect(found['templates API']).toMatchObject({ status: 'failed', fix: expect.stringContaining('is not Twilio') });
  });

  test('a host where nothing answers', async () => {
    const found = await checks({}, { contentUrl: `http://127.0.0.1:${await closedPort()}` });

    expect(found['templates API']).toMatchObject({ status: 'failed', fix: expect.stringContaining('nothing answers') });
  });

  test('an API the region does not have', async () => {
    const found = await checks({ [CONTENT]: { json: anError(20404, 404), status: 404 } });

    expect(found['templates API']).toMatchObject({ status: 'failed', fix: expect.stringContaining('region') });
  });

  test('a list that could not be read is not "no such number"', async () => {
    const found = await checks({ [SENDERS]: { json: anError(20500, 500), status: 500 } });

    expect(found['WhatsApp sender']).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('could not be read'),
    });
  });

  test('a number that is no WhatsApp sender of the account', async () => {
    const found = await checks({ [SENDERS]: { json: { senders: [], meta: {} } } });

    expect(found['WhatsApp sender']).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('none of them'),
    });
  });

  test('a sender that is not online yet', async () => {
    const senders = [{ sender_id: `whatsapp:${NUMBER}`, status: 'PENDING_VERIFICATION' }];
    const found = await checks({ [SENDERS]: { json: { senders, meta: null } } });

    expect(found['WhatsApp sender']).toMatchObject({ status: 'warning', detail: expect.stringContaining('PENDING') });
  });
});
