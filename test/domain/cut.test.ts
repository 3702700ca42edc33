// What people type is cut to a length, and never inside a character.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSendCommand, parseTemplateCommand } from '../../src/domain/command.ts';
import { parsePhoneStrictly } from '../../src/domain/contacts/phone.ts';
import { cut } from '../../src/domain/cut.ts';
import { lookalikeWord } from '../../src/domain/rules/text-hazards.ts';
import { scanPlaceholders } from '../../src/domain/templates/placeholders.ts';

const FACE = '😀';

test('at most so much is kept, and half a character is left out', () => {
  expect(cut('abc', 3)).toBe('abc');
  expect(cut(`ab${FACE}`, 3)).toBe('ab');
  expect(cut(`ab${FACE}`, 4)).toBe(`ab${FACE}`);
});

test('any text stays whole characters, and loses less than one more than it must', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, max) => {
      const kept = cut(text, max);
      expect(text.startsWith(kept)).toBe(true);
      expect(kept.isWellFormed()).toBe(true);
      expect(kept.length).toBeGreaterThanOrEqual(Math.min(text.length, max) - 1);
      expect(kept.length).toBeLessThanOrEqual(max);
    }),
  );
});

describe('wherever what was typed is cut, it is well formed', () => {
  const long = FACE.repeat(200);
  const typed = ['', 'a'].map((first) => `${first}${long}`);

  test.each(typed)('in commands', (text) => {
    for (const line of [text, `list ${text}`, `link ${text}`]) {
      for (const part of Object.values(parseTemplateCommand(line))) expect(String(part).isWellFormed()).toBe(true);
    }
    const command = parseSendCommand(`+5491155551234 order_ready es ${text}`);
    expect(command.name === 'send' && command.extra.isWellFormed()).toBe(true);
  });

  test.each(typed)('in numbers, words of two alphabets and placeholders', (text) => {
    const phone = parsePhoneStrictly(text);
    expect(!phone.ok && 'typed' in phone.error && phone.error.typed.isWellFormed()).toBe(true);
    const mixed = '𝐀'.repeat(60);
    for (const first of ['aж', 'aжx']) expect((lookalikeWord(`${first}${mixed}`) ?? '').isWellFormed()).toBe(true);
    expect(JSON.stringify(scanPlaceholders(`{{${text}}}`))).not.toMatch(/\\ud[89a-f]/);
  });
});
