// One call to Teams: allowed address, token, its turn, the exchange. Repeats a few times what Microsoft asks to have repeated,
// but never a call that may have happened and must not happen twice.

import type { Failure } from '../../../../src/domain/fault.ts';
import { err, type Result } from '../../../../src/domain/result.ts';
import type { Clock } from '../../../../src/ports/process.ts';
import { brokenServer, noAnswer, unreachable } from '../../../shared/lost-call.ts';
import { createExchanges, type Exchange, header, type Question } from './exchange.ts';
import { foreignService, limited } from './failure.ts';
import { createPace, type Pacing, type Wait, waitFor } from './pace.ts';

export type CallSettings = {
  /** Asked before anything else of every call, also of addresses that came out of our own store. */
  readonly allowed: (serviceUrl: string) => boolean;
  /** Undefined: call without one. `refused`: the token Teams just answered 401 to; the same one again means give up. */
  readonly token: (refused?: string) => Promise<Result<string | undefined, Failure>>;
};
export type CallDeps = {
  readonly now: Clock;
  readonly wait?: Wait;
  /** 0 ≤ x < 1. */
  readonly random?: () => number;
  /** Of one exchange. */
  readonly deadlineMs?: number;
};

export type Call = {
  readonly method: Question['method'];
  readonly serviceUrl: string;
  /** Starts with `v3/`; its parts encoded. */
  readonly path: string;
  /** Asked at every try. */
  readonly body?: () => string;
  readonly pacing: Pacing;
  /** What the limits count by. */
  readonly key: string;
  readonly urgent?: boolean;
  /** False: an answer that is lost leaves it open whether it happened. */
  readonly repeatable: boolean;
  /** How long its answer is waited for, where that is longer than usual. */
  readonly deadlineMs?: number;
  readonly refusal: (status: number, text: string, traceId?: string) => Failure;
};
export type Calls = {
  /** The answer of a status below 300. */
  call(of: Call): Promise<Result<Exchange, Failure>>;
  close(): Promise<void>;
};

const DEADLINE_MS = 10_000;
const ANSWER_MAX_BYTES = 1_000_000;
const MAX_TRIES = 3;
/** No try starts later than this after the first. */
const RETRY_WITHIN_MS = 8000;
const BACKOFF_MS = 1000;
/** Microsoft's list ("status codes retry guidance"); 412: the conversation was busy. */
const REPEATED = new Set([412, 429, 502, 503, 504]);

/** `again`: worth another try; `after`: not before that many ms; `denied`: the token may be the trouble. */
type Tried =
  | { readonly ok: true; readonly value: Exchange }
  | {
      readonly ok: false;
      readonly error: Failure;
      readonly again: boolean;
      readonly after?: number;
      readonly denied?: boolean;
    };

export function createCalls(settings: CallSettings, deps: CallDeps): Calls {
  const http = createExchanges({
    deadlineMs: deps.deadlineMs ?? DEADLINE_MS,
    maxBytes: ANSWER_MAX_BYTES,
    connections: 64,
  });
  const wait = deps.wait ?? waitFor;
  const random = deps.random ?? Math.random;
  const closing = new AbortController();
  const pace = createPace({ now: deps.now, wait });
  const now = () => deps.now().getTime();

  async function call(of: Call): Promise<Result<Exchange, Failure>> {
    const url = settings.allowed(of.serviceUrl) ? addressOf(of.serviceUrl, of.path) : undefined;
    if (!url) return err(foreignService());
    const since = now();
    let denied: { readonly token: string; readonly error: Failure } | undefined;
    for (let tries = 1; ; tries += 1) {
      const token = await settings.token(denied?.token);
      if (!token.ok) return token;
      if (denied && token.value === denied.token) return err(denied.error);
      const turn = await pace.turn(of.pacing, of.key, of.urgent || tries > 1);
      if (!turn.ok) return turn;
      const tried = await once(of, url, token.value);
      if (tried.ok) return tried;
      if (tried.denied && !denied && token.value !== undefined) {
        denied = { token: token.value, error: tried.error };
        continue;
      }
      const delay = tried.after ?? backoff(tries);
      const late = now() - since + delay > RETRY_WITHIN_MS;
      if (tried.after !== undefined) pace.hold(of.pacing, of.key, now() + delay);
      if (!tried.again || tries >= MAX_TRIES || late || closing.signal.aborted) return err(tried.error);
      await wait(delay, closing.signal);
    }
  }

  async function once(of: Call, url: URL, token: string | undefined): Promise<Tried> {
    const got = await http.exchange({
      method: of.method,
      url,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(of.body && { 'content-type': 'application/json; charset=utf-8' }),
      },
      ...(of.body && { body: of.body() }),
      ...(of.deadlineMs !== undefined && { deadlineMs: of.deadlineMs }),
    });
    if (!got.ok) {
      const { sent, code } = got.error;
      return {
        ok: false,
        error: sent ? noAnswer(code, of.repeatable) : unreachable(code),
        again: !sent || of.repeatable,
      };
    }
    const { status, text } = got.value;
    if (status >= 200 && status < 300) return { ok: true, value: got.value };
    const traceId = header(got.value, 'ms-cv')?.slice(0, 100);
    if (status === 429) return tooFast(got.value);
    if (status >= 500)
      return { ok: false, error: brokenServer(status, of.repeatable, traceId), again: REPEATED.has(status) };
    const error = of.refusal(status, text, traceId);
    return { ok: false, error, again: REPEATED.has(status), denied: status === 401 };
  }

  function tooFast(answer: Exchange): Tried {
    const after = retryAfterMs(answer, now());
    const error = limited(new Date(now() + (after ?? RETRY_WITHIN_MS)).toISOString(), '429');
    return { ok: false, error, again: true, ...(after !== undefined && { after }) };
  }

  /** Exponential, with full jitter. */
  function backoff(tries: number): number {
    return Math.floor(random() * BACKOFF_MS * 2 ** (tries - 1));
  }

  return {
    call,
    async close() {
      closing.abort();
      pace.close();
      await http.close();
    },
  };
}

/** Undefined for a path that would lead anywhere but below the service's own. */
function addressOf(serviceUrl: string, path: string): URL | undefined {
  const base = URL.parse(serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`);
  const url = base && path.startsWith('v3/') ? URL.parse(path, base.href) : null;
  if (!base || !url || url.origin !== base.origin || url.hash !== '') return undefined;
  return url.pathname + url.search === base.pathname + path ? url : undefined;
}

/** Seconds or an HTTP date. */
function retryAfterMs(answer: Exchange, now: number): number | undefined {
  const said = header(answer, 'retry-after');
  if (said === undefined) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now;
  return ms >= 0 ? ms : undefined;
}
