// The proposal form, step by step. Everything typed is kept in a draft for 24 h; a refused step shows each fault at its field.
import {
  buttonCountOf,
  headerFormatOf,
  isAuthentication,
  needsStepTwo,
  templateFromValues,
  valuesFromTemplate,
} from '../domain/proposal-form.ts';

import { scanPlaceholders } from '../domain/placeholders.ts';
import { stepOfField } from '../domain/template-fields.ts';
import { checkTemplate } from '../domain/template-rules.ts';
import type { Finding, Template } from '../domain/template.ts';
import type { Intent, Reply } from '../ports.ts';
import { listDrafts, loadDraft, saveDraft } from '../store/drafts.ts';
import { findProposal, findRevision, openProposalFor, votesOn } from '../store/proposals.ts';
import { templateByKey } from '../store/templates.ts';
import type { Variable } from '../views/data.ts';
import { fieldErrors } from '../views/finding-text.ts';
import { proposeStep1, proposeStep2, proposeStep3 } from '../views/propose-form.ts';
import { refusalText } from '../views/refusal-card.ts';
import type { FieldErrors, Values } from '../views/view.ts';
import { approvalPlaceName } from './channels.ts';
import { languageOptions } from './language-options.ts';
import { type AppDeps, type Db, isoIn, isoNow, senderLabel } from './deps.ts';
import { personRefs, requireRole, type Staff } from './people.ts';
import { refusalReply, refuseNow } from './refuse.ts';
import type { ProposalSubject } from './subject.ts';
import { submitProposal } from './submit-proposal.ts';

export const DRAFT_KEPT_MS = 24 * 3_600_000;
const LANGUAGES_SHOWN = 100;

export type Step = 1 | 2 | 3;
export type ProposeData = {
  readonly values: Values;
  /** A new revision of this proposal; left out for a new one. */
  readonly revises?: ProposalSubject;
  readonly changesRequested?: { readonly by: string; readonly reason: string };
};

/** `/template propose`, the shortcut, the help's button: one room, several doors. Reads only. */
export async function openPropose(deps: AppDeps, staff: Staff): Promise<Reply> {
  const missing = await requireRole(deps, staff, 'proposer');
  if (missing) return refuseNow(deps, staff, missing);
  if (deps.settings.senders.length === 0) return refusalReply(staff, { kind: 'no_sender' });
  const drafts = await listDrafts(deps.store.db, { personId: staff.person.id, now: deps.now(), limit: 10 });
  const kept = drafts.find((draft) => draft.form === 'propose');
  if (!kept) return { show: 'form', form: stepOne(deps, staff, deps.newId(), { values: {} }, {}) };
  return { show: 'form', form: stepOne(deps, staff, kept.id, kept.data as ProposeData, {}, true) }; // saved below only
}

/** Edit, Fix and resubmit, or the proposer's answer to requested changes: the same form, prefilled, in the same thread. */
export async function openRevision(deps: AppDeps, staff: Staff, subject: ProposalSubject): Promise<Reply> {
  const proposal = await findProposal(deps.store.db, subject.proposalId);
  if (!proposal) return refusalReply(staff, { kind: 'not_found', what: 'proposal' });
  const { number } = proposal;
  if (proposal.proposerId !== staff.person.id) {
    const owner = (await personRefs(deps.store.db, [proposal.proposerId])).get(proposal.proposerId)?.name ?? '?';
    return refuseNow(deps, staff, { kind: 'not_yours', what: 'proposal', owner });
  }
  if (proposal.revision !== subject.revision) {
    return refusalReply(staff, { kind: 'stale', number, shown: subject.revision, current: proposal.revision });
  }
  if (proposal.state === 'rejected' || proposal.state === 'withdrawn' || proposal.state === 'expired') {
    return refusalReply(staff, { kind: 'not_pending', number, decision: proposal.state });
  }
  const revision = await findRevision(deps.store.db, proposal.id, proposal.revision);
  if (!revision) throw new Error(`proposal ${proposal.id} lacks revision ${proposal.revision}`);
  const data: ProposeData = {
    values: valuesFromTemplate(revision.template, proposal.senderId),
    revises: subject,
    ...(await requestedChanges(deps.store.db, subject)),
  };
  const id = deps.newId();
  await keep(deps, staff, id, 1, data);
  return { show: 'form', form: stepOne(deps, staff, id, data, {}) };
}

