// A customer's name as anybody may see it: customers choose it themselves, and signs that nobody sees turn the text around
// it or make it look like somebody else's.
import { visibleText } from '../typed.ts';

/** One line without invisible and direction signs; undefined when nothing is left of it. */
export function shownName(name: string | null | undefined): string | undefined {
  const shown = visibleText(name ?? '').replace(/\s+/gu, ' ');
  return shown === '' ? undefined : shown;
}
