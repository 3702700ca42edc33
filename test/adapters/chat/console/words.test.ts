// The console's sentences: complete in every language, with the same slots, and all of them used.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pageLanguage } from '../../../../adapters/chat/console/settings.ts';
import { CONSOLE_WORDS, type ConsoleWord, counted, fill } from '../../../../adapters/chat/console/words.ts';
import { inEveryLanguage, LANGUAGES, packOf } from '../../../../src/views/words/index.ts';

const slots = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((one) => one[1]).sort();

const english = packOf(LANGUAGES[0]).console;

describe.each(LANGUAGES)('%s', (language) => {
  const words = packOf(language).console;

  test('has the words of the page, and besides only more forms of what is counted', () => {
    const forms = /^(replies|search_found)_(zero|two|few|many)$/;

    expect(Object.keys(words).filter((word) => !forms.test(word))).toEqual(expect.arrayContaining([...CONSOLE_WORDS]));
    expect(
      Object.keys(words).filter((word) => !CONSOLE_WORDS.includes(word as ConsoleWord) && !forms.test(word)),
    ).toEqual([]);
  });

  test('counts in every form the language has for the numbers of a page', () => {
    const rules = new Intl.PluralRules(language);
    const forms = new Set(Array.from({ length: 1001 }, (_, count) => rules.select(count)));

    for (const form of forms)
      expect(words).toMatchObject({
        [`replies_${form}`]: expect.anything(),
        [`search_found_${form}`]: expect.anything(),
      });
  });

  test.each(CONSOLE_WORDS)('%s is a sentence with the slots of the English one', (word) => {
    expect(words[word].trim()).not.toBe('');
    expect(slots(words[word])).toEqual(slots(english[word]));
  });
});

test('every word is used by the console', () => {
  const folder = new URL('../../../../adapters/chat/console/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
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
  expect([1, 2].map((count) => counted(english, 'replies', count, 'en'))).toEqual([
    '1 reply in thread',
    '2 replies in thread',
  ]);
  expect([1, 1_000_000].map((count) => counted(packOf('es').console, 'replies', count, 'es'))).toEqual([
    '1 respuesta en el hilo',
    '1000000 respuestas en el hilo',
  ]);
  expect(
    ['es-AR', 'es', 'en-GB', 'pt-BR'].map((locale) =>
      pageLanguage(
        inEveryLanguage((pack) => pack.console),
        locale,
      ),
    ),
  ).toEqual(['es', 'es', 'en', 'en']);
});
