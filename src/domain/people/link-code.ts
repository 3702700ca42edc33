// One-time codes that people read on one screen and type on another: no characters that look alike, any way of writing.

/** Digits and letters nobody mixes up: without 0 O, 1 I L, and U, which reads like V. */
export const LINK_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const LINK_CODE_LENGTH = 8;

const PLAIN = new RegExp(`^[${LINK_ALPHABET}]{${LINK_CODE_LENGTH}}$`);

/** `pick(n)` gives a whole number in [0, n), by real chance. The code is in its plain form. */
export function makeLinkCode(pick: (below: number) => number): string {
  return Array.from({ length: LINK_CODE_LENGTH }, () => LINK_ALPHABET[pick(LINK_ALPHABET.length)]).join('');
}

/** As people see it: `ABCD-EFGH`. */
export function showLinkCode(code: string): string {
  const half = LINK_CODE_LENGTH / 2;
  return `${code.slice(0, half)}-${code.slice(half)}`;
}

/** The plain form of what was typed: case, dashes and spaces do not count. Undefined when it cannot be a code. */
export function parseLinkCode(typed: string): string | undefined {
  const plain = typed.replace(/[\s\p{Pd}]/gu, '').toUpperCase();
  return PLAIN.test(plain) ? plain : undefined;
}
