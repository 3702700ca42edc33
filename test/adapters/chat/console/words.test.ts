// The console's sentences: complete in both languages, with the same slots, and all of them used.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pageLanguage } from '../../../../adapters/chat/console/settings.ts';
import { CONSOLE_WORDS, counted, fill } from '../../../../adapters/chat/console/words.ts';
import { consoleEn } from '../../../../src/views/words/console.en.ts';
import { consoleEs } from '../../../../src/views/words/console.es.ts';

const slots = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((one) => one[1]).sort();

describe.each([
  ['English', consoleEn],
  ['Spanish', consoleEs],
])('%s', (_, words) => {
  test('has exactly the words of the page', () => {
    expect(Object.keys(words).sort()).toEqual([...CONSOLE_WORDS].sort());
  });

  test.each(CONSOLE_WORDS)('%s is a sentence with the slots of the English one', (word) => {
    expect(words[word].trim()).not.toBe('');
    expect(slots(words[word])).toEqual(slots(consoleEn[word]));
  });
});

test('no Spanish sentence is English by accident', () => {
  const same = CONSOLE_WORDS.filter((word) => consoleEn[word] === consoleEs[word]);

  expect(same).toEqual(['now_acting_in', 'bot_name', 'bot_label', 'composer_command_example', 'media_video']);
});

test('every word is used by the console', () => {
  const folder = new URL('../../../../adapters/chat/console/', import.meta.url);
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && name !== 'words.ts')
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  // Some names are put together: `tone_${tone}`.
  const families = [...sources.matchAll(/words\[`(\w*)\$\{\w+(?:\.\w+)*\}(\w*)`\]/g)].map(
    (one) => new RegExp(`^${one[1]}\\w+${one[2]}$`),
  );
  const counts = [...sources.matchAll(/counted\(\w+(?:\.\w+)*, '(\w+)'/g)].map((one) => `${one[1]}_`);
  const isUsed = (word: string) =>
    new RegExp(`\\b${word}\\b`).test(sources) ||
    families.some((family) => family.test(word)) ||
    counts.some((start) => word.startsWith(start));

  expect(CONSOLE_WORDS.filter((word) => !isUsed(word))).toEqual([]);
});

test('facts fill slots, counts choose the form, languages fall back', () => {
  expect(fill('{a} of {b} and {c}', { a: 1, b: '{a}' })).toBe('1 of {a} and {c}');
  expect([1, 2].map((count) => counted(consoleEn, 'replies', count, 'en'))).toEqual([
    '1 reply in thread',
    '2 replies in thread',
  ]);
  expect([1, 1_000_000].map((count) => counted(consoleEs, 'replies', count, 'es'))).toEqual([
    '1 respuesta en el hilo',
    '1000000 respuestas en el hilo',
  ]);
  expect(
    ['es-AR', 'es', 'en-GB', 'pt-BR'].map((locale) => pageLanguage({ en: consoleEn, es: consoleEs }, locale)),
  ).toEqual(['es', 'es', 'en', 'en']);
});
