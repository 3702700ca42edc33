// Whom a message goes to: a phone number as typed, or a customer chosen by name who may have none.

import { everyAliasOfPhone } from '../../domain/contacts/aliases.ts';
import type { Address } from '../../domain/senders/capabilities.ts';
import type { Recipient } from '../../ports/provider.ts';
import { type Contact, contactById, strictestByAlias } from '../../store/contacts/contacts.ts';
import { bsuidOf } from '../../store/contacts/search.ts';
import type { Send } from '../../store/sends/sends.ts';
import type { Db } from '../deps.ts';

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
