// A customer's names: the number that was dialled, the id WhatsApp has for it, the id this business gets for the person.
// Surprise: the first two may differ (Argentina, Brazil, Mexico), and a person with a username has no number at all.
import { createHash } from 'node:crypto';
import { effectOf } from './magic-numbers.ts';

const COUNTRIES: readonly (readonly [string, string])[] = [
  ['+54', 'AR'],
  ['+55', 'BR'],
  ['+52', 'MX'],
  ['+34', 'ES'],
  ['+1', 'US'],
];

export type Identity = {
  /** Digits without `+`. */
  readonly waId: string;
  /** Business-scoped user id, e.g. `AR.1349…`. */
  readonly userId: string;
  /** Set: webhooks about this person carry no number. */
  readonly username?: string;
};

export function isE164(value: string): boolean {
  return /^\+[1-9][0-9]{6,14}$/.test(value);
}

/** `e164` with `+`. The same number has the same identity in every run. */
export function identityOf(e164: string): Identity {
  const effect = effectOf(e164);
  const digits = e164.slice(1);
  const other = effect?.kind === 'identity' && effect.as === 'other_wa_id';
  const country = COUNTRIES.find(([prefix]) => e164.startsWith(prefix))?.[1] ?? 'ZZ';
  const number = BigInt(`0x${createHash('sha256').update(e164).digest('hex').slice(0, 16)}`);
  return {
    waId: other ? otherForm(digits) : digits,
    userId: `${country}.${number}`,
    ...(effect?.kind === 'identity' && effect.as === 'username' ? { username: `customer_${digits.slice(-4)}` } : {}),
  };
}

/** Without the mobile prefix that WhatsApp leaves out, or with the one it adds. */
function otherForm(digits: string): string {
  if (digits.startsWith('549')) return `54${digits.slice(3)}`;
  if (/^55\d\d9/.test(digits)) return digits.slice(0, 4) + digits.slice(5);
  return digits.startsWith('52') && !digits.startsWith('521') ? `521${digits.slice(2)}` : digits;
}
