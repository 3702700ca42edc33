// Sending at Twilio: every variable is given, nothing is sent that is not what was approved, and a send is never made twice.
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { faultOfMessage } from '../../../../adapters/provider/twilio/simulator/rules.ts';
import { type FakeMeta as Scripted, startFakeMeta as startScripted } from '../../../support/meta/fake-meta.ts';
import {
  ACCOUNT,
  aContent,
  aMessage,
  anError,
  aSend,
  aTemplate,
  at,
  CONTENT,
  MESSAGE,
  twilioProvider,
} from '../../../support/twilio/samples.ts';

const READ = `GET /v1/Content/${CONTENT}`;
const SEND = `POST /2010-04-01/Accounts/${ACCOUNT}/Messages.json`;

let twilio: Scripted;
afterEach(() => twilio.close());

async function scripted(content: object = aContent()) {
  twilio = await startScripted();
  twilio.answer(READ, { json: content });
  return twilioProvider({ ...at(twilio.url), timeoutMs: 400 });
}

const sentForms = () =>
  twilio.calls
    .filter((call) => call.method === 'POST')
    .map((call) => Object.fromEntries(new URLSearchParams(call.body.toString())));

describe('what is sent', () => {
  test('the content by its SID, every variable as text, and our id in the address of the callback', async () => {
    const { provider } = await scripted();
    twilio.answer(SEND, { json: aMessage(), status: 201 });

    const sent = await provider.sendTemplate(aSend({ attempt: 2 }));

    expect(sent).toEqual({ ok: true, value: { externalId: MESSAGE, held: false, aliases: [] } });
    expect(sentForms()).toEqual([
      {
        To: 'whatsapp:+12025550100',
        From: 'whatsapp:+12025550199',
        ContentSid: CONTENT,
        ContentVariables: '{"1":"Eva","2":"A-100"}',
        StatusCallback: 'https://aval.example.com/webhooks/twilio/main/msg-000042.2',
      },
    ]);
  });

  test('a messaging service sends in place of a number, and a customer without a number is reached', async () => {
    twilio = await startScripted();
    twilio.answer(READ, { json: aContent() });
    twilio.answer(SEND, { json: aMessage(), status: 201 });
    const service = `MG${'5'.repeat(32)}`;
    const { provider } = twilioProvider({ ...at(twilio.url), from: service }, { webhookUrl: undefined });

    await provider.sendTemplate(aSend({ to: { kind: 'bsuid', bsuid: 'US.1349120865' } }));

    const [form] = sentForms();
    expect(form).toMatchObject({ To: 'whatsapp:US.1349120865', MessagingServiceSid: service });
    expect(form).not.toHaveProperty('From');
    // Without a public address the send still works; `check` says that no status will come.
    expect(form).not.toHaveProperty('StatusCallback');
  });
});

describe('the request is one the published schema takes', () => {
  const schema = new URL('../../../../../shared/specs/twilio_api_v2010_messages.json', import.meta.url);

  test('by the simulator’s small check, and by the schema where the workplace has a copy of it', async () => {
    const { provider } = await scripted();
    twilio.answer(SEND, { json: aMessage(), status: 201 });
    await provider.sendTemplate(aSend());
    const [form = {}] = sentForms();

    expect(faultOfMessage(new URLSearchParams(form))).toBeUndefined();
    if (!existsSync(schema)) return;
    const path = '/2010-04-01/Accounts/{AccountSid}/Messages.json';
    const { properties } = JSON.parse(readFileSync(schema, 'utf8')).paths[path].post.requestBody.content[
      'application/x-www-form-urlencoded'
    ].schema;
    expect(Object.keys(form).filter((name) => !Object.hasOwn(properties, name))).toEqual([]);
  });
});

