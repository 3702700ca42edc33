// A whole message that means one thing, such as STOP. Only letters and figures are compared: customers write it in any case, full
// width, with accents or without, with marks, hearts or direction signs around it, drawn out, twice, or politely.

/** Longer ones are no single word, and need no further look. */
const LONGEST = 200;

/**
 * Tells whether a message is one of `words` and nothing besides. `courtesy`: words that say no more beside them, such as
 * "please".
 */
export function keyword(words: readonly string[], courtesy: readonly string[] = []): (message: string) => boolean {
  const polite = new Set(courtesy.flatMap(wordsOf));
  const known = new Set(words.map((word) => wordsOf(word).join('')));
  return (message) => {
    if (message.length > LONGEST) return false;
    const said = wordsOf(message);
    const bare = said.filter((word, index) => !polite.has(word) && word !== said[index - 1]);
    // Letters one by one with spaces between are spelling, or initials.
    if (said.length > 1 && said.every((word) => word.length === 1) && /\p{L}\s+\p{L}/u.test(message)) return false;
    return known.has(said.join('')) || known.has(bare.join(''));
  };
}

/** Without signs, marks and invisible characters; a letter that is drawn out counts once. */
function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{L})\1+/gu, '$1')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
