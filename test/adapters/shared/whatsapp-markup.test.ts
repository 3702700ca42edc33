// WhatsApp's formatting parsed into styled pieces, for any text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWhatsAppMarkup } from '../../../adapters/shared/whatsapp-markup.ts';

describe('parseWhatsAppMarkup', () => {
  it.each([
    ['plain', [{ text: 'plain' }]],
    ['', []],
    ['a *b c* d', [{ text: 'a ' }, { text: 'b c', bold: true }, { text: ' d' }]],
    ['_a_ ~b~', [{ text: 'a', italic: true }, { text: ' ' }, { text: 'b', strike: true }]],
    ['```a *b*\nc```', [{ text: 'a *b*\nc', mono: true }]],
    [
      '*a _b_ c*',
      [
        { text: 'a ', bold: true },
        { text: 'b', bold: true, italic: true },
        { text: ' c', bold: true },
      ],
    ],
    ['(*a*)!', [{ text: '(' }, { text: 'a', bold: true }, { text: ')!' }]],
    ['*a*, *b*', [{ text: 'a', bold: true }, { text: ', ' }, { text: 'b', bold: true }]],
  ])('reads %j', (text, pieces) => {
    expect(parseWhatsAppMarkup(text)).toEqual(pieces);
  });

  it.each([
    '2 * 3 * 4',
    'a*b*c',
    'snake_case_name',
    '*a',
    'a*',
    '* a *',
    '*a\nb*',
    '**',
    '~~',
    '```',
    '``````',
    '*_a*',
  ])('leaves %j as text or drops only paired marks', (text) => {
    const joined = parseWhatsAppMarkup(text)
      .map((piece) => piece.text)
      .join('');

    expect(text === '*_a*' ? joined === '_a' : joined === text).toBe(true);
  });

  it('never throws and loses nothing but marks', () => {
    const unit = fc.constantFrom('*', '_', '~', '`', '```', ' ', '\n', 'a', 'é', '😀');
    const bare = (text: string) => text.replace(/[*_~`]/g, '');
    fc.assert(
      fc.property(
        fc.array(unit).map((units) => units.join('')),
        (text) => {
          expect(
            bare(
              parseWhatsAppMarkup(text)
                .map((piece) => piece.text)
                .join(''),
            ),
          ).toBe(bare(text));
        },
      ),
    );
  });

  it.each(['*a ', '*', '_a*', '```', '`', '*a _b ~c ', 'a* '])('reads 64 kB of %j in linear time', (unit) => {
    const text = unit.repeat(Math.ceil(65_536 / unit.length));
    const start = performance.now();

    parseWhatsAppMarkup(text);

    expect(performance.now() - start).toBeLessThan(500);
  });
});
