// A provider that takes no templates from us: after approval a person carries the text there, and says here what became of
// it. Polling finds the rest where the provider lists its templates.

import { cut } from '../../domain/cut.ts';
import { providerFingerprint } from '../../domain/review/fingerprint.ts';
import type { Review } from '../../domain/review/review.ts';
import { OURS } from '../../domain/rules/limits.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import type { Provider } from '../../ports/provider.ts';
import { changeProposal, lockProposal, type Proposal, type Revision } from '../../store/proposals.ts';
import type { Tx } from '../../store/store.ts';
import { changeTemplate, findTemplate, putTemplate, templateOfProposal } from '../../store/templates.ts';
import { proposalCard } from '../../views/proposals/card.ts';
import { HAND_IN_OUTCOMES, type HandInOutcome, handInForm } from '../../views/proposals/hand-off.ts';
import type { FieldErrors, Values } from '../../views/view.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import { note, repaint } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';
import { once } from '../news/once.ts';
import { type ProposalSubject, parseProposalSubject, proposalSubject } from '../news/subject.ts';
import { refusalReply, refuse, refuseNow } from '../people/refuse.ts';
import { channelWords, requireRight, type Staff } from '../people/staff.ts';
import { loadProposal, viewOf, withRevision } from '../proposals/view.ts';
import { applyReviewIn } from './apply.ts';

/** Part of job `template.submit`: the thread says what to carry where. */
export async function handOver(deps: AppDeps, proposal: Proposal, revision: Revision): Promise<JobOutcome> {
  const at = isoNow(deps);
  await deps.store.write(async (tx) => {
    const change = { submission: 'handed_off', submissionFailure: null, handedIn: null } as const;
    if (!(await changeProposal(tx.db, { ...proposal, submission: 'queued' }, change, at))) return;
    const subject = { kind: 'proposal', id: proposal.id } as const;
    tx.record({
      actor: 'aval',
      kind: 'submission',
      subjectKind: 'proposal',
      subjectId: proposal.id,
      from: 'queued',
      to: 'handed_off',
      contentHash: revision.contentHash,
    });
    const content = { kind: 'hand_off', proposalId: proposal.id, revision: revision.revision } as const;
    await note(deps, tx, subject, content, `${proposal.revision}`);
    await repaint(deps, tx, subject, `${proposal.revision}:handed_off`);
  });
  return { done: true };
}

/** The button: asks where the template stands at the provider. */
export async function openHandIn(
  deps: AppDeps,
  staff: Staff,
  subject: ProposalSubject,
  { values = {}, errors = {} }: { readonly values?: Values; readonly errors?: FieldErrors } = {},
): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'hand_in');
  if (missing) return refuseNow(deps, staff, missing);
  const loaded = await loadProposal(deps, subject.proposalId);
  if (!loaded) return refusalReply(staff, { kind: 'not_found', what: 'proposal' });
  const { proposal, revision } = loaded;
  const closed = notOpen(proposal, subject);
  if (closed) return refusalReply(staff, closed);
  const form = handInForm(staff.words, {
    subject: proposalSubject(subject),
    number: proposal.number,
    template: revision.template,
    ...namesOf(deps, proposal.senderId),
    values,
    errors,
  });
  return { show: 'form', form };
}

/** The form was sent: who carried it and what the provider says, recorded in their name. */
export async function handIn(deps: AppDeps, staff: Staff, intent: Extract<Intent, { kind: 'form' }>): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'hand_in');
  if (missing) return refuseNow(deps, staff, missing);
  const subject = parseProposalSubject(intent.context);
  if (!subject) return refusalReply(staff, { kind: 'form_expired' });
  const { values } = intent;
  const outcome = HAND_IN_OUTCOMES.find((one) => one === values.outcome);
  if (outcome === undefined) {
    const errors = { outcome: staff.words.say('hand_in.outcome.missing') };
    return openHandIn(deps, staff, subject, { values, errors });
  }
  return once(deps, intent, async (tx) => {
    const at = isoNow(deps);
    const proposal = await lockProposal(tx.db, subject.proposalId, at);
    if (!proposal) return refuse(deps, tx, staff, { kind: 'not_found', what: 'proposal' });
    const closed = notOpen(proposal, subject);
    if (closed) return refuse(deps, tx, staff, closed);
    const loaded = await withRevision(tx.db, proposal);
    const templateId = await arrived(deps, tx, staff, { proposal, revision: loaded.revision, values });
    await applyOutcome(deps, tx, templateId, outcome, cut((values.reason ?? '').trim(), OURS.reason));
    await repaint(deps, tx, { kind: 'proposal', id: proposal.id }, `handed_in:${at}`);
    const handedIn = proposal.handedIn ?? { by: staff.person.id, at };
    const view = await viewOf(deps, { ...loaded, proposal: { ...proposal, handedIn } }, tx.db);
    return { show: 'notice', card: proposalCard(channelWords(deps), view) };
  });
}

type Carried = { readonly proposal: Proposal; readonly revision: Revision; readonly values: Values };

/** The template's row, made the first time, with the provider's id where it is told. */
async function arrived(deps: AppDeps, tx: Tx, staff: Staff, { proposal, revision, values }: Carried): Promise<string> {
  const at = isoNow(deps);
  const typed = cut((values.external_id ?? '').trim(), OURS.externalId);
  const known = await templateOfProposal(tx.db, proposal.id);
  if (proposal.handedIn && known) {
    if (typed !== '') await changeTemplate(tx.db, known, { externalId: typed }, at);
    return known.id;
  }
  const handedIn = { by: staff.person.id, at };
  if (!(await changeProposal(tx.db, proposal, { handedIn }, at))) throw new Error('a locked proposal changed');
  const { template: content, contentHash } = revision;
  const id = await putTemplate(
    tx.db,
    {
      id: deps.newId(),
      senderId: proposal.senderId,
      content,
      category: content.category,
      approvedFingerprint: providerFingerprint(content),
      externalId: typed === '' ? undefined : typed,
      proposalId: proposal.id,
      review: { state: 'pending', raw: 'handed in' },
      reviewAt: at,
      quality: 'unknown',
      submittedAt: at,
    },
    at,
  );
  const about = { subjectKind: 'proposal', subjectId: proposal.id } as const;
  tx.record({ actor: staff.person.id, kind: 'handed_in', ...about, contentHash });
  const told = { kind: 'handed_in', by: staff.person.name, at } as const;
  await note(deps, tx, { kind: 'proposal', id: proposal.id }, told, at);
  // Does nothing where the provider lists none.
  tx.enqueue(job('template.refresh', { templateId: id }, { key: `${id}:handed_in:${at}` }));
  return id;
}

async function applyOutcome(
  deps: AppDeps,
  tx: Tx,
  templateId: string,
  outcome: HandInOutcome,
  explanation: string,
): Promise<void> {
  const template = await findTemplate(tx.db, templateId);
  if (!template || template.review.state === outcome) return;
  const review: Review = {
    state: outcome,
    raw: outcome,
    ...(outcome === 'rejected' && explanation !== '' && { explanation }),
  };
  await applyReviewIn(deps, tx, template, review, { source: 'news', at: isoNow(deps) });
}

function notOpen({ number, revision, submission }: Proposal, subject: ProposalSubject) {
  if (revision !== subject.revision)
    return { kind: 'stale', number, shown: subject.revision, current: revision } as const;
  return submission === 'handed_off' ? undefined : ({ kind: 'nothing_to_retry', number } as const);
}

function namesOf(deps: AppDeps, senderId: string): Provider['names'] {
  return deps.providers.get(senderId)?.names ?? { provider: senderId, console: senderId };
}
