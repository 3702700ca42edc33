// A file of contents in Twilio's own JSON: one request to create a content, an array of them, or a page of its list.
import { finding } from '../../../../src/domain/rules/finding.ts';
import type { Category } from '../../../../src/domain/templates/template.ts';
import type { FileTemplate, ReadTemplateFile } from '../../entry.ts';
import { readCategory } from './approval.ts';
import { readContent } from './content-read.ts';

type Json = Readonly<Record<string, unknown>>;

/** The category is asked for with the approval: a content that names none is read as the one with the fewest rules. */
const UNSAID: Category = 'MARKETING';

export const readTemplateFile: ReadTemplateFile = (text) => {
  const json = parsed(text.replace(/^\uFEFF/, ''));
  if (json === undefined) return { ok: false, error: 'is not valid JSON' };
  const rows = rowsIn(json);
  return { ok: true, value: rows.map(readRow), isOurs: rows.length > 0 && rows.every(isContent) };
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told to whoever gave the file.
    return undefined;
  }
}

function rowsIn(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json;
  return isJson(json) && Array.isArray(json.contents) ? json.contents : [json];
}

function isContent(row: unknown): row is Json & { readonly types: Json } {
  return isJson(row) && isJson(row.types) && !('components' in row);
}

function readRow(row: unknown): FileTemplate {
  if (!isContent(row)) return { name: null, findings: [finding('json-not-object', TEMPLATE)] };
  const approval = isJson(row.approval_requests) ? row.approval_requests : {};
  const name = textOf(approval.name) ?? textOf(row.friendly_name) ?? '';
  const category = readCategory(textOf(approval.category)) ?? UNSAID;
  const variables = isJson(row.variables) ? row.variables : {};
  const content = { sid: 'HX', friendly_name: name, language: textOf(row.language) ?? '', variables, types: row.types };
  const read = readContent(content, { name, category });
  if (!read) return { name, findings: [finding('json-component-unknown', TEMPLATE, { type: typesOf(row), index: 0 })] };
  return { name, template: read.template, findings: [], ...('sid' in row && { isReadBack: true }) };
}

const TEMPLATE = { component: 'template', field: 'template' } as const;

function typesOf({ types }: { readonly types: Json }): string {
  return Object.keys(types).join(', ').slice(0, 40);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
