// Senders in the configuration: each provider's own settings, plus our id and label. Tokens are wrapped here,
// and unwrapped again only where the provider's client is made.
import { z } from 'zod';
import { MetaSettings } from '../../adapters/provider/meta/settings.ts';
import { Secret } from './secret.ts';

const FROM_ENVIRONMENT = `a secret text, best as \${NAME} from the environment`;

const wrap = (text: string) => new Secret(text);
const meta = MetaSettings.shape;

const metaSender = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,30}$/)
    .meta({
      description: 'Our name of the sender; part of its webhook address `/webhooks/meta/<id>`. Never change it.',
      expected: 'small letters, digits and dashes, such as main',
    }),
  label: z.string().min(1).max(40).optional().meta({
    description: 'Name people see.',
    expected: 'a text of at most 40 characters',
    shownDefault: 'the id',
  }),
  number: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/)
    .optional()
    .meta({
      description: 'The number itself; nobody may then send to it by mistake.',
      expected: 'the number with + and country code, such as +541152639999',
    }),
  provider: meta.provider.meta({ description: 'Who carries the messages: `meta`.', expected: 'meta' }),
  wabaId: meta.wabaId.meta({
    description: 'Id of the WhatsApp Business Account.',
    expected: 'the digits of the id',
    hint: 'Meta app dashboard → WhatsApp → API Setup → WhatsApp Business Account ID',
  }),
  phoneNumberId: meta.phoneNumberId.meta({
    description: 'Id of the phone number (not the number itself).',
    expected: 'the digits of the id',
    hint: 'Meta app dashboard → WhatsApp → API Setup → Phone number ID',
  }),
  appId: meta.appId.meta({
    description: 'Id of the Meta app; used to upload header samples.',
    expected: 'the digits of the id',
    hint: 'Meta app dashboard → App settings → Basic → App ID',
  }),
  accessToken: meta.accessToken.transform(wrap).meta({
    description: 'Access token of a system user with `whatsapp_business_management` and `whatsapp_business_messaging`.',
    expected: FROM_ENVIRONMENT,
  }),
  appSecret: meta.appSecret.transform(wrap).meta({
    description: 'App secret; webhooks are verified with it.',
    expected: FROM_ENVIRONMENT,
    hint: 'Meta app dashboard → App settings → Basic → App secret',
  }),
  previousAppSecret: meta.previousAppSecret
    .transform((text) => (text === undefined ? undefined : wrap(text)))
    .optional()
    .meta({
      description: 'Still accepted for webhooks while the app secret is being replaced.',
      expected: FROM_ENVIRONMENT,
    }),
  verifyToken: meta.verifyToken.transform(wrap).meta({
    description: 'Any text of yours; type the same into the webhook form at Meta.',
    expected: FROM_ENVIRONMENT,
  }),
  apiUrl: meta.apiUrl.meta({
    description: "Base address of Meta's API.",
    expected: 'an https address',
    shownDefault: 'https://graph.facebook.com',
  }),
  version: meta.version.meta({ description: 'Version of the Graph API.', expected: 'a version such as v25.0' }),
  timeoutMs: meta.timeoutMs.meta({
    description: 'Whole budget of one call, in milliseconds.',
    expected: 'a whole number from 1 to 120000',
  }),
  mediaHosts: meta.mediaHosts.meta({
    description: 'For tests: `host:port` pairs header samples may be fetched from without https.',
    expected: 'a list of host:port',
  }),
});

export const senderSettings = z.discriminatedUnion('provider', [metaSender]).transform(({ label, ...settings }) => ({
  ...settings,
  label: label ?? settings.id,
}));

/** One sender; the union grows by one member per provider. */
export type SenderConfig = z.output<typeof senderSettings>;

/** The adapter's own settings, tokens in the clear: only for making its client. */
export function metaSettingsOf(sender: SenderConfig): MetaSettings {
  const { id: _id, label: _label, number: _number, previousAppSecret, ...settings } = sender;
  return {
    ...settings,
    accessToken: settings.accessToken.reveal(),
    appSecret: settings.appSecret.reveal(),
    verifyToken: settings.verifyToken.reveal(),
    ...(previousAppSecret === undefined ? {} : { previousAppSecret: previousAppSecret.reveal() }),
  };
}

/** The opposite way: a sender made by code (the rehearsal's simulator) instead of by the file. */
export function senderFromMeta(id: string, label: string, settings: z.input<typeof MetaSettings>): SenderConfig {
  return senderSettings.parse({ ...settings, id, label });
}
