// Words as they are used: every language, about no provider in particular and about one with a name.
import { META_NAMES } from '../../adapters/provider/meta/names.ts';
import { LANGUAGES, type Words, wordsAbout, wordsFor } from '../../src/views/words/index.ts';

export const EVERY_WORDS: readonly (readonly [string, Words])[] = LANGUAGES.flatMap((language) => [
  [language, wordsFor(language)] as const,
  [`${language} about ${META_NAMES.provider}`, wordsAbout(wordsFor(language), META_NAMES)] as const,
]);

/** As most tests of views read them: in English, about Meta. */
export const aboutMeta = (language: string): Words => wordsAbout(wordsFor(language), META_NAMES);
