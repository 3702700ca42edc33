// A customer wrote. Their message goes to the thread of the send it answers; consent and reachability are learned from it.
import { aliasesOf } from '../../domain/contacts/aliases.ts';
import type { ProviderEvent } from '../../ports/provider.ts';
import { type Contact, type ContactChange, changeContact, contactFor } from '../../store/contacts/contacts.ts';
import { mergeNamed, recordJoined } from '../../store/contacts/merge.ts';
import { insertInbound } from '../../store/inbound.ts';
import { latestSendTo, sendByExternalId } from '../../store/sends/sends.ts';
import type { Tx } from '../../store/store.ts';
import { isMarketingStart, isMarketingStop, isStart, isStop } from '../../views/words/word-lists.ts';
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
    await joinNamed(tx, event.from);
    const contact = await contactFor(tx.db, aliasesOf(event.from), {
      newId: deps.newId,
      at,
      ...(event.profileName && { name: event.profileName }),
    });
    // A group is no thread of a send's, and a reaction to a message we do not know is about none of ours.
    const isAboutNone = event.inGroup || event.content.kind === 'reaction';
    const send = event.inGroup
      ? undefined
      : (answered ?? (isAboutNone ? undefined : await latestSendTo(tx.db, senderId, contact.id)));
    const id = deps.newId();
    const isNew = await insertInbound(tx.db, {
      id,
      senderId,
      contactId: contact.id,
      sendId: send?.id,
      externalId: event.externalId,
      // A tap is told apart from typed words: only the one chose among offered answers.
      kind: storedKind(event),
      text: event.content.text,
      at: event.at,
      ...(event.byAssistant && { byAssistant: true }),
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
    if (event.inGroup) return tellAdmins(deps, tx, { kind: 'inbound', inboundId: id }, id);
    const wish = wishOf(event, deps.settings.stopMeans);
    const learned = { unreachableAt: null, marketingBlockedUntil: null, ...nameOf(contact, event) };
    await changeContact(tx.db, contact.id, { ...learned, ...(wish && wished(wish, event.at)) }, event.at);
    const content = { kind: 'inbound', inboundId: id } as const;
    if (send) {
      await note(deps, tx, { kind: 'send', id: send.id }, content, id);
      tx.enqueue(job('answer.reach', { inboundId: id }, { key: id, runAt: isoIn(deps, REACHED_WITHIN_MS) }));
    } else tellAdmins(deps, tx, content, id);
    const kind = wish && NOTES[wish];
    const isNews = kind !== 'started' || (contact.stopped ?? contact.optedOutAt) !== undefined;
    if (send && kind && isNews) {
      await note(deps, tx, { kind: 'send', id: send.id }, { kind, at: event.at }, id);
    }
  });
  return { done: true };
}

function nameOf(contact: Contact, event: Inbound) {
  return contact.name === undefined && event.profileName !== undefined ? { name: event.profileName } : {};
}

function storedKind({ content, inGroup }: Inbound): string {
  if (inGroup) return 'group';
  return content.payload === undefined ? content.kind : 'button';
}

type Wish = 'stop' | 'stop_marketing' | 'start' | 'start_marketing';

const NOTES = { stop: 'stopped', stop_marketing: 'opted_out', start: 'started', start_marketing: 'started' } as const;

function wished(wish: Wish, at: string): ContactChange {
  switch (wish) {
    case 'stop':
      return { stopped: { at, by: 'customer' } };
    case 'stop_marketing':
      return { optedOutAt: at };
    case 'start':
      // Their word lifts whatever they or the provider stopped; where the provider still blocks, it says so again.
      return { stopped: null, optedOutAt: null };
    case 'start_marketing':
      return { optedOutAt: null };
  }
}

// What a person types or taps. The name on a contact card, or of a place, is nobody's wish.
const THEIR_WORDS = new Set(['text', 'button', 'interactive', 'edit', 'image', 'video', 'document']);

/** A whole message that is a stop or a start word, in what is read or behind the button; or what the provider took for one. */
function wishOf({ optOut, content }: Inbound, stopMeans: 'everything' | 'marketing'): Wish | undefined {
  if (optOut) return optOut;
  if (!THEIR_WORDS.has(content.kind)) return undefined;
  // What is tapped in a list has its description below it.
  const label = content.payload === undefined ? '' : (content.text.split('\n')[0] ?? '');
  const said = (is: (message: string) => boolean) => [content.text, content.payload ?? '', label].some(is);
  if (said(isStop)) return stopMeans === 'marketing' ? 'stop_marketing' : 'stop';
  if (said(isMarketingStop)) return 'stop_marketing';
  if (said(isStart)) return 'start';
  return said(isMarketingStart) ? 'start_marketing' : undefined;
}

/** One event that names several contacts says that they are one customer. */
async function joinNamed(tx: Tx, names: Inbound['from']): Promise<void> {
  recordJoined(tx, await mergeNamed(tx.db, aliasesOf(names)));
}

export type Preference = Extract<ProviderEvent, { kind: 'marketing_preference' }>;

/** The customer switched marketing messages off or on in WhatsApp itself. */
export async function applyPreference(deps: AppDeps, event: Preference): Promise<JobOutcome> {
  await deps.store.write(async (tx) => {
    await joinNamed(tx, event.from);
    const contact = await contactFor(tx.db, aliasesOf(event.from), { newId: deps.newId, at: isoNow(deps) });
    await changeContact(tx.db, contact.id, { optedOutAt: event.wants ? null : event.at }, event.at);
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

/** A customer has another number or id: they are known under all of them, and what they said stays said. */
export async function applyIdentity(
  deps: AppDeps,
  event: Extract<ProviderEvent, { kind: 'identity' }>,
): Promise<JobOutcome> {
  await deps.store.write(async (tx) => {
    await joinNamed(tx, event.names);
    await contactFor(tx.db, aliasesOf(event.names), { newId: deps.newId, at: isoNow(deps) });
  });
  return { done: true };
}
