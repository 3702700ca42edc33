// Slack's request signature: HMAC-SHA256 over `v0:<timestamp>:<raw body>`, compared in constant time.
// https://docs.slack.dev/authentication/verifying-requests-from-slack
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Older or newer requests are refused, in both directions. */
export const MAX_SKEW_S = 300;

export type SignatureFault = 'missing' | 'skewed' | 'wrong';

/** The `x-slack-signature` of a body; `timestamp` in seconds, as text. */
export function sign(secret: string, timestamp: string, body: Buffer | string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}

/** `undefined` when the request is genuine and fresh. */
export function faultOf(
  request: { readonly headers: Readonly<Record<string, string | undefined>>; readonly body: Buffer },
  secret: string,
  now: Date,
): SignatureFault | undefined {
  const timestamp = request.headers['x-slack-request-timestamp'];
  const signature = request.headers['x-slack-signature'];
  if (!timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return 'missing';
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > MAX_SKEW_S) return 'skewed';
  const expected = Buffer.from(sign(secret, timestamp, request.body));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected) ? undefined : 'wrong';
}
