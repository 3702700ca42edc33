// The words around each variable of a text, so that the person asked for its value knows which one is meant.
import { scanPlaceholders } from './placeholders.ts';

/** A placeholder without braces and a few whole words on either side; `…` stands where more text was left out. */
export type Variable = { readonly placeholder: string; readonly before: string; readonly after: string };

const CONTEXT_CHARS = 28;

/** Each placeholder once, where it appears first, in order of appearance. */
export function variablesOf(text: string): readonly Variable[] {
  const seen = new Set<string>();
  return scanPlaceholders(text).placeholders.flatMap(({ key, start, end }) => {
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ placeholder: key, before: lastWords(text.slice(0, start)), after: firstWords(text.slice(end)) }];
  });
}

/** The text around a variable as one line, the variable in braces. */
export function contextOf({ placeholder, before, after }: Variable): string {
  return `${before}{{${placeholder}}}${after}`.replaceAll(/\s+/g, ' ').trim();
}

function lastWords(text: string): string {
  const characters = [...text];
  if (characters.length <= CONTEXT_CHARS) return text;
  const cut = characters.slice(-CONTEXT_CHARS).join('');
  return `… ${cut.replace(/^\S*\s+(?=\S)/, '')}`;
}

function firstWords(text: string): string {
  const characters = [...text];
  if (characters.length <= CONTEXT_CHARS) return text;
  const cut = characters.slice(0, CONTEXT_CHARS).join('');
  return `${cut.replace(/(?<=\S)\s+\S*$/, '')} …`;
}
