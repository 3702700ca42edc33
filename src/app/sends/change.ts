// What people do with a send: cancel it in the undo window, settle one nobody answered for, send a failed one again.

import type { Failure } from '../../domain/fault.ts';
import { passesGate } from '../../domain/gate.ts';
import { may, type Right } from '../../domain/people/may.ts';
import type { SendState } from '../../domain/sends/state.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import { contactById } from '../../store/contacts/contacts.ts';
import { changeSend, findSend, type Send } from '../../store/sends/sends.ts';
import type { Tx } from '../../store/store.ts';
import { findTemplate } from '../../store/templates.ts';
import { gateCard } from '../../views/refusals/gate-card.ts';
import { sendAnswerCard, sendCard } from '../../views/sends/card.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import { repaint } from '../news/chat-jobs.ts';
import { once } from '../news/once.ts';
import { refuse, refuseNow } from '../people/refuse.ts';
import { namesToAsk, requireRight, rightsOf, type Staff } from '../people/staff.ts';
import { templateOfSend } from '../senders/accounts.ts';
import { textChanged } from '../templates/refusal.ts';
import { aboutSender, wordsAboutSender } from '../words-about.ts';
import { addresseeOf, CONTACT } from './addressee.ts';
import { isUnchanged } from './already-sent.ts';
import { forReader, recordSend } from './confirm.ts';
import { askGate } from './gate.ts';
import { openSend } from './start.ts';
import { sendView } from './view.ts';

/** Only the sending agent, or an admin, and only before the call to the provider was begun. */
export async function cancelSend(deps: AppDeps, staff: Staff, intent: Intent, sendId: string): Promise<Reply> {
  return once(deps, intent, async (tx) => {
    const send = await sendFor(tx, staff, sendId, 'cancel_any_send');
    if ('kind' in send) return refuse(deps, tx, staff, send);
    if (send.state === 'cancelled') return repainted(deps, tx, staff, send.id);
    const at = isoNow(deps);
    const isWaiting = send.state === 'held' || (send.state === 'queued' && send.attemptedAt === undefined);
    const won =
      isWaiting &&
      (await changeSend(tx.db, { id: send.id, state: send.state, attempted: false }, { state: 'cancelled' }, at));
    if (!won) return refuse(deps, tx, staff, { kind: 'too_late_to_cancel', number: send.number, state: send.state });
    return moved(deps, tx, staff, send, 'cancelled');
  });
}

export type Settlement = 'arrived' | 'lost';

/** An agent knows what became of an uncertain send. Recorded as delivered or failed in their name; nothing is sent. */
export async function settleSend(
  deps: AppDeps,
  staff: Staff,
  intent: Intent,
  sendId: string,
  how: Settlement,
): Promise<Reply> {
  return once(deps, intent, async (tx) => {
    const send = await sendFor(tx, staff, sendId, 'settle_any_send');
    if ('kind' in send) return refuse(deps, tx, staff, send);
    const state = how === 'arrived' ? 'delivered' : 'failed';
    const failure: Failure | null =
      how === 'arrived' ? null : { kind: 'uncertain', fault: 'no_answer', reaction: 'permanent' };
    if (!(await changeSend(tx.db, { id: send.id, state: 'uncertain' }, { state, failure }, isoNow(deps)))) {
      return refuse(deps, tx, staff, { kind: 'not_uncertain', number: send.number });
    }
    return moved(deps, tx, staff, send, state);
  });
}

/** The template's category changed while it waited, and its agent says that it goes all the same. */
export async function goOnSend(deps: AppDeps, staff: Staff, intent: Intent, sendId: string): Promise<Reply> {
  return once(deps, intent, async (tx) => {
    const send = await sendFor(tx, staff, sendId, 'settle_any_send');
    if ('kind' in send) return refuse(deps, tx, staff, send);
    const template = await findTemplate(tx.db, send.templateId);
    const change = { waitReason: null, ...(template && { category: template.category }) };
    const from = { id: send.id, state: 'queued', attempted: false } as const;
    // Nothing to say yes to any more: the card shows where it is.
    if (send.waitReason !== 'category' || !(await changeSend(tx.db, from, change, isoNow(deps)))) {
      return repainted(deps, tx, staff, send.id);
    }
    return moved(deps, tx, staff, send, 'queued');
  });
}

