// Characters, emoji and words as WhatsApp counts them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countChars, countEmoji, countWords, hasEmoji } from '../../../src/domain/rules/text-measure.ts';

describe('counting', () => {
  it('counts characters as code points', () => {
    expect(countChars('')).toBe(0);
    expect(countChars('ñandú')).toBe(5);
    expect(countChars('a😀b')).toBe(3);
    expect(countChars('مرحبا')).toBe(5);
  });

  it('never counts more than UTF-16 does, and adds up', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(countChars(a)).toBeLessThanOrEqual(a.length);
        expect(countChars(a) + countChars(b)).toBe(countChars(a + b));
      }),
    );
  });

  it('counts an emoji as people see it', () => {
    expect(countEmoji('👨‍👩‍👧‍👦🇺🇾👍🏽1️⃣')).toBe(4);
    expect(countEmoji('1 # * © ™')).toBe(0);
    expect(hasEmoji('© 2026 ™ 100%')).toBe(false);
    expect(hasEmoji('Hi ☕')).toBe(true);
  });

  it('counts words, and two characters of unspaced scripts as one', () => {
    expect(countWords("Hi there, it's 5 - o'clock!")).toBe(5);
    expect(countWords('您的订单已发货')).toBe(4);
    expect(countWords(' … — ')).toBe(0);
  });
});
