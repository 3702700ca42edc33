// Reads our own sources as text, for the test of the layout: files, and what each imports.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export type Import = {
  /** As written. */
  readonly specifier: string;
  /** Path from the root for our own files; undefined for packages. */
  readonly file: string | undefined;
  /** Gone at run time. */
  readonly typeOnly: boolean;
};

const IMPORT = /^\s*(import|export)\b(\s+type\b)?[^'"`;]*?\bfrom\s*(['"])([^'"]+)\3/gm;
const BARE = /^\s*import\s*(['"])([^'"]+)\1/gm;
const DYNAMIC = /\b(?:import|require)\s*\(\s*(?:(['"`])([^'"`]+)\1|([^)]*))/g;

/** Every file under a folder whose name ends so, as paths from the root with `/`. */
export function filesUnder(folder: string, ending: string): readonly string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .filter((name) => name.endsWith(ending) && statSync(name).isFile())
    .sort();
}

export function importsOf(file: string): readonly Import[] {
  return parseImports(readFileSync(file, 'utf8'), file);
}

/** Static, re-exporting, bare and dynamic imports. A dynamic import that is not a plain text is given as `(computed)`. */
export function parseImports(source: string, file: string): readonly Import[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) => {
    const own = specifier.startsWith('.');
    found.push({ specifier, file: own ? normalize(join(dirname(file), specifier)) : undefined, typeOnly });
  };
  for (const match of code.matchAll(IMPORT)) add(match[4]!, match[2] !== undefined);
  for (const match of code.matchAll(BARE)) add(match[2]!, false);
  for (const match of code.matchAll(DYNAMIC)) add(match[2] ?? '(computed)', false);
  return found;
}

/** `kysely/migration` → `kysely`, `@slack/bolt` → `@slack/bolt`, `node:fs` → `node:fs`. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** One circle of imports, as the files in order; undefined when there is none. */
export function circleIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return undefined;
    done.add(file);
    for (const next of graph.get(file) ?? []) {
      const circle = visit(next, [...trail, file]);
      if (circle !== undefined) return circle;
    }
    return undefined;
  };
  for (const file of graph.keys()) {
    const circle = visit(file, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