/** A new message with the same template and values, through the gate and an undo window of its own. */
export async function retrySend(deps: AppDeps, staff: Staff, intent: Intent, sendId: string): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'send');
  if (missing) return refuseNow(deps, staff, missing);
  const changed = await changedSince(deps, staff, sendId);
  // The old values may not fit the new text: the agent fills in the form again.
  if (changed)
    return openSend(deps, staff, intent, { name: 'send', number: changed.to, ...changed.template, extra: '' });
  const ask = await namesToAsk(deps, 'admin', staff.person);
  return once(deps, intent, async (tx) => {
    const send = await sendFor(tx, staff, sendId, 'retry_any_send');
    if ('kind' in send) return refuse(deps, tx, staff, send);
    if (send.state !== 'failed' && send.state !== 'cancelled') {
      return refuse(deps, tx, staff, { kind: 'nothing_to_retry', number: send.number });
    }
    const { words } = aboutSender(deps, staff, send.senderId);
    const template = await templateOfSend(deps, tx.db, send);
    // Changed since it was looked at above: values for another text must never leave.
    if (template && !isUnchanged(send, template)) return refuse(deps, tx, staff, textChanged(template));
    const contact = await contactById(tx.db, send.contactId);
    const answers = await askGate(deps, tx.db, {
      isAgent: true,
      ask,
      rights: rightsOf(staff),
      template,
      ...addresseeOf(send),
      contact,
      consentGiven: false,
    });
    const gateView = {
      to: send.phone,
      ...(contact?.name !== undefined && { contactName: contact.name }),
      answers,
      ask,
      ...forReader(deps, staff, contact),
    };
    if (!passesGate(answers) || !template) return { show: 'notice', card: gateCard(words, gateView) };
    const again = await recordSend(deps, tx, staff, {
      to: addresseeOf(send),
      template,
      values: send.values,
      deliveryId: intent.deliveryId,
    });
    return { show: 'notice', card: sendAnswerCard(words, await sendView(deps, again, tx.db)) };
  });
}

/** The template has other content than when this send was made. */
async function changedSince(deps: AppDeps, staff: Staff, sendId: string) {
  const send = await findSend(deps.store.db, sendId);
  const isMine = send !== undefined && isFor(staff, send, 'retry_any_send');
  const template = isMine ? await templateOfSend(deps, deps.store.db, send) : undefined;
  if (!send || !template || isUnchanged(send, template)) return undefined;
  const to = send.phone === '' ? `${CONTACT}${send.contactId}` : send.phone;
  return { to, template: { template: template.name, language: template.language } };
}

/** The send, or why this person may not touch it. `right`: what makes other people's sends theirs too. */
async function sendFor(tx: Tx, staff: Staff, sendId: string, right: Right) {
  const send = await findSend(tx.db, sendId);
  if (!send) return { kind: 'not_found', what: 'send' } as const;
  return isFor(staff, send, right) ? send : ({ kind: 'not_yours', what: 'send', owner: '' } as const);
}

function isFor(staff: Staff, send: Send, right: Right): boolean {
  return send.agentId === staff.person.id || may(staff.roles, right);
}

async function moved(deps: AppDeps, tx: Tx, staff: Staff, send: Send, to: SendState): Promise<Reply> {
  tx.record({ actor: staff.person.id, kind: 'send', subjectKind: 'send', subjectId: send.id, from: send.state, to });
  await repaint(deps, tx, { kind: 'send', id: send.id }, to);
  tx.after(() => deps.counts.send(to));
  return repainted(deps, tx, staff, send.id);
}

async function repainted(deps: AppDeps, tx: Tx, staff: Staff, sendId: string): Promise<Reply> {
  const now = await findSend(tx.db, sendId);
  if (!now) throw new Error('a send vanished inside its own transaction');
  return {
    show: 'card',
    card: sendCard(wordsAboutSender(deps, staff.words, now.senderId), await sendView(deps, now, tx.db)),
  };
}
