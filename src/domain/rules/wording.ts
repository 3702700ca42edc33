// Words that get a template recategorised or rejected: offers in a UTILITY template, requests for card or identity numbers.
// The lists come with the languages (`views/words`); a hit is only ever a warning.

import type { Finding } from '../templates/template.ts';
import { finding, type Spot } from './finding.ts';

/** Of one language. Every entry is part of a regular expression, read without regard to case. */
export type WordingLists = {
  /** What reads like an offer. */
  readonly marketing: readonly string[];
  /** What follows “20 %” in an offer. */
  readonly percentOff: readonly string[];
  /** Verbs that ask the customer to answer with something. */
  readonly asking: readonly string[];
  /** What nobody may ask for in full. */
  readonly secrets: readonly string[];
  /** What makes such a sentence harmless: only the last digits, or advice to keep it to oneself. */
  readonly partial: readonly string[];
};

/** The lists of several languages, compiled. */
export type Wordings = { readonly [list in keyof WordingLists]: RegExp };

/** Joins the lists of all languages a template may be written in. */
export function wordingsOf(languages: readonly Partial<WordingLists>[]): Wordings {
  const all = (list: keyof WordingLists) => languages.flatMap((lists) => lists[list] ?? []).join('|');
  return {
    marketing: wholeWords(all('marketing')),
    percentOff: new RegExp(`\\d\\s?% (?:${all('percentOff')})(?!\\p{L})`, 'iu'),
    asking: wholeWords(all('asking')),
    secrets: wholeWords(all('secrets')),
    partial: wholeWords(all('partial')),
  };
}

function wholeWords(alternatives: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`, 'iu');
}

/** Warns when a UTILITY text reads like an offer; fact `word` is what gave it away. */
export function checkMarketingWords(text: string, at: Spot, wordings: Wordings): readonly Finding[] {
  const word = wordings.marketing.exec(text)?.[0] ?? wordings.percentOff.exec(text)?.[0];
  return word === undefined ? [] : [finding('marketing-wording', at, { word })];
}

/** Warns when one sentence asks the customer for a full card, account or identity number, or a password. */
export function checkSensitiveRequests(text: string, at: Spot, wordings: Wordings): readonly Finding[] {
  for (const sentence of text.split(/[.!?\n]+/)) {
    const word = wordings.secrets.exec(sentence)?.[0];
    if (word !== undefined && wordings.asking.test(sentence) && !wordings.partial.test(sentence)) {
      return [finding('sensitive-data', at, { word })];
    }
  }
  return [];
}
