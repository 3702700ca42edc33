// The names one customer goes by. Which spellings of a number mean the same person is decided here, for looking up only.
import { phoneVariants } from './phone.ts';

/** `phone`: E.164 with `+`. `wa_id`: WhatsApp's digits. `bsuid`: business-scoped user id, which stands in for a number. */
export type Alias = { readonly kind: 'phone' | 'wa_id' | 'bsuid'; readonly value: string };

/** How an event names a customer. */
export type EventAlias = { readonly kind: 'wa_id' | 'bsuid'; readonly value: string };

/**
 * A wa_id is the phone in WhatsApp's digits, which for Brazil, Mexico and Argentina may differ from what we sent to: all
 * spellings are looked up, the phone we know first.
 */
export function aliasesOf(from: readonly EventAlias[]): readonly Alias[] {
  return from.flatMap((who): readonly Alias[] => {
    if (who.kind === 'bsuid') return [who];
    return [who, ...aliasesOfPhone(`+${who.value.replace(/^\+/, '')}`)];
  });
}

/** Every spelling of a number, the given one first. */
export function aliasesOfPhone(e164: string): readonly Alias[] {
  return phoneVariants(e164).map((value) => ({ kind: 'phone', value }));
}

/** The same, and WhatsApp's digits of each: whoever is known by any of them. */
export function everyAliasOfPhone(e164: string): readonly Alias[] {
  return aliasesOfPhone(e164).flatMap((phone) => [phone, { kind: 'wa_id', value: phone.value.slice(1) }]);
}
