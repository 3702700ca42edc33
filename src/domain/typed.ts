// What people type, read kindly: keyboards, word processors and chat programs put in signs that nobody meant. Pure; the cost
// of any text is bounded by its first `TYPED_MAX` characters.
import { cut } from './cut.ts';

/** More than any command needs. What stands behind it is not looked at. */
const TYPED_MAX = 2000;

// Seen by nobody, brought along by copying: marks of direction, joiners, soft hyphens, selectors of a letter's look.
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}|\p{Default_Ignorable_Code_Point}/gu;
const CONTROL = /\p{Cc}/gu;
const WIDE = /[\uff01-\uff5e]/gu;
const DASHES = /[\u2010-\u2015\u2043\u2212\ufe58\ufe63\u30fc]/gu;
const ENTITY = /&(?:amp;)*(?:(lt|gt|quot|apos|#39|nbsp);|amp;)/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  nbsp: ' ',
};

/** Signs put around words to quote them, or to make them bold, struck out or code. */
const AROUND = '"\'`*~´¨\u2018-\u201f\u2032-\u2036\u2039\u203a\u00ab\u00bb\u300c-\u300f';
const OPENING = new RegExp(`^[${AROUND}]+`, 'u');
const CLOSING = new RegExp(`[${AROUND}]$`, 'u');
const SENTENCE = '\\s.,;:!?¡¿…()[\\]{}<>|\u037e\u061b\u061f\u3001\u3002';
const EDGE_BEFORE = new RegExp(`^[${AROUND}${SENTENCE}]+`, 'u');
const EDGE_AFTER = new RegExp(`[${AROUND}${SENTENCE}]`, 'u');

/**
 * The text as it was meant to be read: without invisible signs, full-width letters made ordinary, accents joined to their
 * letters, HTML's names of signs resolved; up to the first empty line, because what follows is a greeting or a signature.
 */
export function typedText(text: string): string {
  return firstParagraph(visibleText(cut(text, TYPED_MAX)));
}

/** The same without choosing among its lines. Doing it twice changes nothing. */
export function visibleText(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(CONTROL, (sign) => (/\s/u.test(sign) ? sign : ' '))
    .replace(WIDE, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(ENTITY, (_, name: string | undefined) => (name === undefined ? '&' : (ENTITIES[name] ?? '')))
    .normalize('NFC')
    .trim();
}

/** The words of a text, as typed. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}

/** One word without the signs around it, its dashes and digits the ordinary ones: a command, a name, a code. */
export function typedWord(word: string): string {
  const plain = plainSigns(word).replace(EDGE_BEFORE, '');
  return plain.slice(0, lengthWithout(plain, EDGE_AFTER));
}

/** A part of a number: only what quotes it goes, because brackets and points belong to it. */
export function typedDigits(text: string): string {
  const plain = plainSigns(text).replace(OPENING, '');
  return plain.slice(0, lengthWithout(plain, CLOSING)).trim();
}

/** A line of a message with its dashes and digits the ordinary ones; nothing else is taken away. */
export function typedLine(text: string): string {
  return ordinary(visibleText(text).normalize('NFKC'));
}

/** A searched text, unquoted. */
export function unquoted(text: string): string {
  const plain = text.trim().replace(OPENING, '');
  return plain.slice(0, lengthWithout(plain, CLOSING)).trim();
}

// One step back at a time: a pattern that ends with `$` would begin anew at every sign of a long row of them.
function lengthWithout(text: string, edge: RegExp): number {
  let length = text.length;
  while (length > 0 && edge.test(text.charAt(length - 1))) length--;
  return length;
}

function plainSigns(text: string): string {
  return ordinary(
    visibleText(cut(text, TYPED_MAX))
      .replace(/[\u2018-\u201f\u00b4]/gu, '"')
      .normalize('NFKC'),
  );
}

function ordinary(text: string): string {
  return text.replace(DASHES, '-').replace(/\p{Nd}/gu, digit);
}

/** Every script's digits stand in a row of ten, with nothing of their kind before the zero. */
function digit(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

function firstParagraph(text: string): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/u);
  const empty = lines.findIndex((line) => line.trim() === '');
  return (empty < 0 ? lines : lines.slice(0, empty)).join('\n').trim();
}
