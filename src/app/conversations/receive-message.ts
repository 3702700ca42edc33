// A customer wrote. Their message goes to the thread of the send it answers; consent and reachability are learned from it.
import { aliasesOf } from '../../domain/contacts/aliases.ts';
import type { ProviderEvent } from '../../ports/provider.ts';
import { type Contact, changeContact, contactFor } from '../../store/contacts.ts';
import { insertInbound } from '../../store/inbound.ts';
import { latestSendTo, sendByExternalId } from '../../store/sends/sends.ts';
import { isStart, isStop } from '../../views/words/word-lists.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { note, tellAdmins } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';

/** So long an answer may be on its way into its thread before anybody looks. */
const REACHED_WITHIN_MS = 60_000;

type Inbound = Extract<ProviderEvent, { kind: 'inbound' }>;

/** `webhook.apply` for an inbound message. The provider's message id makes a repeat harmless. */
export async function receiveMessage(deps: AppDeps, senderId: string, event: Inbound): Promise<JobOutcome> {
  await deps.store.write(async (tx) => {
    const at = isoNow(deps);
    const answered = event.answers ? await sendByExternalId(tx.db, senderId, { externalId: event.answers }) : undefined;
    const contact = await contactFor(tx.db, aliasesOf(event.from), {
      newId: deps.newId,
      at,
      ...(event.profileName && { name: event.profileName }),
    });
    const send = answered ?? (await latestSendTo(tx.db, senderId, contact.id));
    const id = deps.newId();
    const isNew = await insertInbound(tx.db, {
      id,
      senderId,
      contactId: contact.id,
      sendId: send?.id,
      externalId: event.externalId,
      // A tap is told apart from typed words: only the one chose among offered answers.
      kind: event.content.payload === undefined ? event.content.kind : 'button',
      text: event.content.text,
      at: event.at,
      createdAt: at,
    });
    if (!isNew) return;
    tx.record({
      actor: 'customer',
      kind: 'inbound',
      subjectKind: 'contact',
      subjectId: contact.id,
      detail: event.content.kind,
    });
    await changeContact(tx.db, contact.id, {
      unreachableAt: null,
      marketingBlockedUntil: null,
      ...nameOf(contact, event),
    });
    const wish = wishOf(event);
    if (wish === 'stop') await changeContact(tx.db, contact.id, { stopped: { at: event.at, by: 'customer' } });
    // Their word lifts whatever they or the provider stopped; where the provider still blocks, it says so again.
    if (wish === 'start') await changeContact(tx.db, contact.id, { stopped: null, optedOutAt: null });
    const content = { kind: 'inbound', inboundId: id } as const;
    if (send) {
      await note(deps, tx, { kind: 'send', id: send.id }, content, id);
      tx.enqueue(job('answer.reach', { inboundId: id }, { key: id, runAt: isoIn(deps, REACHED_WITHIN_MS) }));
    } else tellAdmins(deps, tx, content, id);
    const isNews = wish === 'stop' || (contact.stopped ?? contact.optedOutAt) !== undefined;
    if (send && wish && isNews) {
      const kind = wish === 'stop' ? 'stopped' : 'started';
      await note(deps, tx, { kind: 'send', id: send.id }, { kind, at: event.at }, id);
    }
  });
  return { done: true };
}

function nameOf(contact: Contact, event: Inbound) {
  return contact.name === undefined && event.profileName !== undefined ? { name: event.profileName } : {};
}

/** A whole message that is a stop or a start word, or that the provider took for one by itself. */
function wishOf(event: Inbound): 'stop' | 'start' | undefined {
  if (event.optOut) return event.optOut;
  if (isStop(event.content.text)) return 'stop';
  return isStart(event.content.text) ? 'start' : undefined;
}

export type Preference = Extract<ProviderEvent, { kind: 'marketing_preference' }>;

/** The customer switched marketing messages off or on in WhatsApp itself. */
export async function applyPreference(deps: AppDeps, event: Preference): Promise<JobOutcome> {
  await deps.store.write(async (tx) => {
    const contact = await contactFor(tx.db, aliasesOf(event.from), { newId: deps.newId, at: isoNow(deps) });
    await changeContact(tx.db, contact.id, { optedOutAt: event.wants ? null : event.at });
    tx.record({
      actor: 'customer',
      kind: 'marketing_preference',
      subjectKind: 'contact',
      subjectId: contact.id,
      to: event.wants ? 'wants' : 'stopped',
    });
  });
  return { done: true };
}