async function requestedChanges(db: Db, subject: ProposalSubject): Promise<Pick<ProposeData, 'changesRequested'>> {
  const asked = (await votesOn(db, subject.proposalId, subject.revision)).filter((v) => v.vote === 'request_changes').at(-1);
  if (!asked) return {};
  const by = (await personRefs(db, [asked.personId])).get(asked.personId)?.name ?? '?';
  return { changesRequested: { by, reason: asked.reason ?? '' } };
}

/** A step was sent, a live field changed, or Back was pressed. `context` is `<draft id>:<step>`, made by us. */
export async function continuePropose(deps: AppDeps, staff: Staff, intent: Extract<Intent, { kind: 'form' }>): Promise<Reply> {
  const missing = await requireRole(deps, staff, 'proposer');
  if (missing) return refuseNow(deps, staff, missing);
  const place = parseContext(intent.context);
  if (!place) return refusalReply(staff, { kind: 'form_expired' });
  const stored = await loadDraft(deps.store.db, { id: place.draftId, personId: staff.person.id, now: deps.now() });
  if (stored ? stored.form !== 'propose' : place.step !== 1) return refusalReply(staff, { kind: 'form_expired' });
  const before: ProposeData = stored ? (stored.data as ProposeData) : { values: {} }; // saved below only
  if (intent.button === 'start_over') return startOver(deps, staff, place.draftId, before);
  const data = { ...before, values: { ...defaults(deps), ...before.values, ...intent.values } };
  if (place.step === 3 && intent.button === 'submit') return submitProposal(deps, staff, intent, place.draftId, data);
  const step = nextStep(place.step, intent.button, data);
  await keep(deps, staff, place.draftId, step.show, data);
  if (!step.check) return show(deps, staff, place.draftId, step.show, data, {});
  const errors = await errorsOf(deps, staff, data, place.step);
  const target = Object.keys(errors).length > 0 ? place.step : step.show;
  return show(deps, staff, place.draftId, target, data, errors);
}

async function startOver(deps: AppDeps, staff: Staff, draftId: string, before: ProposeData): Promise<Reply> {
  const { values: _forgotten, ...rest } = before;
  const data = { ...rest, values: {} };
  await keep(deps, staff, draftId, 1, data);
  return { show: 'form', form: stepOne(deps, staff, draftId, data, {}) };
}

function defaults(deps: AppDeps): Values {
  const only = deps.settings.senders[0];
  return deps.settings.senders.length === 1 && only ? { sender: only.id } : {};
}

function nextStep(step: Step, button: string, data: ProposeData): { readonly show: Step; readonly check: boolean } {
  const hasTwo = needsStepTwo(templateFromValues(data.values));
  if (button === 'submit') return { show: step === 1 && hasTwo ? 2 : 3, check: true };
  if (button === 'back') return { show: step === 3 && hasTwo ? 2 : 1, check: false };
  return { show: step, check: false };
}

async function keep(deps: AppDeps, staff: Staff, id: string, step: Step, data: ProposeData): Promise<void> {
  const kept = await saveDraft(deps.store.db, {
    id,
    personId: staff.person.id,
    form: 'propose',
    step: String(step),
    data,
    updatedAt: isoNow(deps),
    expiresAt: isoIn(deps, DRAFT_KEPT_MS),
  });
  if (!kept) throw new Error('a draft of another person was about to be written');
}

/** Faults of one step, worded, at their fields. On step 3 the whole template is looked at. */
export async function errorsOf(deps: AppDeps, staff: Staff, data: ProposeData, step: Step): Promise<FieldErrors> {
  const template = templateFromValues(data.values);
  const findings = checkTemplate(template).filter((f) => f.severity === 'error' && isAt(f, step));
  const errors: Record<string, string> = { ...fieldErrors(staff.words, findings) };
  if (step !== 2 && !deps.settings.senders.some((s) => s.id === data.values.sender)) {
    errors.sender = staff.words.say('propose.sender_missing');
  }
  if (step !== 2 && !errors.name && !errors.language) {
    const taken = await takenBy(deps, deps.store.db, data, template);
    if (taken) errors.name = refusalText(staff.words, taken);
  }
  return errors;
}

