// HTTP in: raw bytes → signature → payload → Bolt → answer. Its own receiver instead of Bolt's, for a size cap, a skew check in
// both directions, one shared port, and events acknowledged only once they are kept.
import type { App, Receiver } from '@slack/bolt';
import type { RawRequest, RawResponse, Route } from '../../../../src/ports/http.ts';
import type { Clock, Log } from '../../../../src/ports/process.ts';
import { REQUEST_PATH } from '../app-facts.ts';
import { ACK_MS } from '../drawing/limits.ts';
import type { Count, Observe } from '../metrics.ts';
import { createIntake, type Intake, type Payload, type Refusal, type Retry, refusalOf } from './intake.ts';
import { faultOf } from './signature.ts';

const BODY_MAX = 1024 * 1024;
const DEPTH_MAX = 64;
/** Slack gives up after 3 s; a little earlier we say that we are not able to. */
const GIVE_UP_MS = ACK_MS - 200;

export type HttpReceiverDeps = {
  readonly signingSecret: string;
  readonly tenant: () => string | undefined;
  readonly now: Clock;
  readonly log: Log;
  readonly count: Count;
  readonly observe: Observe;
  readonly track: (work: Promise<unknown>) => void;
  /** What people are told as long as we do not know who we are. */
  readonly sorry?: (payload: Payload) => { readonly body?: object } | undefined;
};

/** The route to mount and the receiver to give to Bolt. Throws on an empty secret: everything would pass the check. */
export function createHttpReceiver(deps: HttpReceiverDeps): { readonly route: Route; readonly receiver: Receiver } {
  if (deps.signingSecret === '') throw new Error('Slack signing secret is empty');
  let intake: Intake | undefined;
  return {
    route: {
      method: 'POST',
      path: REQUEST_PATH,
      bodyLimit: BODY_MAX,
      handle: (request) => handle(request, intake, deps),
    },
    receiver: {
      init(app: App) {
        intake = createIntake(app, deps);
      },
      start: async () => undefined,
      stop: async () => undefined,
    },
  };
}

const STATUS: Record<Refusal, number> = { not_ready: 503, other_workspace: 403, unknown_shape: 400 };

async function handle(request: RawRequest, intake: Intake | undefined, deps: HttpReceiverDeps): Promise<RawResponse> {
  const started = performance.now();
  const type = request.headers['content-type'] ?? '';
  // Slack's certificate probe comes unsigned by design and asks for nothing.
  if (
    isForm(type) &&
    request.body.length < 200 &&
    new URLSearchParams(request.body.toString('utf8')).get('ssl_check') === '1'
  )
    return { status: 200 };
  const fault = faultOf(request, deps.signingSecret, deps.now());
  if (fault) {
    deps.count('slack_refused', { why: `signature_${fault}` });
    return { status: 401 };
  }
  const payload = readPayload(type, request.body);
  if (!payload) {
    deps.count('slack_refused', { why: 'malformed' });
    return { status: 400 };
  }
  if (payload.type === 'url_verification') return json(200, { challenge: String(payload.challenge ?? '') });
  const refusal = intake ? refusalOf(payload, deps.tenant()) : 'not_ready';
  if (!intake || refusal) {
    deps.count('slack_refused', { why: refusal ?? 'not_ready' });
    const sorry = refusal === 'not_ready' ? deps.sorry?.(payload) : undefined;
    if (sorry) return sorry.body ? json(200, sorry.body) : { status: 200 };
    return { status: STATUS[refusal ?? 'not_ready'] };
  }
  const response = await answer(intake(payload, retryOf(request)), deps);
  deps.observe('ack', (performance.now() - started) / 1000);
  return response;
}

async function answer(acked: ReturnType<Intake>, deps: HttpReceiverDeps): Promise<RawResponse> {
  const late = lateness(GIVE_UP_MS);
  try {
    const result = await Promise.race([acked, late.promise]);
    if (result === 'late') {
      deps.count('slack_refused', { why: 'too_slow' });
      return { status: 503 };
    }
    if (!result.handled) return { status: 404 };
    if (result.body === undefined || result.body === '') return { status: 200 };
    return json(200, result.body);
  } catch (cause) {
    // The edge of HTTP: a bug below becomes a 500, and Slack sends an event again.
    deps.log.error({ err: cause }, 'a Slack delivery failed');
    return { status: 500 };
  } finally {
    late.cancel();
  }
}

function lateness(ms: number): { readonly promise: Promise<'late'>; readonly cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late');
  });
  return { promise, cancel: () => clearTimeout(timer) };
}

function retryOf(request: RawRequest): Retry {
  const num = Number(request.headers['x-slack-retry-num']);
  const reason = request.headers['x-slack-retry-reason'];
  return { ...(num > 0 && { num }), ...(reason !== undefined && { reason }) };
}

function json(status: number, body: unknown): RawResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) };
}

function isForm(type: string): boolean {
  return type.startsWith('application/x-www-form-urlencoded');
}

/** The payload of a form post (a command, or JSON in its `payload` field) or of a JSON post; undefined when it is neither. */
export function readPayload(type: string, body: Buffer): Payload | undefined {
  const text = body.toString('utf8');
  if (!isForm(type)) return type.startsWith('application/json') ? readJson(text) : undefined;
  const form = new URLSearchParams(text);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : readJson(payload);
}

function readJson(text: string): Payload | undefined {
  if (isDeep(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    // A non-null, non-array object has string keys.
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : undefined;
  } catch {
    // Malformed: the caller answers 400.
    return undefined;
  }
}

/** More brackets open at once than any payload of Slack has. Brackets inside strings do not count. */
function isDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (inString) {
      if (char === 92) at += 1;
      else if (char === 34) inString = false;
    } else if (char === 34) inString = true;
    else if (char === 123 || char === 91) {
      depth += 1;
      if (depth > DEPTH_MAX) return true;
    } else if (char === 125 || char === 93) depth -= 1;
  }
  return false;
}
