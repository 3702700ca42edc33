// Reading contents and their approvals. Twilio makes no name unique and cuts none short: a content is known by its SID, its
// name is a label. A list that cannot be read to its end is a failure, never a shorter list.
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { RemoteTemplate } from '../../../../src/ports/provider.ts';
import { type CallTwilio, type ClientDeps, nextPath, type SenderSettings } from '../client.ts';
import { failureOfGarble } from '../errors.ts';
import { ContentPage, ContentRow } from '../schema.ts';
import { filedName, type ReadApproval, readApproval, readCategory, reviewOf, shownName } from './approval.ts';
import { type ReadContent, readContent } from './content-read.ts';

export type TemplatesDeps = ClientDeps & { readonly settings: SenderSettings; readonly call: CallTwilio };

/** A content with what WhatsApp thinks of it. */
export type Content = { readonly row: ContentRow; readonly approval: ReadApproval; readonly read: ReadContent };

/** Twilio advises at most 500; a page is also cut near 1 MB. */
const PAGE_SIZE = 500;
/** 6,000 approved templates, and more that never were: a list that goes on beyond this is going round in circles. */
const MOST_PAGES = 200;

/**
 * Every content of the account that can be read; the others are counted and logged. Contents that share a label are told
 * apart by their SID: the one at WhatsApp, or the newest, keeps the label.
 */
export async function listTemplates(deps: TemplatesDeps): Promise<Result<readonly RemoteTemplate[], Failure>> {
  const contents = await listContents(deps);
  return contents.ok ? ok(labelled(contents.value).map(remoteOf)) : contents;
}

/** The content under this label; its approval is asked for once more where the list did not tell it plainly. */
export async function findTemplate(
  name: string,
  language: string,
  deps: TemplatesDeps,
): Promise<Result<RemoteTemplate | undefined, Failure>> {
  const contents = await listContents(deps);
  if (!contents.ok) return contents;
  const found = labelled(contents.value).find(
    ({ read }) => read.template.name === name && read.template.language === language,
  );
  if (found === undefined) return ok(undefined);
  if (found.approval.kind === 'submitted') return ok(remoteOf(found));
  const approval = await readApprovalOf(found.row.sid, deps);
  if (!approval.ok) return approval;
  const confirmed = contentOf(found.row, approval.value);
  if (confirmed === undefined) return err(failureOfGarble('the content cannot be read', false));
  const { template } = confirmed.read;
  return ok(remoteOf({ ...confirmed, read: { ...confirmed.read, template: { ...template, name } } }));
}

/** All of them, page by page. */
export async function listContents(deps: TemplatesDeps): Promise<Result<readonly Content[], Failure>> {
  const contents = new Map<string, Content>();
  const seen = new Set<string>();
  let path = `/v1/ContentAndApprovals?PageSize=${PAGE_SIZE}`;
  while (!seen.has(path) && seen.size < MOST_PAGES) {
    seen.add(path);
    const answer = await deps.call({ name: 'list_templates', api: 'content', method: 'GET', path });
    if (!answer.ok) return answer;
    const page = ContentPage.safeParse(answer.value);
    if (!page.success) return err(failureOfGarble('the list of contents cannot be read', false));
    for (const item of page.data.contents) {
      const content = understood(item, deps);
      // A content moved between pages while we read is met twice: the later reading counts.
      if (content !== undefined) contents.set(content.row.sid, content);
    }
    const next = page.data.meta?.next_page_url;
    if (next === undefined || next === null || next === '') return ok([...contents.values()]);
    const following = nextPath(deps.settings, 'content', next);
    if (!following.ok) return following;
    path = following.value;
  }
  return err(failureOfGarble('the list of contents does not end', false));
}

/** One content as it is now, without its approval; undefined when it is not there. */
export async function fetchContent(sid: string, deps: TemplatesDeps): Promise<Result<ContentRow | undefined, Failure>> {
  const answer = await deps.call({ name: 'read_template', api: 'content', method: 'GET', path: `/v1/Content/${sid}` });
  if (!answer.ok) return isAbsent(answer.error) ? ok(undefined) : answer;
  const row = ContentRow.safeParse(answer.value);
  return row.success ? ok(row.data) : err(failureOfGarble('the content cannot be read', false));
}

/** What WhatsApp thinks of one content. Not there counts as never submitted: the content itself was just seen. */
export async function readApprovalOf(sid: string, deps: TemplatesDeps): Promise<Result<ReadApproval, Failure>> {
  const path = `/v1/Content/${sid}/ApprovalRequests`;
  const answer = await deps.call({ name: 'read_approval', api: 'content', method: 'GET', path });
  if (!answer.ok) return isAbsent(answer.error) ? ok({ kind: 'unsubmitted' }) : answer;
  return ok(readApproval(answer.value));
}

/** 20404 is Twilio's own "no such resource". A 404 without it comes from elsewhere and proves nothing. */
function isAbsent(failure: Failure): boolean {
  return failure.code === '20404';
}

/** Undefined when its type is none we know. */
export function contentOf(row: ContentRow, approval: ReadApproval): Content | undefined {
  const submitted = approval.kind === 'submitted' ? approval.approval : undefined;
  const read = readContent(row, {
    name: shownName(submitted?.name || row.friendly_name || row.sid.toLowerCase()),
    category: readCategory(submitted?.category),
    type: submitted?.content_type ?? undefined,
  });
  return read === undefined ? undefined : { row, approval, read };
}

export function remoteOf({ row, approval, read }: Content): RemoteTemplate {
  const filedAs = filedName(approval);
  const review = reviewOf(approval);
  const { template } = read;
  return { externalId: row.sid, template, ...(filedAs && { filedAs }), review, quality: 'unknown' };
}

function understood(item: unknown, deps: TemplatesDeps): Content | undefined {
  const row = ContentRow.safeParse(item);
  const content = row.success ? contentOf(row.data, readApproval(row.data.approval_requests)) : undefined;
  if (content === undefined || content.approval.kind === 'unknown') {
    const fields = { provider: 'twilio', sender: deps.settings.senderId };
    deps.count('provider_unreadable_templates', fields);
    const externalId = row.success ? row.data.sid : undefined;
    deps.log.warn({ ...fields, externalId }, 'a template at the provider was not understood');
  }
  return content;
}

function labelled(contents: readonly Content[]): readonly Content[] {
  const owners = new Map<string, Content>();
  for (const content of contents) {
    const owner = owners.get(labelOf(content));
    if (owner === undefined || outranks(content, owner)) owners.set(labelOf(content), content);
  }
  return contents.map((content) => {
    if (owners.get(labelOf(content)) === content) return content;
    const { template } = content.read;
    const name = `${template.name}_${content.row.sid.toLowerCase()}`;
    return { ...content, read: { ...content.read, template: { ...template, name } } };
  });
}

function labelOf({ read }: Content): string {
  return `${read.template.name} ${read.template.language}`;
}

function outranks(a: Content, b: Content): boolean {
  const isThere = (content: Content) => (content.approval.kind === 'submitted' ? 1 : 0);
  if (isThere(a) !== isThere(b)) return isThere(a) > isThere(b);
  return createdAt(a) > createdAt(b);
}

function createdAt({ row }: Content): number {
  return Date.parse(row.date_created ?? '') || 0;
}
