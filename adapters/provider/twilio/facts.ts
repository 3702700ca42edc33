// What Twilio is called, can do, how fast it may be used and which templates it takes: data, known without an account.
import type { Capabilities } from '../../../src/domain/senders/capabilities.ts';
import type { Dialect } from '../../../src/domain/senders/dialect.ts';
import type { Limits } from '../../../src/domain/senders/limits.ts';
import type { ProviderFacts } from '../../../src/ports/provider.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const CAPABILITIES: Capabilities = {
  submits: 'api',
  // Twilio, Content API: a content can be changed only while it was never submitted to WhatsApp.
  edits: false,
  lists: true,
  // Event Streams tells of reviews where somebody has set a sink up; asking always works.
  follows: 'polling',
  session: { text: true, media: true },
  // The list of messages; the status callback, which carries our own id, usually settles it sooner.
  looksUp: true,
  opensConversations: false,
  returnRoutes: false,
  inboundReactions: false,
  reaches: ['phone', 'bsuid'],
};

const LIMITS: Limits = {
  // WhatsApp, "Messaging throughput": 80 messages a second and number. Twilio queues what comes faster.
  throughput: { capacity: 80, refillPerSecond: 80 },
  // WhatsApp, "Pair rate limits": 1 message in 6 s to one person; we stay at a small burst.
  pair: { capacity: 3, refillPerSecond: 1 / 6 },
  // Twilio changelog of 2026-09-30: lists 20 a second and account. Ours: as much as a reader of templates can use.
  readsPerHour: 1_000,
  // Ours: Twilio promises nothing about its lists. A content is awaited this long before it is made again.
  listedWithinMs: MINUTE,
  // Statuses usually come within seconds.
  statusWithinMs: 2 * MINUTE,
  // Ours: a submit reads the list, makes the content and asks for approval; a send reads the content first.
  timeouts: { submit: 2 * MINUTE, read: MINUTE, send: MINUTE },
  // Twilio, "Webhooks connection overrides": repeats within one request's 15 s, if at all. Event Streams: 4 hours.
  repeatsWithinDays: 1,
  // A message is at most 1,600 characters and a few dozen fields; an event of a template is smaller.
  // WhatsApp's own lock; nothing is changed in place.
  nameLockedDays: 30,
  editAgainHours: 24,
  webhookBytes: 256 * 1024,
};

const DIALECT: Dialect = {
  categories: ['MARKETING', 'UTILITY', 'AUTHENTICATION'],
  languages: 'all',
  headers: ['text', 'image', 'video', 'document'],
  buttons: ['quick_reply', 'url', 'phone', 'copy_code', 'otp'],
  footer: true,
  // WhatsApp templates made through Content count their variables.
  namedParameters: false,
  // Twilio, "quick-reply": 20 on one page, 25 on another; the stricter.
  lengths: { buttonLabel: 20 },
  // WhatsApp, "Template components".
  mostButtons: 10,
  // Quality comes by Event Streams only, so it is told where a sink is set up.
  neverTells: ['held'],
};

export const TWILIO: ProviderFacts = {
  id: 'twilio',
  names: { provider: 'Twilio', console: 'Twilio Console', consoleIn: { es: 'la consola de Twilio' } },
  capabilities: CAPABILITIES,
  limits: LIMITS,
  dialect: DIALECT,
};
