// One HTTP call to Twilio as a value: the answer's JSON or a Failure, never a throw for what a server or a network does.
// Its surprise: it watches the moment the first byte may leave, because only before that is a send safe to repeat.

import { Agent, type Dispatcher } from 'undici';
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import type { Clock } from '../../../src/ports/process.ts';
import type { ProviderDeps } from '../../../src/ports/provider.ts';
import { causeOf, firstOf, readRetryAfter, readText, watchStart } from '../../shared/vendor-call.ts';
import { failureOfAnswer, failureOfGarble, failureOfSilence, failureOfStatus } from './errors.ts';
import { ErrorAnswer } from './schema.ts';
import { basicAuth, type TwilioSettings } from './settings.ts';

/** Bytes. Twilio caps a page near 1 MB. */
const LARGEST_ANSWER = 4 * 1024 * 1024;
const LONGEST_CONNECT_MS = 10_000;

export type Api = 'messages' | 'content' | 'messaging';

export type Call = {
  /** For logs and metrics: what we are doing, e.g. `send_template`. */
  readonly name: string;
  readonly api: Api;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From the host on, with a leading slash; may carry a query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: object;
  readonly form?: Readonly<Record<string, string>>;
  /** A send must not be repeated when its answer is lost. */
  readonly isSend?: boolean;
  /** With the auth token although there is an API key: `doctor` asks whether the token itself is good. */
  readonly withToken?: boolean;
};

/** `value` is undefined where the answer has no body (204). */
export type CallTwilio = (call: Call) => Promise<Result<unknown, Failure>>;

export type ClientDeps = Pick<ProviderDeps, 'now' | 'log' | 'count'>;
export type SenderSettings = TwilioSettings & { readonly senderId: string };

/** Creates the one way to call Twilio for one sender. Idle connections do not keep the process alive. */
export function createClient(settings: SenderSettings, deps: ClientDeps): CallTwilio {
  const agent = new Agent({
    connect: { timeout: Math.min(settings.timeoutMs, LONGEST_CONNECT_MS) },
    maxResponseSize: LARGEST_ANSWER,
  });
  return async (call) => {
    const outcome = await exchange(agent, settings, call, deps.now);
    report(settings.senderId, call, outcome, deps);
    return outcome;
  };
}

/** The base address an API is asked at. */
export function baseOf(settings: TwilioSettings, api: Api): string {
  if (api === 'content') return settings.contentUrl;
  return api === 'messages' ? settings.apiUrl : settings.messagingUrl;
}

/**
 * A page's link to the next one as a path of the configured host. A link to another host is a failure: our credentials are
 * not for it.
 */
export function nextPath(settings: TwilioSettings, api: Api, link: string): Result<string, Failure> {
  const base = new URL(baseOf(settings, api));
  const url = URL.parse(link, base.href);
  if (url?.origin === base.origin) return ok(`${url.pathname}${url.search}`);
  return err({
    kind: 'misconfigured',
    fault: 'unreadable_answer',
    reaction: 'credentials',
    detail: `the next page is at ${url?.host ?? 'no readable address'}, not at ${base.host}`,
  });
}

type Answer = {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly type: string;
  readonly text: string;
};

async function exchange(
  agent: Agent,
  settings: SenderSettings,
  call: Call,
  now: Clock,
): Promise<Result<unknown, Failure>> {
  const bytesMayHaveLeft = { yes: false };
  const isSend = call.isSend === true;
  let answer: Answer;
  try {
    answer = await request(watchStart(agent, bytesMayHaveLeft), settings, call);
  } catch (thrown) {
    // undici throws for everything the network does; it becomes a Failure here and nowhere else.
    return err(failureOfSilence(causeOf(thrown), { started: bytesMayHaveLeft.yes, isSend }));
  }
  return readAnswer(answer, isSend, { at: now(), secrets: secretsOf(settings) });
}

async function request(dispatcher: Dispatcher, settings: SenderSettings, call: Call): Promise<Answer> {
  const url = new URL(`${baseOf(settings, call.api)}${call.path}`);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const response = await dispatcher.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: call.method,
    headers: { accept: 'application/json', authorization: basicAuth(settings, call.withToken), ...contentType(call) },
    body: bodyOf(call),
    headersTimeout: settings.timeoutMs,
    bodyTimeout: settings.timeoutMs,
    // The whole call: a server that drips one byte a second never trips the two timeouts above.
    signal: AbortSignal.timeout(settings.timeoutMs),
  });
  return {
    status: response.statusCode,
    retryAfter: firstOf(response.headers['retry-after']),
    type: firstOf(response.headers['content-type'])?.split(';')[0] ?? 'untyped',
    text: await readText(response.body),
  };
}

function contentType(call: Call): Readonly<Record<string, string>> {
  if (call.json !== undefined) return { 'content-type': 'application/json' };
  return call.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
}

function bodyOf(call: Call): string | null {
  if (call.json !== undefined) return JSON.stringify(call.json);
  return call.form === undefined ? null : new URLSearchParams(call.form).toString();
}

function readAnswer(
  answer: Answer,
  isSend: boolean,
  { at, secrets }: { readonly at: Date; readonly secrets: readonly string[] },
): Result<unknown, Failure> {
  const { status } = answer;
  const json = readJson(answer.text);
  const retryAfterMs = readRetryAfter(answer.retryAfter, at);
  const circumstances = { at, status, isSend, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  if (status === 204) return ok(undefined);
  if (status !== 200 && status !== 201 && status !== 202) {
    const error = ErrorAnswer.safeParse(json.value);
    if (!error.success) return err(failureOfStatus(seen(answer, secrets), circumstances));
    return err(failureOfAnswer({ code: error.data.code, words: error.data.message ?? '' }, circumstances));
  }
  return json.ok ? ok(json.value) : err(failureOfGarble(seen(answer, secrets), isSend));
}

/** JSON of any shape; `JSON.parse` does not recurse, so nesting cannot exhaust the stack. */
export function readJson(text: string): { readonly ok: boolean; readonly value: unknown } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    // Thrown for malformed text only: that is an answer too, a bad one.
    return { ok: false, value: undefined };
  }
}

/** How an answer that is not JSON begins, for the admin who must find out who sent it. */
function seen({ type, text }: Answer, secrets: readonly string[]): string {
  const start = secrets.reduce((shown, secret) => shown.replaceAll(secret, '…'), text);
  return `the answer is ${type}: ${start.replace(/\s+/g, ' ').trim().slice(0, 200)}`;
}

function secretsOf({ authToken, nextAuthToken, apiKey }: TwilioSettings): readonly string[] {
  return [authToken, nextAuthToken, apiKey?.split(':')[1]].filter((secret) => secret !== undefined);
}

function report(senderId: string, call: Call, outcome: Result<unknown, Failure>, deps: ClientDeps): void {
  const result = outcome.ok ? 'ok' : outcome.error.fault;
  deps.count('provider_calls', { provider: 'twilio', sender: senderId, call: call.name, result });
  if (outcome.ok) return;
  const { kind, fault, code } = outcome.error;
  deps.log.warn({ provider: 'twilio', sender: senderId, call: call.name, kind, fault, code }, 'provider call failed');
}
