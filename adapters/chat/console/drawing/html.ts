// A tagged template that escapes whatever is put into it: text can become markup only by being written in our source.
declare const MARKUP: unique symbol;
/** Markup made by `html`. Nothing else makes one, so a plain string can never be taken for it. */
export type Html = { readonly [MARKUP]: true };
export type Part = string | number | Html | false | undefined | readonly Part[];

class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
  // The HTML parser turns a bare carriage return into a line feed; the reference keeps it out of attributes too.
  '\r': '&#13;',
};

/** Text safe between tags and inside double or single quotes. Characters HTML cannot hold become U+FFFD. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}/gu, (control) => (ALLOWED.includes(control) ? control : '\uFFFD'))
    .replace(/[&<>"'`\r]/g, (character) => ENTITIES[character] ?? '');
}
/** The control characters HTML text may hold. */
const ALLOWED = '\t\n\r';

/** Every interpolation is escaped, except what `html` itself made; `false` and `undefined` write nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? '';
  parts.forEach((part, index) => {
    text += write(part) + (strings[index + 1] ?? '');
  });
  return seal(text);
}

export function toText(markup: Html): string {
  return open(markup)?.text ?? '';
}

function write(part: Part): string {
  if (part === false || part === undefined) return '';
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  if (isList(part)) return part.map(write).join('');
  return toText(part);
}

function isList(part: Html | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part);
}

function seal(text: string): Html {
  const markup: unknown = new Markup(text);
  return markup as Html; // the only way in: the brand exists in types alone
}

function open(markup: unknown): Markup | undefined {
  return markup instanceof Markup ? markup : undefined;
}
