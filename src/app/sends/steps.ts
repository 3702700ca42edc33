// The two steps of the send form: choose a template, fill it in.

import { may } from '../../domain/people/may.ts';
import { contentHash, shownHash } from '../../domain/templates/content-hash.ts';
import type { Reply } from '../../ports/chat.ts';
import { heldByAssistant } from '../../store/contacts/assistant.ts';
import { senderStop } from '../../store/senders.ts';
import type { TemplateFilter } from '../../store/template-search.ts';
import { listTemplates, type StoredTemplate } from '../../store/templates.ts';
import { shorten } from '../../views/parts/text.ts';
import { refusalSentence } from '../../views/refusals/sentence.ts';
import { chooseTemplateForm, fillTemplateForm } from '../../views/sends/form.ts';
import type { FieldErrors, Option, Values } from '../../views/view.ts';
import { type AppDeps, type Db, senderLabel } from '../deps.ts';
import { refusalReply } from '../people/refuse.ts';
import { namesToAsk, rightsOf, type Staff } from '../people/staff.ts';
import { seenBy, senderLabels, sendersOf } from '../senders/accounts.ts';
import { aboutSender, wordsAboutSender } from '../words-about.ts';
import { addressOf, contactOf } from './addressee.ts';
import { askGate } from './gate.ts';
import { justSent } from './just-sent.ts';

const OPTIONS_SHOWN = 100;

export type SendData = {
  /** E.164; empty for a contact without a number. */
  readonly to: string;
  readonly contactId?: string;
  /** The command named a template that several senders have: only these are offered. */
  readonly named?: { readonly name: string; readonly language: string };
  readonly templateId?: string;
  readonly values: Values;
};
/** Stands in the form's context for the text it shows, so that Send never means another one. */
export function shownText(template: StoredTemplate): string {
  return shownHash(contentHash(template.content, template.senderId));
}

/** Whether the form that showed this text shows it still, whichever of its senders it was drawn for. */
export function isShown(deps: AppDeps, template: StoredTemplate, shown: string | undefined): boolean {
  const seen = sendersOf(deps, template).flatMap((senderId) => seenBy(deps, template, senderId) ?? []);
  return [template, ...seen].some((one) => shownText(one) === shown);
}

/** The sender it leaves from: the only one, or the one the agent chose. Undefined while the choice is open. */
export function senderChosen(deps: AppDeps, { values }: SendData, template: StoredTemplate): string | undefined {
  const senders = sendersOf(deps, template);
  return senders.length === 1 ? senders[0] : senders.find((senderId) => senderId === values.sender);
}

export async function showChoose(
  deps: AppDeps,
  staff: Staff,
  draftId: string,
  data: SendData,
  errors: FieldErrors,
): Promise<Reply> {
  const filter = { sendable: true, limit: OPTIONS_SHOWN, ...data.named, ...reachedFrom(deps, data) };
  const { templates, total } = await listTemplates(deps.store.db, filter);
  if (total === 0) {
    const ask = await namesToAsk(deps, 'admin', staff.person);
    const yours = may(staff.roles, 'enable_template') && ({ yours: true } as const);
    return refusalReply(staff, { kind: 'no_sendable_templates', ask, ...yours });
  }
  const contact = await contactOf(deps.store.db, data);
  const form = chooseTemplateForm(staff.words, {
    draftId: `${draftId}:1`,
    to: data.to,
    ...(contact?.name && { contactName: contact.name }),
    known: await knownFacts(deps, deps.store.db, staff, data),
    options: templates.map((template) => optionOf(deps, template)),
    total,
    values: total === 1 && templates[0] ? { template: templates[0].id, ...data.values } : data.values,
    errors,
  });
  return { show: 'form', form };
}

