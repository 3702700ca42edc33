// What one sender needs to talk to Twilio. Secrets are plain strings here: the configuration wraps and unwraps them.
import { z } from 'zod';

const FROM_ENVIRONMENT = `a secret text, best as \${NAME} from the environment`;
const CONSOLE_KEYS = 'Twilio Console → Account → API keys & tokens';

// An API key makes calls, but it signs nothing: without the auth token no webhook could be believed.
const AuthToken = z
  .string({ error: 'missing: Twilio signs webhooks with the auth token, also where an API key makes the calls' })
  .min(1, 'missing');

function sid(prefix: string, what: string) {
  return z
    .string({ error: 'missing' })
    .regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `${what}: ${prefix} and 32 hex digits`);
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** `api.twilio.com`, or with edge and region, always both: `api.dublin.ie1.twilio.com`. */
const TWILIO_HOST = /^[a-z]+(?:\.(?!roaming\.)[a-z]+(?:-[a-z]+)*\.[a-z]{2}\d)?\.twilio\.com$/;

function apiUrl(standard: string) {
  return z
    .url({ protocol: /^https?$/, error: `an https address, e.g. ${standard}` })
    .refine((url) => url.startsWith('https:') || LOOPBACK.has(URL.parse(url)?.hostname ?? ''), {
      error: 'plain http is only allowed to this machine: the token travels with every call',
    })
    .refine(
      (url) =>
        !(URL.parse(url)?.hostname ?? '').endsWith('twilio.com') || TWILIO_HOST.test(URL.parse(url)?.hostname ?? ''),
      {
        error: 'a region needs its edge and the other way round, e.g. https://api.dublin.ie1.twilio.com',
      },
    )
    .refine((url) => /^\/*$/.test(URL.parse(url)?.pathname ?? '') && !/[?#@]/.test(url), {
      error: 'the address of the host only, without a path, a query or a password',
    })
    .transform((url) => url.replace(/\/+$/, ''))
    .default(standard);
}

/** Settings of one WhatsApp sender at Twilio. `timeoutMs` is the whole budget of one call, connecting included. */
export const TwilioSettings = z.object({
  accountSid: sid('AC', 'an account SID').meta({
    description: 'Account the sender belongs to; for a sub-account its own SID, not the main one.',
    expected: 'AC and 32 hex digits',
    hint: CONSOLE_KEYS,
  }),
  authToken: AuthToken.meta({
    description: 'Auth token of that same account. Always needed: webhooks are signed with it, with an API key too.',
    expected: FROM_ENVIRONMENT,
    hint: CONSOLE_KEYS,
    secret: true,
  }),
  nextAuthToken: AuthToken.optional().meta({
    description: 'Secondary auth token, accepted for webhooks as well while the token is being replaced.',
    expected: FROM_ENVIRONMENT,
    hint: CONSOLE_KEYS,
    secret: true,
  }),
  apiKey: z
    .string()
    .regex(/^SK[0-9a-fA-F]{32}:\S+$/, 'an API key is its SID, a colon and its secret')
    .optional()
    .meta({
      description: 'API key that makes the calls instead of the auth token: its SID, a colon and its secret.',
      expected: FROM_ENVIRONMENT,
      hint: CONSOLE_KEYS,
      secret: true,
    }),
  from: z
    .string({ error: 'missing' })
    .transform((text) => text.replace(/^whatsapp:/, ''))
    .pipe(
      z.string().regex(/^(?:\+[1-9]\d{6,14}|MG[0-9a-fA-F]{32})$/, 'whatsapp:+ and a number, or the SID of a service'),
    )
    .meta({
      description: 'What sends: a WhatsApp number, or a messaging service that has one.',
      expected: 'whatsapp:+ and the number, such as whatsapp:+541152639999, or MG and 32 hex digits',
      hint: 'Twilio Console → Messaging → Senders → WhatsApp senders',
    }),
  messagingServiceSid: sid('MG', 'a messaging service').optional().meta({
    description: 'Messaging service the number sends through, where `from` is a number.',
    expected: 'MG and 32 hex digits',
    hint: 'Twilio Console → Messaging → Services',
  }),
  wabaId: z
    .string({
      error: (issue) =>
        typeof issue.input === 'number' ? 'put the id in quotes: it is too long for a number' : 'the digits of the id',
    })
    .regex(/^\d{1,32}$/, 'an id is digits only')
    .optional()
    .meta({
      description:
        'Id of the WhatsApp Business Account behind the number; needed only where another provider serves the same account.',
      expected: 'the digits of the id',
      hint: 'Twilio Console → Messaging → Senders → WhatsApp senders → the number',
    }),
  apiUrl: apiUrl('https://api.twilio.com').meta({
    description: "Base address of Twilio's API for messages; with edge and region for accounts outside the US.",
    expected: 'an https address',
    shownDefault: 'https://api.twilio.com',
  }),
  contentUrl: apiUrl('https://content.twilio.com').meta({
    description: "Base address of Twilio's API for templates.",
    expected: 'an https address',
    shownDefault: 'https://content.twilio.com',
  }),
  messagingUrl: apiUrl('https://messaging.twilio.com').meta({
    description: "Base address of Twilio's API that lists WhatsApp senders; only `doctor` asks it.",
    expected: 'an https address',
    shownDefault: 'https://messaging.twilio.com',
  }),
  timeoutMs: z.int().min(1).max(120_000).default(15_000).meta({
    description: 'Whole budget of one call, in milliseconds.',
    expected: 'a whole number from 1 to 120000',
  }),
  mediaHosts: z
    .array(z.string().regex(/^[^\s/]+:\d{1,5}$/, 'host:port'))
    .optional()
    .meta({
      description: 'For tests: `host:port` pairs header files may be linked from without https.',
      expected: 'a list of host:port',
    }),
});
export type TwilioSettings = z.infer<typeof TwilioSettings>;

/** The number that sends, E.164; undefined where a service chooses one of its own. */
export function numberOf({ from }: TwilioSettings): string | undefined {
  return from.startsWith('+') ? from : undefined;
}

/** The messaging service, where there is one. */
export function serviceOf({ from, messagingServiceSid }: TwilioSettings): string | undefined {
  return from.startsWith('+') ? messagingServiceSid : from;
}

/** User and password of a call: the API key where there is one and the token itself is not asked for. */
export function basicAuth({ accountSid, authToken, apiKey }: TwilioSettings, withToken = false): string {
  const pair = apiKey === undefined || withToken ? `${accountSid}:${authToken}` : apiKey;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
