// A customer's message that is one word of ours and nothing besides, however it is written.
import { describe, expect, test } from 'vitest';
import { keyword } from '../../../src/domain/contacts/keyword.ts';
import { inEveryLanguage, LANGUAGES } from '../../../src/views/words/index.ts';
import { greetings, isStart, isStop } from '../../../src/views/words/word-lists.ts';

describe('a keyword', () => {
  const isIt = keyword(['cancelar inscrição', 'stop']);

  test.each([
    'stop',
    'STOP',
    ' Stop. ',
    '¡Stop!',
    'stop\n',
    'stop 🙏',
    '“stop”',
    'Cancelar inscrição',
    'CANCELAR INSCRICAO',
    'cancelar   inscric\u0327a\u0303o',
  ])('is heard in %j', (message) => {
    expect(isIt(message)).toBe(true);
  });

  test.each(['', '…', 'please do not stop', 'stop by tomorrow', 'stops', 's t o p', 'cancelar', 'constructor'])(
    'is not heard in %j',
    (message) => {
      expect(isIt(message)).toBe(false);
    },
  );
});

describe('the lists of all languages', () => {
  test.each([
    'stop',
    'stopp',
    'unsubscribe',
    'baja',
    'darme de baja',
    'no molestar',
    'parar',
    'sair',
    'cancelar inscrição',
    'pare',
  ])('hear a stop in %j', (word) => {
    expect(isStop(word)).toBe(true);
  });

  test('hear every language’s stop, start and greeting, and never take one for the other', () => {
    const lists = inEveryLanguage((pack) => pack.lists);

    for (const { stop, start, greetings: own } of LANGUAGES.map((language) => lists[language])) {
      expect(stop.filter((word) => !isStop(word) || isStart(word))).toEqual([]);
      expect(start.filter((word) => !isStart(word) || isStop(word))).toEqual([]);
      expect(own.filter((word) => !greetings.has(word))).toEqual([]);
    }
  });
});
