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
const PORTS = ['src/ports/', 'src/domain/', 'src/views/view.ts'];
const DOMAIN = ['src/domain/'];
const SHARED = ['adapters/shared/', 'adapters/provider/entry.ts'];

/** One room of a layer, and the rooms of the same layer below it that it may use. Rooms stand in this order, lowest first. */
function rooms(
  layer: string,
  shared: Pick<Zone, 'own' | 'packages'>,
  table: Readonly<Record<string, readonly string[]>>,
): readonly Zone[] {
  return Object.entries(table).map(([room, below]) => ({
    name: `${layer.split('/').at(-2)} ${room}`,
    prefix: `${layer}${room}${room.endsWith('.ts') ? '' : '/'}`,
    own: [...shared.own, ...below.map((name) => `${layer}${name}${name.endsWith('.ts') ? '' : '/'}`)],
    packages: shared.packages,
  }));
}

const BASICS = ['result.ts', 'cut.ts', 'fault.ts', 'typed.ts'];
const CONTENT = [...BASICS, 'templates', 'rules'];

// The floors. A line says what a room is allowed to look down on; nothing may look up.
const ZONES: readonly Zone[] = [
  // Pure: no I/O, no clock, no chance. node:crypto for the content hash, libphonenumber-js for numbering plans.
  ...rooms(
    'src/domain/',
    { own: [], packages: ['zod', 'libphonenumber-js', 'node:crypto'] },
    {
      'result.ts': [],
      'cut.ts': [],
      'fault.ts': [],
      'typed.ts': ['cut.ts'],
      people: BASICS,
      contacts: BASICS,
      'command.ts': [...BASICS, 'contacts'],
      templates: BASICS,
      review: [...BASICS, 'templates'],
      senders: [...BASICS, 'templates'],
      rules: [...BASICS, 'templates', 'senders'],
      proposals: CONTENT,
      sends: [...CONTENT, 'contacts'],
      'refusal.ts': [...CONTENT, 'contacts', 'people', 'proposals', 'review', 'senders', 'sends'],
      'gate.ts': [...CONTENT, 'contacts', 'people', 'review', 'senders', 'sends', 'refusal.ts'],
    },
  ),
  // Facts become forms and cards. `view.ts` is the model, `words` every sentence, `parts` what several cards share.
  ...rooms(
    'src/views/',
    { own: DOMAIN, packages: ['intl-messageformat'] },
    {
      'view.ts': [],
      words: ['view.ts'],
      parts: ['view.ts', 'words'],
      review: ['view.ts', 'words', 'parts'],
      people: ['view.ts', 'words', 'parts'],
      refusals: ['view.ts', 'words', 'parts', 'people', 'review'],
      templates: ['view.ts', 'words', 'parts', 'review'],
      proposals: ['view.ts', 'words', 'parts', 'review'],
      sends: ['view.ts', 'words', 'parts'],
      conversations: ['view.ts', 'words', 'parts'],
      operation: ['view.ts', 'words', 'parts', 'people', 'review'],
    },
  ),
  // What other companies are to us: types only.
  { name: 'ports', prefix: 'src/ports/', own: ['src/domain/', 'src/views/view.ts'], packages: [NODE] },
  // The database. `engine` knows the drivers, `queues` what waits; an aggregate a file beside them.
  {
    name: 'store engine',
    prefix: 'src/store/engine/',
    own: [...DOMAIN, 'src/ports/process.ts', 'migrations/'],
    packages: ['kysely', 'better-sqlite3', 'pg', 'zod', NODE],
  },
  ...rooms(
    'src/store/',
    { own: [...DOMAIN, 'src/ports/process.ts', 'migrations/'], packages: ['kysely', 'zod', NODE] },
    { queues: ['engine'], people: ['engine'], sends: ['engine', 'queues'] },
  ),
  {
    name: 'store',
    prefix: 'src/store/',
    own: [...DOMAIN, 'src/ports/process.ts', 'migrations/'],
    packages: ['kysely', 'zod', NODE],
  },
  // Use-cases. `news` decides what is to be told and writes it down; `posting` is what the worker then posts.
  ...rooms(
    'src/app/',
    { own: [...DOMAIN, 'src/views/', 'src/ports/', 'src/store/'], packages: ['zod', 'node:crypto'] },
    {
      'deps.ts': [],
      'words-about.ts': ['deps.ts'],
      news: ['deps.ts', 'words-about.ts'],
      people: ['deps.ts', 'words-about.ts', 'news'],
      contacts: ['deps.ts', 'words-about.ts', 'news', 'people'],
      senders: ['deps.ts', 'words-about.ts', 'news', 'people'],
      proposals: ['deps.ts', 'words-about.ts', 'news', 'people', 'senders'],
      review: ['deps.ts', 'words-about.ts', 'news', 'people', 'senders', 'proposals'],
      templates: ['deps.ts', 'words-about.ts', 'news', 'people', 'senders', 'proposals', 'review'],
      sends: ['deps.ts', 'words-about.ts', 'news', 'people', 'contacts', 'senders', 'templates'],
      delivery: ['deps.ts', 'words-about.ts', 'news', 'people', 'senders', 'templates', 'sends'],
      conversations: ['deps.ts', 'words-about.ts', 'news', 'people', 'contacts', 'senders', 'sends'],
      posting: ['deps.ts', 'words-about.ts', 'news', 'people', 'senders', 'proposals', 'sends'],
      intake: [
        'deps.ts',
        'words-about.ts',
        'news',
        'people',
        'contacts',
        'senders',
        'proposals',
        'review',
        'templates',
        'sends',
        'delivery',
        'conversations',
      ],
      'job-handlers.ts': [
        'deps.ts',
        'news',
        'people',
        'proposals',
        'review',
        'sends',
        'delivery',
        'conversations',
        'posting',
        'intake',
      ],
    },
  ),
  {
    name: 'jobs',
    prefix: 'src/jobs/',
    own: ['src/app/', 'src/store/', 'src/domain/', 'src/ports/'],
    packages: ['zod', NODE],
  },
  {
    name: 'schedule',
    prefix: 'src/jobs/schedule.ts',
    own: ['src/jobs/', 'src/app/', 'src/store/', 'src/domain/', 'src/ports/'],
    packages: ['node-cron', NODE],
  },
  { name: 'http', prefix: 'src/http/', own: ['src/ports/', 'src/metrics.ts'], packages: ['fastify', NODE] },
  { name: 'metrics', prefix: 'src/metrics.ts', own: ['src/ports/', 'src/domain/'], packages: ['prom-client'] },
  { name: 'log', prefix: 'src/log.ts', own: ['src/ports/'], packages: ['pino'] },
  // The settings of a sender are an adapter's own; the union of them is the configuration's, made from the registry.
  {
    name: 'config',
    prefix: 'src/config',
    own: [
      'src/domain/',
      'src/log.ts',
      'src/ports/',
      'src/views/words/',
      'adapters/provider/registry.ts',
      'adapters/provider/entry.ts',
    ],
    packages: ['zod', 'yaml', 'fastest-levenshtein', NODE],
  },
  // Composition: the only places that see everything.
  { name: 'cli', prefix: 'src/cli', own: EVERYTHING, packages: ['kysely', 'fflate', NODE] },
  { name: 'compose', prefix: 'src/compose', own: EVERYTHING, packages: [NODE] },
  { name: 'aval', prefix: 'src/aval.ts', own: EVERYTHING, packages: [NODE] },
  { name: 'rehearsal', prefix: 'src/rehearsal', own: EVERYTHING, packages: [NODE] },
  { name: 'main', prefix: 'src/main.ts', own: EVERYTHING, packages: [NODE] },
  { name: 'migrations', prefix: 'migrations/', own: [], packages: ['kysely'] },
  // Adapters know the ports, never each other, never a use-case. Their rooms: way in, way out, drawing, trust, people.
  { name: 'shared', prefix: 'adapters/shared/', own: PORTS, packages: ['undici', NODE] },
  ...adapterRooms('adapters/chat/slack/', ['@slack/bolt', 'undici', 'zod', 'lru-cache', NODE], {
    drawing: [],
    out: ['drawing'],
    in: ['drawing', 'out'],
  }),
  ...adapterRooms('adapters/chat/teams/', ['botbuilder', 'undici', 'zod', 'lru-cache', NODE], {
    connector: [],
    trust: ['connector'],
    people: ['connector', 'trust'],
    drawing: [],
    out: ['connector', 'drawing', 'trust'],
    in: ['connector', 'drawing', 'out', 'people', 'trust'],
  }),
  ...adapterRooms('adapters/chat/console/', ['zod', 'lru-cache', NODE], {
    drawing: [],
    pages: ['drawing'],
    in: ['drawing', 'pages'],
  }),
  // What a provider's folder hands over, and the one list of them.
  { name: 'provider entry', prefix: 'adapters/provider/entry.ts', own: PORTS, packages: ['zod'] },
  {
    name: 'registry',
    prefix: 'adapters/provider/registry.ts',
    own: [...PORTS, 'adapters/provider/'],
    packages: ['zod'],
  },
  ...adapterRooms('adapters/provider/meta/', ['undici', 'zod', 'lossless-json', NODE], {
    templates: [],
    webhook: ['templates'],
    simulator: [],
  }),
  ...adapterRooms('adapters/provider/twilio/', ['undici', 'zod', 'lossless-json', NODE], {
    templates: [],
    webhook: ['templates'],
    simulator: [],
  }),
];

