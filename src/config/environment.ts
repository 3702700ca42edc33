// The environment variables Aval reads: secrets and addresses. Everything else is in the YAML file (`file.ts`).
// The descriptions here are the README's table and the text of every problem report.
import { z } from 'zod';
import { Secret } from './secret.ts';

const secretText = (prefix: string) =>
  z
    .string()
    .startsWith(prefix)
    .transform((text) => new Secret(text));

export const environment = z.object({
  AVAL_CONFIG: z.string().optional().meta({
    description: 'Path of the YAML file. Without it, `aval.yaml` is read when it exists.',
    shownDefault: 'aval.yaml',
  }),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.int().max(65_535))
    .prefault('3000')
    .meta({
      description: 'Port of the HTTP server; 0 takes any free one.',
      expected: 'a whole number from 0 to 65535',
    }),
  HOST: z.string().optional().meta({
    description: 'Address to listen on. Slack over HTTP must be reachable, so there the default is `0.0.0.0`.',
    shownDefault: '127.0.0.1',
  }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .meta({
      description: 'Address under which the outside world reaches this server; used by `doctor` to test the webhooks.',
      expected: 'an address such as https://aval.example.com',
    }),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/)
    .prefault('sqlite:./data/aval.db')
    .meta({
      description: 'SQLite file for one process, or `postgres://…` for several.',
      expected: 'sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE',
    }),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional().meta({
    description: 'How much is logged: `debug`, `info`, `warn`, `error` or `silent`. A rehearsal defaults to `warn`.',
    expected: 'debug, info, warn, error or silent',
    shownDefault: 'info',
  }),
  SLACK_BOT_TOKEN: secretText('xoxb-').optional().meta({
    description: 'Bot token of the Slack app. Setting it connects Slack and ends the rehearsal.',
    expected: 'a token that starts with xoxb-',
    hint: 'api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token',
  }),
  SLACK_SIGNING_SECRET: secretText('').optional().meta({
    description: 'Signing secret, for events over HTTP at `POST /slack/events`.',
    expected: 'the signing secret of the app',
    hint: 'api.slack.com/apps → your app → Basic Information → Signing Secret',
  }),
  SLACK_APP_TOKEN: secretText('xapp-').optional().meta({
    description: 'App-level token, for Socket Mode (needs no public address). When set, Socket Mode is used.',
    expected: 'a token that starts with xapp-',
    hint: 'api.slack.com/apps → your app → Basic Information → App-Level Tokens, scope connections:write',
  }),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => (url.endsWith('/') ? url : `${url}/`))
    .prefault('https://slack.com/api/')
    .meta({ description: "Base address of Slack's API.", expected: 'an address such as https://slack.com/api/' }),
});

export type Environment = z.output<typeof environment>;
