// Reads what people type: a whole line where commands are messages, and what follows `template` and `send-active`. The same
// on every chat platform. What a word looks like is settled in `typed.ts`; here is what it means.

import { isExtension, isWrittenNumber } from './contacts/phone-written.ts';
import { cut } from './cut.ts';
import { typedDigits, typedText, typedWord, unquoted, wordsOf } from './typed.ts';

export const COMMANDS = ['template', 'send-active'] as const;
export type Command = (typeof COMMANDS)[number];

export type TemplateCommand =
  | { readonly name: 'propose' }
  | { readonly name: 'list'; readonly text: string }
  /** Proposals that wait for somebody. */
  | { readonly name: 'pending' }
  /** `sender`: an id, where several senders have the template. */
  | { readonly name: 'show'; readonly template: string; readonly language?: string; readonly sender?: string }
  | { readonly name: 'sync' }
  /** `code` is as typed; without one, a code is asked for. */
  | { readonly name: 'link'; readonly code?: string }
  /** Belongs to the other command; asked for here, it is answered all the same. */
  | { readonly name: 'status'; readonly number?: string }
  | { readonly name: 'help' }
  | { readonly name: 'unknown'; readonly word: string };

export type SendCommand =
  /** `number` is as typed, unread; `rest` the words after it: template name and language. */
  | {
      readonly name: 'send';
      readonly number: string;
      readonly template?: string;
      readonly language?: string;
      readonly extra: string;
    }
  | { readonly name: 'status'; readonly number?: string }
  /** Whether a customer may be written to; `number` is as typed. */
  | { readonly name: 'consent'; readonly number: string }
  | { readonly name: 'help' };

/** What words of other languages mean, as the English word; lower case. */
export type Meanings = ReadonlyMap<string, string>;
const ENGLISH: Meanings = new Map();

const FILLERS_MAX = 4;

/**
 * A line typed to Aval, with or without a slash before it, in any letter case, quoted, bold or addressed to somebody first. A
 * greeting or a call for help asks for the help; undefined when it is neither that nor a command. `greetings`: lower case, of
 * all languages.
 */
export function parseCommand(
  line: string,
  greetings: ReadonlySet<string>,
): { readonly command: Command; readonly text: string } | undefined {
  let rest = typedText(line);
  let asksForHelp = false;
  for (let fillers = 0; fillers <= FILLERS_MAX && rest !== ''; fillers++) {
    const [first, after] = firstWord(rest);
    const word = commandWord(first);
    const command = commandNamed(word);
    if (command !== undefined) return { command, text: after };
    const greets = greetings.has(word);
    asksForHelp ||= greets || (word === '' && /[?¿]/u.test(first));
    // Before the command may stand a greeting, somebody's name, or a sign that quotes it.
    if (!greets && word !== '' && word !== 'aval' && !word.startsWith('@')) break;
    rest = after;
  }
  return asksForHelp ? { command: 'template', text: 'help' } : undefined;
}

/** `text` is everything after `/template`. Never fails: what is not understood comes back as `unknown`. */
export function parseTemplateCommand(text: string, meanings: Meanings = ENGLISH): TemplateCommand {
  const typed = typedText(text);
  const [first = '', ...rest] = wordsOf(typed);
  switch (meant(first, meanings)) {
    case '':
    case 'help':
      return { name: 'help' };
    case 'propose':
      return { name: 'propose' };
    case 'pending':
      return { name: 'pending' };
    case 'list': {
      // What stands on the next line is a signature.
      const [line = ''] = typed.split('\n');
      return { name: 'list', text: cut(unquoted(wordsOf(line).slice(1).join(' ')), 200) };
    }
    case 'show': {
      const [template = '', language, sender] = rest.map(typedWord).filter((word) => word !== '');
      if (template === '') return { name: 'list', text: '' };
      return {
        name: 'show',
        template: template.toLowerCase(),
        ...(language && { language }),
        ...(sender && { sender }),
      };
    }
    case 'sync':
      return { name: 'sync' };
    case 'link': {
      const code = cut(rest.map(typedWord).join(''), 80);
      return { name: 'link', ...(code !== '' && { code }) };
    }
    case 'status':
      return statusOf(rest);
    default:
      return { name: 'unknown', word: cut(typedWord(first), 80) };
  }
}

/**
 * `text` is everything after `/send-active`. People write numbers with spaces and dashes, so every leading word without
 * a letter belongs to the number; the first word with a letter or an underscore is the template. A name that stands before
 * the number is the template too.
 */
export function parseSendCommand(text: string, meanings: Meanings = ENGLISH): SendCommand {
  const words = wordsOf(typedText(text));
  const first = meant(words[0] ?? '', meanings);
  if (words.length === 0 || first === 'help' || (first === '' && words.length === 1 && !/\d/u.test(words[0] ?? '')))
    return { name: 'help' };
  if (first === 'status') return statusOf(words.slice(1));
  if (first === 'consent') {
    const typed = words.slice(1).filter((word) => isNumberPart(word) || isWrittenNumber(word));
    return { name: 'consent', number: typed.map(typedDigits).join(' ') };
  }
  const { from, to } = numberWords(words);
  const number = words.slice(from, to).map(typedDigits).join(' ');
  const named = [...words.slice(0, from), ...words.slice(to)].map(typedWord).filter((word) => word !== '');
  const [template, language, ...extra] = named;
  return {
    name: 'send',
    number: number.replace(/[.,;:!?…]{1,20}$/u, ''),
    ...(template !== undefined && { template: template.toLowerCase() }),
    ...(language !== undefined && { language }),
    extra: cut(extra.join(' '), 200),
  };
}

function statusOf(rest: readonly string[]): { readonly name: 'status'; readonly number?: string } {
  const number = typedWord(rest[0] ?? '').replace(/^#/, '');
  return { name: 'status', ...(number !== '' && { number }) };
}

function firstWord(text: string): readonly [string, string] {
  const end = text.search(/\s/u);
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end).trim()];
}

/** Lower case, without the slash and the underscores of italics. */
function commandWord(typed: string): string {
  const word = typedWord(typed);
  const bare = word.startsWith('/') ? typedWord(word.slice(1)) : word;
  return bare
    .replace(/^_{1,2}|_{1,2}$/g, '')
    .normalize('NFKC')
    .toLowerCase();
}

function commandNamed(word: string): Command | undefined {
  return COMMANDS.find((one) => one === word.replace('_', '-'));
}

function meant(typed: string, meanings: Meanings): string {
  const word = commandWord(typed);
  return meanings.get(word) ?? word;
}

/** Where the number stands. The first word is meant as it even when it holds letters, unless a number comes after it. */
function numberWords(words: readonly string[]): { readonly from: number; readonly to: number } {
  const later = isWrittenNumber(words[0] ?? '') || isNumberPart(words[0] ?? '') ? -1 : words.findIndex(beginsNumber);
  const from = Math.max(later, 0);
  let to = from + 1;
  while (to < words.length && isNumberPart(words[to] ?? '')) to++;
  if (isExtension(words.slice(to, to + 2).join(' '))) to += /\d/u.test(words[to] ?? '') ? 1 : 2;
  return { from, to };
}

function beginsNumber(word: string): boolean {
  return (
    isWrittenNumber(word) ||
    (isNumberPart(word) && /^\(?(?:\+|00)?\d/u.test(typedDigits(word)) && /\d{2}/u.test(typedDigits(word)))
  );
}

// Pasted numbers hold every kind of dash and invisible mark. An underscore makes it a name: `2026_11` is a template.
function isNumberPart(word: string): boolean {
  return !/[\p{L}_]/u.test(word);
}
