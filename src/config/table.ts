// Every setting with its default and meaning, read back from the schemas: the README's table, checked by a test.
import type { ProviderEntry } from '../../adapters/provider/entry.ts';
import { PROVIDERS } from '../../adapters/provider/registry.ts';
import { environment } from './environment.ts';
import { configFile } from './file.ts';
import { alternatives, type SchemaNode, schemaNode } from './problems.ts';

export type ConfigRow = {
  /** `PORT`, `policy.quorum`, `senders[].appId`. */
  readonly name: string;
  readonly default: string;
  readonly meaning: string;
};

export type ConfigTable = {
  readonly environment: readonly ConfigRow[];
  /** Without what only senders of one provider have. */
  readonly file: readonly ConfigRow[];
  readonly providers: readonly { readonly id: string; readonly rows: readonly ConfigRow[] }[];
};

export function configTable(entries: readonly ProviderEntry[] = PROVIDERS): ConfigTable {
  const own = new Set(entries.flatMap(({ settings }) => Object.keys(settings.shape).map((key) => `senders[].${key}`)));
  const file = rows('', schemaNode(configFile(entries))).filter(({ name }) => !own.has(name));
  return {
    environment: rows('', schemaNode(environment)),
    // What senders of several providers have in common is met once for each.
    file: [...new Map(file.map((row) => [row.name, row])).values()],
    providers: entries.map(({ facts, settings }) => ({
      id: facts.id,
      rows: rows('senders[].', schemaNode(settings)),
    })),
  };
}

/** The text that stands in the README between its two `config` markers. */
export function configTableText(entries: readonly ProviderEntry[] = PROVIDERS): string {
  const table = configTable(entries);
  return [
    'Environment (an `.env` file beside `package.json` is read too):',
    '',
    ...markdown(table.environment),
    '',
    `YAML file (\`\${NAME}\` is taken from the environment; an unknown key stops the start):`,
    '',
    ...markdown(table.file),
    ...table.providers.flatMap(({ id, rows }) => ['', `Senders with \`provider: ${id}\`:`, '', ...markdown(rows)]),
  ].join('\n');
}

function rows(prefix: string, node: SchemaNode): readonly ConfigRow[] {
  return alternatives(node).flatMap((part) =>
    Object.entries(part.properties ?? {}).flatMap(([key, child]) => {
      const name = `${prefix}${key}`;
      if (child.description === undefined)
        return rows(child.items === undefined ? `${name}.` : `${name}[].`, child.items ?? child);
      const required = part.required?.includes(key) === true;
      return [{ name, default: shown(child, required), meaning: child.description }];
    }),
  );
}

function shown(node: SchemaNode, required: boolean): string {
  if (node.shownDefault !== undefined)
    return /\s/.test(node.shownDefault) ? node.shownDefault : `\`${node.shownDefault}\``;
  if (node.default === undefined) return required ? 'required' : '–';
  return Array.isArray(node.default) ? 'none' : `\`${String(node.default)}\``;
}

function markdown(list: readonly ConfigRow[]): readonly string[] {
  return [
    '| Name | Default | Meaning |',
    '| --- | --- | --- |',
    ...list.map((row) => `| \`${row.name}\` | ${row.default} | ${row.meaning} |`),
  ];
}
