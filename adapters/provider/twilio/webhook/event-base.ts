// What every event made from a webhook needs: whom it is for, a dedupe id, a way to say "seen but not read".
import { createHash } from 'node:crypto';
import type { ProviderEvent } from '../../../../src/ports/provider.ts';
import { numberOf, type TwilioSettings } from '../settings.ts';

export type Alias = { readonly kind: 'wa_id' | 'bsuid'; readonly value: string };

/** Fields of a form; of a repeated one the first. */
export type Fields = { readonly get: (name: string) => string | undefined };

/** Around one request. */
export type Called = {
  readonly settings: TwilioSettings;
  /** When it came: Twilio's callbacks carry no time of their own. */
  readonly now: Date;
  /** SHA-256 of its bytes: a repeat of the same request makes the same ids. */
  readonly digest: string;
};

/** The keys under which a sender is meant: an event may come to the address of another sender of the account. */
export function keysOf(settings: TwilioSettings): readonly string[] {
  const number = numberOf(settings);
  return [accountKey(settings.accountSid), ...(number === undefined ? [] : [numberKey(settings.accountSid, number)])];
}

export function accountKey(accountSid: string): string {
  return `${accountSid}/account`;
}

// The account is part of the key: its token is what made the event believable, so only its own senders hear of it.
export function numberKey(accountSid: string, e164: string): string {
  return `${accountSid}/number/${e164}`;
}

/** A dedupe id of readable parts; hashed when it would be too long for an indexed column. */
export function eventId(...parts: readonly string[]): string {
  const id = parts.join(':');
  return id.length <= 250 ? id : `${parts[0] ?? ''}:${digestOf(id)}`;
}

export function digestOf(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

/** Something we do not read. `why` is a label of bounded variety: it ends up in a metric. */
export function ignored(called: Called, why: string, at = 0): ProviderEvent {
  return { id: eventId('x', why, called.digest, `${at}`), at: called.now.toISOString(), kind: 'ignored', why };
}

/** A vendor's word made safe as a metric label: short, lower case, no free text. */
export function label(word: string): string {
  return /^[a-z][a-z0-9_.-]{0,63}$/i.test(word) ? word.toLowerCase() : 'unreadable';
}

const BSUID = /^[A-Z]{2}\.[A-Za-z0-9.]{1,128}$/;

/** The names in Twilio's addresses (`whatsapp:+54…`, `whatsapp:US.13…`, bare digits), each once, in order. */
export function aliases(...addresses: readonly (string | undefined)[]): readonly Alias[] {
  const found = new Map<string, Alias>();
  for (const address of addresses) {
    const name = (address ?? '').replace(/^whatsapp:/i, '');
    if (/^\+?\d{6,15}$/.test(name)) found.set(name.replace('+', ''), { kind: 'wa_id', value: name.replace('+', '') });
    else if (BSUID.test(name)) found.set(name, { kind: 'bsuid', value: name });
  }
  return [...found.values()];
}
