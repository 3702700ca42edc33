// What one sender needs to talk to Meta. Secrets are plain strings here: the configuration wraps and unwraps them.
import { z } from 'zod';

// YAML reads an unquoted 17-digit id as a rounded number, so a number here is refused with the cure.
const Id = z
  .string({
    error: (issue) =>
      typeof issue.input === 'number' ? 'put the id in quotes: it is too long for a number' : 'missing',
  })
  .regex(/^\d{1,32}$/, 'an id is digits only');

const Secret = z.string({ error: 'missing' }).min(1, 'missing');

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

const ApiUrl = z
  .url({ protocol: /^https?$/, error: 'an https address, e.g. https://graph.facebook.com' })
  .refine((url) => url.startsWith('https:') || LOOPBACK.has(URL.parse(url)?.hostname ?? ''), {
    error: 'plain http is only allowed to this machine: the access token travels with every call',
  })
  .transform((url) => url.replace(/\/+$/, ''));

/** Settings of one WhatsApp number at Meta. `timeoutMs` is the whole budget of one call, connecting included. */
export const MetaSettings = z.object({
  provider: z.literal('meta'),
  apiUrl: ApiUrl.default('https://graph.facebook.com'),
  /** Pinned: a Graph version lives about two years and changes field names between versions. */
  version: z
    .string()
    .regex(/^v\d{1,3}\.\d$/, 'a Graph version, e.g. v25.0')
    .default('v25.0'),
  wabaId: Id,
  phoneNumberId: Id,
  appId: Id,
  appSecret: Secret,
  /** Still accepted for webhook signatures while the app secret is being replaced. */
  previousAppSecret: Secret.optional(),
  accessToken: Secret,
  verifyToken: Secret,
  /** `host:port` pairs samples may be fetched from without https and on private addresses. For rehearsal only. */
  mediaHosts: z.array(z.string().regex(/^[^\s/]+:\d{1,5}$/, 'host:port')).optional(),
  timeoutMs: z.int().min(1).max(120_000).default(15_000),
});
export type MetaSettings = z.infer<typeof MetaSettings>;
