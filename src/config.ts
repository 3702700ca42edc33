// The only reader of the environment. Puts the variables and the YAML file together into one `Config`,
// or returns every problem at once; nothing has been opened or started by then.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { PROVIDERS } from '../adapters/provider/registry.ts';
import { type Environment, environment } from './config/environment.ts';
import { type ConfigFile, configFile, type FileSchema } from './config/file.ts';
import { loadFile } from './config/load-file.ts';
import { type Problem, problemsOf, schemaNode } from './config/problems.ts';
import { rehearsalPlaces, rehearsalRoles } from './config/rehearsal.ts';
import { ruleProblems } from './config/rules.ts';
import { Secret } from './config/secret.ts';
import type { SenderConfig } from './config/senders.ts';
import type { RoleTable } from './domain/people/roles.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { LogLevel } from './log.ts';

export type Place = { readonly platform: string; readonly channel: string };

export type Config = {
  /** No chat platform is configured: console (and Playground), simulator, loopback only. */
  readonly rehearsal: boolean;
  /** Id of the provider to rehearse with; the first that can when left out. */
  readonly rehearsalProvider?: string;
  readonly server: {
    readonly host: string;
    readonly port: number;
    readonly publicUrl?: string;
    /** Who brings it may read figures and causes; absent: who asks from this machine. */
    readonly operationToken?: Secret;
  };
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
  readonly teams?: {
    /** Empty, like password and tenant, with `playground`. */
    readonly appId: string;
    readonly appPassword: Secret;
    /** Instead of the password, which is empty then. */
    readonly credential?: { readonly kind: 'certificate' | 'federated'; readonly file: string };
    readonly tenantId: string;
    /** Unsigned requests are believed; only in a rehearsal. */
    readonly playground: boolean;
    readonly forms: 'dialog' | 'card';
    readonly loginUrl: string;
    readonly openIdUrl: string;
    /** Ends with a slash. */
    readonly serviceUrl: string;
    /** Host names, or origins on this machine. */
    readonly serviceHosts: readonly string[];
  };
  /** Empty in a rehearsal until `rehearsal.ts` adds the stand-in's. */
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

const FILE = configFile(PROVIDERS);

type Env = Readonly<Record<string, string | undefined>>;

/**
 * `env` defaults to the process's own, and to `.env` of the working directory for what is not set there;
 * `readFile` answers undefined for a file that does not exist. `schema`: of the file, where other providers are to be known.
 */
export function loadConfig(
  env: Env = withDotEnv(process.env),
  readFile: (path: string) => string | undefined = readIfThere,
  schema: FileSchema = FILE,
): Result<Config, readonly Problem[]> {
  // An empty variable is an unset one: `.env` files are full of them.
  const set = Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]?.trim()));
  const variables = environment.safeParse(set);
  const problems: Problem[] = variables.success
    ? []
    : [...problemsOf(variables.error.issues, schemaNode(environment), () => 'environment')];

  const file = loadFile(set, readFile, schema);
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

/** Whether `npm start` or another script of the package runs us, with a shell of npm's in between. */
export function isStartedByNpm(env: Env = process.env): boolean {
  return env.npm_lifecycle_event !== undefined;
}

/** What the Teams app package says about this installation. */
export type TeamsApp = { readonly appId: string; readonly publicHost: string };

