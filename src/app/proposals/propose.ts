// The proposal form, step by step. Everything typed is kept in a draft for 24 h; a refused step shows each fault at its field.
import { needsStepTwo, templateFromValues, valuesFromTemplate } from '../../domain/proposals/form.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import { listDrafts, loadDraft } from '../../store/drafts.ts';
import { findProposal, findRevision, type Proposal } from '../../store/proposals.ts';
import { templateOfProposal } from '../../store/templates.ts';
import { votesOn } from '../../store/votes.ts';
import { reasonSentence } from '../../views/review/word.ts';
import type { Values } from '../../views/view.ts';
import type { AppDeps, Db } from '../deps.ts';
import { learnMissingNames } from '../news/channels.ts';
import { idOfDelivery } from '../news/once.ts';
import type { ProposalSubject } from '../news/subject.ts';
import { refusalReply, refuseNow, refuseOpening } from '../people/refuse.ts';
import { personRefs, requireRight, type Staff } from '../people/staff.ts';
import { aboutSender } from '../words-about.ts';
import { alreadyProposed } from './already-proposed.ts';
import { keepDraft, NEW, REVISION } from './propose-draft.ts';
import {
  errorsOf,
  firstForm,
  type ProposeData,
  type Step,
  show,
  showAtFault,
  shownContent,
  stepOne,
} from './propose-steps.ts';
import { submitProposal } from './submit.ts';
import { isReopenable } from './view.ts';

/** Opens the form for `/template propose`, for the shortcut and for the buttons of cards. Reads only. */
export async function openPropose(deps: AppDeps, staff: Staff, intent: Intent): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'propose');
  if (missing) return refuseOpening(deps, staff, intent, missing);
  if (deps.settings.senders.length === 0) return refusalReply(staff, { kind: 'no_sender' });
  const mine = { personId: staff.person.id, form: NEW, now: deps.now(), limit: 1 };
  const [kept] = await listDrafts(deps.store.db, mine);
  // The last page says where the request goes.
  learnMissingNames(deps);
  if (!kept) return { show: 'form', form: firstForm(deps, staff, idOfDelivery(intent)) };
  return { show: 'form', form: stepOne(deps, staff, kept.id, kept.data as ProposeData, {}, true) }; // saved below only
}

/** Edit, Fix and resubmit, or the proposer's answer to requested changes: the same form, prefilled, in the same thread. */
export async function openRevision(
  deps: AppDeps,
  staff: Staff,
  intent: Intent,
  subject: ProposalSubject,
): Promise<Reply> {
  const proposal = await findProposal(deps.store.db, subject.proposalId);
  if (!proposal) return refusalReply(staff, { kind: 'not_found', what: 'proposal' });
  const { number } = proposal;
  if (proposal.proposerId !== staff.person.id) {
    const owner = (await personRefs(deps.store.db, [proposal.proposerId])).get(proposal.proposerId)?.name ?? '?';
    return refuseOpening(deps, staff, intent, { kind: 'not_yours', what: 'proposal', owner });
  }
  if (proposal.revision !== subject.revision) {
    return refusalReply(staff, { kind: 'stale', number, shown: subject.revision, current: proposal.revision });
  }
  if (!(await mayRevise(deps.store.db, proposal))) {
    return refusalReply(staff, { kind: 'not_pending', number, decision: proposal.state });
  }
  const revision = await findRevision(deps.store.db, proposal.id, proposal.revision);
  if (!revision) throw new Error(`proposal ${proposal.id} lacks revision ${proposal.revision}`);
  const data: ProposeData = {
    values: valuesFromTemplate(revision.template, proposal.senderId),
    revises: subject,
    ...(await requestedChanges(deps.store.db, subject)),
    ...(await providerRefusal(deps, aboutSender(deps, staff, proposal.senderId), proposal)),
  };
  // Told apart by its id, so that a revision's form never turns into a new proposal once its draft is gone.
  const id = `${REVISION}-${idOfDelivery(intent)}`;
  await keepDraft(deps, deps.store.db, staff, { id, step: 1, data });
  return { show: 'form', form: stepOne(deps, staff, id, data, {}) };
}

async function mayRevise(db: Db, proposal: Proposal): Promise<boolean> {
  if (proposal.state === 'approved') return isReopenable(proposal, await templateOfProposal(db, proposal.id));
  return proposal.state === 'pending' || proposal.state === 'changes_requested';
}

async function requestedChanges(db: Db, subject: ProposalSubject): Promise<Pick<ProposeData, 'changesRequested'>> {
  const asked = (await votesOn(db, subject.proposalId, subject.revision))
    .filter((v) => v.vote === 'request_changes')
    .at(-1);
  if (!asked) return {};
  const by = (await personRefs(db, [asked.personId])).get(asked.personId)?.name ?? '?';
  return { changesRequested: { by, reason: asked.reason ?? '' } };
}