/** The rooms of one adapter. Files beside the rooms are the front door, and the small facts every room of it may use. */
function adapterRooms(
  adapter: string,
  packages: readonly string[],
  table: Readonly<Record<string, readonly string[]>>,
): readonly Zone[] {
  const own = [...PORTS, ...SHARED, `${adapter}*.ts`];
  return [
    { name: adapter.split('/').at(-2) ?? adapter, prefix: adapter, own: [...PORTS, ...SHARED], packages },
    ...rooms(adapter, { own, packages }, table),
  ];
}

/** The only files that may know a package, wherever their zone would allow it. */
const ONLY_IN: Readonly<Record<string, RegExp>> = {
  'better-sqlite3': /^src\/store\/engine\/sqlite\.ts$/,
  pg: /^src\/store\/engine\/postgres\.ts$/,
  'node-cron': /^src\/jobs\/schedule\.ts$/,
  fastify: /^src\/http\//,
  'prom-client': /^src\/metrics\.ts$/,
  pino: /^src\/log\.ts$/,
  yaml: /^src\/config\/yaml-file\.ts$/,
  'libphonenumber-js': /^src\/domain\/contacts\/phone(-[a-z]+)?\.ts$/,
  'intl-messageformat': /^src\/views\/words/,
  botbuilder: /^adapters\/chat\/teams\/trust\/wire\.ts$/,
};

