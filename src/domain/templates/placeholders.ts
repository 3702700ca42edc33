// Finds `{{1}}` and `{{first_name}}` in a text, and everything that looks like a broken attempt at one.
// One pass, each character looked at a bounded number of times, so hostile text of any size stays cheap.
import { cut } from '../cut.ts';

export type Placeholder = {
  /** Without braces: `1` or `first_name`. */
  readonly key: string;
  readonly kind: 'positional' | 'named';
  /** UTF-16 offsets of the whole `{{…}}`. */
  readonly start: number;
  readonly end: number;
};

export type BraceFault = {
  readonly rule:
    | 'braces-broken'
    | 'placeholder-empty'
    | 'placeholder-spaces'
    | 'placeholder-number'
    | 'placeholder-characters';
  /** What was written, at most 40 characters. */
  readonly text: string;
  /** UTF-16 offset of its first brace. */
  readonly at: number;
};

export type Scan = {
  readonly placeholders: readonly Placeholder[];
  readonly faults: readonly BraceFault[];
  /** `{1}` or `{name}`: WhatsApp takes it as plain text, people usually meant a variable. */
  readonly singles: readonly { readonly text: string; readonly at: number }[];
};

const SHOWN = 40;

/** Reads every placeholder and every brace fault, in order of appearance. Any string is accepted. */
export function scanPlaceholders(text: string): Scan {
  const placeholders: Placeholder[] = [];
  const faults: BraceFault[] = [];
  const singles: { text: string; at: number }[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '}') {
      const end = runEnd(text, at, '}');
      if (end - at > 1) faults.push({ rule: 'braces-broken', text: shown(text, at, end), at });
      at = end;
      continue;
    }
    if (text[at] !== '{') {
      at += 1;
      continue;
    }
    const open = runEnd(text, at, '{');
    const close = contentEnd(text, open);
    const end = runEnd(text, close, '}');
    const [opened, closed] = [open - at, end - close];
    const content = text.slice(open, close);
    if (opened === 2 && closed === 2) readContent(content, { start: at, end, text, placeholders, faults });
    else if (opened > 1 || closed > 1) faults.push({ rule: 'braces-broken', text: shown(text, at, end), at });
    else if (closed === 1 && /^\w{1,40}$/.test(content)) singles.push({ text: text.slice(at, end), at });
    at = end;
  }
  return { placeholders, faults, singles };
}

function readContent(
  content: string,
  to: { start: number; end: number; text: string; placeholders: Placeholder[]; faults: BraceFault[] },
): void {
  const fault = (rule: BraceFault['rule']) =>
    to.faults.push({ rule, text: shown(to.text, to.start, to.end), at: to.start });
  if (content.trim() === '') fault('placeholder-empty');
  else if (content !== content.trim()) fault('placeholder-spaces');
  else if (/^[1-9]\d{0,3}$/.test(content)) {
    to.placeholders.push({ key: content, kind: 'positional', start: to.start, end: to.end });
  } else if (/^\d+$/.test(content)) fault('placeholder-number');
  else if (/^[a-z_][a-z0-9_]*$/.test(content)) {
    to.placeholders.push({ key: content, kind: 'named', start: to.start, end: to.end });
  } else fault('placeholder-characters');
}

function runEnd(text: string, from: number, brace: string): number {
  let at = from;
  while (text[at] === brace) at += 1;
  return at;
}

function contentEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '{' && text[at] !== '}' && text[at] !== '\n') at += 1;
  return at;
}

function shown(text: string, start: number, end: number): string {
  return cut(text.slice(start, end), SHOWN);
}

/**
 * The distinct placeholders of a text, well-formed ones only. Positional ones come in numeric order, which is the order
 * values are given in; named ones in order of appearance.
 */
export function placeholdersOf(text: string): readonly string[] {
  const keys = [...new Set(scanPlaceholders(text).placeholders.map((placeholder) => placeholder.key))];
  return keys.every((key) => /^\d+$/.test(key)) ? keys.sort((a, b) => Number(a) - Number(b)) : keys;
}

/**
 * Puts values in the place of placeholders, in one pass: braces inside a value stay text. A placeholder without a value
 * (undefined) stays as written.
 */
export function fillPlaceholders(text: string, lookUp: (key: string) => string | undefined): string {
  let filled = '';
  let from = 0;
  for (const placeholder of scanPlaceholders(text).placeholders) {
    const value = lookUp(placeholder.key);
    if (value === undefined) continue;
    filled += text.slice(from, placeholder.start) + value;
    from = placeholder.end;
  }
  return filled + text.slice(from);
}

/** Own property only: a variable may be called `constructor`. */
export function own(values: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