/** What the provider found wrong, so that it is in sight while it is mended. */
async function providerRefusal(
  deps: AppDeps,
  staff: Staff,
  proposal: Proposal,
): Promise<Pick<ProposeData, 'rejected' | 'renames'>> {
  if (proposal.state !== 'approved') return {};
  const review = (await templateOfProposal(deps.store.db, proposal.id))?.review;
  if (review?.state !== 'rejected') return {};
  const parts = [reasonSentence(staff.words, review.reason), review.explanation, review.recommendation];
  const { senderId, name, language } = proposal;
  const isKept = deps.providers.get(senderId)?.capabilities.edits === false;
  return {
    rejected: parts.filter((part) => part).join(' '),
    ...(isKept && { renames: { senderId, name, language } }),
  };
}

/** A step was sent, a live field changed, or Back was pressed. `context` is `<draft id>:<step>`, made by us. */
export async function continuePropose(
  deps: AppDeps,
  staff: Staff,
  intent: Extract<Intent, { kind: 'form' }>,
): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'propose');
  if (missing) return refuseNow(deps, staff, missing);
  const place = parseContext(intent.context);
  if (!place) return refusalReply(staff, { kind: 'form_expired' });
  const stored = await loadDraft(deps.store.db, { id: place.draftId, personId: staff.person.id, now: deps.now() });
  const pressed = { draftId: place.draftId, shown: intent.button === 'submit' ? place.shown : undefined };
  const sent = stored ? undefined : await alreadyProposed(deps, staff, pressed);
  if (sent) return sent;
  const isNew = place.step === 1 && !place.draftId.startsWith(REVISION); // the first step opens without a draft
  const isOurs = stored ? stored.form === NEW || stored.form === REVISION : isNew;
  if (!isOurs) return refusalReply(staff, { kind: 'form_expired' });
  const before: ProposeData = stored ? (stored.data as ProposeData) : { values: {} }; // saved below only
  if (intent.button === 'start_over') return startOver(deps, staff, place.draftId, before);
  const data = { ...before, values: { ...defaults(deps), ...before.values, ...intent.values } };
  if (place.step === 3 && intent.button === 'submit') {
    // Another window changed the draft after this page was drawn: it is shown before it is submitted.
    if (place.shown !== shownContent(data)) return show(deps, staff, place.draftId, 3, data, {});
    return submitProposal(deps, staff, intent, place.draftId, data);
  }
  const step = nextStep(place.step, intent.button, data);
  const draft = { id: place.draftId, step: step.show, data };
  if (!stored && intent.button === 'live' && isUntouched(deps, staff, intent.values))
    return show(deps, staff, place.draftId, step.show, data, {});
  if (!(await keepDraft(deps, deps.store.db, staff, draft))) {
    return (await alreadyProposed(deps, staff, pressed)) ?? refusalReply(staff, { kind: 'form_expired' });
  }
  if (!step.check) return show(deps, staff, place.draftId, step.show, data, {});
  const errors = await errorsOf(deps, staff, data, place.step);
  if (Object.keys(errors).length > 0) return show(deps, staff, place.draftId, place.step, data, errors);
  // Nobody is led to the last page only to be refused there.
  const left = step.show === 3 ? await errorsOf(deps, staff, data, 3) : {};
  if (Object.keys(left).length > 0) return showAtFault(deps, staff, place.draftId, data, left);
  return show(deps, staff, place.draftId, step.show, data, {});
}

async function startOver(deps: AppDeps, staff: Staff, draftId: string, before: ProposeData): Promise<Reply> {
  const { values: _forgotten, ...rest } = before;
  const data = { ...rest, values: {} };
  await keepDraft(deps, deps.store.db, staff, { id: draftId, step: 1, data });
  return { show: 'form', form: stepOne(deps, staff, draftId, data, {}) };
}

/** The first page as it was opened: nothing that a draft would keep. */
function isUntouched(deps: AppDeps, staff: Staff, values: Values): boolean {
  const { values: opened } = firstForm(deps, staff, '');
  return Object.entries(values).every(([id, value]) => value.trim() === '' || value === opened[id]);
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

type FormPlace = { readonly draftId: string; readonly step: Step; readonly shown: string | undefined };

/** `<draft>:1`, `<draft>:2` or `<draft>:<content shown>:3`. */
function parseContext(context: string): FormPlace | undefined {
  const match = /^([\w-]{1,64}):(?:([12])|([0-9a-f]{16}):3)$/.exec(context);
  const [, draftId, step, shown] = match ?? [];
  if (draftId === undefined) return undefined;
  if (shown !== undefined) return { draftId, step: 3, shown };
  return { draftId, step: step === '1' ? 1 : 2, shown: undefined };
}
