// Reads the YAML text: `${NAME}` is replaced inside the parsed values, not in the text, so that no value of the
// environment can change the file's structure. Remembers the line of every path.
import { type Document, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { err, ok, type Result } from '../domain/result.ts';
import { nearest } from './nearest.ts';
import { type Problem, pathText } from './problems.ts';

type Path = readonly PropertyKey[];
type Env = Readonly<Record<string, string | undefined>>;

const NAME = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

export type YamlFile = {
  readonly value: unknown;
  /** Names in `${…}` that the environment lacks. */
  readonly problems: readonly Problem[];
  /** `aval.yaml, line 12`. */
  readonly where: (path: Path) => string;
  /** The scalar exactly as written: an unquoted 17-digit id is no longer itself once it is a number. */
  readonly textAt: (path: Path) => string | undefined;
};

/** `name` is only for messages. Syntax errors come back with their lines, all of them. */
export function readYaml(text: string, name: string, env: Env): Result<YamlFile, readonly Problem[]> {
  try {
    return read(text, name, env);
  } catch (error) {
    // The library throws for aliases that unfold without end, `fill` for circles, node for bottomless nesting.
    return err([syntaxProblem(error instanceof Error ? error.message : String(error), name)]);
  }
}

function read(text: string, name: string, env: Env): Result<YamlFile, readonly Problem[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const whereAt = (offset: number) => `${name}, line ${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    return err(document.errors.map((error) => syntaxProblem(error.message, whereAt(error.pos[0]))));
  }
  const where = (path: Path) => {
    const offset = offsetOf(document, path);
    return offset === undefined ? name : whereAt(offset);
  };
  const plain: unknown = document.toJS({ maxAliasCount: 50 });
  const problems: Problem[] = [];
  const missing = (variable: string, path: Path) => problems.push(unset(variable, path, env, where));
  const value = fill(plain ?? {}, { path: [], above: [] }, env, missing);
  return ok({ value, problems, where, textAt: (path) => textAt(document, path) });
}

type Place = { readonly path: Path; readonly above: readonly object[] };

/** Replaces every `${NAME}`; a key without a value counts as absent. */
function fill(value: unknown, at: Place, env: Env, missing: (name: string, path: Path) => void): unknown {
  if (typeof value === 'string') {
    return value.replace(NAME, (whole, name: string) => {
      const found = env[name];
      if (found !== undefined && found !== '') return found;
      missing(name, at.path);
      return whole;
    });
  }
  if (typeof value !== 'object' || value === null) return value;
  if (at.above.includes(value)) throw new Error('an alias must not stand inside what it names');
  const below = (step: PropertyKey): Place => ({ path: [...at.path, step], above: [...at.above, value] });
  if (Array.isArray(value)) return value.map((item, index) => fill(item, below(index), env, missing));
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, fill(item, below(key), env, missing)]));
}

function unset(variable: string, path: Path, env: Env, where: (path: Path) => string): Problem {
  const similar = nearest(
    variable,
    Object.keys(env).filter((name) => env[name] !== ''),
  );
  return {
    path: pathText(path),
    where: where(path),
    expected: `the environment variable ${variable} to be set`,
    hint: similar === undefined ? `set ${variable}, for example in .env` : `${similar} is set: is that the one?`,
  };
}

function syntaxProblem(message: string, where: string): Problem {
  return { path: 'the whole file', where, expected: 'valid YAML', hint: message };
}

// A path may lead nowhere (a missing key): then the closest thing above it that exists gives the line.
function offsetOf(document: Document, path: Path): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return undefined;
}

function textAt(document: Document, path: Path): string | undefined {
  const node = document.getIn(path, true);
  return isScalar(node) ? node.source : undefined;
}
