// The name a customer sees of a document: what the agent typed, else what its link ends in, else a plain one. Never with signs that make a file
// look like another one.
import { cut } from '../cut.ts';
import { own } from '../templates/placeholders.ts';
import type { Template } from '../templates/template.ts';

/** Beside the slots, because it may stay empty. */
export const FILE_NAME_FIELD = 'header.filename';
export const FILE_NAME_MAX = 120;

export function asksFileName({ header }: Template): boolean {
  return header?.format === 'document';
}

/** A link that ends in one of these names what its server does, not the file. */
const NO_NAME =
  /^(?:uc|d|dl|f|file|files|download|downloads|export|view|open|get|content|raw|media|attachment|blob|pdf)?$/i;
const NO_FILE = /\.(?:php|aspx?|jsp|cgi|do|action|html?)$/i;
const PLAIN = 'document.pdf';

/** A typed name without an ending gets that of the link. */
export function fileNameOf(values: Readonly<Record<string, string>>, link: string): string {
  const last = harmless(readable(URL.parse(link)?.pathname.split('/').at(-1) ?? ''));
  const linked = NO_NAME.test(last) || NO_FILE.test(last) ? '' : last;
  const typed = harmless(own(values, FILE_NAME_FIELD) ?? '');
  if (typed === '') return linked || PLAIN;
  const ending = /\.[a-z0-9]{2,5}$/i;
  return ending.test(typed) ? typed : `${typed}${ending.exec(linked)?.[0] ?? ''}`;
}

/** Without marks of direction and other invisible signs, and without what separates folders. */
function harmless(name: string): string {
  const visible = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').replace(/[\\/]/g, '_');
  return cut(visible.trim(), FILE_NAME_MAX);
}

function readable(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // A stray percent sign is part of the name.
    return encoded;
  }
}
