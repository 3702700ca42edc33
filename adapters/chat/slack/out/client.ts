// Slack's Web API over undici. Two lanes with their own connections and deadlines, so that a slow background call never makes
// a form miss its trigger; no call is ever repeated from here; Retry-After closes the method until then.

import { LRUCache } from 'lru-cache';
import { type Dispatcher, Pool } from 'undici';
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Clock } from '../../../../src/ports/process.ts';
import { brokenServer, networkCode, noAnswer, unreachable, wasNotSent } from '../../../shared/lost-call.ts';
import { jsonObject } from '../../../shared/vendor-call.ts';
import { TRIGGER_MS } from '../drawing/limits.ts';
import { limited, refused } from './failure.ts';

export type Lane = 'interactive' | 'background';
export type Answer = { readonly ok: true } & Readonly<Record<string, unknown>>;
export type CallOptions = {
  readonly lane: Lane;
  /** False for writes that must not happen twice: no answer is then `uncertain`. Default true. */
  readonly repeatable?: boolean;
  /** Narrows Retry-After to a part of the method's calls (one channel). */
  readonly limitKey?: string;
};
export type Called = { readonly answer: Answer; readonly scopes?: string; readonly date?: string };

export type SlackClient = {
  /** `args`: an object, or its JSON text. */
  call(method: string, args: object | string, options: CallOptions): Promise<Result<Called, Failure>>;
  /** Posts to a response_url that came with a signed request. Refuses addresses that are not Slack's. */
  respond(responseUrl: string, message: object): Promise<Result<undefined, Failure>>;
  close(): Promise<void>;
};

const LANES = {
  interactive: { deadlineMs: TRIGGER_MS, connections: 64 },
  background: { deadlineMs: 15_000, connections: 8 },
} as const;
const ANSWER_MAX_BYTES = 2_000_000;
const DEFAULT_WAIT_S = 30;
/** Methods and channels that Slack has told us to leave alone for a while. */
const CLOSED_MAX = 1000;

export type ClientDeps = {
  readonly now: Clock;
  /** Hears whether Slack let a call with our token in: undefined, or why not. Calls that were not answered say neither. */
  readonly onAccess?: (refused: Failure | undefined) => void;
  /** Test knob; the real values are the table above. */
  readonly deadlineMs?: Partial<Record<Lane, number>>;
};

