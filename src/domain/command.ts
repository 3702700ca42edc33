// Reads what people type after `/template` and `/send-active`. The same on every chat platform.

export type TemplateCommand =
  | { readonly name: 'propose' }
  | { readonly name: 'list'; readonly text: string }
  | { readonly name: 'show'; readonly template: string; readonly language?: string }
  | { readonly name: 'sync' }
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
      return { name: 'list', text: rest.join(' ').slice(0, 200) };
    case 'show': {
      const [template, language] = rest;
      if (template === undefined) return { name: 'list', text: '' };
      return { name: 'show', template: template.toLowerCase(), ...(language && { language }) };
    }
    case 'sync':
      return { name: 'sync' };
    default:
      return { name: 'unknown', word: word.slice(0, 80) };
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
    extra: extra.join(' ').slice(0, 200),
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
