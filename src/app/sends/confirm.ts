// The agent pressed Send: values, consent and gate are checked, and the send is recorded with its undo window.

import { aliasesOfPhone } from '../../domain/contacts/aliases.ts';
import { cut } from '../../domain/cut.ts';
import { passesGate } from '../../domain/gate.ts';
import { may } from '../../domain/people/may.ts';
import { OURS } from '../../domain/rules/limits.ts';
import { asksFileName, FILE_NAME_FIELD } from '../../domain/sends/file-name.ts';
import { slotsOf } from '../../domain/sends/slots.ts';
import { tidySlotValue } from '../../domain/sends/tidy.ts';
import { checkValues } from '../../domain/sends/values.ts';
import { contentHash } from '../../domain/templates/content-hash.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import { type Contact, changeContact, contactFor } from '../../store/contacts/contacts.ts';
import { nextNumber } from '../../store/counters.ts';
import { lockDraft, useDraft } from '../../store/drafts.ts';
import { lockSendsOf } from '../../store/sends/recent.ts';
import { findSend, insertSend, type Send } from '../../store/sends/sends.ts';
import type { Tx } from '../../store/store.ts';
import { findTemplate, type StoredTemplate } from '../../store/templates.ts';
import { fieldErrors } from '../../views/parts/finding-text.ts';
import { gateCard } from '../../views/refusals/gate-card.ts';
import { sendAnswerCard } from '../../views/sends/card.ts';
import { CONSENT_SOURCES } from '../../views/sends/data.ts';
import type { FieldErrors, Values } from '../../views/view.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { chatLane, connected } from '../news/chat-jobs.ts';
import { job } from '../news/jobs.ts';
import { once } from '../news/once.ts';
import { refusalReply, refuse } from '../people/refuse.ts';
import { namesToAsk, rightsOf, type Staff } from '../people/staff.ts';
import { seenBy } from '../senders/accounts.ts';
import { textChanged } from '../templates/refusal.ts';
import { aboutSender } from '../words-about.ts';
import { type Addressee, contactOf, standInOf } from './addressee.ts';
import { alreadySent } from './already-sent.ts';
import { askGate } from './gate.ts';
import { justSent } from './just-sent.ts';
import { liftActions } from './lift.ts';
import { isShown, type SendData, senderChosen, showFill, shownText } from './steps.ts';
import { sendView } from './view.ts';

export type Confirmation = { readonly draftId: string; readonly data: SendData; readonly template: StoredTemplate };

/** Nothing is recorded unless every check passes. The draft is the right to send: the first click uses it up, and later ones are told so. */
export async function confirmSend(
  deps: AppDeps,
  person: Staff,
  intent: Intent,
  confirmation: Confirmation,
): Promise<Reply> {
  const { draftId, template } = confirmation;
  const senderId = senderChosen(deps, confirmation.data, template);
  const staff = aboutSender(deps, person, senderId ?? template.senderId);
  const { values, errors: untidy } = tidied(staff, confirmation);
  const data = { ...confirmation.data, values };
  const known = await contactOf(deps.store.db, data);
  const needsConsent = deps.settings.requireOptIn && known?.optedInAt === undefined;
  const findings = checkValues(template.content, values, { allowedHttpHosts: deps.settings.httpMediaHosts });
  const errors = {
    ...fieldErrors(staff.words, findings),
    ...untidy,
    ...(needsConsent && consentErrors(staff, values)),
    ...(senderId === undefined && { sender: staff.words.say('send.sender.missing') }),
  };
  if (senderId === undefined || Object.keys(errors).length > 0)
    return showFill(deps, staff, draftId, data, template, errors);

  const ask = await namesToAsk(deps, 'admin', staff.person);
  return once(deps, intent, async (tx) => {
    const draft = { id: draftId, personId: staff.person.id };
    if (!(await lockDraft(tx.db, draft))) {
      const pressed = { draftId, shown: shownText(template), values };
      return (await alreadySent(deps, staff, pressed, tx.db)) ?? refusalReply(staff, { kind: 'form_expired' });
    }
    await lockSendsOf(tx.db, template.id);
    const stored = await findTemplate(tx.db, template.id);
    const current = seenBy(deps, stored, senderId);
    const answers = await askGate(deps, tx.db, {
      isAgent: may(staff.roles, 'send'),
      ask,
      rights: rightsOf(staff),
      template: current,
      to: data.to,
      contact: await contactOf(tx.db, data),
      consentGiven: needsConsent,
    });
    if (!passesGate(answers) || !current) {
      tx.record({ actor: staff.person.id, kind: 'gate_closed', subjectKind: 'template', subjectId: template.id });
      return {
        show: 'notice',
        card: gateCard(staff.words, { to: data.to, ...named(known), answers, ask, ...forReader(deps, staff, known) }),
      };
    }
    if (!stored || !isShown(deps, stored, shownText(template))) return refuse(deps, tx, staff, textChanged(current));
    const repeats = await justSent(deps, tx.db, staff, { to: data, templateId: current.id });
    if (repeats && values.again !== String(repeats.number)) {
      const asked = { again: staff.words.say('send.again.missing') };
      return showFill(deps, staff, draftId, data, stored, asked, tx.db);
    }
    const send = await recordSend(deps, tx, staff, {
      to: { to: data.to, ...(data.contactId !== undefined && { contactId: data.contactId }) },
      template: current,
      values: slotValues(current, values),
      ...(needsConsent && { consent: consentText(values) }),
      deliveryId: intent.deliveryId,
    });
    await useDraft(tx.db, { ...draft, became: send.id });
    return { show: 'notice', card: sendAnswerCard(staff.words, await sendView(deps, send, tx.db)) };
  });
}

