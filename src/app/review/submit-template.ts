// The approved content goes to the provider. Safe to run again after a crash at any line: a duplicate is read back and
// compared, never created twice.

import type { Failure } from '../../domain/fault.ts';
import { ok, type Result } from '../../domain/result.ts';
import { providerFingerprint } from '../../domain/review/fingerprint.ts';
import type { Review } from '../../domain/review/review.ts';
import { contentHash } from '../../domain/templates/content-hash.ts';
import type { Category, Template } from '../../domain/templates/template.ts';
import type { Progress, Provider, RemoteTemplate } from '../../ports/provider.ts';
import { createMemory } from '../../store/memory.ts';
import { changeProposal, type Proposal, type Revision } from '../../store/proposals.ts';
import type { Tx } from '../../store/store.ts';
import { putTemplate, type StoredTemplate, templateByKey } from '../../store/templates.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { note, repaint } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';
import type { ThreadNote } from '../news/thread-note.ts';
import { loadProposal } from '../proposals/view.ts';
import { stopSenderIn, stopsSender } from '../senders/health.ts';
import { handOver } from './hand-off.ts';

type Submitted = {
  readonly externalId: string;
  readonly review: Review;
  readonly category: Category;
  /** It was there already with the same content. */
  readonly linked?: RemoteTemplate;
};
type Outcome = Result<Submitted, Failure> | { readonly conflict: RemoteTemplate };

const RETRY_MS = 30_000;

/** Job `template.submit`. Submits the revision that was approved, if it still is the one to submit. */
export async function submitTemplate(
  deps: AppDeps,
  payload: { readonly proposalId: string; readonly revision: number },
  attempt: { readonly last: boolean },
): Promise<JobOutcome> {
  const loaded = await loadProposal(deps, payload.proposalId);
  if (!loaded || !isDue(loaded.proposal, payload.revision)) return { done: true };
  const { proposal, revision } = loaded;
  if (!isUnchanged(proposal, revision)) {
    return { bury: `proposal ${proposal.id} revision ${revision.revision} does not match its approved hash` };
  }
  const provider = deps.providers.get(proposal.senderId);
  if (!provider) return stuck(deps, proposal, noProvider());
  if (provider.capabilities.submits === 'hand_off') return handOver(deps, proposal, revision);

  const startedAt = isoNow(deps);
  const stored = await templateByKey(deps.store.db, proposal.senderId, revision.template);
  const progress = progressOf(deps, proposal);
  const outcome = await submitOrLink(provider, revision.template, { stored, progress });
  if ('conflict' in outcome) return conflict(deps, proposal, revision, outcome.conflict);
  if (outcome.ok) return submitted(deps, proposal, revision, outcome.value, startedAt);
  const failure = outcome.error;
  const again = failure.reaction === 'retry' || failure.kind === 'uncertain';
  if (again && !attempt.last) return { retryAt: failure.retryAt ?? isoIn(deps, RETRY_MS), why: failure.fault };
  return stuck(deps, proposal, failure);
}

function isDue(proposal: Proposal, revision: number): boolean {
  return proposal.state === 'approved' && proposal.submission === 'queued' && proposal.revision === revision;
}

/** What leaves is what was approved: the stored content must still give the hash the votes were bound to. */
function isUnchanged(proposal: Proposal, revision: Revision): boolean {
  return contentHash(revision.template, proposal.senderId) === revision.contentHash;
}

/** The job was given up without an answer: the submission is stuck, so that people see it and can retry. */
export async function giveUpSubmission(
  deps: AppDeps,
  payload: { readonly proposalId: string; readonly revision: number },
): Promise<void> {
  const loaded = await loadProposal(deps, payload.proposalId);
  if (!loaded || !isDue(loaded.proposal, payload.revision)) return;
  await stuck(deps, loaded.proposal, { kind: 'unavailable', fault: 'unknown_error', reaction: 'retry' });
}

/** What a try that was cut short leaves for the next one; a new revision starts without. */
function progressOf(deps: AppDeps, { senderId, id, revision }: Proposal): Progress {
  const memory = createMemory(deps.store, `provider ${senderId}`, deps.now);
  const key = `submission ${id} ${revision}`;
  return {
    read: async () => (await memory.read(key)) ?? '',
    write: (note) => memory.write(key, note),
  };
}

async function submitOrLink(
  provider: Provider,
  template: Template,
  { stored, progress }: { readonly stored: StoredTemplate | undefined; readonly progress: Progress },
): Promise<Outcome> {
  const mayEdit = provider.capabilities.edits;
  if (mayEdit && stored?.externalId !== undefined && stored.review.state === 'rejected') {
    return editOrLink(provider, stored.externalId, template);
  }
  const created = await provider.submitTemplate(template, progress);
  if (created.ok || created.error.fault !== 'template_exists') return created;
  if (!provider.capabilities.lists) return created;
  const found = await provider.findTemplate(template.name, template.language);
  if (!found.ok) return found;
  if (!found.value) return created;
  const remote = found.value;
  if (isSame(remote, template)) return ok(link(remote));
  if (mayEdit && remote.review.state === 'rejected') return provider.editTemplate(remote.externalId, template);
  return { conflict: remote };
}

