// Bytes → JSON object, with a limit on its depth: what is below reads values by walking them.

const DEPTH_MAX = 64;

/** Undefined when it is not JSON, not an object, or nested deeper than any activity. Never throws. */
export function readJson(body: Buffer): object | undefined {
  if (isDeep(body)) return undefined;
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // Malformed: the caller answers 400.
    return undefined;
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** More brackets open at once than allowed. Brackets inside strings do not count. In UTF-8 no other character has such bytes. */
function isDeep(body: Buffer): boolean {
  let depth = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === QUOTE) at = endOfString(body, at);
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}

/** Place of the quote that ends the string begun at `start`; that of the last byte where none does. */
function endOfString(body: Buffer, start: number): number {
  let at = start + 1;
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
  return at;
}
