// The sample file of a header is tried before anybody is asked to approve it: what cannot be fetched would be approved in
// vain. Until it was there, nothing is shown to approvers.
import type { Failure } from '../../domain/fault.ts';
import { sampleLinks } from '../../domain/templates/sample-links.ts';
import type { Template } from '../../domain/templates/template.ts';
import type { Provider } from '../../ports/provider.ts';
import { postsOf } from '../../store/posts.ts';
import { changeProposal, lockProposal, type Proposal } from '../../store/proposals.ts';
import type { Tx } from '../../store/store.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { announce } from '../news/announce.ts';
import { repaint, tellPerson } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import type { JobPayloads } from '../news/jobs.ts';
import { loadProposal } from '../proposals/view.ts';

type Payload = JobPayloads['sample.check'];

const RETRY_MS = 30_000;

/** Job `sample.check`. Safe to run again after a crash at any line: nothing is kept of the file. */
export async function checkSample(deps: AppDeps, payload: Payload, attempt: { last: boolean }): Promise<JobOutcome> {
  const loaded = await loadProposal(deps, payload.proposalId);
  if (!loaded || !isAsked(loaded.proposal, payload)) return { done: true };
  const provider = deps.providers.get(loaded.proposal.senderId);
  const failure = provider && (await failureOf(provider, loaded.revision.template));
  if (failure?.reaction === 'retry' && !attempt.last) {
    return { retryAt: failure.retryAt ?? isoIn(deps, RETRY_MS), why: failure.sample?.why ?? failure.fault };
  }
  await settle(deps, payload, failure);
  return { done: true };
}

/** The job was given up without an answer: the proposer hears that the file could not be had. */
export async function giveUpSampleCheck(deps: AppDeps, payload: Payload): Promise<void> {
  await settle(deps, payload, {
    kind: 'unavailable',
    fault: 'media_failed',
    reaction: 'retry',
    sample: { why: 'no_answer' },
  });
}

/** A revision that was replaced, withdrawn or closed meanwhile has nothing left to be asked. */
function isAsked({ state, revision }: Proposal, asked: Payload): boolean {
  return revision === asked.revision && (state === 'pending' || state === 'approved');
}

async function failureOf(provider: Provider, template: Template): Promise<Failure | undefined> {
  for (const { link, format } of sampleLinks(template)) {
    const tried = await provider.trySample(link, format);
    if (!tried.ok) return tried.error;
  }
  return undefined;
}

async function settle(deps: AppDeps, payload: Payload, failure: Failure | undefined): Promise<void> {
  const at = isoNow(deps);
  await deps.store.write(async (tx) => {
    const proposal = await lockProposal(tx.db, payload.proposalId, at);
    if (!proposal || !isAsked(proposal, payload)) return;
    // Somebody found it in a list and decided already: then the card says so, and the submission what is wrong.
    if (failure && proposal.state === 'pending') return refuse(deps, tx, { proposal, failure, at });
    await announce(deps, tx, { proposalId: proposal.id, revision: proposal.revision });
  });
}

async function refuse(
  deps: AppDeps,
  tx: Tx,
  { proposal, failure, at }: { readonly proposal: Proposal; readonly failure: Failure; readonly at: string },
): Promise<void> {
  const { id, revision } = proposal;
  const change = { state: 'changes_requested', decidedAt: at, remindAt: null } as const;
  if (!(await changeProposal(tx.db, proposal, change, at))) throw new Error('a locked proposal changed under its lock');
  tx.record({
    actor: 'aval',
    kind: 'sample_refused',
    subjectKind: 'proposal',
    subjectId: id,
    from: proposal.state,
    to: change.state,
    detail: failure.sample?.why ?? failure.fault,
  });
  const news = { kind: 'sample_refused', proposalId: id, revision, failure } as const;
  tellPerson(tx, { personId: proposal.proposerId }, news, `${id}:${revision}:sample`);
  const subject = { kind: 'proposal', id } as const;
  // One that nobody saw stays unseen.
  const isShown = (await postsOf(tx.db, subject, 'root')).length > 0;
  if (isShown) await repaint(deps, tx, subject, `${revision}:sample`);
  tx.after(() => deps.log.info({ proposal: id, why: failure.sample?.why }, 'a sample file cannot be had'));
}
