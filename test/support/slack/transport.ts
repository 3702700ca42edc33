// How a payload reaches the adapter: a signed HTTP request, or an envelope over Socket Mode.
import { sign } from '../../../adapters/chat/slack/in/signature.ts';
import type { FakeSlack } from './fake-slack.ts';

/** What came back at once: an HTTP status and body, or a Socket Mode acknowledgement (status 200). */
export type Delivered = { readonly status: number; readonly body: unknown };
export type Transport = {
  command(form: Readonly<Record<string, string>>): Promise<Delivered>;
  interaction(payload: object): Promise<Delivered>;
  event(payload: object, retryNum?: number): Promise<Delivered>;
};

export type SignedPost = { readonly url: string; readonly secret: string; readonly now?: () => number };

/** Signs and posts like Slack. `now` in seconds. */
export async function postSigned(
  to: SignedPost,
  body: string,
  type: string,
  extra: Readonly<Record<string, string>> = {},
): Promise<Delivered> {
  const timestamp = String(Math.floor(to.now?.() ?? Date.now() / 1000));
  const headers = {
    'content-type': type,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': sign(to.secret, timestamp, body),
    ...extra,
  };
  const response = await fetch(to.url, { method: 'POST', headers, body });
  const text = await response.text();
  return {
    status: response.status,
    body: response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : text,
  };
}

export const FORM = 'application/x-www-form-urlencoded';
export const JSON_TYPE = 'application/json';

export function httpTransport(to: SignedPost): Transport {
  return {
    command: (form) => postSigned(to, new URLSearchParams(form).toString(), FORM),
    interaction: (payload) =>
      postSigned(to, new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), FORM),
    event: (payload, retryNum) =>
      postSigned(
        to,
        JSON.stringify(payload),
        JSON_TYPE,
        retryNum ? { 'x-slack-retry-num': String(retryNum), 'x-slack-retry-reason': 'http_timeout' } : {},
      ),
  };
}

export function socketTransport(fake: FakeSlack): Transport {
  const push = async (
    type: 'slash_commands' | 'interactive' | 'events_api',
    payload: object,
    retry?: number,
  ): Promise<Delivered> => ({
    status: 200,
    body: await fake.push({ type, payload, ...(retry !== undefined && { retry_attempt: retry }) }),
  });
  return {
    command: (form) => push('slash_commands', form),
    interaction: (payload) => push('interactive', payload),
    event: (payload, retryNum) => push('events_api', payload, retryNum),
  };
}
