// Counting: characters, words and emoji of a template's text.

const EMOJI = /\p{RGI_Emoji}/gv;
const ANY_EMOJI = /\p{RGI_Emoji}|\p{Emoji_Presentation}/v;
const WORD = /[\p{L}\p{N}]/u;
// Scripts written without spaces between words; two of their characters stand for about one word.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/**
 * Characters as Unicode code points: an accented letter or a plain emoji is 1. WhatsApp publishes limits in "characters" and
 * no unit; code points never refuse what WhatsApp takes, and `length-emoji` warns where UTF-16 units would be over.
 */
export function countChars(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Words with at least one letter or digit; unspaced scripts count two characters as a word. */
export function countWords(text: string): number {
  const unspaced = text.match(UNSPACED)?.length ?? 0;
  const spaced = text.replace(UNSPACED, ' ').split(/\s+/);
  return spaced.filter((word) => WORD.test(word)).length + Math.ceil(unspaced / 2);
}

export function isUnspaced(text: string): boolean {
  return text.search(UNSPACED) >= 0;
}

/** Emoji as people see them: a family or a flag is 1. */
export function countEmoji(text: string): number {
  return text.match(EMOJI)?.length ?? 0;
}

export function hasEmoji(text: string): boolean {
  return ANY_EMOJI.test(text);
}

export function withoutEmoji(text: string): string {
  return text.replace(EMOJI, '');
}
