// What every call to another company's HTTP interface needs: whether bytes may have left, the answer as text, when to
// come again, and what a thrown network fault was.
import type { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';

const DAY_MS = 86_400_000;

/** undici says "started" when it is about to write the request to a connected socket: from then on bytes may have left. */
export function watchStart(agent: Agent, mark: { yes: boolean }): Dispatcher {
  return agent.compose((dispatch) => (options, handler) => {
    const start = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (controller, context) => {
      mark.yes = true;
      start?.(controller, context);
    };
    return dispatch(options, handler);
  });
}

/** The whole body as text; how long it may be is the agent's `maxResponseSize`. */
export async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** The first of a header's values. */
export function firstOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}

/** `Retry-After` in ms from `at`: seconds or an HTTP date; at most a day, because it only ever delays. */
export function readRetryAfter(header: string | undefined, at: Date): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - at.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), DAY_MS);
}

/** For a failure's detail: never more than the fault's code or name. */
export function causeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown network fault';
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name;
  return `no usable answer (${code})`;
}

/** The JSON object a text is; undefined for any other JSON, and for what is no JSON. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // A non-null, non-array object has string keys.
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // Not JSON (a proxy's HTML page, a cut-off answer): the caller says what that means.
    return undefined;
  }
}
