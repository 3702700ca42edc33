// `aval lint FILE|-`: the rule book over a file of templates in the provider's own format, for editors, hooks and CI. Only stdout carries the
// result; what went wrong with the command itself goes to stderr.
import { createReadStream } from 'node:fs';
import type { FileTemplate, ProviderEntry } from '../../adapters/provider/entry.ts';
import { PROVIDERS } from '../../adapters/provider/registry.ts';
import { checkTemplate, hasErrors } from '../domain/rules/rule-book.ts';
import type { Finding } from '../domain/templates/template.ts';
import { findingText } from '../views/words/finding-text.ts';
import { wordings } from '../views/words/word-lists.ts';
import type { Io } from './io.ts';

const INPUT_MAX = 1024 * 1024; // bytes; an export of several hundred templates fits

export type LintedFinding = Pick<Finding, 'severity' | 'rule' | 'component'> & { readonly message: string };
export type Linted = { readonly name: string | null; readonly findings: readonly LintedFinding[] };

const USAGE = 'Usage: lint FILE   (- reads standard input)';

/**
 * `argv`: what follows `lint`. Prints a JSON array with one element per template, in order. Gives the exit code: 0
 * without errors (warnings allowed), 1 with errors, 2 when there was nothing to check: wrong usage, unreadable file, not
 * JSON, over 1 MiB.
 */
export async function runLint(
  argv: readonly string[],
  io: Io,
  providers: readonly ProviderEntry[] = PROVIDERS,
): Promise<0 | 1 | 2> {
  const [path, ...more] = argv;
  if (path === '--help' || path === '-h') {
    io.out(USAGE);
    return 0;
  }
  if (path === undefined || path === '' || more.length > 0 || (path !== '-' && path.startsWith('-'))) {
    io.err(USAGE);
    return 2;
  }
  const source = path === '-' ? 'Standard input' : path;
  const read = path === '-' ? await readInput(io) : await readFile(path);
  if (!read.ok) return refuse(io, source, read.why);
  const file = await readTemplates(read.text, providers);
  if (!file) return refuse(io, source, 'is in a format no provider reads');
  if (!file.ok) return refuse(io, source, file.error);
  const linted = file.value.map(lintTemplate);
  const shownResult: readonly Linted[] = linted.map(({ name, findings }) => ({ name, findings: findings.map(shown) }));
  io.out(JSON.stringify(shownResult, null, 2));
  return linted.some(({ findings }) => hasErrors(findings)) ? 1 : 0;
}

/** By the provider whose format it surely is; else by the first one that reads files. */
async function readTemplates(text: string, providers: readonly ProviderEntry[]) {
  const readers = await Promise.all(providers.map(({ templateFiles }) => templateFiles?.()));
  const reads = readers.flatMap((readFile) => (readFile ? [readFile(text)] : []));
  return reads.find((one) => one.ok && one.isOurs) ?? reads[0];
}

function refuse(io: Io, source: string, why: string): 2 {
  io.err(`${source} ${why}.`);
  return 2;
}

type Read = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

const TOO_LARGE: Read = { ok: false, why: `is larger than ${INPUT_MAX} bytes` };

async function readInput(io: Io): Promise<Read> {
  const text = await io.stdin();
  return Buffer.byteLength(text) > INPUT_MAX ? TOO_LARGE : { ok: true, text };
}

async function readFile(path: string): Promise<Read> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > INPUT_MAX) return TOO_LARGE;
      chunks.push(bytes);
    }
  } catch (cause) {
    // A missing file, a directory, no permission: told to the person who typed the command.
    const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
    return { ok: false, why: `cannot be read${code}` };
  }
  return { ok: true, text: Buffer.concat(chunks).toString('utf8') };
}

function lintTemplate({ name, template, findings, isReadBack }: FileTemplate): {
  readonly name: string | null;
  readonly findings: readonly Finding[];
} {
  const checked = template ? checkTemplate(template, wordings) : [];
  // Something of the wrong type also reads as missing; saying it once is enough.
  const misread = new Set(findings.filter(({ rule }) => rule === 'json-wrong-type').map(({ component }) => component));
  const kept = checked.filter(({ rule, component }) => !(rule.endsWith('-missing') && misread.has(component)));
  const all = unique([...findings, ...kept]);
  return { name, findings: isReadBack ? all.map((found) => ({ ...found, severity: 'warning' })) : all };
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ rule, field, facts }: Finding) => JSON.stringify([rule, field, facts]);
  return [...new Map(findings.map((found) => [keyOf(found), found])).values()];
}

function shown(found: Finding): LintedFinding {
  return { severity: found.severity, rule: found.rule, component: found.component, message: findingText(found) };
}
