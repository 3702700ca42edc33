// The environment variables Aval reads: secrets and addresses. Everything else is in the YAML file (`file.ts`).
// The descriptions here are the README's table and the text of every problem report.
import { z } from 'zod';
import { PROVIDERS } from '../../adapters/provider/registry.ts';
import { safeUrl, serviceHosts } from './addresses.ts';
import { Secret } from './secret.ts';
import { settingWords } from './setting-words.ts';

const secretText = (prefix: string) =>
  z
    .string()
    .startsWith(prefix)
    .transform((text) => new Secret(text));

// A whole path: a relative one would depend on where Aval was started, and a pasted key or token is none.
const filePath = z
  .string()
  .trim()
  .max(1000)
  .regex(/^(\/|[A-Za-z]:[\\/])[^\r\n\0]+$/);

const guid = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

const REHEARSABLE = PROVIDERS.filter(({ rehearsal }) => rehearsal !== undefined).map(({ facts }) => facts.id);

export const environment = z.object({
  AVAL_CONFIG: z.string().optional().register(settingWords, {
    description: 'Path of the YAML file. Without it, `aval.yaml` is read when it exists.',
    shownDefault: 'aval.yaml',
  }),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.int().max(65_535))
    .prefault('3000')
    .register(settingWords, {
      description: 'Port of the HTTP server; 0 takes any free one.',
      expected: 'a whole number from 0 to 65535',
    }),
  HOST: z.string().optional().register(settingWords, {
    description:
      'Address to listen on. Slack over HTTP and Teams must be reachable, so there the default is `0.0.0.0`.',
    shownDefault: '127.0.0.1',
  }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .register(settingWords, {
      description: 'Address under which the outside world reaches this server; for `doctor` and the Teams app package.',
      expected: 'an address such as https://aval.example.com',
    }),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/)
    .prefault('sqlite:./data/aval.db')
    .register(settingWords, {
      description: 'SQLite file for one process, or `postgres://…` for several.',
      expected: 'sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE',
    }),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional().register(settingWords, {
    description: 'How much is logged: `debug`, `info`, `warn`, `error` or `silent`. A rehearsal defaults to `warn`.',
    expected: 'debug, info, warn, error or silent',
    shownDefault: 'info',
  }),
  OPERATION_TOKEN: z
    .string()
    .min(16)
    .regex(/^[\x21-\x7e]+$/)
    .transform((text) => new Secret(text))
    .optional()
    .register(settingWords, {
      description:
        'Bearer token for `GET /metrics` and the causes in `GET /ready`. Without it only this machine sees them; set it when a proxy stands on the same machine.',
      expected: 'at least 16 letters, digits or signs, without spaces',
    }),
  SLACK_BOT_TOKEN: secretText('xoxb-').optional().register(settingWords, {
    description: 'Bot token of the Slack app. Setting it connects Slack and ends the rehearsal.',
    expected: 'a token that starts with xoxb-',
    hint: 'api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token',
  }),
  SLACK_SIGNING_SECRET: secretText('').optional().register(settingWords, {
    description: 'Signing secret, for events over HTTP at `POST /slack/events`.',
    expected: 'the signing secret of the app',
    hint: 'api.slack.com/apps → your app → Basic Information → Signing Secret',
  }),
  SLACK_APP_TOKEN: secretText('xapp-').optional().register(settingWords, {
    description: 'App-level token, for Socket Mode (needs no public address). When set, Socket Mode is used.',
    expected: 'a token that starts with xapp-',
    hint: 'api.slack.com/apps → your app → Basic Information → App-Level Tokens, scope connections:write',
  }),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => (url.endsWith('/') ? url : `${url}/`))
    .prefault('https://slack.com/api/')
    .register(settingWords, {
      description: "Base address of Slack's API.",
      expected: 'an address such as https://slack.com/api/',
    }),
  TEAMS_APP_ID: guid.optional().register(settingWords, {
    description:
      'Application (client) id of the bot. With a credential and the tenant it connects Teams and ends the rehearsal.',
    expected: 'an id such as 6f1d2c3b-8a47-4c1e-9b7f-0d5e2a91c364',
    hint: 'Entra admin centre → App registrations → your app → Overview → Application (client) ID',
  }),
  TEAMS_APP_PASSWORD: secretText('').optional().register(settingWords, {
    description: 'Client secret of the bot; or instead of it `TEAMS_CERTIFICATE_FILE` or `TEAMS_FEDERATED_TOKEN_FILE`.',
    expected: 'the value of a client secret',
    hint: 'Entra admin centre → App registrations → your app → Certificates & secrets → Value (not Secret ID)',
  }),
  TEAMS_CERTIFICATE_FILE: filePath.optional().register(settingWords, {
    description:
      'Instead of the secret: PEM file with a certificate of the app and its private key. Read at every login, so a renewed one counts at once.',
    expected: 'the whole path of a PEM file, such as /etc/aval/teams.pem',
    hint: 'upload its certificate under Entra admin centre → App registrations → your app → Certificates & secrets',
  }),
  TEAMS_FEDERATED_TOKEN_FILE: filePath.optional().register(settingWords, {
    description:
      'Instead of the secret: file with a token of an identity provider that the app trusts (workload identity). Read at every login.',
    expected: 'the whole path of a file, such as /var/run/secrets/azure/tokens/azure-identity-token',
    hint: 'Entra admin centre → App registrations → your app → Certificates & secrets → Federated credentials',
  }),
  TEAMS_TENANT_ID: guid.optional().register(settingWords, {
    description: 'Id of your Microsoft 365 tenant. Whatever comes from another one is refused.',
    expected: 'an id such as 2b0c7f5e-13d9-4f86-a2e4-7c8d91b5e043',
    hint: 'Entra admin centre → App registrations → your app → Overview → Directory (tenant) ID',
  }),
  REHEARSAL_PROVIDER: z
    .enum(REHEARSABLE)
    .optional()
    .register(settingWords, {
      description: 'Whose stand-in a rehearsal runs with, such as `npm start` without any configuration.',
      expected: REHEARSABLE.join(' or '),
      shownDefault: `${REHEARSABLE[0]}`,
    }),
  TEAMS_PLAYGROUND: z.literal('1').optional().register(settingWords, {
    description:
      "`1`: a rehearsal that also serves Microsoft's Agents Playground. Unsigned requests, this machine only.",
    expected: '1, or nothing at all',
  }),
  TEAMS_FORMS: z.enum(['dialog', 'card']).prefault('dialog').register(settingWords, {
    description: '`card` puts forms into the private chat, for clients where dialogs fail.',
    expected: 'dialog or card',
  }),
  TEAMS_LOGIN_URL: safeUrl
    .transform((url) => url.replace(/\/+$/, ''))
    .prefault('https://login.microsoftonline.com')
    .register(settingWords, {
      description: "Where the bot's own token comes from.",
      expected: 'an https address such as https://login.microsoftonline.com',
    }),
  TEAMS_OPENID_URL: safeUrl
    .prefault('https://login.botframework.com/v1/.well-known/openidconfiguration')
    .register(settingWords, {
      description: 'Where Microsoft publishes the keys its requests are signed with.',
      expected: 'an https address such as https://login.botframework.com/v1/.well-known/openidconfiguration',
    }),
  TEAMS_SERVICE_URL: safeUrl
    .transform((url) => (url.endsWith('/') ? url : `${url}/`))
    .prefault('https://smba.trafficmanager.net/teams/')
    .register(settingWords, {
      description: 'Where messages go to channels nobody has written from yet.',
      expected: 'an https address such as https://smba.trafficmanager.net/teams/',
    }),
  TEAMS_SERVICE_HOSTS: serviceHosts.optional().register(settingWords, {
    description: "Hosts, besides Microsoft's for Teams, that may be sent the bot's token; separated by commas.",
    expected: 'host names, such as smba.example.com, or addresses on this machine, such as http://127.0.0.1:4000',
  }),
});

export type Environment = z.output<typeof environment>;
