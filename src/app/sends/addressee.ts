// Whom a message goes to: a phone number as typed, or a customer chosen by name who may have none.

import { everyAliasOfPhone } from '../../domain/contacts/aliases.ts';
import { parsePhoneStrictly } from '../../domain/contacts/phone.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Address } from '../../domain/senders/capabilities.ts';
import type { Recipient } from '../../ports/provider.ts';
import { type Contact, contactById, strictestByAlias } from '../../store/contacts/contacts.ts';
import { bsuidOf, numberOf } from '../../store/contacts/search.ts';
import type { Send } from '../../store/sends/sends.ts';
import type { AppDeps, Db } from '../deps.ts';

/** Before a contact's id, where a number could be typed. */
export const CONTACT = 'contact:';

/** `to`: E.164, or empty for a contact without a number. */
export type Addressee = { readonly to: string; readonly contactId?: string };

export function addressOf({ to }: Addressee): Address {
  return to === '' ? 'bsuid' : 'phone';
}

/** Undefined = never seen before. */
export async function contactOf(db: Db, { to, contactId }: Addressee): Promise<Contact | undefined> {
  if (to !== '') return strictestByAlias(db, everyAliasOfPhone(to));
  return contactId === undefined ? undefined : contactById(db, contactId);
}

/** The id that stands in for a number; undefined for whoever has one. */
export async function standInOf(db: Db, { to, contactId }: Addressee): Promise<string | undefined> {
  return to === '' && contactId !== undefined ? bsuidOf(db, contactId) : undefined;
}

/** How the provider is told whom a stored send is for. */
export function recipientOf({ phone, bsuid }: Pick<Send, 'phone' | 'bsuid'>): Recipient {
  return phone === '' && bsuid !== undefined ? { kind: 'bsuid', bsuid } : { kind: 'phone', e164: phone };
}

/** The addressee of a stored send, to ask or send again. */
export function addresseeOf({ phone, contactId }: Pick<Send, 'phone' | 'contactId'>): Addressee {
  return { to: phone, ...(phone === '' && { contactId }) };
}

/** A customer chosen by name stands for their number, or for the provider's id of them; anything else is what was typed. */
export async function addresseeMeant(deps: AppDeps, typed: string): Promise<Addressee | Refusal> {
  const contactId = typed.startsWith(CONTACT) ? typed.slice(CONTACT.length) : undefined;
  const number = contactId === undefined ? typed : await numberOf(deps.store.db, contactId);
  if (number === undefined && contactId !== undefined && (await bsuidOf(deps.store.db, contactId)) !== undefined) {
    const reached = [...deps.providers.values()].some(({ capabilities }) => capabilities.reaches.includes('bsuid'));
    if (reached) return { to: '', contactId };
    return {
      kind: 'not_reached',
      address: 'bsuid',
      sender: deps.settings.senders.map(({ label }) => label).join(', '),
    };
  }
  const phone = parsePhoneStrictly(number ?? typed);
  if (!phone.ok) return { kind: 'bad_number', fault: phone.error };
  const { e164 } = phone.value;
  const isOurs = deps.settings.senders.some((sender) => sender.ownNumber === e164);
  return isOurs ? { kind: 'bad_number', fault: { kind: 'own_number' } } : { to: e164 };
}
