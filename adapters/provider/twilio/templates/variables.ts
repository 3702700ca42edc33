// The variables of a content's texts. Their keys are Twilio's (numbers, or any word of up to 16 characters) and stay in this
// adapter: what leaves it counts every text's variables from 1.

const VARIABLE = /\{\{\s*([^{}\s]{1,64})\s*\}\}/g;

/** The keys a text uses, each once: numbers in their order, else as they appear. */
export function keysIn(text: string): readonly string[] {
  const keys = [...new Set([...text.matchAll(VARIABLE)].map((found) => found[1] ?? ''))];
  return keys.every((key) => /^\d+$/.test(key)) ? keys.sort((a, b) => Number(a) - Number(b)) : keys;
}

/** The text with its variables counted from 1; `keys` holds the key of each, in that order. */
export function countFromOne(text: string): { readonly text: string; readonly keys: readonly string[] } {
  const keys = keysIn(text);
  return { keys, text: text.replace(VARIABLE, (_whole, key: string) => `{{${keys.indexOf(key) + 1}}}`) };
}

/** The text with every variable replaced; one without a value stays as it is. */
export function fill(text: string, lookUp: (key: string) => string | undefined): string {
  return text.replace(VARIABLE, (whole, key: string) => lookUp(key) ?? whole);
}

/** A text with exactly one variable, cut at it; undefined when it has none or several, or the same one twice. */
export function cutAtVariable(
  text: string,
): { readonly before: string; readonly key: string; readonly after: string } | undefined {
  const found = [...text.matchAll(VARIABLE)];
  const only = found[0];
  if (only === undefined || found.length > 1) return undefined;
  return { before: text.slice(0, only.index), key: only[1] ?? '', after: text.slice(only.index + only[0].length) };
}
