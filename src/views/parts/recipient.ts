// Whom a message goes to, as staff see it: a masked number, or the name of a customer who has none.
import { maskNumber, shortMask } from '../../domain/contacts/mask.ts';
import type { Words } from '../words/index.ts';
import { shorten } from './text.ts';

type Shown = { readonly to: string; readonly contactName?: string };

const NAME_MAX = 100;
/** Beside a number's mask on a button of 24 characters. */
const SHORT_NAME_MAX = 13;

/** `+54 9 11 ••••1234`, or the name where there is no number. */
export function maskRecipient(words: Words, { to, contactName }: Shown): string {
  if (to !== '') return maskNumber(to);
  return contactName === undefined ? words.say('send.to.nobody') : shorten(contactName, NAME_MAX);
}

/** For labels of at most 24 characters. */
export function shortRecipient(words: Words, { to, contactName }: Shown): string {
  if (to !== '') return shortMask(to);
  return shorten(contactName ?? words.say('send.to.nobody_short'), SHORT_NAME_MAX);
}

/** Name and number where both are known. */
export function namedRecipient(words: Words, { to, contactName }: Shown): string {
  if (to === '' || contactName === undefined)
    return maskRecipient(words, { to, ...(contactName !== undefined && { contactName }) });
  return words.say('send.card.to_named', { name: contactName, to: maskNumber(to) });
}
