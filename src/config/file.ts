// The YAML file's schema: senders, places, roles, policy. Durations are plain numbers with their unit in the key
// (`undoSeconds`, `remindAfterHours`), so nothing has to be parsed or guessed.
import { z } from 'zod';
import type { ProviderEntry } from '../../adapters/provider/entry.ts';
import type { Role } from '../domain/people/roles.ts';
import { LANGUAGES } from '../views/words/index.ts';
import { senderSettings } from './senders.ts';
import { settingWords } from './setting-words.ts';

const GUID = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';

// A Teams link holds the id percent-encoded, so that is what gets pasted.
const place = z
  .string()
  .transform((text) => text.replace(/%3a/gi, ':').replace(/%40/g, '@'))
  .pipe(z.string().regex(/^(slack:[CG][A-Z0-9]+|teams:19:[\w-]+@thread\.(tacv2|skype))$/))
  .transform((text) => {
    const colon = text.indexOf(':');
    return { platform: text.slice(0, colon), channel: text.slice(colon + 1) };
  })
  .register(settingWords, {
    expected: 'a platform and a channel id, such as slack:C0123ABCD or teams:19:0a1b2c@thread.tacv2',
    hint: [
      'in Slack: open the channel → its name → the channel id is at the bottom of the About tab',
      'in Teams: the channel’s ⋯ → Get link to channel: the id is the part from 19%3A to %40thread.tacv2',
    ].join('; '),
  });

const person = z
  .string()
  .transform((text) => (/^teams:/i.test(text) ? text.toLowerCase() : text))
  .pipe(z.string().regex(new RegExp(`^(slack:([TE][A-Z0-9]+:)?[UW][A-Z0-9]+|teams:(${GUID}:)?${GUID})$`)))
  .register(settingWords, {
    expected: 'a platform and a member id, such as slack:U0123ABCD or teams:0f9e8d7c-6b5a-4938-8271-605f4e3d2c1b',
    hint: [
      'in Slack: open the profile → ⋮ → Copy member ID',
      'for Teams: Entra admin centre → Users → the person → Object ID',
    ].join('; '),
  });

const hours = (fallback: number, description: string) =>
  z
    .number()
    .positive()
    .max(8_760)
    .default(fallback)
    .register(settingWords, { description, expected: 'a number of hours above 0, up to 8760' });
const minutes = (fallback: number, description: string) =>
  z
    .number()
    .min(0.05)
    .max(10_080)
    .default(fallback)
    .register(settingWords, { description, expected: 'a number of minutes from 0.05 to 10080' });

const policy = z.strictObject({
  language: z.enum(LANGUAGES).default(LANGUAGES[0]).register(settingWords, {
    description: 'Language of the cards in channels. Private answers use the language of the person.',
    expected: 'en or es',
  }),
  quorum: z.int().min(1).max(10).default(1).register(settingWords, {
    description: 'How many approvers must approve a proposal.',
    expected: 'a whole number from 1 to 10',
  }),
  fourEyes: z.literal(true).default(true).register(settingWords, {
    description: 'A proposer never decides on their own proposal. Cannot be switched off.',
    expected: 'true',
    hint: 'remove the line: this rule cannot be switched off',
  }),
  undoSeconds: z.int().min(0).max(300).default(5).register(settingWords, {
    description: 'How long a send can be cancelled before it leaves; 0 for none.',
    expected: 'a whole number of seconds from 0 to 300',
  }),
  remindAfterHours: hours(4, 'Approvers who can still decide are reminded after this time.'),
  expireAfterHours: hours(72, 'A proposal nobody decided expires after this time.'),
  pollMinutes: minutes(15, 'How often pending templates are looked up at the provider, in case a webhook was lost.'),
  syncMinutes: minutes(60, 'How often all templates are read from the provider.'),
  requireOptIn: z.boolean().default(true).register(settingWords, {
    description: 'Refuse a send when no consent of the customer is on record.',
    expected: 'true or false',
  }),
  stopMeans: z.enum(['everything', 'marketing']).default('everything').register(settingWords, {
    description: "What a customer's STOP ends: `everything`, or `marketing` only.",
    expected: 'everything or marketing',
  }),
  notify: z.enum(['mention', 'private', 'none']).default('mention').register(settingWords, {
    description:
      'How those who must act hear of a new proposal, and of a template that waits to be enabled: `mention` in its thread, `private` message, or `none`.',
    expected: 'mention, private or none',
  }),
});

/** The schema of the file, for the providers there are. */
export function configFile(providers: readonly ProviderEntry[]) {
  return z.strictObject({
    senders: z.array(senderSettings(providers)).default([]).register(settingWords, { expected: 'a list of senders' }),
    places: z
      .strictObject({
        approval: z.array(place).default([]).register(settingWords, {
          description: 'Channels where proposals are decided, such as `slack:C0123ABCD` or `teams:19:…@thread.tacv2`.',
          expected: 'a list of channels',
          shownDefault: 'required with a chat platform',
        }),
        admin: z.array(place).optional().register(settingWords, {
          description: 'Channels where admins are told of trouble.',
          expected: 'a list of channels',
          shownDefault: 'the approval channels',
        }),
        sends: z.array(place).optional().register(settingWords, {
          description: 'Channels where the cards of sends are posted.',
          expected: 'a list of channels',
          shownDefault: "the agent's private messages",
        }),
      })
      .prefault({}),
    roles: z
      .strictObject({
        admin: z.array(person).prefault([]).register(settingWords, {
          description: 'Who may do everything, such as `slack:U0123ABCD` or `teams:<object id>`.',
          expected: 'a list of people',
          shownDefault: 'required with a chat platform',
        }),
        approver: z.array(person).prefault([]).register(settingWords, {
          description: 'Who may decide on proposals, besides admins.',
          expected: 'a list of people',
        }),
        agent: z.array(person).prefault([]).register(settingWords, {
          description: 'Who may send to customers, besides admins.',
          expected: 'a list of people',
        }),
        proposer: z
          .union([z.literal('everyone'), z.array(person)])
          .prefault('everyone')
          .register(settingWords, {
            description: 'Who may propose templates. Guests of a workspace only when they are named.',
            expected: 'everyone, or a list of people such as slack:U0123ABCD',
          }),
      } satisfies Record<Role, z.ZodType>)
      .prefault({}),
    policy: policy.prefault({}),
  });
}

export type FileSchema = ReturnType<typeof configFile>;
export type ConfigFile = z.output<FileSchema>;
