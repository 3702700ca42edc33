// Text as both engines can hold it.

/** Lone surrogates and NUL come back changed, or not at all, from a database: both become the replacement sign. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
