// A customer's number in a message somebody points at. Only numbers written with their country code count: guessing the
// country would write to a stranger.
import { parsePhone } from '../../../../src/domain/contacts/phone.ts';
import { plainLine } from './typed-text.ts';

const TEXT_MAX = 20_000;
/** Where one thing ends and the next begins, so that two numbers are not read as one. */
const LINE_END = /<\/?(?:p|div|br|li|ul|ol|td|tr|table|h\d)\b[^<>]*>|[\r\n]/giu;
const TAG = /<[^<>]*>/g;
const NUMBER = /(?<![\d+])(?:\+|00)[\s\u00a0]?\d[\d\s\u00a0().\u2010-\u2015-]{5,24}\d(?!\d)/gu;

/** The only number in a message (Teams' HTML), as E.164; undefined when there is none, or more than one. */
export function onePhoneIn(html: string): string | undefined {
  const found = new Set<string>();
  for (const line of html.slice(0, TEXT_MAX).split(LINE_END)) {
    for (const [candidate] of plainLine(line.replace(TAG, '')).matchAll(NUMBER)) {
      const phone = parsePhone(candidate);
      if (phone.ok) found.add(phone.value.e164);
    }
  }
  const [only] = found;
  return found.size === 1 ? only : undefined;
}
