// A customer's message that is one word of ours and nothing besides, however it is written.
import { describe, expect, test } from 'vitest';
import { keyword } from '../../../src/domain/contacts/keyword.ts';
import { inEveryLanguage, LANGUAGES } from '../../../src/views/words/index.ts';
import { greetings, isMarketingStart, isMarketingStop, isStart, isStop } from '../../../src/views/words/word-lists.ts';

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

describe('letters only', () => {
  test.each([
    '¡BAJA!',
    '"BAJA"',
    '*STOP*',
    '_stop_',
    '`stop`',
    '\u200eSTOP',
    '\u200fSTOP\u200f',
    'S\u200dTOP',
    'ＳＴＯＰ',
    'STOP 🛑🛑',
    'STOP\ufe0f',
    'S.T.O.P.',
    'Stooop!!!',
    'STOP STOP STOP',
    'Stop, please',
    'Baja por favor',
    'SALIR',
    'Dar de baja',
    'dar_de_baja',
    'Opt out',
    'opt-out',
    'OPT‑OUT',
    'não quero mais',
    'NAO QUERO MAIS',
    'cancelar suscripcion',
    'lopeta',
    'Lõpeta, palun.',
  ])('hear a stop in %j', (message) => {
    expect(isStop(message)).toBe(true);
    expect(isStart(message)).toBe(false);
  });

  test.each(['Stop promotions', 'STOP PROMOTIONS', '*Stop Promotions* 🙏', 'Detener promociones', 'parar promoções'])(
    'hear in %j that advertising is over, and nothing more',
    (message) => {
      expect(isMarketingStop(message)).toBe(true);
      expect(isStop(message)).toBe(false);
    },
  );

  test.each(['START', 'ALTA', '¡Alta!', 'resume', '"Resume"', 'voltar', 'alusta'])('hear a start in %j', (message) => {
    expect(isStart(message)).toBe(true);
    expect(isStop(message)).toBe(false);
  });

  test('a text as long as a page is no keyword, and costs nothing', () => {
    expect(isStop('stop '.repeat(100_000))).toBe(false);
    expect(isMarketingStart('Resume promotions')).toBe(true);
  });
});
