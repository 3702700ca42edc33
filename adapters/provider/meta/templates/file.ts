// A file of templates in Meta's create-template JSON: one object, an array, or Meta's own list answer.
import type { FileTemplate, ReadTemplateFile } from '../../entry.ts';
import { readJson } from '../json.ts';
import { readTemplateJson } from './json.ts';

/** A byte order mark in front is allowed. */
export const readTemplateFile: ReadTemplateFile = (text) => {
  const json = readJson(text.replace(/^\uFEFF/, ''));
  if (!json.ok) return { ok: false, error: json.error === 'too deep' ? 'is nested too deeply' : 'is not valid JSON' };
  return { ok: true, value: templatesIn(json.value).map(readOne) };
};

function templatesIn(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json;
  const isList = typeof json === 'object' && json !== null && 'data' in json && !('name' in json);
  return isList && Array.isArray(json.data) ? json.data : [json];
}

function readOne(json: unknown): FileTemplate {
  return { name: nameIn(json), ...readTemplateJson(json) };
}

function nameIn(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('name' in json)) return null;
  return typeof json.name === 'string' ? json.name : null;
}
