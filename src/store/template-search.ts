// What of a template can be searched, and how words are looked for in it. LIKE means the same on both engines only with
// its escape sign named: one takes a backslash for it, the other none.
import { type RawBuilder, sql } from 'kysely';
import type { Template } from '../domain/template.ts';
import { storable } from './storable.ts';

const MAX_WORDS = 8;

/** The column `search_text`. */
export function searchText(template: Template): string {
  return storable(`${template.name} ${template.language} ${template.body.text}`).toLowerCase();
}

/** One condition on `search_text` per word of `text`; at most 8, the rest is not looked at. */
export function searchConditions(text: string): readonly RawBuilder<boolean>[] {
  const words = storable(text)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return words.slice(0, MAX_WORDS).map((word) => sql<boolean>`search_text like ${`%${escaped(word)}%`} escape '!'`);
}

// `%` and `_` are wildcards of LIKE; people who type them mean them.
function escaped(word: string): string {
  return word.replaceAll(/[!%_]/g, '!$&');
}
