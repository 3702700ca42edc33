// Variables in texts: found, numbered, filled in; faults with their place.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillPlaceholders, own, placeholdersOf, scanPlaceholders } from '../../../src/domain/templates/placeholders.ts';

describe('scanPlaceholders', () => {
  it('finds numbered and named variables with their places', () => {
    expect(scanPlaceholders('Hi {{1}} {{first_name}}').placeholders).toEqual([
      { key: '1', kind: 'positional', start: 3, end: 8 },
      { key: 'first_name', kind: 'named', start: 9, end: 23 },
    ]);
  });

  it.each([
    ['a {{1} b', 'braces-broken', '{{1}', 2],
    ['a {1}} b', 'braces-broken', '{1}}', 2],
    ['a {{{1}}} b', 'braces-broken', '{{{1}}}', 2],
    ['a {{1\n}} b', 'braces-broken', '{{1', 2],
    ['a }} b', 'braces-broken', '}}', 2],
    ['{{{{1}}}}', 'braces-broken', '{{{{1}}}}', 0],
    ['{{a{{1}}', 'braces-broken', '{{a', 0],
    ['{{}}', 'placeholder-empty', '{{}}', 0],
    ['{{ 1 }}', 'placeholder-spaces', '{{ 1 }}', 0],
    ['{{0}}', 'placeholder-number', '{{0}}', 0],
    ['{{12345}}', 'placeholder-number', '{{12345}}', 0],
    ['{{#}}', 'placeholder-characters', '{{#}}', 0],
    ['{{1}}{{Ñ}}', 'placeholder-characters', '{{Ñ}}', 5],
  ])('reports %j as %s', (text, rule, written, at) => {
    expect(scanPlaceholders(text).faults[0]).toEqual({ rule, text: written, at });
  });

  it('goes on after a fault', () => {
    expect(placeholdersOf('{{a{{1}} and {{ 2 }} and {{3}}')).toEqual(['1', '3']);
  });

  it('never throws, and what it finds is in the text at that place', () => {
    const piece = fc.constantFrom('{', '}', '{{', '}}', '1', 'a', '_', ' ', '\n', '#', '😀', '\ud83d');
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (text) => {
          const { placeholders, faults } = scanPlaceholders(text);
          for (const { key, start, end } of placeholders) expect(text.slice(start, end)).toBe(`{{${key}}}`);
          for (const fault of faults) expect(text.startsWith(fault.text, fault.at)).toBe(true);
        },
      ),
    );
  });

  it.each(['{', '{{', '}', '{{a', '{{1}}', '{1', '{{{{a}} ', '{{\n'])('reads 64 kB of %j in linear time', (unit) => {
    const text = unit.repeat(Math.ceil(65_536 / unit.length));
    const start = performance.now();

    scanPlaceholders(text);

    // Quadratic work on 64 kB takes seconds; linear work a few milliseconds, even on a busy machine.
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('placeholdersOf', () => {
  it('gives numbers in numeric order and names in order of appearance, each once', () => {
    expect(placeholdersOf('{{10}} {{2}} {{1}} {{2}}')).toEqual(['1', '2', '10']);
    expect(placeholdersOf('{{b}} {{a}} {{b}}')).toEqual(['b', 'a']);
  });
});

describe('fillPlaceholders', () => {
  it('puts values in once: braces in a value stay text', () => {
    const values: Record<string, string> = { '1': '{{2}}', '2': '{{1}} $& $1' };

    expect(fillPlaceholders('a {{1}} b {{2}} c', (key) => values[key])).toBe('a {{2}} b {{1}} $& $1 c');
  });

  it('leaves a placeholder without a value as written', () => {
    expect(fillPlaceholders('a {{1}} b {{2}} {{ 3 }}', (key) => (key === '2' ? 'x' : undefined))).toBe(
      'a {{1}} b x {{ 3 }}',
    );
  });

  it('gives the text back when every variable stands for itself', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '1', 'a', ' ') }),
        (text) => fillPlaceholders(text, (key) => `{{${key}}}`) === text,
      ),
    );
  });
});

describe('own', () => {
  it('does not find what every object inherits', () => {
    expect(own({}, 'constructor')).toBeUndefined();
    expect(own({ constructor: 'x' }, 'constructor')).toBe('x');
  });
});