export function createClient(
  settings: { readonly botToken: string; readonly apiUrl: string },
  deps: ClientDeps,
): SlackClient {
  const api = new URL(settings.apiUrl.endsWith('/') ? settings.apiUrl : `${settings.apiUrl}/`);
  const pools = new Map<string, Pool>();
  const closedUntil = new LRUCache<string, number>({ max: CLOSED_MAX });
  const headers = { authorization: `Bearer ${settings.botToken}`, 'content-type': 'application/json; charset=utf-8' };

  function pool(lane: Lane, origin: string): Pool {
    const key = `${lane} ${origin}`;
    let found = pools.get(key);
    if (!found) {
      found = new Pool(origin, {
        connections: LANES[lane].connections,
        allowH2: false,
        connect: { timeout: lane === 'interactive' ? 2000 : 5000 },
        keepAliveTimeout: 30_000,
        maxResponseSize: ANSWER_MAX_BYTES,
      });
      pools.set(key, found);
    }
    return found;
  }

  async function exchange(
    lane: Lane,
    url: URL,
    body: string,
    withToken: boolean,
    repeatable: boolean,
  ): Promise<Result<Exchange, Failure>> {
    const controller = new AbortController();
    // A reason of ours: without one, an error with a stack is made for each.
    const timer = setTimeout(() => controller.abort('deadline'), deps.deadlineMs?.[lane] ?? LANES[lane].deadlineMs);
    try {
      const answer = await pool(lane, url.origin).request({
        method: 'POST',
        path: url.pathname + url.search,
        headers: withToken ? headers : { 'content-type': headers['content-type'] },
        body,
        signal: controller.signal,
      });
      return ok({ status: answer.statusCode, headers: answer.headers, text: await answer.body.text() });
    } catch (cause) {
      // Turns undici's errors into ours: before a connection stood nothing was sent, after it the answer is lost.
      const code = controller.signal.aborted ? 'deadline' : networkCode(cause);
      return err(wasNotSent(code) ? unreachable(code) : noAnswer(code, repeatable));
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async call(method, args, { lane, repeatable = true, limitKey }) {
      const key = limitKey === undefined ? method : `${method} ${limitKey}`;
      const now = deps.now().getTime();
      const until = closedUntil.get(key) ?? 0;
      if (until > now) return err(limited(new Date(until).toISOString()));
      const got = await exchange(
        lane,
        new URL(method, api),
        typeof args === 'string' ? args : JSON.stringify(args),
        true,
        repeatable,
      );
      if (!got.ok) return got;
      const read = readAnswer(got.value, repeatable, deps.now());
      if (read.ok || read.error.kind === 'unauthorized') deps.onAccess?.(read.ok ? undefined : read.error);
      if (!read.ok && read.error.kind === 'limited') {
        closedUntil.set(key, Date.parse(read.error.retryAt ?? '') || now + DEFAULT_WAIT_S * 1000);
      }
      return read;
    },

    async respond(responseUrl, message) {
      const url = slackAddress(responseUrl, api);
      if (!url) return err(refused('foreign_response_url'));
      const got = await exchange('interactive', url, JSON.stringify(message), false, true);
      if (!got.ok) return got;
      if (got.value.status >= 500) return err(brokenServer(got.value.status, true));
      if (got.value.status >= 400)
        return err(refused(`response_url_${got.value.status}`, got.value.text.slice(0, 100)));
      // A refusal can also come as 200 with `{"ok":false}`.
      const body = jsonObject(got.value.text);
      return body?.ok === false ? err(refused(String(body.error))) : ok(undefined);
    },

    async close() {
      await Promise.all([...pools.values()].map((each) => each.destroy()));
    },
  };
}

type Exchange = {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  readonly text: string;
};

function readAnswer(got: Exchange, repeatable: boolean, now: Date): Result<Called, Failure> {
  const retryAfter = Number(header(got, 'retry-after'));
  const retryAt = new Date(now.getTime() + (retryAfter > 0 ? retryAfter : DEFAULT_WAIT_S) * 1000).toISOString();
  if (got.status === 429) return err(limited(retryAt));
  if (got.status >= 500) return err(brokenServer(got.status, repeatable));
  const body = jsonObject(got.text);
  if (typeof body?.ok !== 'boolean') return err(noAnswer(`http_${got.status}`, repeatable, 'unreadable_answer'));
  if (!body.ok) {
    const error = typeof body.error === 'string' ? body.error : 'unknown_error';
    const failure = refused(error, detailOf(body));
    return err(failure.kind === 'limited' ? { ...failure, retryAt } : failure);
  }
  const scopes = header(got, 'x-oauth-scopes');
  const date = header(got, 'date');
  return ok({
    answer: { ...body, ok: true },
    ...(scopes !== undefined && { scopes }),
    ...(date !== undefined && { date }),
  });
}

/** Slack says where a block is wrong, and which scope is needed. Neither holds what a person wrote. */
function detailOf(body: Readonly<Record<string, unknown>>): string | undefined {
  const needed = typeof body.needed === 'string' ? `needed scope: ${body.needed}` : undefined;
  const metadata = body.response_metadata as { readonly messages?: unknown } | undefined;
  const messages = Array.isArray(metadata?.messages)
    ? metadata.messages.filter((m) => typeof m === 'string').slice(0, 5)
    : [];
  return [needed, ...messages].filter(Boolean).join('; ').slice(0, 500) || undefined;
}

function header(got: Exchange, name: string): string | undefined {
  const value = got.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** A response_url on Slack's hosts, or on the configured API's own origin (tests, proxies). */
function slackAddress(text: string, api: URL): URL | undefined {
  const url = URL.parse(text);
  if (!url) return undefined;
  if (url.origin === api.origin) return url;
  const slack = /(^|\.)(slack\.com|slack-gov\.com)$/.test(url.hostname);
  return slack && url.protocol === 'https:' && url.port === '' && url.username === '' ? url : undefined;
}
