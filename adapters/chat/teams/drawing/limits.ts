// What Teams accepts. Sources: Microsoft's pages on bot messages and on typeahead search; the starred ones are ours.
import type { CardAction } from './cards.ts';

export const LIMITS = {
  /** * Teams refuses about 100 KB of UTF-16 (413 MessageSizeTooBig); the rest of the activity needs room too. */
  cardBytes: 80 * 1024,
  /** Buttons side by side; the others go behind "…". */
  actions: 6,
  /** Results of one search that a client shows. */
  searchResults: 15,
  /** * Differently coloured parts of a diff; more are one block without colours, which takes a quarter of the bytes. */
  diffParts: 40,
} as const;

/** Size of a card as Teams counts it: its JSON, two bytes for each UTF-16 unit. */
export function bytesOf(card: object): number {
  return JSON.stringify(card).length * 2;
}

export function isTooLarge(card: object): boolean {
  return bytesOf(card) > LIMITS.cardBytes;
}

/** At most six buttons in sight, the important ones among them; the others stay, behind "…". The order is kept. */
export function withOverflow(actions: readonly CardAction[]): readonly CardAction[] {
  if (actions.length <= LIMITS.actions) return actions;
  const important = actions.filter((action) => action.style === 'positive');
  const inSight = new Set([...new Set([...important, ...actions])].slice(0, LIMITS.actions));
  return actions.map((action) => (inSight.has(action) ? action : { ...action, mode: 'secondary' }));
}
