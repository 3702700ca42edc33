// The steps of the proposal form: what each shows, and what is wrong with what was typed.

import { buttonCountOf, headerFormatOf, isAuthentication, templateFromValues } from '../../domain/proposals/form.ts';
import { checkForm, partsLeftOut } from '../../domain/proposals/form-faults.ts';
import { checkTemplate } from '../../domain/rules/rule-book.ts';
import { takesLanguage } from '../../domain/senders/offer.ts';
import { contentHash, shownHash } from '../../domain/templates/content-hash.ts';
import { stepOfField } from '../../domain/templates/fields.ts';
import { variablesOf } from '../../domain/templates/placeholder-context.ts';
import type { Finding } from '../../domain/templates/template.ts';
import type { Reply } from '../../ports/chat.ts';
import { findRevision } from '../../store/proposals.ts';
import { fieldErrors } from '../../views/parts/finding-text.ts';
import { proposeStep1, proposeStep2, proposeStep3 } from '../../views/proposals/propose-form.ts';
import { refusalText } from '../../views/refusals/card.ts';
import type { FieldErrors, Form, Values } from '../../views/view.ts';
import { wordings } from '../../views/words/word-lists.ts';
import { type AppDeps, senderLabel } from '../deps.ts';
import { approvalPlaceName } from '../news/channels.ts';
import type { ProposalSubject } from '../news/subject.ts';
import type { Staff } from '../people/staff.ts';
import { handOffs, offerFor, providerFindings, type RefusedName } from '../senders/ask-provider.ts';
import { aboutSender } from '../words-about.ts';
import { languageOptions } from './language-options.ts';
import { takenBy } from './name-taken.ts';

const LANGUAGES_SHOWN = 100;

export type Step = 1 | 2 | 3;
export type ProposeData = {
  readonly values: Values;
  /** A new revision of this proposal; left out for a new one. */
  readonly revises?: ProposalSubject;
  readonly changesRequested?: { readonly by: string; readonly reason: string };
  /** Why the provider refused the revision before. */
  readonly rejected?: string;
  /** The name it was refused under, where the provider lets nothing be changed. */
  readonly renames?: RefusedName;
};

/** Faults of one step, worded, at their fields. On step 3 the whole template is looked at. */
export async function errorsOf(deps: AppDeps, staff: Staff, data: ProposeData, step: Step): Promise<FieldErrors> {
  const { words } = aboutSender(deps, staff, data.values.sender);
  const template = templateFromValues(data.values);
  const all = [
    ...checkForm(data.values),
    ...checkTemplate(template, wordings, deps.settings.httpMediaHosts),
    ...providerFindings(deps, data.values.sender, template, data.renames),
  ];
  const findings = all.filter((f) => f.severity === 'error' && isAt(f, step));
  const errors: Record<string, string> = { ...fieldErrors(words, findings) };
  if (step !== 2 && !deps.settings.senders.some((s) => s.id === data.values.sender)) {
    errors.sender = words.say('propose.sender_missing');
  }
  if (step !== 2 && hasUnusedHeaderText(data)) errors.header_text = words.say('propose.header_text.unused');
  if (step !== 2 && !errors.name && !errors.language) {
    const taken = await takenBy(deps, deps.store.db, data, template);
    if (taken) errors.name = refusalText(words, taken);
  }
  return errors;
}

/** Words that would silently not be in the message. */
function hasUnusedHeaderText({ values }: ProposeData): boolean {
  const hasText = (values.header_text ?? '').trim() !== '';
  return hasText && headerFormatOf(values) !== 'text' && !isAuthentication(values);
}

