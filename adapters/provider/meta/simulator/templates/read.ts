// Listing and reading templates as the Graph API does. Surprise: the `name` filter finds names that contain the text, so
// a caller must compare; and only the fields that were asked for come back.
import { type Answer, answer, graphError, refuse } from '../errors.ts';
import type { Fields } from '../json.ts';
import type { StoredTemplate } from '../model.ts';
import type { World } from '../world.ts';
import { wordsOf } from './review.ts';

const DEFAULT_FIELDS = 'name,parameter_format,components,language,status,category,id';
const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 1_000;

/** GET /{waba}/message_templates. `self`: the address called, for `paging.next`. */
export function listTemplates(world: World, query: URLSearchParams, self: URL): Answer {
  const found = world.state.templates.all().filter((template) => matches(template, query));
  const limit = Math.min(Math.max(Number(query.get('limit')) || DEFAULT_LIMIT, 1), MAX_LIMIT);
  const after = query.get('after');
  const start = after === null ? 0 : found.findIndex((template) => cursorOf(template) === after) + 1;
  if (after !== null && start === 0) return refuse(graphError(131059));

  const page = found.slice(start, start + limit);
  const [first, last] = [page[0], page.at(-1)];
  if (!first || !last) return answer({ data: [] });
  const next = new URL(self);
  next.searchParams.set('after', cursorOf(last));
  return answer({
    data: page.map((template) => project(template, query.get('fields') ?? DEFAULT_FIELDS)),
    paging: {
      cursors: { before: cursorOf(first), after: cursorOf(last) },
      ...(start + limit < found.length ? { next: next.href } : {}),
    },
  });
}

function matches(template: StoredTemplate, query: URLSearchParams): boolean {
  if (template.status === 'DELETED') return false;
  const same = (key: string, value: string): boolean => {
    const wanted = query.get(key);
    return wanted === null || wanted.toUpperCase() === value.toUpperCase();
  };
  const holds = (key: string, ...values: readonly string[]): boolean => {
    const wanted = query.get(key);
    return wanted === null || values.some((value) => value.toLowerCase().includes(wanted.toLowerCase()));
  };
  return (
    same('status', template.status) &&
    same('category', template.category) &&
    same('language', template.language) &&
    same('quality_score', template.score) &&
    holds('name', template.name) &&
    holds('content', wordsOf(template)) &&
    holds('name_or_content', template.name, wordsOf(template))
  );
}

function cursorOf(template: StoredTemplate): string {
  return Buffer.from(`t:${template.id}`).toString('base64url');
}

/** GET /{template} */
export function readTemplate(template: StoredTemplate, query: URLSearchParams): Answer {
  return answer(project(template, query.get('fields') ?? DEFAULT_FIELDS));
}

function project(template: StoredTemplate, wanted: string): Fields {
  const all: Fields = {
    id: template.id,
    name: template.name,
    language: template.language,
    status: template.status,
    category: template.category,
    correct_category: template.correctCategory,
    parameter_format: template.parameterFormat,
    components: template.components,
    rejected_reason: template.rejectedReason,
    rejection_info: template.rejectionInfo,
    quality_score: { score: template.score, date: Math.floor(Date.parse(template.createdAt) / 1000) },
    message_send_ttl_seconds: template.ttlSeconds,
  };
  const names = ['id', ...wanted.split(',').map((name) => name.trim())];
  return Object.fromEntries(names.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]));
}
