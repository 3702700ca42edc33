// Reading and writing JSON of unknown shape. Surprise: Meta escapes every non-ASCII character, so a receiver that
// serialises a webhook again gets other bytes than the signed ones.

export type Fields = Readonly<Record<string, unknown>>;

/** The value's own fields; empty when it is not a JSON object. */
export function fields(value: unknown): Fields {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value's items; empty when it is not an array. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value when it is a string. Numbers are not turned into text: Meta refuses them where it wants a string. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Parsed JSON, or undefined when it is none (JSON's own `null` too). */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source) ?? undefined;
  } catch {
    return undefined; // Not JSON is an answer here: the caller refuses the request with Meta's error shape.
  }
}

/** Valid JSON in, the same JSON in pure ASCII out, as Meta writes webhooks. */
export function escapeNonAscii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
