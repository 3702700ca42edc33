// Bytes → JSON object, with a limit on its depth: what is below reads values by walking them.

const DEPTH_MAX = 64;

/** Undefined when it is not JSON, not an object, or nested deeper than any activity. Never throws. */
export function readJson(body: Buffer): object | undefined {
  const text = body.toString('utf8');
  if (isDeep(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // Malformed: the caller answers 400.
    return undefined;
  }
}

/** More brackets open at once than allowed. Brackets inside strings do not count. */
function isDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}
