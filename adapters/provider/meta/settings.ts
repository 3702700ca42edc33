// What one sender needs to talk to Meta, with what is said of each setting. Secrets are plain strings here: the configuration
// wraps and unwraps what is marked as one.
import { z } from 'zod';

// YAML reads an unquoted 17-digit id as a rounded number, so a number here is refused with the cure.
const Id = z
  .string({
    error: (issue) =>
      typeof issue.input === 'number' ? 'put the id in quotes: it is too long for a number' : 'missing',
  })
  .regex(/^\d{1,32}$/, 'an id is digits only');

const Token = z.string({ error: 'missing' }).min(1, 'missing');
const FROM_ENVIRONMENT = `a secret text, best as \${NAME} from the environment`;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

const ApiUrl = z
  .url({ protocol: /^https?$/, error: 'an https address, e.g. https://graph.facebook.com' })
  .refine((url) => url.startsWith('https:') || LOOPBACK.has(URL.parse(url)?.hostname ?? ''), {
    error: 'plain http is only allowed to this machine: the access token travels with every call',
  })
  .transform((url) => url.replace(/\/+$/, ''));

/** Settings of one WhatsApp number at Meta. `timeoutMs` is the whole budget of one call, connecting included. */
export const MetaSettings = z.object({
  wabaId: Id.meta({
    description: 'Id of the WhatsApp Business Account.',
    expected: 'the digits of the id',
    hint: 'Meta app dashboard → WhatsApp → API Setup → WhatsApp Business Account ID',
  }),
  phoneNumberId: Id.meta({
    description: 'Id of the phone number (not the number itself).',
    expected: 'the digits of the id',
    hint: 'Meta app dashboard → WhatsApp → API Setup → Phone number ID',
  }),
  appId: Id.meta({
    description: 'Id of the Meta app; used to upload header samples.',
    expected: 'the digits of the id',
    hint: 'Meta app dashboard → App settings → Basic → App ID',
  }),
  accessToken: Token.meta({
    description: 'Access token of a system user with `whatsapp_business_management` and `whatsapp_business_messaging`.',
    expected: FROM_ENVIRONMENT,
    secret: true,
  }),
  appSecret: Token.meta({
    description: 'App secret; webhooks are verified with it.',
    expected: FROM_ENVIRONMENT,
    hint: 'Meta app dashboard → App settings → Basic → App secret',
    secret: true,
  }),
  previousAppSecret: Token.optional().meta({
    description: 'Still accepted for webhooks while the app secret is being replaced.',
    expected: FROM_ENVIRONMENT,
    secret: true,
  }),
  verifyToken: Token.meta({
    description: 'Any text of yours; type the same into the webhook form at Meta.',
    expected: FROM_ENVIRONMENT,
    secret: true,
  }),
  apiUrl: ApiUrl.default('https://graph.facebook.com').meta({
    description: "Base address of Meta's API.",
    expected: 'an https address',
    shownDefault: 'https://graph.facebook.com',
  }),
  /** Pinned: a Graph version lives about two years and changes field names between versions. */
  version: z
    .string()
    .regex(/^v\d{1,3}\.\d$/, 'a Graph version, e.g. v26.0')
    .default('v26.0')
    .meta({ description: 'Version of the Graph API.', expected: 'a version such as v26.0' }),
  timeoutMs: z.int().min(1).max(120_000).default(15_000).meta({
    description: 'Whole budget of one call, in milliseconds.',
    expected: 'a whole number from 1 to 120000',
  }),
  /** `host:port` pairs samples may be fetched from without https and on private addresses. For rehearsal only. */
  mediaHosts: z
    .array(z.string().regex(/^[^\s/]+:\d{1,5}$/, 'host:port'))
    .optional()
    .meta({
      description: 'For tests: `host:port` pairs header samples may be fetched from without https.',
      expected: 'a list of host:port',
    }),
});
export type MetaSettings = z.infer<typeof MetaSettings>;
