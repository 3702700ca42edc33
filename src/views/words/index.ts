// Every sentence a person reads, by key and language. English is the source: a key missing in another language does not
// compile. Messages are ICU and are compiled when first said, so that starting up costs nothing.
import IntlMessageFormat from 'intl-messageformat';
import type { Inline, Text } from '../view.ts';
import { accountsEn } from './accounts.en.ts';
import { accountsEs } from './accounts.es.ts';
import { chatEn } from './chat.en.ts';
import { chatEs } from './chat.es.ts';
import { faultsEn } from './faults.en.ts';
import { faultsEs } from './faults.es.ts';
import { namesEn } from './names.en.ts';
import { namesEs } from './names.es.ts';
import { proposalEn } from './proposal.en.ts';
import { proposalEs } from './proposal.es.ts';
import { proposeEn } from './propose.en.ts';
import { proposeEs } from './propose.es.ts';
import { refusalsEn } from './refusals.en.ts';
import { refusalsEs } from './refusals.es.ts';
import { reviewEn } from './review.en.ts';
import { reviewEs } from './review.es.ts';
import { sendEn } from './send.en.ts';
import { sendEs } from './send.es.ts';
import { templatesEn } from './templates.en.ts';
import { templatesEs } from './templates.es.ts';

const english = {
  ...accountsEn,
  ...chatEn,
  ...namesEn,
  ...faultsEn,
  ...proposalEn,
  ...proposeEn,
  ...refusalsEn,
  ...reviewEn,
  ...sendEn,
  ...templatesEn,
};
const spanish: Record<MessageKey, string> = {
  ...accountsEs,
  ...chatEs,
  ...namesEs,
  ...faultsEs,
  ...proposalEs,
  ...proposeEs,
  ...refusalsEs,
  ...reviewEs,
  ...sendEs,
  ...templatesEs,
};

export type MessageKey = keyof typeof english;

/** All messages as written, per language. For tests and for nothing else. */
export const MESSAGES = { en: english, es: spanish } as const satisfies Record<string, Record<MessageKey, string>>;
export type Language = keyof typeof MESSAGES;

export type PlainValues = Readonly<Record<string, string | number>>;
export type RichValues = Readonly<Record<string, string | number | Inline | Text>>;

export type Words = {
  readonly language: Language;
  /** The message as plain text. A value the message names and `values` lacks is a bug and throws. */
  readonly say: (key: MessageKey, values?: PlainValues) => string;
  /** The message with times, mentions and other inline parts in it. */
  readonly rich: (key: MessageKey, values: RichValues) => Text;
  /** "Ana, Luis and Eva"; `or` for alternatives. */
  readonly list: (items: readonly string[], kind?: 'and' | 'or') => string;
};

const cache = new Map<Language, Words>();

/** Words for a BCP 47 or POSIX locale: `es-AR` → Spanish; unknown or missing → English. One object per language. */
export function wordsFor(locale: string | undefined): Words {
  const language = languageOf(locale);
  const known = cache.get(language);
  if (known) return known;
  const words = createWords(language);
  cache.set(language, words);
  return words;
}

function languageOf(locale: string | undefined): Language {
  const base = locale?.split(/[-_]/, 1)[0]?.toLowerCase() ?? '';
  return Object.hasOwn(MESSAGES, base) ? (base as Language) : 'en'; // narrowed by the line's own test
}

function createWords(language: Language): Words {
  const compiled = new Map<MessageKey, IntlMessageFormat>();
  const formatOf = (key: MessageKey) => {
    const known = compiled.get(key);
    if (known) return known;
    // Tags would make `<` in our own sentences special; we never use them.
    const format = new IntlMessageFormat(MESSAGES[language][key], language, undefined, { ignoreTag: true });
    compiled.set(key, format);
    return format;
  };
  return {
    language,
    say: (key, values = {}) => {
      const message = MESSAGES[language][key];
      // Most labels have nothing to fill in: no need to compile them.
      return message.includes('{') ? String(formatOf(key).format({ ...values })) : message;
    },
    rich: (key, values) =>
      tidy(
        formatOf(key)
          .formatToParts<Inline | Text>({ ...values })
          .flatMap((part) => part.value),
      ),
    list: (items, kind = 'and') =>
      new Intl.ListFormat(language, { type: kind === 'and' ? 'conjunction' : 'disjunction' }).format(items),
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