/** The package can be made before anything else is configured. */
export function loadTeamsApp(env: Env = withDotEnv(process.env)): Result<TeamsApp, readonly Problem[]> {
  const only = environment.pick({ TEAMS_APP_ID: true, PUBLIC_URL: true });
  const given = { TEAMS_APP_ID: env.TEAMS_APP_ID || undefined, PUBLIC_URL: env.PUBLIC_URL || undefined };
  const parsed = only.safeParse(given);
  const problems = parsed.success ? [] : [...problemsOf(parsed.error.issues, schemaNode(only), () => 'environment')];
  const need = (path: keyof typeof given, expected: string) => {
    const hint = `set ${path}, for example in .env`;
    if (problems.every((problem) => problem.path !== path))
      problems.push({ path, where: 'environment', expected, hint });
  };
  const { TEAMS_APP_ID: appId, PUBLIC_URL: publicUrl } = parsed.data ?? {};
  if (given.TEAMS_APP_ID === undefined) need('TEAMS_APP_ID', 'an id such as 6f1d2c3b-8a47-4c1e-9b7f-0d5e2a91c364');
  // Microsoft calls nothing else.
  if (!given.PUBLIC_URL?.startsWith('https:')) need('PUBLIC_URL', 'an https address such as https://aval.example.com');
  if (appId === undefined || publicUrl === undefined || problems.length > 0) return err(problems);
  return ok({ appId, publicHost: new URL(publicUrl).hostname });
}

function compose(env: Environment, file: ConfigFile): Config {
  const slack = slackOf(env);
  const teams = teamsOf(env);
  const rehearsal = slack === undefined && (teams === undefined || teams.playground);
  const { approval, admin = approval, sends } = file.places;
  // Slack over HTTP and Teams send to us; Socket Mode and a rehearsal need nobody to reach us.
  const called = !rehearsal && (teams !== undefined || slack?.appToken === undefined);
  const host = called ? '0.0.0.0' : '127.0.0.1';
  return {
    rehearsal,
    ...(env.REHEARSAL_PROVIDER === undefined ? {} : { rehearsalProvider: env.REHEARSAL_PROVIDER }),
    server: {
      host: env.HOST ?? host,
      port: env.PORT,
      ...(env.PUBLIC_URL === undefined ? {} : { publicUrl: env.PUBLIC_URL }),
      ...(env.OPERATION_TOKEN === undefined ? {} : { operationToken: env.OPERATION_TOKEN }),
    },
    databaseUrl: env.DATABASE_URL,
    // A rehearsal prints one line with its address; anything more would hide it.
    logLevel: env.LOG_LEVEL ?? (rehearsal ? 'warn' : 'info'),
    dataDir: dataDirOf(env.DATABASE_URL),
    ...(slack === undefined ? {} : { slack }),
    ...(teams === undefined ? {} : { teams }),
    senders: file.senders,
    places: rehearsal
      ? rehearsalPlaces(teams !== undefined)
      : { approval, admin, ...(sends === undefined ? {} : { sends }) },
    roles: rehearsal ? rehearsalRoles(teams !== undefined) : file.roles,
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

function teamsOf(env: Environment): Config['teams'] {
  const playground = env.TEAMS_PLAYGROUND !== undefined;
  if (env.TEAMS_APP_ID === undefined && !playground) return undefined;
  return {
    appId: env.TEAMS_APP_ID ?? '',
    appPassword: env.TEAMS_APP_PASSWORD ?? new Secret(''),
    ...credentialOf(env),
    tenantId: env.TEAMS_TENANT_ID ?? '',
    playground,
    forms: env.TEAMS_FORMS,
    loginUrl: env.TEAMS_LOGIN_URL,
    openIdUrl: env.TEAMS_OPENID_URL,
    serviceUrl: env.TEAMS_SERVICE_URL,
    serviceHosts: env.TEAMS_SERVICE_HOSTS ?? [],
  };
}

function credentialOf(env: Environment): Pick<NonNullable<Config['teams']>, 'credential'> {
  const { TEAMS_CERTIFICATE_FILE: certificate, TEAMS_FEDERATED_TOKEN_FILE: federated } = env;
  if (certificate !== undefined) return { credential: { kind: 'certificate', file: certificate } };
  return federated === undefined ? {} : { credential: { kind: 'federated', file: federated } };
}

/** Every channel of a platform that the configuration names, once. */
export function channelsOf({ places }: Pick<Config, 'places'>, platform: string): readonly string[] {
  const all = [...places.approval, ...places.admin, ...(places.sends ?? [])];
  return [...new Set(all.filter((place) => place.platform === platform).map((place) => place.channel))];
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
  // A folder of that name is what some container tools make of a file that was not there.
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
}
