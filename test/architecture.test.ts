// The layout, executed: who may import whom, where vendors' packages and words may stand, how long a file may be.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { circleIn, filesUnder, importsOf, packageOf, parseImports } from './support/source-files.ts';

type Zone = {
  readonly name: string;
  /** Longest matching prefix wins. */
  readonly prefix: string;
  /** Prefixes of our own files it may import, besides its own. */
  readonly own: readonly string[];
  readonly packages: readonly string[];
};

const NODE = 'node:*';
const EVERYTHING = ['src/', 'adapters/', 'migrations/'];
const ADAPTER = ['src/ports.ts', 'src/domain/', 'src/views/view.ts'];

const ZONES: readonly Zone[] = [
  // node:crypto for the content hash, libphonenumber-js for numbering plans: data and arithmetic, no I/O.
  { name: 'domain', prefix: 'src/domain/', own: [], packages: ['zod', 'libphonenumber-js', 'node:crypto'] },
  { name: 'views', prefix: 'src/views/', own: ['src/domain/'], packages: ['intl-messageformat'] },
  { name: 'ports', prefix: 'src/ports.ts', own: ['src/domain/', 'src/views/view.ts'], packages: [NODE] },
  {
    name: 'store',
    prefix: 'src/store/',
    own: ['src/domain/', 'src/ports.ts', 'migrations/'],
    packages: ['kysely', 'zod', NODE],
  },
  {
    name: 'drivers',
    prefix: 'src/store/open.ts',
    own: ['src/store/', 'src/ports.ts', 'src/domain/'],
    packages: ['kysely', 'better-sqlite3', 'pg', NODE],
  },
  {
    name: 'app',
    prefix: 'src/app/',
    own: ['src/domain/', 'src/views/', 'src/ports.ts', 'src/store/'],
    packages: ['zod', 'node:crypto'],
  },
  {
    name: 'jobs',
    prefix: 'src/jobs/',
    own: ['src/app/', 'src/store/', 'src/domain/', 'src/ports.ts'],
    packages: ['zod', NODE],
  },
  {
    name: 'schedule',
    prefix: 'src/jobs/schedule.ts',
    own: ['src/jobs/', 'src/app/', 'src/store/', 'src/domain/', 'src/ports.ts'],
    packages: ['node-cron', NODE],
  },
  { name: 'http', prefix: 'src/http', own: ['src/ports.ts', 'src/metrics.ts'], packages: ['fastify', NODE] },
  { name: 'metrics', prefix: 'src/metrics.ts', own: ['src/ports.ts', 'src/domain/'], packages: ['prom-client'] },
  { name: 'log', prefix: 'src/log.ts', own: ['src/ports.ts'], packages: ['pino'] },
  // The settings of a sender are an adapter's own; the union of them is the configuration's.
  {
    name: 'config',
    prefix: 'src/config',
    own: ['src/domain/', 'src/log.ts', 'adapters/*/settings.ts'],
    packages: ['zod', 'yaml', NODE],
  },
  { name: 'cli', prefix: 'src/cli', own: EVERYTHING, packages: ['kysely', NODE] },
  { name: 'compose', prefix: 'src/compose', own: EVERYTHING, packages: [NODE] },
  { name: 'aval', prefix: 'src/aval.ts', own: EVERYTHING, packages: [NODE] },
  { name: 'rehearsal', prefix: 'src/rehearsal', own: EVERYTHING, packages: [NODE] },
  { name: 'main', prefix: 'src/main.ts', own: EVERYTHING, packages: [NODE] },
  { name: 'migrations', prefix: 'migrations/', own: [], packages: ['kysely'] },
  { name: 'slack', prefix: 'adapters/chat/slack/', own: ADAPTER, packages: ['@slack/bolt', 'undici', 'zod', NODE] },
  { name: 'teams', prefix: 'adapters/chat/teams/', own: ADAPTER, packages: ['botbuilder', 'undici', 'zod', NODE] },
  { name: 'console', prefix: 'adapters/chat/console/', own: ADAPTER, packages: ['zod', NODE] },
  { name: 'meta', prefix: 'adapters/provider/meta/', own: ADAPTER, packages: ['undici', 'zod', 'lossless-json', NODE] },
  {
    name: 'simulator',
    prefix: 'adapters/simulator/',
    own: ADAPTER,
    packages: ['undici', 'zod', 'lossless-json', NODE],
  },
];

