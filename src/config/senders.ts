// Senders in the configuration: what is ours (id, label, number), and each provider's own settings as its adapter describes
// them. Tokens are wrapped here, and unwrapped again only where the provider's client is made.
import { z } from 'zod';
import type { ClearSettings, ProviderEntry } from '../../adapters/provider/entry.ts';
import { Secret } from './secret.ts';
import { isSecret, settingWords } from './setting-words.ts';

export type SenderConfig = {
  readonly id: string;
  readonly label: string;
  readonly number?: string;
  /** Id of a registered provider. */
  readonly provider: string;
  /** Where the provider is called. */
  readonly apiUrl: string;
  /** The provider's own settings, `apiUrl` included; every token is a `Secret`. */
  readonly settings: Readonly<Record<string, unknown>>;
};

/** The union of what the senders of all providers may say, told apart by `provider`. */
export function senderSettings(entries: readonly ProviderEntry[]) {
  const ids = entries.map(({ facts }) => facts.id);
  const members = entries.map((entry) => memberOf(entry, ids));
  return z.discriminatedUnion('provider', members as [Member, ...Member[]]).transform(toSender); // there is a provider
}

/** A sender made by code (a rehearsal's) instead of by the file. Throws for settings its provider does not take. */
export function senderOf(entry: ProviderEntry, given: Readonly<Record<string, unknown>>): SenderConfig {
  return senderSettings([entry]).parse({ ...given, provider: entry.facts.id });
}

/** The provider's own settings, tokens in the clear: only for making its client. */
export function clearSettings({ settings }: SenderConfig): ClearSettings {
  const reveal = (value: unknown) => (value instanceof Secret ? value.reveal() : value);
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, reveal(value)]));
}

type Member = ReturnType<typeof memberOf>;

function memberOf({ facts, settings }: ProviderEntry, ids: readonly string[]) {
  return z.strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,30}$/)
      .register(settingWords, {
        description:
          'Our name of the sender; part of its webhook address `/webhooks/<provider>/<id>`. Never change it.',
        expected: 'small letters, digits and dashes, such as main',
      }),
    label: z.string().min(1).max(40).optional().register(settingWords, {
      description: 'Name people see.',
      expected: 'a text of at most 40 characters',
      shownDefault: 'the id',
    }),
    number: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/)
      .optional()
      .register(settingWords, {
        description: 'The number itself; nobody may then send to it by mistake.',
        expected: 'the number with + and country code, such as +541152639999',
      }),
    provider: z.literal(facts.id).register(settingWords, {
      description: `Who carries the messages: ${ids.map((id) => `\`${id}\``).join(' or ')}.`,
      expected: ids.join(' or '),
    }),
    ...wrapped(settings.shape),
  });
}

function wrapped(shape: ProviderEntry['settings']['shape']): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, wrap(schema as z.ZodType)])); // zod's own
}

function wrap(schema: z.ZodType): z.ZodType {
  if (!isSecret(schema)) return schema;
  const made = schema.transform((text) => (typeof text === 'string' ? new Secret(text) : undefined));
  return schema.safeParse(undefined).success ? made.optional() : made;
}

function toSender(given: Readonly<Record<string, unknown>>): SenderConfig {
  const { id, label, number, provider, ...settings } = given as Given; // what `memberOf` lets through
  const own = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return {
    id,
    label: label ?? id,
    ...(number === undefined ? {} : { number }),
    provider,
    apiUrl: settings.apiUrl,
    settings: own,
  };
}

type Given = {
  readonly id: string;
  readonly label?: string;
  readonly number?: string;
  readonly provider: string;
  readonly apiUrl: string;
};
