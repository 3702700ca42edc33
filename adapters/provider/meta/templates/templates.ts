// Creating and reading templates. Meta's `name` filter finds parts of names, and from v24 a cursor may go stale in the
// middle of a listing: both are dealt with here.
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Template } from '../../../../src/domain/templates/template.ts';
import type { RemoteTemplate, Submitted } from '../../../../src/ports/provider.ts';
import type { CallMeta, ClientDeps } from '../client.ts';
import { failureOfGarble } from '../errors.ts';
import { CreatedTemplate, EditedTemplate, Page, TemplateRow } from '../schema.ts';
import type { MetaSettings } from '../settings.ts';
import { readTemplateJson, writeTemplateJson } from './json.ts';
import { readCategory, readQuality, reviewOfRow, reviewOfStatus } from './review.ts';
import { uploadSamples } from './upload.ts';

export type TemplatesDeps = ClientDeps & {
  readonly settings: MetaSettings & { readonly senderId: string };
  readonly call: CallMeta;
};

const FIELDS = [
  'id',
  'name',
  'language',
  'status',
  'category',
  'correct_category',
  'rejected_reason',
  'quality_score',
  'parameter_format',
  'components',
  'message_send_ttl_seconds',
].join(',');

/** The next smaller one each time Meta asks to reduce the amount of data. */
const PAGE_SIZES = [100, 20, 5, 1] as const;
/** Meta's quota is 6,000 templates; a listing that goes on beyond this is going round in circles. */
const MOST_ROWS = 10_000;
const STALE_CURSOR = '131059';

/**
 * Creates a template, its media samples uploaded first. Idempotent by name and language: a repeat answers
 * `template_exists`. Meta may choose another category than the one asked for; the answer carries Meta's.
 */
export async function submitTemplate(template: Template, deps: TemplatesDeps): Promise<Result<Submitted, Failure>> {
  const uploaded = await uploadSamples(template, deps.settings, deps.call, deps.readSample);
  if (!uploaded.ok) return uploaded;
  const created = await deps.call({
    name: 'submit_template',
    method: 'POST',
    path: `${deps.settings.wabaId}/message_templates`,
    json: writeTemplateJson(uploaded.value.template, uploaded.value.headerHandle),
  });
  if (!created.ok) return created;
  const answer = CreatedTemplate.safeParse(created.value);
  if (!answer.success) return err(failureOfGarble('the new template has no id', false));
  return ok({
    externalId: answer.data.id,
    review: reviewOfStatus(answer.data.status ?? 'PENDING'),
    category: readCategory(answer.data.category) ?? template.category,
  });
}

/**
 * Replaces the components of a template Meta rejected or paused; it goes back to review. Name, language and parameter
 * format never change. After a lost answer read back: a second edit of a template in review is `edit_not_allowed`.
 */
export async function editTemplate(
  externalId: string,
  template: Template,
  deps: TemplatesDeps,
): Promise<Result<Submitted, Failure>> {
  const uploaded = await uploadSamples(template, deps.settings, deps.call, deps.readSample);
  if (!uploaded.ok) return uploaded;
  const whole = writeTemplateJson(uploaded.value.template, uploaded.value.headerHandle);
  const edited = await deps.call({
    name: 'edit_template',
    method: 'POST',
    path: encodeURIComponent(externalId),
    json: Object.fromEntries(Object.entries(whole).filter(([key]) => EDITABLE.has(key))),
  });
  if (!edited.ok) return edited;
  const answer = EditedTemplate.safeParse(edited.value);
  if (!answer.success) return err(failureOfGarble('the edit is not confirmed', false));
  return ok({
    externalId,
    review: reviewOfStatus(answer.data.status ?? 'PENDING'),
    category: readCategory(answer.data.category) ?? template.category,
  });
}

// Meta, "Template management": what `POST /{template}` takes.
const EDITABLE = new Set(['category', 'components', 'message_send_ttl_seconds']);

