// The beginning of what somebody typed, as far as we keep it: never half a character, which no store and no screen can hold.

/** At most `max` UTF-16 units. */
export function cut(text: string, max: number): string {
  return text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
}
