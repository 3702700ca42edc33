// The only reader of the environment. Puts the variables and the YAML file together into one `Config`,
// or returns every problem at once; nothing has been opened or started by then.
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { type Environment, environment } from './config/environment.ts';
import type { ConfigFile } from './config/file.ts';
import { loadFile } from './config/load-file.ts';
import { type Problem, problemsOf, schemaNode } from './config/problems.ts';
import { REHEARSAL_PLACES, REHEARSAL_ROLES } from './config/rehearsal.ts';
import { ruleProblems } from './config/rules.ts';
import type { Secret } from './config/secret.ts';
import type { SenderConfig } from './config/senders.ts';
import type { RoleTable } from './domain/policy.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { LogLevel } from './log.ts';

export type Place = { readonly platform: string; readonly channel: string };

export type Config = {
  /** No chat platform is configured: console, simulator, loopback only. */
  readonly rehearsal: boolean;
  readonly server: { readonly host: string; readonly port: number; readonly publicUrl?: string };
  readonly databaseUrl: string;
  readonly logLevel: LogLevel;
  /** Where this installation keeps small files of its own: beside the SQLite file, else `./data`. */
  readonly dataDir: string;
  readonly slack?: {
    readonly botToken: Secret;
    readonly signingSecret?: Secret;
    /** Present: Socket Mode, even when there is a signing secret too. */
    readonly appToken?: Secret;
    readonly apiUrl: string;
  };
  /** Empty in a rehearsal until `main.ts` adds the simulator's. */
  readonly senders: readonly SenderConfig[];
  readonly places: {
    readonly approval: readonly Place[];
    readonly admin: readonly Place[];
    /** Absent: cards of sends go to the agent's private messages. */
    readonly sends?: readonly Place[];
  };
  readonly roles: RoleTable;
  readonly policy: ConfigFile['policy'];
};

type Env = Readonly<Record<string, string | undefined>>;

/**
 * `env` defaults to the process's own, and to `.env` of the working directory for what is not set there;
 * `readFile` answers undefined for a file that does not exist.
 */
export function loadConfig(
  env: Env = withDotEnv(process.env),
  readFile: (path: string) => string | undefined = readIfThere,
): Result<Config, readonly Problem[]> {
  // An empty variable is an unset one: `.env` files are full of them.
  const set = Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]?.trim()));
  const variables = environment.safeParse(set);
  const problems: Problem[] = variables.success
    ? []
    : [...problemsOf(variables.error.issues, schemaNode(environment), () => 'environment')];

  const file = loadFile(set, readFile);
  problems.push(...file.problems, ...ruleProblems({ env: set, ...file }));
  if (!variables.success || file.value === undefined || problems.length > 0) return err(problems);
  return ok(compose(variables.data, file.value));
}

/** The one setting that `migrate` and `audit` need: they must work before everything else is configured. */
export function loadDatabaseUrl(env: Env = withDotEnv(process.env)): Result<string, readonly Problem[]> {
  const only = z.object({ DATABASE_URL: environment.shape.DATABASE_URL });
  const parsed = only.safeParse({ DATABASE_URL: env.DATABASE_URL || undefined });
  if (parsed.success) return ok(parsed.data.DATABASE_URL);
  return err(problemsOf(parsed.error.issues, schemaNode(only), () => 'environment'));
}

function compose(env: Environment, file: ConfigFile): Config {
  const slack = slackOf(env);
  const rehearsal = slack === undefined;
  const { approval, admin = approval, sends } = file.places;
  // Slack over HTTP is the one set-up that must be reachable from outside.
  const host = slack !== undefined && slack.appToken === undefined ? '0.0.0.0' : '127.0.0.1';
  return {
    rehearsal,
    server: {
      host: env.HOST ?? host,
      port: env.PORT,
      ...(env.PUBLIC_URL === undefined ? {} : { publicUrl: env.PUBLIC_URL }),
    },
    databaseUrl: env.DATABASE_URL,
    // A rehearsal prints one line with its address; anything more would hide it.
    logLevel: env.LOG_LEVEL ?? (rehearsal ? 'warn' : 'info'),
    dataDir: dataDirOf(env.DATABASE_URL),
    ...(slack === undefined ? {} : { slack }),
    senders: file.senders,
    places: rehearsal ? REHEARSAL_PLACES : { approval, admin, ...(sends === undefined ? {} : { sends }) },
    roles: rehearsal ? REHEARSAL_ROLES : file.roles,
    policy: file.policy,
  };
}

function slackOf(env: Environment): Config['slack'] {
  if (env.SLACK_BOT_TOKEN === undefined) return undefined;
  return {
    botToken: env.SLACK_BOT_TOKEN,
    ...(env.SLACK_SIGNING_SECRET === undefined ? {} : { signingSecret: env.SLACK_SIGNING_SECRET }),
    ...(env.SLACK_APP_TOKEN === undefined ? {} : { appToken: env.SLACK_APP_TOKEN }),
    apiUrl: env.SLACK_API_URL,
  };
}

/** `sqlite:./data/aval.db` and `sqlite://./data/aval.db` → `./data/aval.db`. */
export function sqlitePath(databaseUrl: string): string {
  return databaseUrl.slice('sqlite:'.length).replace(/^\/\/(?=.)/, '');
}

function dataDirOf(databaseUrl: string): string {
  const file = databaseUrl.startsWith('sqlite:') ? sqlitePath(databaseUrl) : '';
  return file === '' || file.startsWith(':memory:') ? './data' : dirname(file);
}

// Read here and not by node's own flag, which prints a line whenever there is no such file.
function withDotEnv(env: Env): Env {
  const text = readIfThere('.env');
  return text === undefined ? env : { ...parseEnv(text), ...env };
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
