// Reads, formats and compares phone numbers (E.164). The only file of `domain` with a library in it: numbering plans are
// data. It checks length, not assignment: number ranges open faster than anyone's tables, and the provider decides.

import { isValidPhoneNumber, parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js/min';
import { cut } from '../cut.ts';
import { err, ok, type Result } from '../result.ts';
import { typedDigits, typedLine } from '../typed.ts';
import { renumbered, withoutExtension, withoutScheme } from './phone-written.ts';

type PhoneFaultKind =
  | 'missing'
  | 'letters'
  | 'symbols'
  | 'two_numbers'
  | 'no_plus'
  | 'no_country_code'
  | 'unknown_country'
  | 'too_short'
  | 'too_long'
  /** The country has longer numbers now. */
  | 'renumbered'
  | 'extension'
  /** Only from `parsePhoneStrictly`: readable, but not written as one unbroken `+` number. */
  | 'spaces'
  | 'punctuation'
  | 'double_zero';

/**
 * `example`: the corrected number when it could be worked out (`corrected: true`), else a standing example.
 * `own_number` is not found by reading: the number is one of our senders.
 */
export type PhoneFault =
  | {
      readonly kind: PhoneFaultKind;
      readonly typed: string;
      readonly example: string;
      readonly corrected: boolean;
    }
  | { readonly kind: 'own_number' };

/** `country`: ISO 3166 code, absent for numbers of no country. */
export type Phone = { readonly e164: string; readonly country?: string };

const EXAMPLE = '+5491155551234';
// Characters people put into phone numbers, and those that pasting brings along.
const SPACES = /[\s\u00a0\u2007\u202f]/gu;
const PUNCTUATION = /[-.()/\u2010-\u2015]/gu;
/** The zero for calls inside the country, in its customary brackets: nobody dials it from abroad. */
const TRUNK_ZERO = /^(\s{0,4}(?:\+|00)\s?\d{1,3})[\s-]{0,3}\(0\)/;
/** Numbers of examples and trials: no plan gives them out. */
const TRIAL = /^1555\d{7}$/;
const TEXT_MAX = 20_000;
const LINKED =
  /(?<![\w/.])(?:https?:\/\/)?(?:www\.)?(?:wa\.me\/|api\.whatsapp\.com\/send\/?\?phone=)[^\s<>"]{6,230}/giu;
const IN_TEXT = /(?<![\d+])(?:\+|00)\s?\d[\d\s().-]{5,24}\d(?!\d)/gu;
/** No number with all its trimmings is longer. */
const WRITTEN_MAX = 200;

/**
 * Reads one number with its country code, as people write it: spaces, dashes, dots, slashes, parentheses and a leading
 * `00` are taken away. The fault names what is wrong, with a corrected example. Never throws.
 */
export function parsePhone(text: string): Result<Phone, PhoneFault> {
  const typed = written(text);
  const fault = (kind: PhoneFaultKind, corrected?: string) => err(faultOf(kind, typed, corrected));
  const bare = typed.replace(SPACES, '').replace(PUNCTUATION, '');
  if (bare === '') return fault('missing');
  const direct = withoutExtension(typed);
  const extended = direct === undefined ? undefined : parsePhone(direct);
  if (extended?.ok) return fault('extension', extended.value.e164);
  if (/\p{L}/u.test(bare)) return fault('letters');
  if (holdsTwoNumbers(typed)) return fault('two_numbers', firstNumber(typed));
  if (!/^\+?\d+$/.test(bare)) return fault('symbols', plausible(bare.replace(/[^\d]/g, '')));
  if (bare.startsWith('00')) return parseInternational(`+${bare.slice(2)}`, typed);
  if (bare.startsWith('+')) return parseInternational(bare, typed);
  const withPlus = plausible(bare);
  return withPlus ? fault('no_plus', withPlus) : fault('no_country_code');
}

/**
 * As `parsePhone`, for a number that stands in a message and is dialled from there: a whole one that lacks only its plus is
 * meant as it stands, because the provider puts it there.
 */
export function parseDialled(text: string): Result<Phone, PhoneFault> {
  const parsed = parsePhone(text);
  if (parsed.ok || (parsed.error.kind !== 'no_plus' && parsed.error.kind !== 'no_country_code')) return parsed;
  const digits = written(text).replace(/\D/g, '');
  const isWhole = parsed.error.kind === 'no_plus' || TRIAL.test(digits);
  return isWhole ? parsePhone(`+${digits}`) : parsed;
}

/** Every number in a text that is written with its country code, each once. Guessing a country would mean a stranger. */
export function phonesIn(text: string): readonly string[] {
  const found = new Set<string>();
  const line = cut(text, TEXT_MAX);
  const links = line.match(LINKED) ?? [];
  for (const candidate of [...links, ...(typedLine(line.replace(LINKED, ' ')).match(IN_TEXT) ?? [])]) {
    const phone = parsePhone(candidate);
    if (phone.ok) found.add(phone.value.e164);
  }
  return [...found];
}

/** As `parsePhone`, for places where one unbroken word is expected: a readable number written otherwise is a fault too. */
export function parsePhoneStrictly(text: string): Result<Phone, PhoneFault> {
  const typed = written(text);
  const parsed = parsePhone(typed);
  if (!parsed.ok || /^\+\d+$/.test(typed)) return parsed;
  return err(faultOf(untidyKind(typed), typed, parsed.value.e164));
}

/** The number alone, its signs the ordinary ones. */
function written(text: string): string {
  return withoutScheme(typedDigits(cut(text, WRITTEN_MAX))).replace(TRUNK_ZERO, '$1');
}

/** International format with spaces, e.g. `+54 9 11 5555 1234`; the input itself when it cannot be read. */
export function formatPhone(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}

/** Country calling code with `+`, e.g. `+54`; undefined when it cannot be read. */
export function callingCode(e164: string): string | undefined {
  const code = parsePhoneNumberFromString(e164)?.countryCallingCode;
  return code === undefined ? undefined : `+${code}`;
}

/**
 * Every way WhatsApp may write the same phone, the given one first. Brazil: mobiles with and without the ninth digit;
 * Mexico: `+52` and `+521`; Argentina: `+54` and `+549`. The set is the same whichever variant is given.
 */
export function phoneVariants(e164: string): readonly string[] {
  const other = otherSpelling(e164);
  return other === undefined ? [e164] : [e164, other];
}

const SPELLINGS: readonly {
  readonly long: RegExp;
  readonly short: RegExp;
  readonly longer: string;
  readonly shorter: string;
}[] = [
  { long: /^\+55(\d{2})9([6-9]\d{7})$/, short: /^\+55(\d{2})([6-9]\d{7})$/, longer: '+55$19$2', shorter: '+55$1$2' },
  { long: /^\+521(\d{10})$/, short: /^\+52(\d{10})$/, longer: '+521$1', shorter: '+52$1' },
  { long: /^\+549(\d{10})$/, short: /^\+54(\d{10})$/, longer: '+549$1', shorter: '+54$1' },
];

function otherSpelling(e164: string): string | undefined {
  for (const { long, short, longer, shorter } of SPELLINGS) {
    if (long.test(e164)) return e164.replace(long, shorter);
    if (short.test(e164)) return e164.replace(short, longer);
  }
  return undefined;
}

// Mexican mobiles lost the 1 after 52 in 2019, but WhatsApp still writes it; numbering plans call it too long.
const OLD_MEXICAN = /^\+521(\d{10})$/;

function parseInternational(plus: string, typed: string): Result<Phone, PhoneFault> {
  const e164 = plus.replace(OLD_MEXICAN, '+52$1');
  const now = renumbered(e164);
  if (now !== undefined && isValidPhoneNumber(now)) return err(faultOf('renumbered', typed, now));
  const problem = validatePhoneNumberLength(e164);
  if (problem === 'INVALID_COUNTRY') return err(faultOf('unknown_country', typed));
  if (problem === 'TOO_LONG') return err(faultOf('too_long', typed));
  const parsed = parsePhoneNumberFromString(e164);
  if (problem !== undefined || !parsed) return err(faultOf('too_short', typed));
  return ok({ e164: parsed.number, ...(parsed.country ? { country: parsed.country } : {}) });
}

function holdsTwoNumbers(typed: string): boolean {
  const pluses = typed.split('+').length - 1;
  return pluses > 1 || /\d[\s]*[,;|&][\s]*\+?\d/.test(typed);
}

function firstNumber(typed: string): string | undefined {
  const first = typed.split(/[,;|&]|(?!^)\+/)[0] ?? '';
  const parsed = parsePhone(first);
  return parsed.ok ? parsed.value.e164 : undefined;
}

/** Digits that make a valid number once a plus is put before them. Short ones are left alone: they are national. */
function plausible(digits: string): string | undefined {
  const e164 = `+${digits.replace(/^00/, '')}`;
  return e164.length > 11 && isValidPhoneNumber(e164) ? e164 : undefined;
}

function untidyKind(typed: string): PhoneFaultKind {
  if (/^\(?0/.test(typed)) return 'double_zero';
  return /\s/u.test(typed) ? 'spaces' : 'punctuation';
}

function faultOf(kind: PhoneFaultKind, typed: string, corrected?: string): PhoneFault {
  return { kind, typed: cut(typed, 60), example: corrected ?? EXAMPLE, corrected: corrected !== undefined };
}
