// `aval package-teams`: the app packages for Microsoft Teams, made of manifests/teams and of what only this installation
// knows: one with all there is, one for tenants that refuse so new a manifest. The same input gives the same bytes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { zipSync } from 'fflate';
import { describeProblems, type Problem } from '../config/problems.ts';
import type { TeamsApp } from '../config.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Io } from './io.ts';

const USAGE = `Usage: npm run package:teams -- --developer NAME --website URL [--privacy URL] [--terms URL]

  --developer  your organisation, as Teams shows it under the app's name
  --website    an https page about the app; also stands in for the two below
  --privacy    your privacy statement
  --terms      your terms of use

TEAMS_APP_ID and PUBLIC_URL are read from the environment or .env.`;

const EXAMPLE = 'npm run package:teams -- --developer "Contoso Ltd" --website https://contoso.example';
const OUT = 'dist/aval-teams.zip';
/** Old enough for every tenant, and knows all we cannot do without. Private and shared channels and slash commands came later. */
const OLDER = '1.19';
const OUT_OLDER = `dist/aval-teams-${OLDER}.zip`;
const SOURCES = new URL('../../manifests/teams/', import.meta.url);
const NAME_MAX = 32;
/** The oldest date a zip file can hold, in local time as the format wants it: no clock and no time zone shows in the bytes. */
const NO_DATE = new Date(1980, 0, 1);
const OPTIONS = {
  developer: { type: 'string' },
  website: { type: 'string' },
  privacy: { type: 'string' },
  terms: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Developer = { readonly name: string; readonly website: string; readonly privacy: string; readonly terms: string };

/** Gives the exit code: 0 written, 1 something is missing or wrong (all of it is named), 2 wrong usage. */
export async function runPackageTeams(
  argv: readonly string[],
  io: Io,
  app: Result<TeamsApp, readonly Problem[]>,
): Promise<0 | 1 | 2> {
  let given: Readonly<Record<string, string | boolean | undefined>>;
  try {
    given = parseArgs({ args: [...argv], options: OPTIONS }).values;
  } catch {
    // The only way `parseArgs` tells of an option it does not know.
    io.err(USAGE);
    return 2;
  }
  if (given.help === true) {
    io.out(USAGE);
    return 0;
  }
  const developer = developerOf(given);
  if (!app.ok || !developer.ok) {
    const problems = [...(app.ok ? [] : app.error), ...(developer.ok ? [] : developer.error)];
    io.err(describeProblems(problems, 'The package was not written'));
    return 1;
  }
  const version = versionOf(new URL('../../package.json', import.meta.url));
  mkdirSync(dirname(OUT), { recursive: true });
  writeFileSync(OUT, teamsPackage(app.value, developer.value, version));
  writeFileSync(OUT_OLDER, teamsPackage(app.value, developer.value, version, 'older'));
  io.out(`Wrote ${OUT}: version ${version} of bot ${app.value.appId} at ${app.value.publicHost}.`);
  io.out(
    `If your tenant refuses it, upload ${OUT_OLDER} instead: the same without slash commands, private and shared channels.`,
  );
  return 0;
}

/** The zip file's bytes. `older`: for tenants that refuse a new manifest; what it lacks has other ways in. */
export function teamsPackage(
  app: TeamsApp,
  developer: Developer,
  version: string,
  kind: 'newest' | 'older' = 'newest',
): Uint8Array {
  const values = {
    VERSION: version,
    TEAMS_APP_ID: app.appId,
    PUBLIC_HOST: app.publicHost,
    DEVELOPER_NAME: developer.name,
    DEVELOPER_WEBSITE: developer.website,
    DEVELOPER_PRIVACY: developer.privacy,
    DEVELOPER_TERMS: developer.terms,
  };
  const asked = (file: Buffer) => (kind === 'older' ? older(file) : file);
  const manifest = filled(JSON.parse(asked(source('manifest.json')).toString('utf8')), values);
  const files = {
    'manifest.json': Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
    'es.json': asked(source('es.json')),
    'color.png': source('icons/color.png'),
    'outline.png': source('icons/outline.png'),
  };
  return zipSync(files, { level: 0, mtime: NO_DATE });
}

const NEWER_KEYS: ReadonlySet<string> = new Set(['triggers', 'supportsTargetedMessages', 'supportsChannelFeatures']);

/** The same file by the older schema. */
function older(file: Buffer): Buffer {
  const value: unknown = JSON.parse(file.toString('utf8'), (key, item: unknown) => {
    if (NEWER_KEYS.has(key)) return undefined;
    if (key === 'manifestVersion') return OLDER;
    return key === '$schema' ? String(item).replace(/\/v[\d.]+\//, `/v${OLDER}/`) : item;
  });
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

function source(name: string): Buffer {
  return readFileSync(new URL(name, SOURCES));
}

function versionOf(packageJson: URL): string {
  const { version } = JSON.parse(readFileSync(packageJson, 'utf8')) as { version: string }; // our own file
  return version;
}

/** Replaces `${NAME}` inside the parsed values, so that no value can change the structure. Throws on a name it lacks. */
function filled(value: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const found = values[name];
      if (found === undefined) throw new Error(`manifests/teams/manifest.json asks for an unknown ${name}`);
      return found;
    });
  }
  if (Array.isArray(value)) return value.map((item) => filled(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, values)]));
}

function developerOf(
  given: Readonly<Record<string, string | boolean | undefined>>,
): Result<Developer, readonly Problem[]> {
  const text = (option: string) => {
    const value = given[option];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const name = text('developer');
  const website = text('website');
  const pages = { website, privacy: text('privacy') ?? website, terms: text('terms') ?? website };
  const wrong = Object.keys(pages).filter((option) => !isPage(text(option)) && (option === 'website' || text(option)));
  const problems = [
    ...(name !== undefined && name.length <= NAME_MAX
      ? []
      : [problem('developer', `the name of your organisation, 1 to ${NAME_MAX} characters`)]),
    ...wrong.map((option) => problem(option, `an https address such as https://contoso.example/${option}`)),
  ];
  const { privacy, terms } = pages;
  if (
    name === undefined ||
    website === undefined ||
    privacy === undefined ||
    terms === undefined ||
    problems.length > 0
  )
    return err(problems);
  return ok({ name, website, privacy, terms });
}

function isPage(text: string | undefined): boolean {
  return text !== undefined && text.length <= 2048 && URL.parse(text)?.protocol === 'https:';
}

function problem(option: string, expected: string): Problem {
  return { path: `--${option}`, where: 'command line', expected, hint: `for example: ${EXAMPLE}` };
}
