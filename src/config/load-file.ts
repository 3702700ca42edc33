// The YAML file from path to checked values. Also gives the sections that are valid by themselves, so that the rules
// between settings can be checked while another section is still wrong.
import type { z } from 'zod';
import type { ConfigFile, FileSchema } from './file.ts';
import { type Problem, problemsOf, schemaNode } from './problems.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

const DEFAULT_PATH = 'aval.yaml';

export type LoadedFile = {
  /** Present when there is no problem. */
  readonly value?: ConfigFile;
  readonly problems: readonly Problem[];
  readonly sections: Partial<ConfigFile>;
  /** Sections the file names. */
  readonly present: ReadonlySet<string>;
  readonly where: YamlFile['where'];
};

/** `read` answers undefined for a file that does not exist. Without a file everything has its default. */
export function loadFile(
  env: Readonly<Record<string, string>>,
  read: (path: string) => string | undefined,
  schema: FileSchema,
): LoadedFile {
  const path = env.AVAL_CONFIG ?? DEFAULT_PATH;
  const failed = (problems: readonly Problem[]): LoadedFile => {
    return { problems, sections: {}, present: new Set(), where: () => path };
  };
  let text: string | undefined;
  try {
    text = read(path);
  } catch {
    // It is there, and this user may not read it: going on without it would be a rehearsal nobody asked for.
    return failed([unreadable(path)]);
  }
  if (text === undefined) {
    if (env.AVAL_CONFIG !== undefined) return failed([absent(path)]);
    return { ...check({}, [], { where: () => path, schema }), present: new Set() };
  }
  const yaml = readYaml(text, path, env);
  if (!yaml.ok) return failed(yaml.error);
  return check(withTextIds(yaml.value, schema), yaml.value.problems, { where: yaml.value.where, schema });
}

function check(
  value: unknown,
  unset: readonly Problem[],
  { where, schema }: { readonly where: YamlFile['where']; readonly schema: FileSchema },
): LoadedFile {
  const parsed = schema.safeParse(value);
  const present = new Set(isObject(value) ? Object.keys(value) : []);
  const problems = [...unset];
  if (!parsed.success) {
    // A value that waits for its variable is reported once, as that.
    const known = new Set(unset.map((problem) => problem.path));
    problems.push(...problemsOf(parsed.error.issues, schemaNode(schema), where).filter(({ path }) => !known.has(path)));
  }
  const sections = sectionsOf(value, schema);
  return {
    problems,
    sections,
    present,
    where,
    ...(parsed.success && unset.length === 0 ? { value: parsed.data } : {}),
  };
}

function sectionsOf(value: unknown, schema: FileSchema): Partial<ConfigFile> {
  if (!isObject(value)) return {};
  const { senders, places, roles, policy } = schema.shape;
  return {
    ...valid('senders', senders.safeParse(value.senders)),
    ...valid('places', places.safeParse(value.places)),
    ...valid('roles', roles.safeParse(value.roles)),
    ...valid('policy', policy.safeParse(value.policy)),
  };
}

function valid<K extends keyof ConfigFile>(name: K, parsed: z.ZodSafeParseResult<ConfigFile[K]>): Partial<ConfigFile> {
  return parsed.success ? { [name]: parsed.data } : {};
}

// An id without quotes arrives as a number, perhaps rounded: where text is wanted, take it as it was written.
function withTextIds(file: YamlFile, schema: FileSchema): unknown {
  const parsed = schema.safeParse(file.value);
  if (parsed.success) return file.value;
  let value = file.value;
  for (const issue of parsed.error.issues) {
    const text = file.textAt(issue.path);
    if (issue.code === 'invalid_type' && issue.expected === 'string' && text !== undefined && /^[+\d]/.test(text)) {
      value = replaced(value, issue.path, text);
    }
  }
  return value;
}

function replaced(value: unknown, [step, ...rest]: readonly PropertyKey[], text: string): unknown {
  if (step === undefined) return text;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaced(item, rest, text) : item));
  if (!isObject(value)) return value;
  return { ...value, [step]: replaced(value[String(step)], rest, text) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(path: string): Problem {
  return {
    path: 'AVAL_CONFIG',
    where: 'environment',
    expected: 'the path of a file that this user can read',
    hint: `${path} is there, but may not be read: change its owner or its mode`,
  };
}

function absent(path: string): Problem {
  return {
    path: 'AVAL_CONFIG',
    where: 'environment',
    expected: 'the path of a file that exists',
    hint: `there is no ${path}; aval.example.yaml is a start`,
  };
}
