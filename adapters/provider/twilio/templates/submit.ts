// Handing a template in: make a content, ask WhatsApp's approval for it. Two calls, of which either answer may get lost, and
// no name is unique at Twilio. What was done is noted before the next call, so a repeat goes on instead of starting anew.
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import { contentHash } from '../../../../src/domain/templates/content-hash.ts';
import type { Template } from '../../../../src/domain/templates/template.ts';
import type { Progress, Submitted } from '../../../../src/ports/provider.ts';
import { failureOfGarble, refusal } from '../errors.ts';
import { TWILIO } from '../facts.ts';
import { Approval, ContentRow } from '../schema.ts';
import { type ReadApproval, readCategory, reviewOf } from './approval.ts';
import { readContent } from './content-read.ts';
import { type ContentRequest, writeContent } from './content-write.ts';
import { fetchContent, listContents, readApprovalOf, type TemplatesDeps } from './list.ts';

/**
 * `making`: a content was asked for and not confirmed. `made`: this content is there, approval was not asked for. `asking`:
 * approval was asked for and not confirmed. Times are ISO.
 */
type Note =
  | { readonly step: 'nothing' }
  | { readonly step: 'making'; readonly at: string }
  | { readonly step: 'made'; readonly sid: string }
  | { readonly step: 'asking'; readonly sid: string; readonly at: string };

/** At most one content and one request for approval, wherever an earlier try was cut off. */
export async function submitTemplate(
  template: Template,
  progress: Progress,
  deps: TemplatesDeps,
): Promise<Result<Submitted, Failure>> {
  const request = writeContent(template);
  if (!request.ok) return request;
  const note = readNote(await progress.read());
  if (note.step === 'made' || note.step === 'asking') {
    const row = await fetchContent(note.sid, deps);
    if (!row.ok) return row;
    if (row.value !== undefined) return approve(template, note, progress, deps);
    // Somebody removed it in the meantime.
    await progress.write('');
    return make(template, request.value, { step: 'nothing' }, progress, deps);
  }
  return make(template, request.value, note, progress, deps);
}

async function make(
  template: Template,
  request: ContentRequest,
  note: Note,
  progress: Progress,
  deps: TemplatesDeps,
): Promise<Result<Submitted, Failure>> {
  const left = await findLeftover(template, request, deps);
  if (!left.ok) return left;
  if (left.value !== undefined) {
    await progress.write(`made ${left.value}`);
    return approve(template, { step: 'made', sid: left.value }, progress, deps);
  }
  const wait = note.step === 'making' ? untilListed(note.at, deps) : undefined;
  if (wait !== undefined) return err(wait);

  await progress.write(`making ${deps.now().toISOString()}`);
  const created = await deps.call({
    name: 'submit_template',
    api: 'content',
    method: 'POST',
    path: '/v1/Content',
    json: request,
  });
  if (!created.ok) {
    if (wasNotDone(created.error)) await progress.write('');
    return created;
  }
  const row = ContentRow.safeParse(created.value);
  if (!row.success) return err(failureOfGarble('the new content has no SID', false));
  await progress.write(`made ${row.data.sid}`);
  return approve(template, { step: 'made', sid: row.data.sid }, progress, deps);
}

/** A content of ours that never got to WhatsApp; a failure where the name is taken by another. */
async function findLeftover(
  template: Template,
  request: ContentRequest,
  deps: TemplatesDeps,
): Promise<Result<string | undefined, Failure>> {
  const contents = await listContents(deps);
  if (!contents.ok) return contents;
  const namesakes = contents.value.filter(
    ({ read }) => read.template.name === template.name && read.template.language === template.language,
  );
  const wanted = hashOf(template, request);
  for (const { row, approval, read } of namesakes) {
    const confirmed = approval.kind === 'submitted' ? ok(approval) : await readApprovalOf(row.sid, deps);
    if (!confirmed.ok) return confirmed;
    const isReusable =
      confirmed.value.kind === 'unsubmitted' &&
      contentHash({ ...read.template, category: template.category }) === wanted;
    if (!isReusable) return err(refusal('template_exists', `${row.sid} has this name and language`));
  }
  return ok(namesakes[0]?.row.sid);
}

/** Over the template as it will be read back, so that it can be compared with what is there. */
function hashOf(template: Template, request: ContentRequest): string | undefined {
  const row = { ...request, sid: '', types: { ...request.types } };
  const read = readContent(row, { name: template.name, category: template.category });
  return read && contentHash(read.template);
}

async function approve(
  template: Template,
  note: Extract<Note, { readonly sid: string }>,
  progress: Progress,
  deps: TemplatesDeps,
): Promise<Result<Submitted, Failure>> {
  const { sid } = note;
  const present = await readApprovalOf(sid, deps);
  if (!present.ok) return present;
  if (present.value.kind === 'submitted') return ok(submitted(sid, present.value, template));
  const wait = note.step === 'asking' ? untilListed(note.at, deps) : undefined;
  if (wait !== undefined) return err(wait);

  await progress.write(`asking ${sid} ${deps.now().toISOString()}`);
  const asked = await deps.call({
    name: 'submit_approval',
    api: 'content',
    method: 'POST',
    path: `/v1/Content/${sid}/ApprovalRequests/whatsapp`,
    json: {
      name: template.name,
      category: template.category,
      ...(template.ttlSeconds === undefined ? {} : { send_ttl_seconds: template.ttlSeconds }),
    },
  });
  if (!asked.ok) {
    if (wasNotDone(asked.error)) await afterRefusal(asked.error, sid, progress, deps);
    return asked;
  }
  const approval = Approval.safeParse(asked.value);
  if (!approval.success) return err(failureOfGarble('the approval cannot be read', false));
  return ok(submitted(sid, { kind: 'submitted', approval: approval.data }, template));
}

/** A content whose approval was refused for good would stand in the way of the next try under its name. */
async function afterRefusal(failure: Failure, sid: string, progress: Progress, deps: TemplatesDeps): Promise<void> {
  if (failure.kind !== 'rejected') return progress.write(`made ${sid}`);
  const removed = await deps.call({
    name: 'remove_template',
    api: 'content',
    method: 'DELETE',
    path: `/v1/Content/${sid}`,
  });
  await progress.write(removed.ok ? '' : `made ${sid}`);
}

function submitted(sid: string, approval: ReadApproval, template: Template): Submitted {
  const category = approval.kind === 'submitted' ? readCategory(approval.approval.category) : undefined;
  return { externalId: sid, review: reviewOf(approval), category: category ?? template.category };
}

/** Twilio answered that it did not do it, or was never reached. */
function wasNotDone(failure: Failure): boolean {
  if (failure.fault === 'unreachable') return true;
  return failure.kind !== 'unavailable' && failure.kind !== 'uncertain' && failure.fault !== 'unreadable_answer';
}

/** What an earlier try asked for may not be listed yet: its absence says nothing until then. */
function untilListed(at: string, deps: TemplatesDeps): Failure | undefined {
  const until = Date.parse(at) + TWILIO.limits.listedWithinMs;
  if (!(until > deps.now().getTime())) return undefined;
  const retryAt = new Date(until).toISOString();
  const detail = 'an earlier try had no answer, and what it asked for may not be listed yet';
  return { kind: 'unavailable', fault: 'no_answer', reaction: 'retry', detail, retryAt };
}

function readNote(text: string): Note {
  const [step, first = '', second = ''] = text.split(' ');
  if (step === 'making') return { step, at: first };
  if (step === 'made') return { step, sid: first };
  if (step === 'asking') return { step, sid: first, at: second };
  return { step: 'nothing' };
}
