// Who may talk to the console at all: this machine, asking for this machine by name, from a page of ours. Checked on every
// request, because a listener can be moved to another address without this folder knowing.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import type { RawRequest, RawResponse } from '../../../src/ports/http.ts';
import { isLocal, isOfSamePage } from '../../shared/local-request.ts';
import type { ConsoleWord } from './words.ts';

/** A request that ends here. `why` is the sentence shown. */
export type Refused = { readonly status: 400 | 403 | 404 | 413 | 415 | 503; readonly why: ConsoleWord };

export function checkLocal(request: RawRequest): Result<true, Refused> {
  return isLocal(request) ? ok(true) : err({ status: 403, why: 'refused_not_local' });
}

/** For answers with content that another site's page must not be able to ask for. */
export function checkSameSite(request: RawRequest): Result<true, Refused> {
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none'
    ? ok(true)
    : err({ status: 403, why: 'refused_origin' });
}

/** Clients that are no browser still need the page's token. */
export function checkOrigin(request: RawRequest): Result<true, Refused> {
  return isOfSamePage(request) ? ok(true) : err({ status: 403, why: 'refused_origin' });
}

export function checkToken(given: string | undefined, expected: string): Result<true, Refused> {
  return given !== undefined && sameText(given, expected) ? ok(true) : err({ status: 403, why: 'refused_stale_page' });
}

/** Proof that a page of this console offered exactly this. */
export function sign(secret: Buffer, parts: readonly string[]): string {
  return createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url');
}

export function checkProof(secret: Buffer, parts: readonly string[], given: string | undefined): Result<true, Refused> {
  return given !== undefined && sameText(given, sign(secret, parts))
    ? ok(true)
    : err({ status: 400, why: 'refused_not_offered' });
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

// `same-origin`, not `no-referrer`: under the latter browsers send `Origin: null` with our own forms.
const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Every answer of the console leaves through here. */
export function respond(
  status: number,
  type: string,
  body: NonNullable<RawResponse['body']>,
  more?: Record<string, string>,
): RawResponse {
  return { status, headers: { ...HEADERS, 'content-type': type, ...more }, body };
}
