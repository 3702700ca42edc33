// Reads what people type: a whole line where commands are messages, and what follows `template` and `send-active`. The same
// on every chat platform.

import { cut } from './cut.ts';

export const COMMANDS = ['template', 'send-active'] as const;
export type Command = (typeof COMMANDS)[number];

/** Longer than every command and greeting with all its exclamation marks. */
const LONGEST_WORD = 100;

export type TemplateCommand =
  | { readonly name: 'propose' }
  | { readonly name: 'list'; readonly text: string }
  /** `sender`: an id, where several senders have the template. */
  | { readonly name: 'show'; readonly template: string; readonly language?: string; readonly sender?: string }
  | { readonly name: 'sync' }
  /** `code` is as typed; without one, a code is asked for. */
  | { readonly name: 'link'; readonly code?: string }
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
  | { readonly name: 'help' };

/**
 * A line typed to Aval, with or without a slash before it, in any letter case. A greeting or a call for help asks for the
 * help; undefined when it is neither that nor a command. `greetings`: lower case, of all languages.
 */
export function parseCommand(
  line: string,
  greetings: ReadonlySet<string>,
): { readonly command: Command; readonly text: string } | undefined {
  // One step after another, each of one pass: a pattern for the whole would try every way to part a long line.
  const bare = line.trim().replace(/^\//, '').trimStart();
  const end = bare.search(/\s/);
  const first = end < 0 ? bare : bare.slice(0, end);
  if (first === '' || first.length > LONGEST_WORD) return undefined;
  const text = end < 0 ? '' : bare.slice(end);
  const word = first.normalize('NFC').toLowerCase();
  const command = COMMANDS.find((one) => one === word);
  if (command !== undefined) return { command, text: text.trim() };
  return greetings.has(word.replace(/[^\p{L}]+$/u, '')) ? { command: 'template', text: 'help' } : undefined;
}

/** `text` is everything after `/template`. Never fails: what is not understood comes back as `unknown`. */
export function parseTemplateCommand(text: string): TemplateCommand {
  const [word = '', ...rest] = text.trim().split(/\s+/);
  switch (word.toLowerCase()) {
    case '':
    case 'help':
      return { name: 'help' };
    case 'propose':
      return { name: 'propose' };
    case 'list':
      return { name: 'list', text: cut(rest.join(' '), 200) };
    case 'show': {
      const [template, language, sender] = rest;
      if (template === undefined) return { name: 'list', text: '' };
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
      const code = cut(rest.join(''), 80);
      return { name: 'link', ...(code !== '' && { code }) };
    }
    default:
      return { name: 'unknown', word: cut(word, 80) };
  }
}

/**
 * `text` is everything after `/send-active`. People write numbers with spaces and dashes, so every leading word without
 * a letter belongs to the number; the first word with a letter or an underscore is the template.
 */
export function parseSendCommand(text: string): SendCommand {
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const first = words[0]?.toLowerCase();
  if (first === undefined || first === 'help') return { name: 'help' };
  if (first === 'status')
    return { name: 'status', ...(words[1] !== undefined && { number: words[1].replace(/^#/, '') }) };
  const numberWords = countNumberWords(words);
  const [template, language, ...extra] = words.slice(numberWords);
  return {
    name: 'send',
    number: words.slice(0, numberWords).join(' '),
    ...(template !== undefined && { template: template.toLowerCase() }),
    ...(language !== undefined && { language }),
    extra: cut(extra.join(' '), 200),
  };
}

// The first word is always meant as the number, even when it holds letters: then the answer names that fault.
function countNumberWords(words: readonly string[]): number {
  let count = 1;
  while (count < words.length && isNumberPart(words[count] ?? '')) count++;
  return count;
}

// Pasted numbers hold every kind of dash and invisible mark. An underscore makes it a name: `2026_11` is a template.
function isNumberPart(word: string): boolean {
  return !/[\p{L}_]/u.test(word);
}