/** What the reader can do about a closed gate, and whether that is all of it. */
export function forReader(deps: AppDeps, staff: Staff, contact: Contact | undefined) {
  const actions = contact ? liftActions(staff, { contact }, deps.now()) : [];
  return { yours: may(staff.roles, 'lift_stop'), actions };
}

function named(contact: Contact | undefined) {
  return contact?.name === undefined ? {} : { contactName: contact.name };
}

function tidied(
  staff: Staff,
  { data, template }: Confirmation,
): { readonly values: Values; readonly errors: FieldErrors } {
  const values: Record<string, string> = { ...data.values };
  const errors: Record<string, string> = {};
  for (const slot of slotsOf(template.content)) {
    const tidy = tidySlotValue(template.content, slot, values[slot.id] ?? '');
    values[slot.id] = tidy.value;
    // The customer would see something else than was typed, so the agent looks once more.
    if (tidy.changed.includes('line_breaks')) errors[slot.id] = staff.words.say('send.slot.newline');
  }
  return { values, errors };
}

function consentErrors(staff: Staff, values: Values): FieldErrors {
  const source = CONSENT_SOURCES.find((s) => s === values.consent);
  if (source === undefined) return { consent: staff.words.say('send.consent.missing') };
  const needsNote = source === 'other' && (values.consent_note ?? '').trim() === '';
  return needsNote ? { consent_note: staff.words.say('send.consent_note.missing') } : {};
}

function consentText(values: Values): string {
  const note = cut((values.consent_note ?? '').trim(), OURS.consentNote);
  return note === '' ? (values.consent ?? '') : `${values.consent}: ${note}`;
}

function slotValues(template: StoredTemplate, values: Values): Values {
  const fields = [
    ...slotsOf(template.content).map(({ id }) => id),
    ...(asksFileName(template.content) && values[FILE_NAME_FIELD] ? [FILE_NAME_FIELD] : []),
  ];
  return Object.fromEntries(fields.map((id) => [id, values[id] ?? '']));
}

export type NewSend = {
  readonly to: Addressee;
  readonly template: StoredTemplate;
  readonly values: Values;
  readonly consent?: string;
  readonly deliveryId: string;
};

/** Send, consent, audit and jobs in the caller's transaction. */
export async function recordSend(deps: AppDeps, tx: Tx, staff: Staff, wanted: NewSend): Promise<Send> {
  const at = isoNow(deps);
  const { template } = wanted;
  const { to } = wanted.to;
  const contact =
    to === ''
      ? await contactOf(tx.db, wanted.to)
      : await contactFor(tx.db, aliasesOfPhone(to), { newId: deps.newId, at });
  if (!contact) throw new Error('a send to a contact that is not there');
  if (wanted.consent !== undefined) {
    await changeContact(tx.db, contact.id, { optIn: { at, source: wanted.consent, by: staff.person.id } });
    tx.record({ actor: staff.person.id, kind: 'opt_in', subjectKind: 'contact', subjectId: contact.id });
  }
  const id = deps.newId();
  const holdUntil = isoIn(deps, deps.settings.undoMs);
  const hash = contentHash(template.content, template.senderId);
  await insertSend(
    tx.db,
    {
      id,
      number: await nextNumber(tx.db, 'send'),
      senderId: template.senderId,
      templateId: template.id,
      contactId: contact.id,
      agentId: staff.person.id,
      phone: to,
      bsuid: await standInOf(tx.db, wanted.to),
      category: template.category,
      values: wanted.values,
      contentHash: hash,
      state: 'held',
      holdUntil,
    },
    at,
  );
  tx.record({
    actor: staff.person.id,
    kind: 'send',
    subjectKind: 'send',
    subjectId: id,
    to: 'held',
    contentHash: hash,
    deliveryId: wanted.deliveryId,
  });
  enqueuePost(deps, tx, staff, id);
  const lane = `send:${template.senderId}:${contact.id}`;
  tx.enqueue(job('send.deliver', { sendId: id }, { key: id, lane, runAt: holdUntil, maxAttempts: 8 }));
  const send = await findSend(tx.db, id);
  if (!send) throw new Error('a send vanished inside its own transaction');
  return send;
}

/** The send's card: one job per platform with a channel for sends, or one for the agent's own messages. */
function enqueuePost(deps: AppDeps, tx: Tx, staff: Staff, sendId: string): void {
  const subject = { kind: 'send', id: sendId } as const;
  const { sends } = deps.settings.places;
  if (sends.length === 0) {
    const lane = chatLane(subject, undefined);
    tx.enqueue(job('send.post', { sendId, platform: staff.platform }, { key: sendId, lane }));
  }
  for (const platform of connected(deps, sends)) {
    const lane = chatLane(subject, platform);
    tx.enqueue(job('send.post', { sendId, platform }, { key: `${sendId}:${platform}`, lane }));
  }
}