/** Literal tables and lists of words; everything else is logic and stays under the limit. */
const LONG_TABLES = [/^src\/views\/words\//];
/** Types only. */
const DECLARATIONS = [
  ...filesUnder('src/ports', '.ts'),
  ...['proposals', 'review', 'templates'].map((room) => `src/views/${room}/data.ts`),
  'src/store/engine/tables.ts',
];
const MAX_LINES = 300;

/** What is put together of everything below it may say so. */
const ABOVE_ITS_ROOMS = /^(registry|jobs|config) /;

/** Folders with fewer than 3 or more than 15 files, each with the reason. */
const ODD_FOLDERS: Readonly<Record<string, string>> = {
  'src/views': 'the view model',
  migrations: 'a file for every change of the schema there ever was',
  'src/store': 'an aggregate a file, beside the rooms',
  'src/store/engine': 'two engines, and the schema of both',
  'src/domain/review': 'the provider’s verdict, and how its copy of a template is told from ours',
  'src/domain/people': 'roles, and codes that link accounts',
  'src/views/words/en':
    'a file for what each room of the views says, and the one that gathers the keys of every language',
  'adapters/provider': 'what a provider hands over, and the list of them',
  'src/views/people': 'one file a kind of card',
  'src/views/conversations': 'grows with conversations',
  'src/views/templates': 'one list with its data',
  'src/app/conversations': 'grows with conversations',
  'src/app/senders': 'grows with the second provider',
  'src/app': 'what every use-case is given, and the worker’s table',
};

const TOP_LEVEL = ['.ci', 'adapters', 'docs', 'manifests', 'migrations', 'src', 'test'];
const NOT_OURS = new Set(['.git', 'node_modules', 'data', 'dist', 'coverage']);

const sources = ['src', 'adapters', 'migrations'].flatMap((folder) => filesUnder(folder, '.ts'));
const everything = [...sources, ...filesUnder('test', '.ts')];

function zoneOf(file: string): Zone | undefined {
  return ZONES.filter((zone) => file.startsWith(zone.prefix)).sort((a, b) => b.prefix.length - a.prefix.length)[0];
}

function mayImport(zone: Zone, file: string): boolean {
  return [zone.prefix, ...zone.own].some((prefix) =>
    prefix.includes('*') ? new RegExp(`^${prefix.replace('*', '[^/]+')}$`).test(file) : file.startsWith(prefix),
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

  it('a room looks down only: every room it may use stands above it in the table', () => {
    const placed = ZONES.map((zone) => zone.prefix);
    const up = ZONES.flatMap((zone, floor) =>
      zone.own
        .filter((own) => own.split('/').slice(0, 2).join('/') === zone.prefix.split('/').slice(0, 2).join('/'))
        .filter((own) => !own.includes('*') && placed.indexOf(own) > floor)
        .map((own) => `${zone.name} looks up at ${own}`),
    );

    expect(up.filter((line) => !ABOVE_ITS_ROOMS.test(line))).toEqual([]);
  });

  it('no folder is a crowd, and none a corridor', () => {
    const sizes = new Map<string, number>();
    for (const file of sources) {
      const folder = file.slice(0, file.lastIndexOf('/'));
      sizes.set(folder, (sizes.get(folder) ?? 0) + 1);
    }
    const odd = [...sizes].filter(
      ([folder, files]) => (files < 3 || files > 15) && !Object.hasOwn(ODD_FOLDERS, folder),
    );

    expect(odd).toEqual([]);
    for (const folder of Object.keys(ODD_FOLDERS)) expect(sizes.has(folder), folder).toBe(true);
  });

  it('the ports are types only', () => {
    for (const file of filesUnder('src/ports', '.ts'))
      expect(importsOf(file).filter((found) => !found.typeOnly)).toEqual([]);
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
      'CONTRIBUTING.md',
      'README.md',
      ...filesUnder('docs', '.md'),
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