/** Few edits a day are taken: a refused one may be our own of a moment ago, whose answer was lost. */
async function editOrLink(provider: Provider, externalId: string, template: Template): Promise<Outcome> {
  const edited = await provider.editTemplate(externalId, template);
  if (edited.ok || edited.error.fault !== 'edit_not_allowed') return edited;
  const found = await provider.findTemplate(template.name, template.language);
  if (!found.ok) return found;
  const isOurs = found.value && found.value.review.state !== 'rejected' && isSame(found.value, template);
  return isOurs && found.value ? ok(link(found.value)) : edited;
}

function isSame(remote: RemoteTemplate, template: Template): boolean {
  return providerFingerprint(remote.template) === providerFingerprint(template);
}

function link(remote: RemoteTemplate): Submitted {
  const { externalId, review } = remote;
  return { externalId, review, category: remote.template.category, linked: remote };
}

async function submitted(
  deps: AppDeps,
  proposal: Proposal,
  revision: Revision,
  result: Submitted,
  startedAt: string,
): Promise<JobOutcome> {
  const at = isoNow(deps);
  await deps.store.write(async (tx) => {
    const won = await changeProposal(
      tx.db,
      { ...proposal, submission: 'queued' },
      { submission: 'submitted', submissionFailure: null },
      at,
    );
    if (!won) return;
    const content = revision.template;
    const templateId = await putTemplate(
      tx.db,
      {
        id: deps.newId(),
        senderId: proposal.senderId,
        content,
        category: result.category,
        approvedFingerprint: providerFingerprint(content),
        externalId: result.externalId,
        proposalId: proposal.id,
        review: result.review,
        // Before the call, and in whole seconds as providers tell time: a verdict that comes within the same second must
        // not look older than the answer.
        reviewAt: wholeSecond(startedAt),
        quality: result.linked?.quality ?? 'unknown',
        submittedAt: at,
      },
      at,
    );
    const subject = { kind: 'proposal', id: proposal.id } as const;
    const change = `${proposal.revision}:submitted`;
    record(tx, proposal, revision, 'submitted');
    const news: ThreadNote = result.linked
      ? { kind: 'linked', templateId, at }
      : { kind: 'submitted', templateId, at, asked: content.category, given: result.category };
    await note(deps, tx, subject, news, change);
    await repaint(deps, tx, subject, change);
    // A webhook may have come before we knew the id; reading it back once settles that and shows drift at once.
    tx.enqueue(
      job('template.refresh', { templateId }, { key: `${templateId}:${change}`, runAt: isoIn(deps, RETRY_MS / 2) }),
    );
  });
  deps.log.info({ proposal: proposal.id, from: 'queued', to: 'submitted' }, 'submission changed');
  return { done: true };
}

function wholeSecond(iso: string): string {
  return new Date(Math.floor(Date.parse(iso) / 1000) * 1000).toISOString();
}

async function stuck(deps: AppDeps, proposal: Proposal, failure: Failure): Promise<JobOutcome> {
  const at = isoNow(deps);
  await deps.store.write(async (tx) => {
    const change = { submission: 'stuck', submissionFailure: JSON.stringify(failure) } as const;
    if (!(await changeProposal(tx.db, { ...proposal, submission: 'queued' }, change, at))) return;
    const subject = { kind: 'proposal', id: proposal.id } as const;
    record(tx, proposal, undefined, 'stuck', failure.code ?? failure.fault);
    await note(
      deps,
      tx,
      subject,
      { kind: 'stuck', proposalId: proposal.id, failure },
      `${proposal.revision}:stuck:${at}`,
    );
    await repaint(deps, tx, subject, `${proposal.revision}:stuck:${at}`);
    if (stopsSender(failure)) await stopSenderIn(deps, tx, proposal.senderId, failure);
  });
  deps.log.warn(
    { proposal: proposal.id, fault: failure.fault, code: failure.code, trace: failure.traceId },
    'submission stuck',
  );
  return { done: true };
}

async function conflict(
  deps: AppDeps,
  proposal: Proposal,
  revision: Revision,
  remote: RemoteTemplate,
): Promise<JobOutcome> {
  const at = isoNow(deps);
  const failure: Failure = { kind: 'rejected', fault: 'template_exists', reaction: 'template' };
  await deps.store.write(async (tx) => {
    const change = { submission: 'stuck', submissionFailure: JSON.stringify(failure) } as const;
    if (!(await changeProposal(tx.db, { ...proposal, submission: 'queued' }, change, at))) return;
    const subject = { kind: 'proposal', id: proposal.id } as const;
    record(tx, proposal, revision, 'stuck', 'conflict');
    const content = {
      kind: 'conflict',
      proposalId: proposal.id,
      approved: revision.template,
      remote: remote.template,
    } as const;
    await note(deps, tx, subject, content, `${proposal.revision}:conflict:${at}`);
    await repaint(deps, tx, subject, `${proposal.revision}:conflict:${at}`);
  });
  return { done: true };
}

function record(tx: Tx, proposal: Proposal, revision: Revision | undefined, to: string, detail?: string): void {
  tx.record({
    actor: 'aval',
    kind: 'submission',
    subjectKind: 'proposal',
    subjectId: proposal.id,
    from: 'queued',
    to,
    ...(revision && { contentHash: revision.contentHash }),
    ...(detail && { detail }),
  });
}

function noProvider(): Failure {
  return { kind: 'misconfigured', fault: 'permission_missing', reaction: 'credentials' };
}
