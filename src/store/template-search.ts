// What of a template can be searched, and how words are looked for in it. LIKE means the same on both engines only with
// its escape sign named: one takes a backslash for it, the other none.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Category, Template } from '../domain/templates/template.ts';
import { storable } from './engine/storable.ts';
import type { Tables } from './engine/tables.ts';

const MAX_WORDS = 8;

export type TemplateFilter = {
  /** Words that must all occur in name, language or body. */
  readonly text?: string;
  /** Only what agents may send: approved, enabled, not drifted. */
  readonly sendable?: boolean;
  readonly name?: string;
  readonly language?: string;
  /** Only of these senders. */
  readonly senderIds?: readonly string[];
  readonly notCategory?: Category;
  readonly limit: number;
  readonly offset?: number;
};

/** The templates a filter lets through, deleted ones never. Quick enough for 10,000: see test/bench/search.ts. */
export function fittingTemplates(db: Kysely<Tables>, filter: TemplateFilter) {
  let query = db.selectFrom('templates').where('review', '!=', 'deleted');
  if (filter.sendable) {
    // Not as a plain comparison: an index on it would be used though most templates are approved, and all be sorted then.
    query = query.where(sql<boolean>`review || '' = 'approved'`);
    query = query.where('enabled_at', 'is not', null).where('drifted_at', 'is', null);
  }
  if (filter.name !== undefined) query = query.where('name', '=', filter.name);
  if (filter.language !== undefined) query = query.where('language', '=', filter.language);
  if (filter.senderIds !== undefined) query = query.where('sender_id', 'in', ['', ...filter.senderIds]);
  if (filter.notCategory !== undefined) query = query.where('category', '!=', filter.notCategory);
  for (const condition of searchConditions(filter.text ?? '')) query = query.where(condition);
  return query;
}

/** The column `search_text`. */
export function searchText(template: Template): string {
  return storable(`${template.name} ${template.language} ${template.body.text}`).toLowerCase();
}

/** One condition on `search_text` per word of `text`; at most 8, the rest is not looked at. */
function searchConditions(text: string): readonly RawBuilder<boolean>[] {
  const words = storable(text)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return words.slice(0, MAX_WORDS).map((word) => {
    // An accent is written with its letter or after it, and neither engine takes one for the other.
    const [joined, apart] = [word.normalize('NFC'), word.normalize('NFD')].map((form) => `%${escaped(form)}%`);
    return joined === apart
      ? sql<boolean>`search_text like ${joined} escape '!'`
      : sql<boolean>`(search_text like ${joined} escape '!' or search_text like ${apart} escape '!')`;
  });
}

// `%` and `_` are wildcards of LIKE; people who type them mean them.
function escaped(word: string): string {
  return word.replaceAll(/[!%_]/g, '!$&');
}
