// Codes that link two accounts: how they are made and read back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LINK_ALPHABET, makeLinkCode, parseLinkCode, showLinkCode } from '../../../src/domain/people/link-code.ts';

const code = fc.array(fc.nat({ max: LINK_ALPHABET.length - 1 }), { minLength: 8, maxLength: 8 }).map((picks) => {
  const rest = [...picks];
  return makeLinkCode(() => rest.shift() ?? 0);
});

test('no two characters look alike', () => {
  expect(LINK_ALPHABET).not.toMatch(/[01OILU]/);
  expect(new Set(LINK_ALPHABET).size).toBe(LINK_ALPHABET.length);
});

test('a code comes back from how it is shown, in any case, with any dashes and spaces', () => {
  fc.assert(
    fc.property(code, fc.constantFrom('-', ' ', '', '–', '\u00a0', ' - '), fc.boolean(), (plain, between, small) => {
      const typed = showLinkCode(plain).replace('-', between);
      expect(parseLinkCode(` ${small ? typed.toLowerCase() : typed} `)).toBe(plain);
    }),
  );
});

test('it is shown in two groups of four', () => {
  fc.assert(fc.property(code, (plain) => /^[2-9A-Z]{4}-[2-9A-Z]{4}$/.test(showLinkCode(plain))));
});

test.each(['', 'ABCD', 'ABCD-EFG', 'ABCD-EFGHJ', 'ABCD-EFG0', 'ABCD-EFGI', 'ABCD_EFGH', 'ＡBCDEFGH'])(
  '%j is no code',
  (typed) => {
    expect(parseLinkCode(typed)).toBeUndefined();
  },
);

test('any text is a code of the alphabet or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
      const read = parseLinkCode(typed);
      expect(read === undefined || [...read].every((one) => LINK_ALPHABET.includes(one))).toBe(true);
    }),
  );
});
