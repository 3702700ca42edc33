// One callback for several senders, over the real adapters: a sender hears what its own secret vouches for, and nothing else.
import { expect, test } from 'vitest';
import { createMetaProvider } from '../../../adapters/provider/meta/index.ts';
import { createTwilioProvider } from '../../../adapters/provider/twilio/index.ts';
import { webhookRoutes } from '../../../src/app/intake/webhooks.ts';
import type { RawRequest, RawResponse } from '../../../src/ports/http.ts';
import type { Provider } from '../../../src/ports/provider.ts';
import { startTestApp, type TestApp } from '../../support/app/app.ts';
import { META, signed, webhook } from '../../support/meta/samples.ts';
import { anInbound, signedForm, twilioSettings } from '../../support/twilio/samples.ts';

const MAIN = META.phoneNumberId;
const SECOND = '206540352242922';
const OTHER_APP = { appId: '770843887433847', appSecret: 'another-secret', verifyToken: 'another-token' };
const OTHER_ACCOUNT = `AC${'2'.repeat(32)}`;
const QUIET = {
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  count: () => undefined,
  webhookUrl: () => undefined,
};

type MetaChange = Partial<typeof OTHER_APP> & { readonly wabaId?: string };

/** Senders `main` and `second` at Meta; the second of the same app and account unless `change` says otherwise. */
async function metaApp(change: MetaChange = {}): Promise<TestApp> {
  const sender = (senderId: string, phoneNumberId: string, over: MetaChange): Provider =>
    createMetaProvider({ ...META, ...over, senderId, phoneNumberId }, { now: () => new Date(), ...QUIET });
  return startTestApp({
    senderIds: ['main', 'second'],
    wired: { main: () => sender('main', MAIN, {}), second: () => sender('second', SECOND, change) },
  });
}

async function twilioApp(): Promise<TestApp> {
  const sender = (senderId: string, over: object): Provider =>
    createTwilioProvider({ ...twilioSettings(over), senderId }, { now: () => new Date(), ...QUIET });
  const second = { accountSid: OTHER_ACCOUNT, authToken: 'token-of-second', from: '+12025550200' };
  return startTestApp({
    senderIds: ['main', 'second'],
    wired: { main: () => sender('main', {}), second: () => sender('second', second) },
  });
}

function messagesTo(...numbers: readonly string[]): string {
  const changes = numbers.map((phone_number_id) => ({
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550000000', phone_number_id },
      messages: [
        {
          from: '5491155551234',
          id: `wamid.${phone_number_id}`,
          timestamp: '1763640000',
          type: 'text',
          text: { body: 'hola' },
        },
      ],
    },
  }));
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: META.wabaId, time: 1_763_640_000, changes }],
  });
}

function statusOf(template: string): string {
  const value = {
    event: 'APPROVED',
    message_template_id: '123',
    message_template_name: template,
    message_template_language: 'en',
    reason: 'NONE',
  };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: META.wabaId, time: 1_763_640_000, changes: [{ field: 'message_template_status_update', value }] }],
  });
}

/** Hands requests to the address of `main`, and counts what is counted. */
function mainOf(app: TestApp, counted: string[] = []): (request: RawRequest) => Promise<RawResponse> {
  const id = app.deps.providers.get('main')?.id;
  const routes = webhookRoutes(app.deps, (_provider, kind) => void counted.push(kind));
  return async (request) => {
    const route = routes.find(({ method, path }) => method === request.method && path === `/webhooks/${id}/:senderId`);
    return route!.handle({ ...request, params: { senderId: 'main' } });
  };
}

async function jobsOf(app: TestApp): Promise<readonly string[]> {
  const rows = await app.store.db.selectFrom('outbox').select('payload').where('kind', '=', 'webhook.apply').execute();
  return rows
    .map(({ payload }) => JSON.parse(payload))
    .map(({ senderId, event }) => `${senderId} ${event.kind}`)
    .sort();
}

async function ignoredIn(app: TestApp): Promise<readonly string[]> {
  const rows = await app.store.db.selectFrom('inbox').select('payload').where('payload', 'is not', null).execute();
  return rows.map(({ payload }) => JSON.parse(payload!).why);
}

test('two numbers of one app have one callback: each message reaches the number it was written to', async () => {
  const app = await metaApp();

  const answer = await mainOf(app)(signed(messagesTo(SECOND, MAIN)));

  expect(answer.status).toBe(200);
  expect(await jobsOf(app)).toEqual(['main inbound', 'second inbound']);
});

