// A call to a chat platform that got no usable answer, as a Failure: what may have happened, and whether it may be made again.
import type { Failure } from '../../src/domain/fault.ts';

/** Codes of Node, DNS, TLS and undici that mean no connection stood, so that nothing was sent. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

export function wasNotSent(code: string): boolean {
  return NOT_SENT.has(code);
}

/** The code of a thrown network error; of several tried addresses, the first one's. */
export function networkCode(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  if (cause instanceof AggregateError && cause.errors.length > 0) return networkCode(cause.errors[0]);
  const { code } = cause as Error & { readonly code?: unknown };
  return typeof code === 'string' ? code : cause.name;
}

/** No connection: nothing was sent. */
export function unreachable(code: string): Failure {
  return { kind: 'unavailable', fault: 'unreachable', reaction: 'retry', code };
}

/** Sent, but no answer that can be read. What may not happen twice becomes `uncertain`. */
export function noAnswer(
  code: string,
  repeatable: boolean,
  fault: 'no_answer' | 'unreadable_answer' = 'no_answer',
): Failure {
  return { kind: repeatable ? 'unavailable' : 'uncertain', fault, reaction: 'retry', code };
}

/** HTTP 5xx: the platform's servers may have carried the call out. */
export function brokenServer(status: number, repeatable: boolean, traceId?: string): Failure {
  return {
    kind: repeatable ? 'unavailable' : 'uncertain',
    fault: 'service_down',
    reaction: 'retry',
    code: String(status),
    ...(traceId && { traceId }),
  };
}
