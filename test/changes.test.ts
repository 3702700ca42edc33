// How a change lands: the table of CONTRIBUTING.md, executed. Each change is begun in a copy of the sources, with its first line
// only, and the compiler must name every other place; then it is finished there, and must compile without touching anything else.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Complaint, compiledAfter, type Edit } from './support/trial-house.ts';

type Change = {
  /** As the table of CONTRIBUTING.md calls it. */
  readonly change: string;
  /** Occurs in nothing but this change. */
  readonly mark: string;
  readonly begun: readonly Edit[];
  /** Files the compiler then complains of, among others. */
  readonly named: readonly string[];
  readonly finished: readonly Edit[];
};

const PACK_LESS = `// A trial language that lacks its word lists.
import { pack as english } from '../en/index.ts';

const { lists: _lists, ...trial_language } = english;
`;

const CHANGES: readonly Change[] = [
  {
    change: 'new sentence',
    mark: 'trial.sentence',
    begun: [
      {
        file: 'src/views/words/en/names.ts',
        find: "  'common.back':",
        put: "  'trial.sentence': 'A trial.',\n  'common.back':",
      },
    ],
    named: ['src/views/words/es/names.ts'],
    finished: [
      {
        file: 'src/views/words/es/names.ts',
        find: "  'common.back':",
        put: "  'trial.sentence': 'Una prueba.',\n  'common.back':",
      },
    ],
  },
  {
    change: 'new language',
    mark: 'words/qaa/',
    begun: [
      {
        file: 'src/views/words/languages.ts',
        find: "export { pack as es } from './es/index.ts';",
        put: "export { pack as es } from './es/index.ts';\nexport { pack as qaa } from './qaa/index.ts';",
      },
      {
        file: 'src/views/words/qaa/index.ts',
        put: `${PACK_LESS}import type { LanguagePack } from '../pack.ts';\n\nexport const pack: LanguagePack = trial_language;\n`,
      },
    ],
    named: ['src/views/words/qaa/index.ts'],
    finished: [
      { file: 'src/views/words/qaa/index.ts', put: "// A trial language.\nexport { pack } from '../en/index.ts';\n" },
    ],
  },
  {
    change: 'new card action',
    mark: 'trial_action',
    begun: [{ file: 'src/views/view.ts', find: "  | 'approve'\n", put: "  | 'approve'\n  | 'trial_action'\n" }],
    named: ['src/app/intake/actions.ts'],
    finished: [
      {
        file: 'src/app/intake/actions.ts',
        find: '  cancel_send: cancelSend,',
        put: '  cancel_send: cancelSend,\n  trial_action: cancelSend,',
      },
    ],
  },
  {
    change: 'new form',
    mark: 'trial_form',
    begun: [
      {
        file: 'src/views/view.ts',
        find: "export type FormId = 'propose'",
        put: "export type FormId = 'trial_form' | 'propose'",
      },
    ],
    named: ['src/app/intake/forms.ts'],
    finished: [
      {
        file: 'src/app/intake/forms.ts',
        find: '  send: continueSend,',
        put: '  send: continueSend,\n  trial_form: continueSend,',
      },
    ],
  },
  {
    change: 'new role',
    mark: 'trial_role',
    begun: [
      {
        file: 'src/domain/people/roles.ts',
        find: "export const ROLES = ['proposer',",
        put: "export const ROLES = ['trial_role', 'proposer',",
      },
    ],
    named: ['src/config/file.ts', 'src/config/rehearsal.ts', 'src/views/refusals/sentence.ts'],
    finished: [
      { file: 'src/domain/people/may.ts', find: "see_any_send: ['admin']", put: "see_any_send: ['trial_role']" },
      {
        file: 'src/config/file.ts',
        find: 'approver: z.array(person)',
        put: 'trial_role: z.array(person).prefault([]),\n approver: z.array(person)',
      },
      {
        file: 'src/config/rehearsal.ts',
        find: "proposer: 'everyone',",
        put: "proposer: 'everyone',\n    trial_role: [],",
      },
      {
        file: 'src/views/words/en/names.ts',
        find: "  'role.agent'",
        put: "  'role.trial_role': 'looker-on',\n  'role.agent'",
      },
      {
        file: 'src/views/words/es/names.ts',
        find: "  'role.agent'",
        put: "  'role.trial_role': 'observador',\n  'role.agent'",
      },
    ],
  },
  {
    change: 'new provider',
    mark: 'provider/trial/',
    begun: [
      {
        file: 'adapters/provider/trial/entry.ts',
        put: trialProvider('const { facts: _facts, ...trial_entry } = meta;'),
      },
      {
        file: 'adapters/provider/registry.ts',
        find: "import { meta } from './meta/entry.ts';",
        put: "import { meta } from './meta/entry.ts';\nimport { trial } from './trial/entry.ts';",
      },
      { file: 'adapters/provider/registry.ts', find: '[] = [meta', put: '[] = [trial, meta' },
    ],
    named: ['adapters/provider/trial/entry.ts'],
    finished: [{ file: 'adapters/provider/trial/entry.ts', put: trialProvider('const trial_entry = { ...meta };') }],
  },
];

function holds(file: string, text: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8').includes(text);
}

function trialProvider(made: string): string {
  return `// A trial provider.
import type { ProviderEntry } from '../entry.ts';
import { meta } from '../meta/entry.ts';

${made}
export const trial: ProviderEntry = trial_entry;
`;
}

function filesOf(complaints: readonly Complaint[], mark: string): readonly string[] {
  const about = complaints.filter(({ file, text }) => `${file}\n${text}`.includes(mark));
  return [...new Set(about.map(({ file }) => file))].sort();
}

describe('a change', () => {
  let begun: readonly Complaint[];
  let finished: readonly Complaint[];
  beforeAll(async () => {
    begun = await compiledAfter(CHANGES.flatMap((row) => row.begun));
    finished = await compiledAfter(CHANGES.flatMap((row) => [...row.begun, ...row.finished]));
  }, 120_000);

  it.each(CHANGES)('$change: the compiler names what is missing', ({ mark, named }) => {
    expect(filesOf(begun, mark)).toEqual(expect.arrayContaining([...named]));
  });

  it.each(CHANGES)('$change: nothing is missing once those places have it', ({ mark }) => {
    expect(filesOf(finished, mark)).toEqual([]);
  });

  it('new provider: a folder without its line in the registry is found', () => {
    const folders = readdirSync('adapters/provider', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const registry = 'adapters/provider/registry.ts';
    const without = folders.filter(({ name }) => !holds(registry, `'./${name}/`));

    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('is in the table of CONTRIBUTING.md', () => {
    const contributing = readFileSync('CONTRIBUTING.md', 'utf8');
    const table = contributing.slice(contributing.indexOf('changes:start'), contributing.indexOf('changes:end'));
    const rows = [...table.matchAll(/^\| (new [^|]+?) \|/gm)].map((match) => match[1]);

    expect(rows.sort()).toEqual(CHANGES.map(({ change }) => change).sort());
  });
});