function isAt(finding: Finding, step: Step): boolean {
  const at = stepOfField(finding.field);
  return step === 3 || at === step || (at === undefined && step === 1);
}

/** The name and language are in use: by another open proposal here, or by a template at the provider. */
export async function takenBy(deps: AppDeps, db: Db, data: ProposeData, template: Template) {
  const senderId = data.values.sender ?? '';
  const { name, language } = template;
  const open = await openProposalFor(db, { senderId, name, language });
  if (open && open.id !== data.revises?.proposalId) {
    return { kind: 'template_taken', name, language, where: 'proposal', number: open.number } as const;
  }
  const stored = await templateByKey(db, senderId, { name, language });
  if (!stored || stored.review.state === 'deleted') return undefined;
  if (stored.proposalId !== undefined && stored.proposalId === data.revises?.proposalId) return undefined;
  return { kind: 'template_taken', name, language, where: 'provider' } as const;
}

/** Draws a step; an error that belongs to an earlier step shows that step. */
export async function show(
  deps: AppDeps,
  staff: Staff,
  draftId: string,
  step: Step,
  data: ProposeData,
  errors: FieldErrors,
): Promise<Reply> {
  if (step === 1) return { show: 'form', form: stepOne(deps, staff, draftId, data, errors) };
  if (step === 2) return { show: 'form', form: stepTwo(staff, draftId, data, errors) };
  const template = templateFromValues(data.values);
  const previous = data.revises && (await findRevision(deps.store.db, data.revises.proposalId, data.revises.revision));
  const form = proposeStep3(staff.words, {
    draftId: `${draftId}:3`,
    template,
    sender: senderLabel(deps.settings, data.values.sender ?? ''),
    findings: checkTemplate(template),
    errors,
    quorum: deps.settings.quorum,
    approvalPlace: approvalPlaceName(deps),
    ...(previous && { previous: previous.template }),
  });
  return { show: 'form', form };
}

function stepOne(deps: AppDeps, staff: Staff, draftId: string, data: ProposeData, errors: FieldErrors, resumed = false) {
  const languages = languageOptions('');
  return proposeStep1(staff.words, {
    draftId: `${draftId}:1`,
    senders: deps.settings.senders.map(({ id, label }) => ({ id, label })),
    values: data.values,
    errors,
    languages: languages.slice(0, LANGUAGES_SHOWN),
    languageTotal: languages.length,
    ...(resumed && { resumed: true as const }),
    ...(data.changesRequested && { changesRequested: data.changesRequested }),
  });
}

function stepTwo(staff: Staff, draftId: string, data: ProposeData, errors: FieldErrors) {
  const { values } = data;
  const format = headerFormatOf(values);
  const authentication = isAuthentication(values);
  return proposeStep2(staff.words, {
    draftId: `${draftId}:2`,
    values,
    errors,
    headerFormat: authentication ? 'none' : format,
    headerVariables: !authentication && format === 'text' ? variablesOf(values.header_text ?? '') : [],
    bodyVariables: authentication ? [] : variablesOf(values.body ?? ''),
    buttonCount: authentication ? 0 : buttonCountOf(values),
    isAuthentication: authentication,
  });
}

const CONTEXT_CHARS = 24;

/** Each placeholder once, with a few characters around it, so that a person knows which value is asked for. */
function variablesOf(text: string): readonly Variable[] {
  const seen = new Set<string>();
  return scanPlaceholders(text).placeholders.flatMap((p) => {
    if (seen.has(p.key)) return [];
    seen.add(p.key);
    const before = text.slice(Math.max(0, p.start - CONTEXT_CHARS), p.start);
    const after = text.slice(p.end, p.end + CONTEXT_CHARS);
    return [{ placeholder: p.key, before, after }];
  });
}

function parseContext(context: string): { readonly draftId: string; readonly step: Step } | undefined {
  const match = /^([\w-]{1,64}):([123])$/.exec(context);
  if (match?.[1] === undefined) return undefined;
  return { draftId: match[1], step: Number(match[2]) as Step }; // the pattern allows 1, 2 and 3 only
}
