// A file of templates in Meta's create-template JSON: one object, an array, or Meta's own list answer.
import type { ReadTemplateFile } from '../../entry.ts';
import { readJson } from '../json.ts';
import { isReadBack, readTemplateJson } from './json.ts';
import { isJson } from './json-read.ts';

/** A byte order mark in front is allowed. */
export const readTemplateFile: ReadTemplateFile = (text) => {
  const json = readJson(text.replace(/^\uFEFF/, ''));
  if (!json.ok) return { ok: false, error: json.error === 'too deep' ? 'is nested too deeply' : 'is not valid JSON' };
  const { rows, isListed } = templatesIn(json.value);
  return {
    ok: true,
    value: rows.map((row) => ({
      name: nameIn(row),
      ...readTemplateJson(row, isListed),
      ...((isListed || isReadBack(row)) && { isReadBack: true }),
    })),
    isOurs: rows.some(
      (row) => isJson(row) && ['components', 'category', 'library_template_name'].some((key) => key in row),
    ),
  };
};

function templatesIn(json: unknown): { readonly rows: readonly unknown[]; readonly isListed: boolean } {
  if (Array.isArray(json)) return { rows: json, isListed: false };
  const isList = typeof json === 'object' && json !== null && 'data' in json && !('name' in json);
  return isList && Array.isArray(json.data) ? { rows: json.data, isListed: true } : { rows: [json], isListed: false };
}

function nameIn(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('name' in json)) return null;
  return typeof json.name === 'string' ? json.name : null;
}
