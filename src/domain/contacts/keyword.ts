// A whole message that means one thing, such as STOP. Customers write it with accents or without, in any case, with a full
// stop, a heart or a line break around it.

/** Tells whether a message is one of `words` and nothing besides. Case, accents, punctuation and signs do not matter. */
export function keyword(words: readonly string[]): (message: string) => boolean {
  const known = new Set(words.map(folded));
  return (message) => known.has(folded(message));
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ');
}
