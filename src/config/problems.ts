// Turns what the schemas reject into lines a person can act on: path, what was expected, hint.
import { z } from 'zod';
import { nearest } from './nearest.ts';

export type Problem = {
  /** `policy.quorum`, `senders[0].appId`, `SLACK_BOT_TOKEN`. */
  readonly path: string;
  /** `environment`, or the file and line. */
  readonly where: string;
  readonly expected: string;
  /** What to do; may be empty. */
  readonly hint: string;
};

type Path = readonly PropertyKey[];

/** The part of JSON Schema that we read back from our own schemas; `expected` and `hint` are ours. */
export type SchemaNode = {
  readonly description?: string;
  readonly expected?: string;
  readonly hint?: string;
  readonly shownDefault?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
};

/** What a schema accepts, as data: the one source of hints, suggestions and the README's table. */
export function schemaNode(schema: z.ZodType): SchemaNode {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as SchemaNode; // zod's type of it has no custom keys
}

/** `where` says where a path stands; values are never shown, they may be secrets. */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  root: SchemaNode,
  where: (path: Path) => string,
): readonly Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey(key, issue.path, root, where));
    }
    const node = nodesAt(root, issue.path).find((candidate) => candidate.expected !== undefined);
    const own = issue.code === 'custom' ? issue.message : '';
    return [
      {
        path: pathText(issue.path),
        where: where(issue.path),
        expected: node?.expected ?? issue.message,
        hint: [own, node?.hint ?? ''].filter((text) => text !== '').join('; '),
      },
    ];
  });
}

function unknownKey(key: string, parent: Path, root: SchemaNode, where: (path: Path) => string): Problem {
  const known = nodesAt(root, parent).flatMap((node) => Object.keys(node.properties ?? {}));
  const meant = nearest(key, known);
  return {
    path: pathText([...parent, key]),
    where: where([...parent, key]),
    expected: `one of: ${known.join(', ')}`,
    hint: meant === undefined ? 'no such setting: remove it' : `no such setting: did you mean ${meant}?`,
  };
}

/** Every schema node that may stand at a path; a union gives several. */
function nodesAt(root: SchemaNode, path: Path): readonly SchemaNode[] {
  let nodes = alternatives(root);
  for (const step of path) {
    nodes = nodes.flatMap((node) => {
      const next = typeof step === 'number' ? node.items : node.properties?.[String(step)];
      return next === undefined ? [] : alternatives(next);
    });
  }
  return nodes;
}

export function alternatives(node: SchemaNode): readonly SchemaNode[] {
  return [node, ...(node.oneOf ?? []).flatMap(alternatives), ...(node.anyOf ?? []).flatMap(alternatives)];
}

/** `['senders', 0, 'appId']` → `senders[0].appId`. */
export function pathText(path: Path): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text.replace(/^\./, '') || 'the whole file';
}

/** The report printed before exit 1. `outcome`: what did not happen because of them. */
export function describeProblems(problems: readonly Problem[], outcome = 'Aval did not start'): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const blocks = problems.map((problem) =>
    [
      `  ${problem.path} (${problem.where})`,
      `    expected: ${problem.expected}`,
      ...(problem.hint === '' ? [] : [`    hint:     ${problem.hint}`]),
    ].join('\n'),
  );
  return `${outcome}: ${count} in the configuration\n\n${blocks.join('\n\n')}\n`;
}
