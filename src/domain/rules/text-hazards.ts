// Characters that make a reviewer see something else than the customer gets: invisible ones, direction overrides and
// letters of another alphabet inside a word.
import { cut } from '../cut.ts';
import type { Finding } from '../templates/template.ts';
import { finding, type Spot } from './finding.ts';
import { withoutEmoji } from './text-measure.ts';

// Controls but tab and line breaks, soft hyphen, fillers, zero-width space, invisible operators, byte-order mark, tags.
const INVISIBLE: readonly (readonly [from: number, to: number])[] = [
  [0x00, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180e, 0x180e],
  [0x200b, 0x200b],
  [0x2060, 0x2064],
  [0x206a, 0x206f],
  [0x3164, 0x3164],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xe0000, 0xe007f],
];
const OVERRIDES: typeof INVISIBLE = [
  [0x202a, 0x202e],
  [0x2066, 0x2069],
];
// Normal in right-to-left text.
const DIRECTION_MARKS: typeof INVISIBLE = [
  [0x200e, 0x200f],
  [0x61c, 0x61c],
];
// Joiners shape letters in these scripts and glue emoji; anywhere else they only hide.
const JOINERS: typeof INVISIBLE = [[0x200c, 0x200d]];
const JOINED = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Extended_Pictographic}\p{M}]/u;
const INDIC =
  /[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]/u;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thaana}\p{Script=Syriac}]/u;
const WORDS = /[\p{L}\p{M}]+/gu;

/** Warnings with the first culprit as `U+XXXX`, or the word that mixes alphabets. */
export function checkHazards(text: string, at: Spot): readonly Finding[] {
  const plain = withoutEmoji(text);
  const hidden = hiddenCharacter(plain);
  const override = directionOverride(plain);
  const word = lookalikeWord(plain);
  return [
    ...(hidden === undefined ? [] : [finding('characters-invisible', at, { character: hidden })]),
    ...(override === undefined ? [] : [finding('characters-direction', at, { character: override })]),
    ...(word === undefined ? [] : [finding('characters-lookalike', at, { word })]),
  ];
}

/** `U+200B` for the first character nobody can see, outside the scripts that need it. */
export function hiddenCharacter(text: string): string | undefined {
  const marksAreNormal = RIGHT_TO_LEFT.test(text);
  let before = '';
  for (const character of text) {
    const hidden =
      isIn(character, INVISIBLE) ||
      (!marksAreNormal && isIn(character, DIRECTION_MARKS)) ||
      (isIn(character, JOINERS) && !JOINED.test(before) && !INDIC.test(before));
    if (hidden) return name(character);
    before = character;
  }
  return undefined;
}

/** `U+202E` for the first character that turns the reading direction around. */
export function directionOverride(text: string): string | undefined {
  for (const character of text) if (isIn(character, OVERRIDES)) return name(character);
  return undefined;
}

/** The first word that mixes Latin with Cyrillic or Greek letters, cut to 40 characters. */
export function lookalikeWord(text: string): string | undefined {
  for (const [word] of text.matchAll(WORDS)) {
    if (/\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word)) return cut(word, 40);
  }
  return undefined;
}

function isIn(character: string, ranges: typeof INVISIBLE): boolean {
  const code = character.codePointAt(0) ?? 0;
  return ranges.some(([from, to]) => code >= from && code <= to);
}

function name(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