describe('missing values are never filled with the samples', () => {
  for (const value of [undefined, '', '   ']) {
    test(`a value that is ${JSON.stringify(value)} is refused before the call`, async () => {
      const { provider } = await scripted();
      const values = { 'body.1': 'Eva', ...(value === undefined ? {} : { 'body.2': value }) };

      const sent = await provider.sendTemplate(aSend({ values }));

      expect(sent).toMatchObject({ ok: false, error: { kind: 'rejected', fault: 'parameter_count' } });
      expect(sentForms()).toEqual([]);
    });
  }

  test('a variable the content got in the meantime: the template changed, nothing is sent', async () => {
    const { provider } = await scripted(aContent({ variables: { 1: 'Ana', 2: '4321', 3: 'gratis' } }));

    const sent = await provider.sendTemplate(aSend());

    expect(sent).toMatchObject({ ok: false, error: { kind: 'rejected', fault: 'template_changed' } });
    expect(sentForms()).toEqual([]);
  });

  test('another text under the same SID: the template changed, nothing is sent', async () => {
    const { provider } = await scripted(aContent({ types: { 'twilio/text': { body: 'Compre {{1}} por {{2}}.' } } }));

    const sent = await provider.sendTemplate(aSend());

    expect(sent).toMatchObject({ ok: false, error: { fault: 'template_changed' } });
    expect(sentForms()).toEqual([]);
  });

  test('a content that is gone is told as missing', async () => {
    twilio = await startScripted();
    twilio.answer(READ, { json: anError(20404, 404), status: 404 });
    const { provider } = twilioProvider(at(twilio.url));

    expect(await provider.sendTemplate(aSend())).toMatchObject({ ok: false, error: { fault: 'template_missing' } });
  });

  for (const value of ['a\nb', 'a\tb', 'a     b']) {
    test(`${JSON.stringify(value)} is refused before WhatsApp refuses it`, async () => {
      const { provider } = await scripted();

      const sent = await provider.sendTemplate(aSend({ values: { 'body.1': value, 'body.2': 'x' } }));

      expect(sent).toMatchObject({ ok: false, error: { fault: 'parameter_format' } });
      expect(sentForms()).toEqual([]);
    });
  }

  test('a file must be at the host WhatsApp approved', async () => {
    const template = aTemplate({ header: { format: 'image', sample: 'https://cdn.example.com/a/one.png' } });
    const content = aContent({
      variables: { 1: 'Ana', 2: '4321', 3: 'a/one.png' },
      types: { 'twilio/media': { body: template.body.text, media: ['https://cdn.example.com/{{3}}'] } },
    });
    const { provider } = await scripted(content);
    const values = { 'body.1': 'Eva', 'body.2': 'x', 'header.link': 'https://elsewhere.example.com/two.png' };

    const sent = await provider.sendTemplate(aSend({ template, values }));

    expect(sent).toMatchObject({ ok: false, error: { fault: 'parameter_format' } });
    expect(sentForms()).toEqual([]);
  });
});

describe('an answer that says "maybe"', () => {
  const answers = [
    { name: '500 with a code of Twilio', answer: { json: anError(20500, 500), status: 500 } },
    { name: '502 with HTML', answer: { html: '<h1>Bad Gateway</h1>', status: 502 } },
    { name: '504 with nothing', answer: { text: '', status: 504 } },
    { name: '200 with HTML', answer: { html: '<h1>Hello</h1>', status: 200 } },
    { name: '201 with somebody else’s JSON', answer: { json: { hello: 1 }, status: 201 } },
    { name: '201 cut short', answer: { fails: 'cut' } },
    { name: '302', answer: { text: '', status: 302 } },
  ] as const;
  for (const { name, answer } of answers) {
    test(`${name}: the send is uncertain, made once and not to be repeated`, async () => {
      const { provider } = await scripted();
      twilio.answer(SEND, answer);

      const sent = await provider.sendTemplate(aSend());

      expect(sent).toMatchObject({ ok: false, error: { kind: 'uncertain', reaction: 'permanent' } });
      expect(sentForms()).toHaveLength(1);
    });
  }

  test('400 that cannot be read is a refusal, no repeat', async () => {
    const { provider } = await scripted();
    twilio.answer(SEND, { html: '<h1>Bad Request</h1>', status: 400 });

    const sent = await provider.sendTemplate(aSend());

    expect(sent).toMatchObject({ ok: false, error: { kind: 'rejected', code: 'HTTP 400', reaction: 'permanent' } });
  });

  test('429 says that nothing was done, and when to come again', async () => {
    const { provider } = await scripted();
    twilio.answer(SEND, { json: anError(20429, 429), status: 429, headers: { 'retry-after': '7' } });

    const sent = await provider.sendTemplate(aSend());

    expect(sent).toMatchObject({
      ok: false,
      error: { kind: 'limited', reaction: 'retry', retryAt: '2026-11-20T12:30:07.000Z' },
    });
  });

  test('the page of a front door is quoted without our token and without the customer’s number', async () => {
    const { provider, logged } = await scripted();
    twilio.answer(SEND, { html: '<p>token-now +12025550100</p>', status: 502 });

    const sent = await provider.sendTemplate(aSend());

    expect(JSON.stringify(sent)).not.toContain('token-now');
    expect(JSON.stringify(sent)).not.toContain('12025550100');
    expect(JSON.stringify(logged)).not.toContain('12025550100');
  });
});
