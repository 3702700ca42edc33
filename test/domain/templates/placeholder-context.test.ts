// The words around a variable, shown beside its field.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextOf, variablesOf } from '../../../src/domain/templates/placeholder-context.ts';
import { placeholdersOf } from '../../../src/domain/templates/placeholders.ts';

const contexts = (text: string) => variablesOf(text).map(contextOf);

describe('the words around a variable', () => {
  it('are the whole text when it is short', () => {
    expect(contexts('Hi {{1}}, your\norder.')).toEqual(['Hi {{1}}, your order.']);
  });

  it('are whole words, with an ellipsis only where something was left out', () => {
    const text =
      'Hi {{first_name}}, your order is ready. You can pick it up at our shop until {{time}}, any day you like to.';

    expect(contexts(text)).toEqual([
      'Hi {{first_name}}, your order is ready. You …',
      '… it up at our shop until {{time}}, any day you like to.',
    ]);
  });

  it('are found once per variable, where it stands first', () => {
    expect(contexts('{{1}} and {{1}}')).toEqual(['{{1}} and {{1}}']);
  });

  it('name every variable of any text, in its order', () => {
    const part = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('{{1}}', '{{name}}', ' word ', '👍🏽', '\n'));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        expect(variablesOf(text).map(({ placeholder }) => placeholder)).toEqual([...new Set(placeholdersOf(text))]);
        for (const one of variablesOf(text)) expect(contextOf(one)).toContain(`{{${one.placeholder}}}`);
      }),
    );
  });
});