/** The one template of exactly this name and language; undefined when there is none. */
export async function findTemplate(
  name: string,
  language: string,
  deps: TemplatesDeps,
  externalId?: string,
): Promise<Result<RemoteTemplate | undefined, Failure>> {
  const rows = await readRows('find_template', { name, language }, deps);
  if (!rows.ok) return rows;
  const named = rows.value.filter(
    (candidate) => candidate.row.name === name && candidate.row.language.replaceAll('-', '_') === language,
  );
  // A deleted one may still be listed beside the one that took its name; among the living, the one we know counts.
  const living = named.filter((candidate) => reviewOfRow(candidate.row).state !== 'deleted');
  const among = living.length > 0 ? living : named;
  const row = among.find((candidate) => candidate.row.id === externalId) ?? among[0];
  if (row === undefined) return ok(undefined);
  const remote = remoteTemplate(row);
  return remote === undefined
    ? err(failureOfGarble('the components of the template cannot be read', false))
    : ok(remote);
}

/** Every template of the account. A template we cannot read is left out, logged and counted. */
export async function listTemplates(deps: TemplatesDeps): Promise<Result<readonly RemoteTemplate[], Failure>> {
  const rows = await readRows('list_templates', {}, deps);
  if (!rows.ok) return rows;
  return ok(
    rows.value.flatMap((read) => {
      const remote = remoteTemplate(read);
      if (remote === undefined) noteUnreadable(deps, read.row.id);
      return remote ?? [];
    }),
  );
}

type ReadRow = { readonly row: TemplateRow; readonly json: unknown };

async function readRows(
  callName: string,
  filter: Readonly<Record<string, string>>,
  deps: TemplatesDeps,
): Promise<Result<readonly ReadRow[], Failure>> {
  const [largest, ...smaller] = PAGE_SIZES;
  let read = await readPages(callName, filter, deps, largest);
  if (!read.ok && read.error.code?.startsWith(STALE_CURSOR)) read = await readPages(callName, filter, deps, largest);
  for (const size of smaller) {
    if (read.ok || !isTooMuch(read.error)) return read;
    read = await readPages(callName, filter, deps, size);
  }
  return read;
}

/** Error 1 stands for many things, in words that change; asked for a list it is most often about its size. */
function isTooMuch({ code }: Failure): boolean {
  return code?.split('/')[0] === '1';
}

async function readPages(
  callName: string,
  filter: Readonly<Record<string, string>>,
  deps: TemplatesDeps,
  pageSize: number,
): Promise<Result<readonly ReadRow[], Failure>> {
  const rows = new Map<string, ReadRow>();
  let after: string | undefined;
  for (let page = 0; page < MOST_ROWS / pageSize; page += 1) {
    const read = await deps.call({
      name: callName,
      method: 'GET',
      path: `${deps.settings.wabaId}/message_templates`,
      query: { ...filter, fields: FIELDS, limit: `${pageSize}`, ...(after === undefined ? {} : { after }) },
    });
    if (!read.ok) return read;
    const parsed = Page.safeParse(read.value);
    if (!parsed.success) return err(failureOfGarble('the list of templates cannot be read', false));
    for (const json of parsed.data.data) {
      const row = TemplateRow.safeParse(json);
      // A template moved between pages while we read is met twice: the later reading counts.
      if (row.success) rows.set(row.data.id, { row: row.data, json });
      else noteUnreadable(deps);
    }
    const next = nextCursor(parsed.data);
    if (next === undefined && parsed.data.paging?.next === undefined) return ok([...rows.values()]);
    // More is promised that cannot be asked for: a part is never told as the whole.
    if (next === undefined || next === after) break;
    after = next;
  }
  return err(failureOfGarble('the list of templates does not end', false));
}

/** The last page carries cursors too; only `next` says that there is more. */
function nextCursor(page: Page): string | undefined {
  const next = page.paging?.next;
  if (next === undefined) return undefined;
  return page.paging?.cursors?.after ?? URL.parse(next)?.searchParams.get('after') ?? undefined;
}

function remoteTemplate({ row, json }: ReadRow): RemoteTemplate | undefined {
  const { template } = readTemplateJson(json);
  if (template === undefined) return undefined;
  const announced = readCategory(row.correct_category);
  return {
    externalId: row.id,
    template,
    review: reviewOfRow(row),
    quality: readQuality(row.quality_score?.score),
    ...(announced === undefined || announced === template.category ? {} : { futureCategory: announced }),
  };
}

function noteUnreadable(deps: TemplatesDeps, externalId?: string): void {
  const fields = { provider: 'meta', sender: deps.settings.senderId };
  deps.count('provider_unreadable_templates', fields);
  deps.log.warn({ ...fields, externalId }, 'a template at the provider cannot be read');
}