test('signed by the app of another sender, a message at the wrong address reaches its sender and is answered 200', async () => {
  const app = await metaApp(OTHER_APP);
  const counted: string[] = [];
  const main = mainOf(app, counted);

  const answers = [
    await main(signed(messagesTo(SECOND), OTHER_APP.appSecret)),
    await main(signed(messagesTo(SECOND), OTHER_APP.appSecret)),
  ];

  expect(answers.map(({ status, body }) => [status, body])).toEqual([
    [200, 'ok'],
    [200, 'ok'],
  ]);
  expect(await jobsOf(app)).toEqual(['second inbound']);
  expect(counted).toEqual(['inbound', 'inbound']);
  expect(app.logged.map(({ level, fields }) => [level, fields])).toEqual([
    ['warn', { address: 'main', sender: 'second' }],
  ]);
});

test('one secret does not vouch for the sender of another: nothing of the message is kept', async () => {
  const wrong = { appSecret: 'another-secret' }; // the same app, whose secret somebody typed wrong for one of them
  const apps = [await metaApp(OTHER_APP), await metaApp(wrong)];

  for (const app of apps) expect((await mainOf(app)(signed(messagesTo(SECOND)))).status).toBe(200);

  expect(await Promise.all(apps.map(jobsOf))).toEqual([[], []]);
  expect(await Promise.all(apps.map(ignoredIn))).toEqual([['unknown_recipient'], ['unverified_recipient']]);
  expect(apps[1]?.logged.map(({ fields }) => fields)).toEqual([{ address: 'main', sender: 'second' }]);
});

test('a batch that one secret signed reaches the sender of that secret only, whatever else it names', async () => {
  const app = await metaApp(OTHER_APP);

  await mainOf(app)(signed(messagesTo(MAIN, SECOND), OTHER_APP.appSecret));

  expect(await jobsOf(app)).toEqual(['second inbound']);
  expect(await ignoredIn(app)).toEqual(['unknown_recipient']);
});

test('forged for everybody, it is refused once and nothing is kept', async () => {
  const app = await metaApp(OTHER_APP);
  const counted: string[] = [];
  const main = mainOf(app, counted);

  const answers = [
    await main(signed(messagesTo(MAIN, SECOND), 'guessed')),
    await main(webhook(Buffer.from(messagesTo(SECOND)), {})),
  ];

  expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  expect(counted).toEqual(['unverified', 'unverified']);
  expect(await app.store.db.selectFrom('inbox').selectAll().execute()).toEqual([]);
});

test('news of a template that two numbers see come once, and are applied once', async () => {
  const app = await metaApp();
  const counted: string[] = [];

  await mainOf(app, counted)(signed(statusOf('order_ready')));

  expect(await jobsOf(app)).toEqual(['main review']);
  expect(counted).toEqual(['review']);
});

test('a handshake is answered by the sender whose address it is, with its own token', async () => {
  const app = await metaApp(OTHER_APP);
  const shake = (token: string): RawRequest => ({
    ...webhook(Buffer.alloc(0), {}, `hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158`),
    method: 'GET',
  });

  expect(await mainOf(app)(shake(META.verifyToken))).toMatchObject({ status: 200, body: '1158' });
  expect((await mainOf(app)(shake(OTHER_APP.verifyToken))).status).toBe(403);
});

test('at Twilio too: the token of an account vouches for the numbers of that account', async () => {
  const app = await twilioApp();
  const second = { AccountSid: OTHER_ACCOUNT, To: 'whatsapp:+12025550200' };

  const main = mainOf(app);
  const one = signedForm(anInbound({ ...second, MessageSid: `SM${'e'.repeat(32)}` }), { token: 'token-of-second' });
  const other = signedForm(anInbound({ ...second, MessageSid: `SM${'f'.repeat(32)}` }));

  const answers = [
    await main(one),
    await main(other),
    await main(signedForm(anInbound(), { token: 'guessed' })),
    await main(signedForm(anInbound())),
  ];

  expect(answers.map(({ status }) => status)).toEqual([204, 204, 401, 204]);
  expect(await jobsOf(app)).toEqual(['main inbound', 'second inbound']);
  expect(await ignoredIn(app)).toEqual(['other_account']);
});