/** The only files that may know a package, wherever their zone would allow it. */
const ONLY_IN: Readonly<Record<string, RegExp>> = {
  'better-sqlite3': /^src\/store\/open\.ts$/,
  pg: /^src\/store\/open\.ts$/,
  'node-cron': /^src\/jobs\/schedule\.ts$/,
  fastify: /^src\/http/,
  'prom-client': /^src\/metrics\.ts$/,
  pino: /^src\/log\.ts$/,
  yaml: /^src\/config\/yaml-file\.ts$/,
  'libphonenumber-js': /^src\/domain\/phone(-[a-z]+)?\.ts$/,
  'intl-messageformat': /^src\/views\/words/,
  botbuilder: /^adapters\/chat\/teams\/wire\.ts$/,
};

/** Literal tables and lists of words; everything else is logic and stays under the limit. */
const LONG_TABLES = [/^src\/views\/words\//];
/** Types only. */
const DECLARATIONS = ['src/ports.ts', 'src/views/data.ts'];
const MAX_LINES = 300;

const TOP_LEVEL = ['.ci', 'adapters', 'manifests', 'migrations', 'src', 'test'];
const NOT_OURS = new Set(['.git', 'node_modules', 'data', 'dist', 'coverage', 'docs']);

const sources = ['src', 'adapters', 'migrations'].flatMap((folder) => filesUnder(folder, '.ts'));
const everything = [...sources, ...filesUnder('test', '.ts')];

function zoneOf(file: string): Zone | undefined {
  return ZONES.filter((zone) => file.startsWith(zone.prefix)).sort((a, b) => b.prefix.length - a.prefix.length)[0];
}

function mayImport(zone: Zone, file: string): boolean {
  return [zone.prefix, ...zone.own].some((prefix) =>
    prefix.includes('*') ? new RegExp(`^${prefix.replace('*', '.+')}$`).test(file) : file.startsWith(prefix),
  );
}

function mayUse(zone: Zone, name: string): boolean {
  return zone.packages.includes(name) || (name.startsWith('node:') && zone.packages.includes(NODE));
}

/** What a file imports against the table, as sentences; empty when all is well. */
function trespasses(file: string, imports = importsOf(file)): readonly string[] {
  const zone = zoneOf(file);
  if (zone === undefined) return [`${file} has no place in the layout`];
  return imports.flatMap((found) => {
    if (found.specifier === '(computed)') return [`${file} imports something computed`];
    if (found.file !== undefined)
      return mayImport(zone, found.file) ? [] : [`${file} (${zone.name}) imports ${found.file}`];
    const name = packageOf(found.specifier);
    const only = ONLY_IN[name];
    if (only !== undefined && !only.test(file)) return [`${file} imports ${name}, which only ${only.source} may`];
    return mayUse(zone, name) ? [] : [`${file} (${zone.name}) imports ${name}`];
  });
}

describe('the layout', () => {
  it('every import is one its place allows', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap((file) => trespasses(file))).toEqual([]);
  });

  it('the ports are types only', () => {
    expect(importsOf('src/ports.ts').filter((found) => !found.typeOnly)).toEqual([]);
  });

  it('has no circles', () => {
    const graph = new Map(
      sources.map((file) => [file, importsOf(file).flatMap((found) => (found.file === undefined ? [] : [found.file]))]),
    );

    expect(circleIn(graph)).toBeUndefined();
  });

  it('files of declarations only declare', () => {
    for (const file of DECLARATIONS)
      expect(withoutComments(file)).not.toMatch(/^(export )?(async )?(function|let|class)\b|=> \{/m);
  });

  it('every file is short, but for tables', () => {
    const long = sources
      .filter((file) => !DECLARATIONS.includes(file) && !LONG_TABLES.some((table) => table.test(file)))
      .map((file) => `${file}: ${readFileSync(file, 'utf8').trimEnd().split('\n').length}`)
      .filter((line) => Number(line.split(': ')[1]) > MAX_LINES);

    expect(long).toEqual([]);
  });

  it('every file says what it is for, and is named for one job', () => {
    for (const file of sources) {
      expect(file).toMatch(/^[a-z0-9/_-]+(\.[a-z]{2})?\.ts$/);
      expect(file).not.toMatch(/\b(utils?|helpers?|common|lib|services?|managers?)\b/);
      expect(readFileSync(file, 'utf8').split('\n')[0], file).toMatch(/^(\/\/ |\/\*\* )\S/);
    }
  });

  it('the top level holds what the layout lists', () => {
    const folders = readdirSync('.', { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !NOT_OURS.has(entry.name),
    );

    expect(TOP_LEVEL).toEqual(expect.arrayContaining(folders.map((folder) => folder.name)));
  });
});

describe('the sources', () => {
  it('read the environment in one file only', () => {
    const readers = sources.filter((file) =>
      /\bprocess\s*(\.|\?\.|\[['"])\s*env\b|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/.test(readFileSync(file, 'utf8')),
    );

    expect(readers).toEqual(['src/config.ts']);
  });

  it('have neither clock nor chance in the pure parts', () => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bprocess\.|\bsetTimeout\b|\bfetch\(/;
    const pure = sources.filter((file) => file.startsWith('src/domain/') || file.startsWith('src/views/'));

    expect(pure.filter((file) => impure.test(withoutComments(file)))).toEqual([]);
  });

  it('switch no check off and mock no module', () => {
    // A contract suite may skip a scenario, with the adapter's reason in its name.
    const checked = everything.filter(
      (file) => file !== 'test/architecture.test.ts' && !file.startsWith('test/contracts/'),
    );
    const off = /@ts-(ignore|nocheck|expect-error)|biome-ignore|\bvi\.mock\(|\b(it|test|describe)\.(skip|only|todo)\b/;

    expect(checked.filter((file) => off.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('name no machine and no registry', () => {
    const texts = [
      ...everything,
      'package.json',
      'package-lock.json',
      '.env.example',
      'aval.example.yaml',
      'CHANGELOG.md',
      '.ci/run',
    ];
    const foreign = /(^|[\s"'`(=])\/(work|root|home)\/|:\/\/(?!registry\.npmjs\.org)[\w.-]*registry[\w.-]*[:/]/m;

    expect(
      texts.filter((file) => file !== 'test/architecture.test.ts' && foreign.test(readFileSync(file, 'utf8'))),
    ).toEqual([]);
  });

  it('use every vendor by a pinned version', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    }
  });
});

describe('the test of the layout itself', () => {
  const seen = (code: string) => parseImports(code, 'src/app/x.ts').map((found) => found.file ?? found.specifier);

  it('sees every way to import', () => {
    expect(
      seen(`
        import { a } from '../store/open.ts';
        import type { B } from '../views/view.ts';
        import {
          c,
        } from "pg";
        import 'side-effect';
        export * from './y.ts';
        const d = await import('../jobs/worker.ts');
        type E = import('../main.ts').E;
        const f = await import(name);
        const g = require('fs');
        // import { no } from './comment.ts';
        /* import { no } from './comment.ts'; */
        const url = 'https://a'; // from 'nowhere'
      `),
    ).toEqual([
      'src/store/open.ts',
      'src/views/view.ts',
      'pg',
      'src/app/y.ts',
      'side-effect',
      'src/jobs/worker.ts',
      'src/main.ts',
      '(computed)',
      'fs',
    ]);
  });

  it.each([
    ['src/domain/x.ts', "import '../store/open.ts'"],
    ['src/domain/x.ts', "import 'node:fs'"],
    ['src/views/x.ts', "import '../app/deps.ts'"],
    ['src/app/x.ts', "import '../../adapters/chat/slack/index.ts'"],
    ['src/app/x.ts', "import 'kysely'"],
    ['src/store/x.ts', "import 'pg'"],
    ['src/jobs/x.ts', "import 'node-cron'"],
    ['src/config/x.ts', "import '../../adapters/provider/meta/client.ts'"],
    ['adapters/chat/slack/x.ts', "import '../console/html.ts'"],
    ['adapters/chat/slack/x.ts', "import '../../../src/app/deps.ts'"],
    ['adapters/provider/meta/x.ts', "import '../../../src/store/open.ts'"],
    ['adapters/provider/meta/x.ts', "import '@slack/bolt'"],
    ['src/helpers/x.ts', "import 'zod'"],
  ])('refuses in %s: %s', (file, code) => {
    expect(trespasses(file, parseImports(code, file))).toHaveLength(1);
  });

  it('finds a circle', () => {
    const graph = new Map([
      ['a', ['b', 'd']],
      ['b', ['c']],
      ['c', ['b']],
    ]);

    expect(circleIn(graph)).toEqual(['b', 'c', 'b']);
  });
});

function withoutComments(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1');
}
