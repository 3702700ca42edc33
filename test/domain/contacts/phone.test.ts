// Telephone numbers as people write them: read, corrected where certain, refused with a reason.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskNumber, shortMask } from '../../../src/domain/contacts/mask.ts';
import { formatPhone, parsePhone, parsePhoneStrictly, phoneVariants } from '../../../src/domain/contacts/phone.ts';

const NUMBERS = [
  '+5491155551234',
  '+5511987654321',
  '+525512345678',
  '+59899123456',
  '+34612345678',
  '+37255512345',
  '+12025550123',
  '+442079460000',
  '+919876543210',
  '+6591234567',
];
const number = fc.constantFrom(...NUMBERS);

function kindOf(text: string, parse: typeof parsePhone = parsePhone): string {
  const parsed = parse(text);
  return parsed.ok ? parsed.value.e164 : parsed.error.kind;
}

describe('parsePhone', () => {
  it.each([
    ['+5491155551234', '+5491155551234'],
    ['+54 9 11 5555-1234', '+5491155551234'],
    ['(+54) 9 11.5555/1234', '+5491155551234'],
    ['00 54 9 11 5555 1234', '+5491155551234'],
    ['+5215512345678', '+525512345678'],
    ['\u202a+5491155551234\u202c', '+5491155551234'],
    ['＋5491155551234', '+5491155551234'],
  ])('reads %j', (text, e164) => {
    expect(kindOf(text)).toBe(e164);
  });

  it.each([
    ['', 'missing'],
    ['  ', 'missing'],
    ['+abc', 'letters'],
    ['+54911CALLME', 'letters'],
    ['+54#911', 'symbols'],
    ['+54+911', 'two_numbers'],
    ['+5491155551234,+5491155559999', 'two_numbers'],
    ['+5491155551234 +5491155559999', 'two_numbers'],
    ['5491155551234', 'no_plus'],
    ['1155551234', 'no_country_code'],
    ['011 15-5555-1234', 'no_country_code'],
    ['+999123456', 'unknown_country'],
    ['+54911', 'too_short'],
    ['+54911555512345678', 'too_long'],
  ])('names the fault of %j: %s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it('gives the corrected number where it can be worked out', () => {
    expect(parsePhone('5491155551234')).toMatchObject({ error: { example: '+5491155551234', corrected: true } });
    expect(parsePhone('+598 99 123 456, +5491155559999')).toMatchObject({
      error: { example: '+59899123456', corrected: true },
    });
    expect(parsePhone('+abc')).toMatchObject({ error: { corrected: false } });
  });

  it('tells the country', () => {
    expect(parsePhone('+5491155551234')).toEqual({ ok: true, value: { e164: '+5491155551234', country: 'AR' } });
  });

  it('takes numbers of ranges it does not know, because the provider decides', () => {
    expect(kindOf('+15550001234')).toBe('+15550001234');
  });

  it('never throws, and what it gives is a plain E.164 number that it reads again as itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[+\d ().-]{0,30}$/)), (text) => {
        const parsed = parsePhone(text);
        if (!parsed.ok) return;
        expect(parsed.value.e164).toMatch(/^\+[1-9]\d{3,16}$/);
        expect(parsePhone(parsed.value.e164)).toEqual(parsed);
      }),
    );
  });

  it('reads the same number however its digits are grouped', () => {
    fc.assert(
      fc.property(
        number,
        fc.array(fc.constantFrom('', ' ', '-', '.', '\u00a0'), { minLength: 20, maxLength: 20 }),
        (e164, gaps) => {
          const written = [...e164].map((character, index) => character + (gaps[index] ?? '')).join('');

          expect(kindOf(written)).toBe(e164);
          expect(kindOf(written.replace('+', '00'))).toBe(e164);
        },
      ),
    );
  });
});

describe('parsePhoneStrictly', () => {
  it.each([
    ['+54 9 11 5555-1234', 'spaces'],
    ['+54-9-11-5555-1234', 'punctuation'],
    ['005491155551234', 'double_zero'],
    ['+5491155551234', '+5491155551234'],
    ['+abc', 'letters'],
  ])('answers %j with %s', (text, kind) => {
    expect(kindOf(text, parsePhoneStrictly)).toBe(kind);
  });

  it('gives the number as it should be written', () => {
    expect(parsePhoneStrictly('0054 9 11 5555 1234')).toMatchObject({
      error: { kind: 'double_zero', example: '+5491155551234', corrected: true },
    });
  });
});

describe('phoneVariants', () => {
  it.each([
    ['+5511987654321', ['+5511987654321', '+551187654321']],
    ['+551187654321', ['+551187654321', '+5511987654321']],
    ['+5215512345678', ['+5215512345678', '+525512345678']],
    ['+525512345678', ['+525512345678', '+5215512345678']],
    ['+5491155551234', ['+5491155551234', '+541155551234']],
    ['+541155551234', ['+541155551234', '+5491155551234']],
    ['+59899123456', ['+59899123456']],
    ['+551130001234', ['+551130001234']],
  ])('knows every way WhatsApp writes %s', (e164, variants) => {
    expect(phoneVariants(e164)).toEqual(variants);
  });

  it('gives the same set whichever variant is asked about', () => {
    const latin = fc
      .tuple(fc.constantFrom('+55', '+52', '+521', '+54', '+549'), fc.stringMatching(/^\d{8,12}$/))
      .map(([code, rest]) => code + rest);
    fc.assert(
      fc.property(latin, (e164) => {
        const variants = phoneVariants(e164);

        for (const variant of variants) expect([...phoneVariants(variant)].sort()).toEqual([...variants].sort());
      }),
    );
  });
});

describe('masks', () => {
  it.each([
    ['+5491155551234', '+54 9 11 ••••1234', '+54 ••••1234'],
    ['+12025550123', '+1 202 ••••0123', '+1 ••••0123'],
    ['+59899123456', '+598 ••••3456', '+598 ••••3456'],
    ['+34612345678', '+34 ••••5678', '+34 ••••5678'],
    ['+2901234', '+290 ••••34', '+290 ••••34'],
    ['not a number 42', '••••42', '••••42'],
    ['', '••••', '••••'],
  ])('hides most of %j', (e164, masked, short) => {
    expect(maskNumber(e164)).toBe(masked);
    expect(shortMask(e164)).toBe(short);
  });

  it('hides at least three digits of a number of usual length, and shows at most four of its end', () => {
    fc.assert(
      fc.property(number, (e164) => {
        const shown = maskNumber(e164).replace(/\D/g, '');

        expect(shown.length).toBeLessThanOrEqual(e164.length - 1 - 3);
        expect(maskNumber(e164)).toMatch(/ ••••\d{4}$/);
      }),
    );
  });

  it('never lets the whole number through, whatever it is given', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?\d{6,17}$/), (text) => {
        const digits = text.replace(/\D/g, '');

        expect(maskNumber(text).replace(/\D/g, '')).not.toBe(digits);
        expect(shortMask(text).replace(/\D/g, '').length).toBeLessThan(digits.length);
      }),
    );
  });

  it('fits into a label of 24 characters beside “Send to” in every country', () => {
    fc.assert(
      fc.property(number, (e164) => {
        expect(`Enviar a ${shortMask(e164)}`.length).toBeLessThanOrEqual(24);
      }),
    );
  });

  it('formats for reading', () => {
    expect(formatPhone('+5491155551234')).toBe('+54 9 11 5555 1234');
    expect(formatPhone('nonsense')).toBe('nonsense');
  });
});
