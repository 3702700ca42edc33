// Every sentence a person reads, by key and language. Messages are ICU and are compiled when first said, so that starting
// up costs nothing.
import IntlMessageFormat from 'intl-messageformat';
import type { RuleId } from '../../domain/rules/catalogue.ts';
import type { ProviderNames } from '../../domain/senders/names.ts';
import type { Inline, Text } from '../view.ts';
import * as languages from './languages.ts';
import { nameProvider } from './name-provider.ts';
import type { Examples, LanguagePack, MessageKey } from './pack.ts';

export type { LanguagePack, MessageKey } from './pack.ts';

export type Language = keyof typeof languages;

const packs: Readonly<Record<Language, LanguagePack>> = { ...languages };

/** What a reader gets whose language there is no pack for. */
const ELSE: Language = 'en';

// The registry holds exactly these keys; `Object.keys` widens them.
const CODES = Object.keys(packs) as readonly Language[];

/** Codes of all languages, the one of everybody else first. */
export const LANGUAGES: readonly [Language, ...Language[]] = [ELSE, ...CODES.filter((code) => code !== ELSE)];

export type PlainValues = Readonly<Record<string, string | number>>;
export type RichValues = Readonly<Record<string, string | number | Inline | Text>>;

export type Words = {
  readonly language: Language;
  /** The message as plain text. A value the message names and `values` lacks is a bug and throws. */
  readonly say: (key: MessageKey, values?: PlainValues) => string;
  /** The message with times, mentions and other inline parts in it. */
  readonly rich: (key: MessageKey, values: RichValues) => Text;
  /** What a rule of the rule book says about these facts. */
  readonly finding: (rule: RuleId, facts: PlainValues) => string;
  /** A worded example of a rule in this language; any other comes back as it is. */
  readonly example: (english: string) => string;
  /** "Ana, Luis and Eva"; `or` for alternatives. */
  readonly list: (items: readonly string[], kind?: 'and' | 'or') => string;
};

const made = new Map<string, Words>();

/**
 * Words for a BCP 47 or POSIX locale: `es-AR` → Spanish; unknown or missing → English. One object per language. They say
 * "the provider" where a sentence names one.
 */
export function wordsFor(locale: string | undefined): Words {
  return wordsIn(languageOf(locale), undefined);
}

/** The same language about one provider, which its sentences name. Without names: about none in particular. */
export function wordsAbout(words: Words, names: ProviderNames | undefined): Words {
  return wordsIn(words.language, names);
}

/** All that a language is made of; of English where there is no such language. */
export function packOf(locale: string | undefined): LanguagePack {
  return packs[languageOf(locale)];
}

/** Something of every pack, by language. */
export function inEveryLanguage<T>(pick: (pack: LanguagePack) => T): Readonly<Record<Language, T>> {
  // `fromEntries` forgets which keys it was given.
  return Object.fromEntries(LANGUAGES.map((language) => [language, pick(packs[language])])) as Record<Language, T>;
}

function languageOf(locale: string | undefined): Language {
  const base = locale?.split(/[-_]/, 1)[0]?.toLowerCase();
  return LANGUAGES.find((language) => language === base) ?? ELSE;
}

function wordsIn(language: Language, names: ProviderNames | undefined): Words {
  const key = JSON.stringify([language, names]);
  const known = made.get(key);
  if (known) return known;
  const words = createWords(language, names);
  made.set(key, words);
  return words;
}

function createWords(language: Language, names: ProviderNames | undefined): Words {
  const pack = packs[language];
  const named = remembered((message) => nameProvider(message, pack, language, names));
  // Tags would make `<` in our own sentences special; we never use them.
  const formatOf = remembered(
    (message) => new IntlMessageFormat(named(message), language, undefined, { ignoreTag: true }),
  );
  const plain = (message: string, values: PlainValues) => {
    const text = named(message);
    // Most labels have nothing to fill in: no need to compile them.
    return text.includes('{') ? String(formatOf(message).format({ ...values })) : text;
  };
  return {
    language,
    say: (key, values = {}) => plain(pack.messages[key], values),
    rich: (key, values) =>
      tidy(
        formatOf(pack.messages[key])
          .formatToParts<Inline | Text>({ ...values })
          .flatMap((part) => part.value),
      ),
    finding: (rule, facts) => plain(pack.findings[rule], facts),
    example: (english) => (Object.hasOwn(pack.examples, english) ? pack.examples[english as keyof Examples] : english),
    list: (items, kind = 'and') =>
      new Intl.ListFormat(language, { type: kind === 'and' ? 'conjunction' : 'disjunction' }).format(items),
  };
}

/** Asked once per text. */
function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text) ?? make(text);
    known.set(text, found);
    return found;
  };
}

/** Joins neighbouring strings; text without inline parts comes back as a plain string. */
function tidy(parts: readonly (string | Inline)[]): Text {
  const joined: Inline[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  const [only = ''] = joined;
  return joined.length <= 1 && typeof only === 'string' ? only : joined;
}
