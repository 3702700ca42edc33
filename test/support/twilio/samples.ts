// Settings, contents, answers and signed webhooks for tests of the Twilio adapter.
import { createHash, createHmac } from 'node:crypto';
import { createTwilioProvider } from '../../../adapters/provider/twilio/index.ts';
import { TwilioSettings } from '../../../adapters/provider/twilio/settings.ts';
import type { Template } from '../../../src/domain/templates/template.ts';
import type { RawRequest } from '../../../src/ports/http.ts';
import type { Provider, SendTemplate } from '../../../src/ports/provider.ts';

export const NOW = new Date('2026-11-20T12:30:00.000Z');
export const WEBHOOK = 'https://aval.example.com/webhooks/twilio/main';

export const ACCOUNT = `AC${'1'.repeat(32)}`;
export const CONTENT = `HX${'a1'.repeat(16)}`;
export const MESSAGE = `SM${'b1'.repeat(16)}`;
export const NUMBER = '+12025550199';
export const CUSTOMER = '+12025550100';

export type Settings = TwilioSettings & { readonly senderId: string };

/** Settings as they come out of the configuration. */
export function twilioSettings(changes: Partial<TwilioSettings> = {}): Settings {
  const settings = TwilioSettings.parse({
    accountSid: ACCOUNT,
    authToken: 'token-now',
    from: NUMBER,
    timeoutMs: 5_000,
    ...changes,
  });
  return { ...settings, senderId: 'main' };
}

/** All of Twilio's APIs behind one address. */
export function at(url: string): Partial<TwilioSettings> {
  return { apiUrl: url, contentUrl: url, messagingUrl: url };
}

export type Noted = {
  readonly provider: Provider;
  readonly counted: { readonly metric: string; readonly labels: Readonly<Record<string, string>> }[];
  readonly logged: unknown[];
};

/** A provider and everything it counted and logged. `webhookUrl: undefined` is an Aval without a public address. */
export function twilioProvider(
  changes: Partial<TwilioSettings> = {},
  deps: { readonly now?: () => Date; readonly webhookUrl?: string | undefined } = { webhookUrl: WEBHOOK },
): Noted {
  const counted: Noted['counted'] = [];
  const logged: unknown[] = [];
  const note = (fields: unknown, message: string) => logged.push({ fields, message });
  const provider = createTwilioProvider(twilioSettings(changes), {
    now: deps.now ?? (() => NOW),
    log: { info: note, warn: note, error: note },
    count: (metric, labels) => counted.push({ metric, labels }),
    webhookUrl: () => deps.webhookUrl,
  });
  return { provider, counted, logged };
}

/** A valid template; a test states only what it is about. */
export function aTemplate(changes: Partial<Template> = {}): Template {
  return {
    name: 'order_ready',
    language: 'es',
    category: 'UTILITY',
    parameterFormat: 'positional',
    body: { text: 'Hola {{1}}, el pedido {{2}} ya se puede retirar.', samples: { 1: 'Ana', 2: '4321' } },
    buttons: [],
    ...changes,
  };
}

export function aSend(changes: Partial<SendTemplate> = {}): SendTemplate {
  return {
    messageId: 'msg-000042',
    attempt: 1,
    to: { kind: 'phone', e164: CUSTOMER },
    template: aTemplate(),
    externalId: CONTENT,
    values: { 'body.1': 'Eva', 'body.2': 'A-100' },
    ...changes,
  };
}

/** A content as Twilio shows it: the one `aTemplate` becomes. */
export function aContent(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    sid: CONTENT,
    account_sid: ACCOUNT,
    friendly_name: 'order_ready',
    language: 'es',
    variables: { 1: 'Ana', 2: '4321' },
    types: { 'twilio/text': { body: aTemplate().body.text } },
    date_created: '2026-11-02T09:00:00Z',
    date_updated: '2026-11-02T09:00:00Z',
    ...changes,
  };
}

export function anApproval(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    name: 'order_ready',
    category: 'UTILITY',
    content_type: 'twilio/text',
    status: 'received',
    rejection_reason: '',
    allow_category_change: true,
    ...changes,
  };
}