function isAt(finding: Finding, step: Step): boolean {
  const at = stepOfField(finding.field);
  return step === 3 || at === step || (at === undefined && step === 1);
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
  if (step === 2) return { show: 'form', form: stepTwo(deps, staff, draftId, data, errors) };
  const { words } = aboutSender(deps, staff, data.values.sender);
  const template = templateFromValues(data.values);
  const previous = data.revises && (await findRevision(deps.store.db, data.revises.proposalId, data.revises.revision));
  const form = proposeStep3(words, {
    draftId: contextOf(`${draftId}:${shownContent(data)}`, 3),
    template,
    sender: senderLabel(deps.settings, data.values.sender ?? ''),
    findings: [
      ...providerFindings(deps, data.values.sender, template, data.renames),
      ...checkTemplate(template, wordings, deps.settings.httpMediaHosts),
    ],
    ...(handOffs(deps, data.values.sender)[0] && { handOff: handOffs(deps, data.values.sender)[0] }),
    errors,
    quorum: deps.settings.quorum,
    approvalPlace: approvalPlaceName(deps, words),
    ...(previous && { previous: previous.template }),
  });
  return { show: 'form', form };
}

/** Draws the first step that has a field at fault: the cure of what one step causes may stand on another. */
export async function showAtFault(
  deps: AppDeps,
  staff: Staff,
  draftId: string,
  data: ProposeData,
  errors: FieldErrors,
): Promise<Reply> {
  for (const step of [1, 2] as const) {
    const here = await errorsOf(deps, staff, data, step);
    if (Object.keys(here).length > 0) return show(deps, staff, draftId, step, data, here);
  }
  return show(deps, staff, draftId, 3, data, errors);
}

/** Step 1 with nothing in it. Everything but the context is shared, so that adapters may keep what they draw. */
export function firstForm(deps: AppDeps, staff: Staff, draftId: string): Form {
  const { language } = staff.words;
  const shared = deps.firstForms.get(language) ?? stepOne(deps, staff, draftId, { values: {} }, {});
  deps.firstForms.set(language, shared);
  return { ...shared, context: contextOf(draftId, 1) };
}

/** Stands in the last step's context for the content it shows, so that Submit never means another one. */
export function shownContent(data: ProposeData): string {
  return shownHash(contentHash(templateFromValues(data.values), data.values.sender));
}

function contextOf(draftId: string, step: Step): string {
  return `${draftId}:${step}`;
}

export function stepOne(
  deps: AppDeps,
  staff: Staff,
  draftId: string,
  data: ProposeData,
  errors: FieldErrors,
  resumed = false,
) {
  const { words } = aboutSender(deps, staff, data.values.sender);
  const offer = offerFor(deps, data.values.sender ?? onlySender(deps));
  const languages = languageOptions('', words.language).filter(({ value }) => takesLanguage(offer, value));
  return proposeStep1(words, {
    draftId: contextOf(draftId, 1),
    senders: deps.settings.senders.map(({ id, label }) => ({ id, label })),
    values: data.values,
    errors,
    languages: languages.slice(0, LANGUAGES_SHOWN),
    languageTotal: languages.length,
    offer,
    handOffs: handOffs(deps, data.values.sender),
    ...(data.renames && { renames: { ...data.renames, provider: providerName(deps, data.renames.senderId) } }),
    ...(resumed && { resumed: true as const }),
    ...(data.revises && { revises: true as const }),
    ...(data.changesRequested && { changesRequested: data.changesRequested }),
    ...(data.rejected !== undefined && { rejected: data.rejected }),
  });
}

function onlySender({ settings }: AppDeps): string | undefined {
  return settings.senders.length === 1 ? settings.senders[0]?.id : undefined;
}

function providerName(deps: AppDeps, senderId: string): string {
  return deps.providers.get(senderId)?.names.provider ?? senderLabel(deps.settings, senderId);
}

function stepTwo(deps: AppDeps, staff: Staff, draftId: string, data: ProposeData, errors: FieldErrors) {
  const { values } = data;
  const { words } = aboutSender(deps, staff, values.sender);
  const format = headerFormatOf(values);
  const authentication = isAuthentication(values);
  return proposeStep2(words, {
    draftId: contextOf(draftId, 2),
    values,
    errors,
    headerFormat: authentication ? 'none' : format,
    headerVariables: !authentication && format === 'text' ? variablesOf(values.header_text ?? '') : [],
    bodyVariables: authentication ? [] : variablesOf(values.body ?? ''),
    buttonCount: authentication ? 0 : buttonCountOf(values),
    isAuthentication: authentication,
    leftOut: partsLeftOut(values),
    offer: offerFor(deps, values.sender),
  });
}
