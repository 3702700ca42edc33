// What is wrong with a typed number, and how it should be written.
import type { PhoneFault } from '../../domain/contacts/phone.ts';
import { command } from '../parts/command-list.ts';
import { shorten } from '../parts/text.ts';
import type { Text } from '../view.ts';
import type { Words } from '../words/index.ts';

/** `rest`: the words after the number, which belong to the line that is to be copied; `word`: the one before it. */
export function phoneFaultText(words: Words, fault: PhoneFault, rest = '', word?: 'consent'): Text {
  if (fault.kind === 'own_number') return words.say('phone.own_number');
  return words.rich(`phone.${fault.kind}`, {
    typed: shorten(fault.typed, 40),
    example: command(`send-active ${word ? `${word} ` : ''}${fault.example} ${shorten(rest, 100)}`.trim()),
  });
}