/** One page of contents, the last unless `next` is given. */
export function aPage(contents: readonly unknown[], next: string | null = null): object {
  return { contents, meta: { page: 0, page_size: 500, next_page_url: next, key: 'contents' } };
}

export function aMessage(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    sid: MESSAGE,
    account_sid: ACCOUNT,
    status: 'queued',
    direction: 'outbound-api',
    from: `whatsapp:${NUMBER}`,
    to: `whatsapp:${CUSTOMER}`,
    date_created: 'Fri, 20 Nov 2026 12:30:00 +0000',
    date_sent: null,
    error_code: null,
    error_message: null,
    ...changes,
  };
}

/** `{code, message, more_info, status}`. */
export function anError(code: number, status: number, message = 'Something is wrong'): object {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}

/** Twilio's signature as its documentation says it, written apart from the adapter's. */
export function sign(token: string, url: string, form: Readonly<Record<string, string>> = {}): string {
  const text = Object.keys(form)
    .sort()
    .reduce((so, name) => so + name + form[name], url);
  return createHmac('sha1', token).update(text).digest('base64');
}

/** A form as Twilio posts it to the sender's webhook, or to `below` it. */
export function signedForm(
  form: Readonly<Record<string, string>>,
  { below = '', token = 'token-now', base = WEBHOOK }: { below?: string; token?: string; base?: string } = {},
): RawRequest {
  const url = below === '' ? base : `${base}/${below}`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'x-twilio-signature': sign(token, url, form),
  };
  return request(url, Buffer.from(new URLSearchParams(form).toString()), headers);
}

/** Any bytes as an Event Streams sink gets them: the address carries their hash. */
export function signedJson(body: string | Buffer, token = 'token-now'): RawRequest {
  const bytes = Buffer.from(body);
  const url = `${WEBHOOK}?bodySHA256=${createHash('sha256').update(bytes).digest('hex')}`;
  return request(url, bytes, { 'content-type': 'application/json', 'x-twilio-signature': sign(token, url) });
}

export function request(url: string, body: Buffer, headers: RawRequest['headers']): RawRequest {
  const { pathname, searchParams } = new URL(url);
  return {
    method: 'POST',
    path: pathname,
    url,
    params: { senderId: 'main' },
    query: searchParams,
    headers,
    body,
    remoteAddress: '203.0.113.7',
  };
}

export function anInbound(changes: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    MessageSid: `SM${'d1'.repeat(16)}`,
    AccountSid: ACCOUNT,
    From: `whatsapp:${CUSTOMER}`,
    To: `whatsapp:${NUMBER}`,
    Body: 'hola',
    NumMedia: '0',
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    ProfileName: 'Ana',
    WaId: '12025550100',
    MessageType: 'text',
    ...changes,
  };
}

export function aStatus(changes: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    MessageSid: MESSAGE,
    SmsSid: MESSAGE,
    MessageStatus: 'delivered',
    SmsStatus: 'delivered',
    To: `whatsapp:${CUSTOMER}`,
    From: `whatsapp:${NUMBER}`,
    AccountSid: ACCOUNT,
    ApiVersion: '2010-04-01',
    ChannelPrefix: 'whatsapp',
    ...changes,
  };
}

export function aTemplateEvent(changes: Readonly<Record<string, unknown>> = {}, template: object = {}): object {
  return {
    specversion: '1.0',
    type: 'com.twilio.messaging.template.approval.updated',
    id: `EZ${'0'.repeat(31)}1`,
    time: '2026-11-02T09:05:00.000Z',
    data: {
      type: 'status_update',
      accountSid: ACCOUNT,
      dateUpdated: '2026-11-02T09:05:00.000Z',
      channel: 'whatsapp',
      template: {
        sid: CONTENT,
        friendlyName: 'order_ready',
        externalTemplateName: `order_ready_${CONTENT.toLowerCase()}`,
        language: 'es',
        previousValue: 'pending',
        currentValue: 'approved',
        ...template,
      },
      ...changes,
    },
  };
}
