// The same reader for numbers on buttons and in messages: what the command understands, they understand.
import { describe, expect, it } from 'vitest';
import { parseDialled, phonesIn } from '../../../src/domain/contacts/phone.ts';
import { templateFromValues } from '../../../src/domain/proposals/form.ts';

describe('a number that customers dial from a button', () => {
  it.each([
    ['+54 9 11 5555-1234', '+5491155551234'],
    ['0054 9 11 5555 1234', '+5491155551234'],
    ['54 9 11 5555 1234', '+5491155551234'],
    ['tel:+5491155551234', '+5491155551234'],
    ['+44 (0)20 7946 0000', '+442079460000'],
    ['15550051310', '+15550051310'],
    ['+٥٤٩١١٥٥٥٥١٢٣٤', '+5491155551234'],
  ])('%s is %s', (typed, e164) => {
    expect(parseDialled(typed)).toMatchObject({ ok: true, value: { e164 } });
  });

  it.each(['011 4555-1234', '(11) 5555.1234', '11 98765-4321', '12 98765-4321', '0800 555 1234', '911'])(
    '%s works inside one country only, which nobody can guess',
    (typed) => {
      expect(parseDialled(typed).ok).toBe(false);
    },
  );

  it('stands in the template as it will be dialled, and stays as typed where it cannot be read', () => {
    const phoneOf = (value: string) =>
      templateFromValues({
        button_count: '1',
        'button.0.kind': 'phone',
        'button.0.label': 'Call',
        'button.0.value': value,
      }).buttons[0];

    expect(phoneOf('+54 (9) 11 5555-1234')).toMatchObject({ phone: '+5491155551234' });
    expect(phoneOf('011 4555-1234')).toMatchObject({ phone: '011 4555-1234' });
  });
});

describe('numbers in a message', () => {
  it.each([
    ['Call me at +54 9 11 5555-1234, please', ['+5491155551234']],
    ['Write to https://wa.me/5491155551234?text=Hi', ['+5491155551234']],
    ['Ring ＋٥٤٩١١٥٥٥٥١٢٣٤ today', ['+5491155551234']],
    ['+54 9 11 5555–1234 or +59899123456', ['+5491155551234', '+59899123456']],
    ['Order 00012345 of 2026-11-30, 011 4555-1234', []],
  ])('%s', (text, numbers) => {
    expect(phonesIn(text)).toEqual(numbers);
  });

  it('are looked for in bounded time', () => {
    const start = performance.now();
    for (const part of ['+1 ', 'wa.me/', '+', '(0)', '00 1']) phonesIn(part.repeat(50_000));
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
