// Who is calling our webhook: Meta's signature over the exact bytes, and the subscription handshake.
import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { err, ok } from '../../../../src/domain/result.ts';
import type { RawRequest } from '../../../../src/ports/http.ts';
import type { Unverified, WebhookProbe, WebhookRead } from '../../../../src/ports/provider.ts';
import { LIMITS } from '../limits.ts';
import type { MetaSettings } from '../settings.ts';

/** Why a webhook cannot be trusted; undefined when it can. Both secrets are tried while one replaces the other. */
export function signatureFault(request: RawRequest, settings: MetaSettings): Unverified | undefined {
  if (request.body.length > LIMITS.webhookBytes) return { status: 400, why: 'larger than 3 MB' };
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
export function answerHandshake(request: RawRequest, settings: MetaSettings): WebhookRead {
  const challenge = request.query.get('hub.challenge') ?? '';
  const isKnown = isSameSecret(request.query.get('hub.verify_token') ?? '', settings.verifyToken);
  if (request.query.get('hub.mode') !== 'subscribe' || !isKnown || !/^[\w-]{1,200}$/.test(challenge))
    return {
      events: err({ status: 403, why: 'handshake refused' }),
      answer: { status: 403, headers: PLAIN, body: 'handshake refused' },
    };
  return { events: ok([]), answer: { status: 200, headers: PLAIN, body: challenge } };
}

/** A handshake of our own, which only a server with the same verify token answers rightly. */
export function probeWebhook({ verifyToken }: MetaSettings): WebhookProbe {
  const challenge = randomUUID();
  return {
    method: 'GET',
    query: new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.verify_token': verifyToken,
      'hub.challenge': challenge,
    }),
    isOurs: ({ status, body }) => status === 200 && body === challenge,
    fix: 'something else answers there, or the server runs with another verifyToken',
  };
}

const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };

/** Compares digests, so that neither content nor length can be timed. */
function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
