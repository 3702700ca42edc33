// Reads JSON from outside. Integers beyond 2^53 (template ids) become exact strings; nesting is bounded before parsing.
import { parse } from 'lossless-json';
import { err, ok, type Result } from '../../../src/domain/result.ts';

/** Meta's deepest payload (a carousel with buttons) nests about 12 levels. */
const DEEPEST = 64;

/**
 * Parses JSON text. Safe integers and fractions stay numbers, larger integers become their digits as a string.
 * Of a repeated key the last value counts. Never throws; the error says what is wrong without quoting the text.
 */
export function readJson(text: string): Result<unknown, 'too deep' | 'not JSON'> {
  if (isTooDeep(text)) return err('too deep');
  try {
    return ok(parse(text, null, { parseNumber: readNumber, onDuplicateKey: ({ newValue }) => newValue }));
  } catch {
    // The parser throws on malformed text only, and its message quotes the text: the position is of no use to anybody.
    return err('not JSON');
  }
}

function readNumber(digits: string): number | string {
  const value = Number(digits);
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? digits : value;
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === BACKSLASH) i += 1;
      else if (char === QUOTE) inString = false;
    } else if (char === QUOTE) inString = true;
    else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) depth -= 1;
  }
  return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
