// What a language is made of: one folder beside this file exports one value of this type. A sentence, an example or a list
// that is missing in it does not compile.

import type { RuleId } from '../../domain/rules/catalogue.ts';
import type { WordingLists } from '../../domain/rules/wording.ts';
import type { ProviderNames } from '../../domain/senders/names.ts';
import type { FormId, Values } from '../view.ts';
import type { consoleWords } from './en/console.ts';
import type { examples } from './en/findings.ts';
import type { messages } from './en/messages.ts';

export type MessageKey = keyof typeof messages;

/** Counted words of the console page, for languages that count in more forms than English. */
type MoreForms = `${'replies' | 'search_found'}_${Intl.LDMLPluralRule}`;
export type ConsoleTexts = Readonly<Record<keyof typeof consoleWords, string> & Partial<Record<MoreForms, string>>>;

export type Examples = Readonly<Record<keyof typeof examples, string>>;

/** What customers and colleagues write, as Aval recognises it, whatever language it is set to. */
export type WordLists = WordingLists & {
  /** A customer's whole message that means: write no more. Only letters and figures are compared. */
  readonly stop: readonly string[];
  /** The same of advertising alone, such as WhatsApp's own button. */
  readonly stopMarketing: readonly string[];
  /** A customer's whole message that takes it back. */
  readonly start: readonly string[];
  readonly startMarketing: readonly string[];
  /** Words beside these that change nothing. */
  readonly courtesy: readonly string[];
  /** What people write to a bot they meet for the first time: it answers with the help. Lower case. */
  readonly greetings: readonly string[];
  /** What the words after a command are called, beside the English ones they stand for. Lower case, one word each. */
  readonly commands: Readonly<
    Partial<
      Record<
        'propose' | 'list' | 'show' | 'sync' | 'link' | 'help' | 'status' | 'consent' | 'pending',
        readonly string[]
      >
    >
  >;
};

/** Who plays in a rehearsal, and what its forms are filled in with. */
export type Cast = {
  readonly roles: Readonly<Record<'proposer' | 'approver' | 'agent' | 'admin', string>>;
  /** What the sender of a rehearsal is called, before its number. */
  readonly simulator: string;
  readonly examples: Readonly<Partial<Record<FormId, Values>>>;
};

export type LanguagePack = {
  /** ICU messages. `{provider}` and `{console}` are filled in by `Words`. */
  readonly messages: Readonly<Record<MessageKey, string>>;
  /** What each rule of the rule book says; the same kind of messages. */
  readonly findings: Readonly<Record<RuleId, string>>;
  /** The page around forms and cards in the console. `{slots}` only, no ICU. */
  readonly console: ConsoleTexts;
  /** The worded examples of the rules, by their English text. What is the same in every language is not among them. */
  readonly examples: Examples;
  readonly cast: Cast;
  readonly lists: WordLists;
  /** What a provider and its console are called where no single one is meant. With their article, as inside a sentence. */
  readonly anyProvider: ProviderNames;
  /** Words that melt into the one before when a name is filled in: Spanish “de el” → “del”. */
  readonly contractions: Readonly<Record<string, string>>;
  /** Messages that rightly read as the English ones, with the reason. For the tests. */
  readonly sameAsEnglish: Readonly<Record<string, string>>;
};