/** What will stop the send whatever is filled in, so that it is said first. The gate decides when Send is pressed. */
async function knownFacts(deps: AppDeps, db: Db, staff: Staff, data: SendData, template?: StoredTemplate) {
  const contact = await contactOf(db, data);
  const heldBy = contact && (await heldByAssistant(db, contact.id));
  const held = heldBy ? [wordsAboutSender(deps, staff.words, heldBy).say('inbound.assistant')] : [];
  const answers = await askGate(deps, db, {
    isAgent: true,
    ask: [],
    rights: rightsOf(staff),
    template,
    to: data.to,
    contact,
    consentGiven: true,
  });
  const refused = answers.flatMap((answer) => {
    if (answer.passed) return [];
    const { kind } = answer.refusal;
    const isKnown = kind === 'opted_out' || kind === 'unreachable' || kind === 'marketing_cap';
    return isKnown ? [refusalSentence(staff.words, answer.refusal)] : [];
  });
  return [...refused, ...held];
}

/** A customer without a number is offered what can be sent to them. */
function reachedFrom(deps: AppDeps, data: SendData): Pick<TemplateFilter, 'senderIds' | 'notCategory'> {
  if (addressOf(data) === 'phone') return {};
  const senders = [...deps.providers.values()].filter(({ capabilities }) => capabilities.reaches.includes('bsuid'));
  return { senderIds: senders.map(({ senderId }) => senderId), notCategory: 'AUTHENTICATION' };
}

const HINT_CHARS = 70;

/** Says from which sender it goes where there are several. */
export function optionOf(deps: Pick<AppDeps, 'settings' | 'providers'>, template: StoredTemplate): Option {
  const label = `${template.name} (${template.language})`;
  const hint = template.content.body.text.replace(/\s+/g, ' ');
  return {
    value: template.id,
    label: deps.settings.senders.length > 1 ? `${label} · ${senderLabels(deps, template)}` : label,
    hint: shorten(hint, HINT_CHARS),
  };
}

/** The second step, with the preview drawn from what is typed so far. `db`: the transaction it is drawn in, if there is one. */
export async function showFill(
  deps: AppDeps,
  person: Staff,
  draftId: string,
  data: SendData,
  template: StoredTemplate,
  errors: FieldErrors,
  db: Db = deps.store.db,
): Promise<Reply> {
  const senderId = senderChosen(deps, data, template) ?? template.senderId;
  const staff = aboutSender(deps, person, senderId);
  const contact = await contactOf(db, data);
  const senders = sendersOf(deps, template);
  const stops = await Promise.all(senders.map((id) => senderStop(db, id)));
  const running = senders.filter((_id, index) => stops[index] === undefined);
  const [stopped] = stops;
  if (stopped && running.length === 0) {
    const ask = await namesToAsk(deps, 'admin', staff.person, db);
    return refusalReply(staff, {
      kind: 'sender_stopped',
      sender: senderLabels(deps, template),
      fault: stopped.fault,
      since: stopped.since,
      ask,
      ...(may(staff.roles, 'resume_sender') && { yours: true }),
    });
  }
  const repeats = await justSent(deps, db, staff, { to: data, templateId: template.id });
  const form = fillTemplateForm(staff.words, {
    ...(repeats && { justSent: repeats }),
    draftId: `${draftId}:2:${shownText(template)}`,
    to: data.to,
    ...(contact?.name && { contactName: contact.name }),
    sender: senderLabel(deps.settings, senderId),
    ...(senders.length > 1 && {
      senders: running.map((id) => ({ value: id, label: senderLabel(deps.settings, id) })),
    }),
    template: template.content,
    known: await knownFacts(deps, db, staff, data, template),
    values: senders.length > 1 ? withSender(data.values, running) : data.values,
    errors,
    askConsent: deps.settings.requireOptIn && contact?.optedInAt === undefined,
    undoSeconds: Math.round(deps.settings.undoMs / 1000),
  });
  return { show: 'form', form };
}

/** Only one that is offered; a single one needs no choosing. */
function withSender({ sender, ...values }: Values, offered: readonly string[]): Values {
  const only = offered.length === 1 ? offered[0] : undefined;
  const chosen = only ?? offered.find((senderId) => senderId === sender);
  return chosen === undefined ? values : { ...values, sender: chosen };
}
