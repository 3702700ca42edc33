// Who is calling our webhook: Meta's signature over the exact bytes, and the subscription handshake.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { RawRequest, RawResponse } from '../../../../src/ports/http.ts';
import type { Unverified } from '../../../../src/ports/provider.ts';
import type { MetaSettings } from '../settings.ts';

/** Meta, "Create a webhook endpoint": bodies up to 3 MB. */
export const LARGEST_WEBHOOK = 3 * 1024 * 1024;

/** Why a webhook cannot be trusted; undefined when it can. Both secrets are tried while one replaces the other. */
export function signatureFault(request: RawRequest, settings: MetaSettings): Unverified | undefined {
  if (request.body.length > LARGEST_WEBHOOK) return { status: 400, why: 'larger than 3 MB' };
  const header = request.headers['x-hub-signature-256'];
  if (header === undefined) return { status: 401, why: 'no signature' };
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(header.trim())?.[1];
  if (hex === undefined) return { status: 401, why: 'malformed signature' };
  const given = Buffer.from(hex, 'hex');
  const secrets = [
    settings.appSecret,
    ...(settings.previousAppSecret === undefined ? [] : [settings.previousAppSecret]),
  ];
  const matches = secrets.map((secret) =>
    timingSafeEqual(given, createHmac('sha256', secret).update(request.body).digest()),
  );
  return matches.includes(true) ? undefined : { status: 401, why: 'wrong signature' };
}

/** Answers `GET ?hub.mode=subscribe`: the challenge as plain text to whoever knows the verify token, else 403. */
export function answerHandshake(request: RawRequest, settings: MetaSettings): RawResponse {
  const challenge = request.query.get('hub.challenge') ?? '';
  const isKnown = isSameSecret(request.query.get('hub.verify_token') ?? '', settings.verifyToken);
  if (request.query.get('hub.mode') !== 'subscribe' || !isKnown || !/^[\w-]{1,200}$/.test(challenge))
    return { status: 403, headers: PLAIN, body: 'handshake refused' };
  return { status: 200, headers: PLAIN, body: challenge };
}

const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };

/** Compares digests, so that neither content nor length can be timed. */
function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
