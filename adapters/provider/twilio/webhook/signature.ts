// Who is calling our webhook. Twilio signs the address exactly as it called it, with the form's fields in order; events come
// as JSON, signed by the address alone, which then carries the hash of the body.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { RawRequest } from '../../../../src/ports/http.ts';
import type { Unverified } from '../../../../src/ports/provider.ts';
import { TWILIO } from '../facts.ts';
import type { TwilioSettings } from '../settings.ts';

/** Why a webhook cannot be trusted; undefined when it can. Both tokens are tried while one replaces the other. */
export function signatureFault(
  request: RawRequest,
  settings: Pick<TwilioSettings, 'authToken' | 'nextAuthToken'>,
): Unverified | undefined {
  if (request.body.length > TWILIO.limits.webhookBytes) return { status: 400, why: 'too large' };
  const header = request.headers['x-twilio-signature'];
  if (header === undefined) return { status: 401, why: 'no signature' };
  if (!/^[A-Za-z0-9+/]{27}=$/.test(header.trim())) return { status: 401, why: 'malformed signature' };
  const given = Buffer.from(header.trim(), 'base64');
  const signed = signedText(request);
  if (typeof signed !== 'string') return signed;
  const tokens = [settings.authToken, ...(settings.nextAuthToken === undefined ? [] : [settings.nextAuthToken])];
  const matches = tokens.flatMap((token) =>
    spellings(request.url).map((url) =>
      timingSafeEqual(given, createHmac('sha1', token).update(`${url}${signed}`, 'utf8').digest()),
    ),
  );
  return matches.includes(true) ? undefined : { status: 401, why: 'wrong signature' };
}

/** What is signed after the address: nothing for a body that is bound by its hash, the sorted fields of a form otherwise. */
function signedText(request: RawRequest): string | Unverified {
  const hash = request.query.get('bodySHA256');
  if (hash !== null) return isHashOf(hash, request.body) ? '' : { status: 401, why: 'the body is not the signed one' };
  if (!isForm(request)) return { status: 401, why: 'no hash of the body' };
  return formText(request.body);
}

/** Whether the body is a form, going by its declared type. */
export function isForm(request: RawRequest): boolean {
  return /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(request.headers['content-type'] ?? '');
}

/** Names sorted, each followed by its values; a repeated name has its distinct values, sorted. Nothing is trimmed. */
function formText(body: Buffer): string {
  const fields = new URLSearchParams(body.toString('utf8'));
  const names = [...new Set(fields.keys())].sort();
  return names.flatMap((name) => [...new Set(fields.getAll(name))].sort().map((value) => `${name}${value}`)).join('');
}

function isHashOf(hex: string, body: Buffer): boolean {
  if (!/^[0-9a-f]{64}$/i.test(hex)) return false;
  return timingSafeEqual(Buffer.from(hex, 'hex'), createHash('sha256').update(body).digest());
}

const PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/** Twilio's own validator takes the address with and without its port. */
function spellings(url: string): readonly string[] {
  const parts = /^(https?:)\/\/([^/?#:]+|\[[^\]]+\])(?::(\d+))?(.*)$/s.exec(url);
  if (parts === null) return [url];
  const [, scheme = '', host = '', port = PORTS[scheme], rest = ''] = parts;
  return [`${scheme}//${host}${rest}`, `${scheme}//${host}:${port}${rest}`];
}
