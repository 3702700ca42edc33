// One HTTP call to Meta as a value: the answer's JSON or a Failure, never a throw for what a server or a network does.
// Its surprise: it watches the moment the first byte may leave, because only before that is a send safe to repeat.

import { Agent, type Dispatcher } from 'undici';
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import type { Clock } from '../../../src/ports/process.ts';
import type { ProviderDeps } from '../../../src/ports/provider.ts';
import { causeOf, firstOf, readRetryAfter, readText, watchStart } from '../../shared/vendor-call.ts';
import { type Circumstances, failureOf, failureOfGarble, failureOfSilence, failureOfStatus } from './errors.ts';
import { readJson } from './json.ts';
import { ErrorAnswer } from './schema.ts';
import type { MetaSettings } from './settings.ts';

/** Bytes. A page of a hundred large templates is under 1 MB. */
const LARGEST_ANSWER = 4 * 1024 * 1024;
const LONGEST_CONNECT_MS = 10_000;

export type Call = {
  /** For logs and metrics: what we are doing, e.g. `send`. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Below the version, without a leading slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: object;
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** A send must not be repeated when its answer is lost. */
  readonly isSend?: boolean;
  /** Instead of the settings' `timeoutMs`. */
  readonly timeoutMs?: number;
};

export type CallMeta = (call: Call) => Promise<Result<unknown, Failure>>;

export type ClientDeps = Pick<ProviderDeps, 'now' | 'log' | 'count' | 'readSample'>;

/** Creates the one way to call Meta for one sender. Idle connections do not keep the process alive. */
export function createClient(settings: MetaSettings & { readonly senderId: string }, deps: ClientDeps): CallMeta {
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

type Answer = { readonly status: number; readonly retryAfter: string | undefined; readonly text: string };

async function exchange(
  agent: Agent,
  settings: MetaSettings,
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
  return readAnswer(answer, isSend, now());
}

async function request(dispatcher: Dispatcher, settings: MetaSettings, call: Call): Promise<Answer> {
  const timeoutMs = call.timeoutMs ?? settings.timeoutMs;
  const url = new URL(`${settings.apiUrl}/${settings.version}/${call.path}`);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const response = await dispatcher.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: call.method,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${settings.accessToken}`,
      ...(call.json === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    },
    body: call.json === undefined ? (call.bytes ?? null) : JSON.stringify(call.json),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    // The whole call: a server that drips one byte a second never trips the two timeouts above.
    signal: AbortSignal.timeout(timeoutMs),
  });
  return {
    status: response.statusCode,
    retryAfter: firstOf(response.headers['retry-after']),
    text: await readText(response.body),
  };
}

function readAnswer(answer: Answer, isSend: boolean, at: Date): Result<unknown, Failure> {
  const json = readJson(answer.text);
  const error = json.ok ? ErrorAnswer.safeParse(json.value) : undefined;
  const retryAfterMs = readRetryAfter(answer.retryAfter, at);
  const circumstances: Circumstances & { readonly status: number } = {
    at,
    status: answer.status,
    isSend,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  if (error?.success) return err(failureOf(error.data.error, circumstances));
  if (answer.status !== 200 && answer.status !== 201) return err(failureOfStatus(circumstances));
  if (!json.ok) return err(failureOfGarble(`the answer is ${json.error}`, isSend));
  return ok(json.value);
}

function report(senderId: string, call: Call, outcome: Result<unknown, Failure>, deps: ClientDeps): void {
  const result = outcome.ok ? 'ok' : outcome.error.fault;
  deps.count('provider_calls', { provider: 'meta', sender: senderId, call: call.name, result });
  if (outcome.ok) return;
  const { kind, fault, code, traceId } = outcome.error;
  deps.log.warn(
    { provider: 'meta', sender: senderId, call: call.name, kind, fault, code, traceId },
    'provider call failed',
  );
}
