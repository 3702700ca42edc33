// A Teams on this machine, over real HTTP: the connector the bot calls, Entra's login, Microsoft's key set, and the side that
// posts signed activities to the bot. It refuses what Teams refuses and keeps every call for the test to look at.
//
// World (fake-teams-world.ts)  addPerson, addTeam, addGroupChat, chatWith, placeOf, posts, find …: all on the fake itself.
//                              `person.installed`, `person.blocked`, `team.installed` may be changed at any time.
// For the bot's settings       serviceUrl, serviceOrigin (allow-list), loginUrl, openIdUrl, appId, appSecret, tenant.
// Faults by schedule           behave('send', { status: 502, times: 2 }); operations: those of the connector, `login`,
//                              `metadata`, `keys`, `connector` (all of its operations) or `*`; calm() ends them all.
// What the bot did             calls, callsOf(operation), posts, visibleTo(person, conversation).
// What people do               activities.message({ from, in, text }) and so on, then deliver(activity); `forge` makes the
//                              token wrong: { claims }, { key: 'foreign' }, { alg: 'none' }, or { authorization: undefined }.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Activities, type Activity, activitiesOf } from './fake-teams-activities.ts';
import { type Answer, carryOut, type Operation, operationOf, visibleTo } from './fake-teams-connector.ts';
import { type Json, newWorld, type Person, type Post, type World } from './fake-teams-world.ts';
import {
  type Claims,
  channelClaims,
  createTokenKeys,
  doubtAboutAssertion,
  type Forgery,
  openIdMetadata,
  type TokenKeys,
} from './token.ts';

/** What happens to calls. `lost`: carried out, then the connection breaks. `cut`: breaks in the answer. `times`: then back to normal. */
export type Behaviour = {
  readonly delayMs?: number;
  readonly hang?: true;
  readonly status?: number;
  /** With `status`: the error code in the answer. */
  readonly code?: string;
  /** Seconds, or a date as HTTP writes it. */
  readonly retryAfter?: number | string;
  readonly html?: true;
  readonly cut?: true;
  readonly lost?: true;
  readonly times?: number;
};
export type Asked = Operation | 'login' | 'metadata' | 'keys';
export type Call = {
  readonly operation: Asked;
  readonly method: string;
  /** Decoded; below the service address for the connector. */
  readonly path: string;
  /** Decoded ids of the path; empty where there are none. */
  readonly conversation: string;
  readonly id: string;
  readonly query: string;
  readonly body: Json;
  readonly authorization: string | undefined;
  /** Milliseconds on a steady clock. */
  readonly at: number;
  /** Undefined while no answer was given. */
  status?: number;
};
export type Forge = Forgery & {
  /** Put over the right claims; undefined takes one away. */
  readonly claims?: Claims;
  /** The whole header; undefined sends none. */
  readonly authorization?: string | undefined;
};
/** `body`: parsed where it is JSON, else the text. */
export type Delivered = { readonly status: number; readonly body: unknown };

export type FakeTeams = World & {
  readonly url: string;
  readonly serviceUrl: string;
  readonly serviceOrigin: string;
  readonly loginUrl: string;
  readonly openIdUrl: string;
  readonly appSecret: string;
  readonly keys: TokenKeys;
  /** What the login takes besides the secret: certificates as PEM, and tokens of a trusted identity provider. */
  readonly trusted: { readonly certificates: string[]; readonly federated: string[] };
  readonly calls: Call[];
  readonly activities: Activities;
  /** Seconds a token of the login lives. Default 3600. */
  tokenLifeS: number;
  /** False: the connector takes calls without a token, as the Playground does. Default true. */
  asksToken: boolean;
  behave(operation: Asked | 'connector' | '*', how: Behaviour): void;
  calm(): void;
  callsOf(operation: Asked): Call[];
  /** Tokens given out so far are refused from now on. */
  revokeTokens(): void;
  visibleTo(person: Person, conversation: string): readonly Post[];
  /** Where the bot listens, e.g. `http://127.0.0.1:3978/api/messages`. */
  connect(messagesUrl: string): void;
  /** Posts an activity the way Teams does and gives back what the bot answered. */
  deliver(activity: Activity, forge?: Forge): Promise<Delivered>;
  stop(): Promise<void>;
};

const SERVICE_PATH = '/connector/amer/';

export async function startFakeTeams(
  options: { readonly appId?: string; readonly appSecret?: string; readonly tenant?: string } = {},
): Promise<FakeTeams> {
  const appId = options.appId ?? '11111111-2222-3333-4444-555555555555';
  const appSecret = options.appSecret ?? 'teams-secret';
  const world = newWorld(appId, options.tenant ?? 'a1b2c3d4-e5f6-4890-abcd-ef1234567890');
  const keys = createTokenKeys();
  const calls: Call[] = [];
  const behaviours = new Map<string, Behaviour & { left: number }>();
  /** Token → epoch ms of its end. */
  const tokens = new Map<string, number>();
  let bot: string | undefined;

  const server = createServer((request, response) => {
    // A request that breaks off half-way is nobody's fault here.
    serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', base);
    const text = await readBody(request);
    const call = readCall(request, url, text);
    calls.push(call);
    const how = behaviourOf(call.operation);
    if (how.hang) return;
    if (how.delayMs) await new Promise((resolve) => setTimeout(resolve, how.delayMs));
    if (how.cut) return cut(response);
    const answer = how.status === undefined && !how.html ? answerOf(call, text) : faulty(how);
    if (how.lost) return void response.socket?.destroy();
    call.status = answer.status;
    const retryAfter = how.retryAfter === undefined ? {} : { 'retry-after': String(how.retryAfter) };
    response.writeHead(answer.status, {
      'content-type': how.html ? 'text/html' : 'application/json',
      'ms-cv': 'cv-1',
      ...retryAfter,
    });
    response.end(how.html ? '<html><body>Bad gateway</body></html>' : answer.body && JSON.stringify(answer.body));
  }

  function answerOf(call: Call, text: string): Answer {
    if (call.operation === 'metadata') return { status: 200, body: openIdMetadata(`${base}/openid/keys`) };
    if (call.operation === 'keys') return { status: 200, body: keys.keySet() };
    if (call.operation === 'login') return login(call);
    const until = tokens.get(call.authorization?.replace(/^Bearer /, '') ?? '');
    if (fake.asksToken && !(until !== undefined && until > Date.now()))
      return { status: 401, body: { message: 'Authorization has been denied for this request.' } };
    return carryOut(world, { ...call, operation: call.operation, bytes: text.length * 2 });
  }

  function login({ path, body }: Call): Answer {
    const denied = (error: string, error_description: string): Answer => ({
      status: 401,
      body: { error, error_description },
    });
    if (!path.startsWith(`${world.tenant}/`))
      return denied('invalid_request', `AADSTS90002: Tenant not found. Trace ID: 1`);
    if (body.grant_type !== 'client_credentials' || body.scope !== 'https://api.botframework.com/.default')
      return denied('invalid_scope', 'AADSTS70011: The provided scope is not valid. Trace ID: 1');
    if (body.client_id !== appId)
      return denied('unauthorized_client', 'AADSTS700016: Application not found. Trace ID: 1');
    if (body.client_assertion !== undefined) {
      const audience = `${base}/login/${world.tenant}/oauth2/v2.0/token`;
      const doubt = doubtAboutAssertion(body, { ...fake.trusted, appId, audience });
      if (doubt !== undefined) return denied('invalid_client', `${doubt} Trace ID: 1`);
    } else if (body.client_secret !== appSecret)
      return denied('invalid_client', 'AADSTS7000215: Invalid client secret provided. Trace ID: 1');
    const token = `token-${tokens.size + 1}`;
    tokens.set(token, Date.now() + fake.tokenLifeS * 1000);
    return {
      status: 200,
      body: { token_type: 'Bearer', expires_in: fake.tokenLifeS, ext_expires_in: fake.tokenLifeS, access_token: token },
    };
  }

  function behaviourOf(operation: Asked): Behaviour {
    const group = ['login', 'metadata', 'keys'].includes(operation) ? [] : ['connector'];
    const key = [operation, ...group, '*'].find((each) => behaviours.has(each)) ?? '';
    const how = behaviours.get(key);
    if (!how) return {};
    how.left -= 1;
    if (how.left <= 0) behaviours.delete(key);
    return how;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const serviceUrl = base + SERVICE_PATH;

  const fake: FakeTeams = {
    ...world,
    url: base,
    serviceUrl,
    serviceOrigin: base,
    loginUrl: `${base}/login`,
    openIdUrl: `${base}/openid/metadata`,
    appSecret,
    keys,
    trusted: { certificates: [], federated: [] },
    calls,
    activities: activitiesOf(world, serviceUrl),
    tokenLifeS: 3600,
    asksToken: true,
    behave: (operation, how) => behaviours.set(operation, { ...how, left: how.times ?? Number.POSITIVE_INFINITY }),
    calm: () => behaviours.clear(),
    callsOf: (operation) => calls.filter((call) => call.operation === operation),
    revokeTokens: () => {
      for (const token of tokens.keys()) tokens.set(token, 0);
    },
    visibleTo: (person, conversation) => visibleTo(world, person, conversation),
    connect(messagesUrl) {
      bot = messagesUrl;
    },
    async deliver(activity, forge = {}) {
      if (bot === undefined) throw new Error('connect the fake to a bot first');
      const claims = { ...channelClaims({ appId, serviceUrl: activity.serviceUrl }), ...forge.claims };
      const header = 'authorization' in forge ? forge.authorization : `Bearer ${keys.sign(claims, forge)}`;
      const response = await fetch(bot, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'x-ms-conversation-id': String(activity.conversation.id ?? ''),
          'x-ms-tenant-id': String(activity.conversation.tenantId ?? ''),
          ...(header !== undefined && { authorization: header }),
        },
        body: JSON.stringify(activity),
      });
      return { status: response.status, body: parsed(await response.text()) };
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

function readCall(request: IncomingMessage, url: URL, text: string): Call {
  const method = request.method ?? 'GET';
  const common = { method, query: url.search, authorization: request.headers.authorization, at: performance.now() };
  const nothing = { conversation: '', id: '', body: {} };
  const path = url.pathname;
  if (path.startsWith('/openid/'))
    return { ...common, ...nothing, operation: path === '/openid/keys' ? 'keys' : 'metadata', path };
  if (path.startsWith('/login/')) {
    const body = Object.fromEntries(new URLSearchParams(text));
    return { ...common, ...nothing, operation: 'login', path: path.slice('/login/'.length), body };
  }
  const below = path.startsWith(SERVICE_PATH) ? path.slice(SERVICE_PATH.length) : path;
  const [, , conversation = '', , id = ''] = below.split('/').map(decodeURIComponent);
  const operation = operationOf(method, below, url.searchParams);
  const body = text === '' ? {} : (JSON.parse(text) as Json);
  return { ...common, operation, path: decodeURIComponent(below), conversation, id, body };
}

function faulty(how: Behaviour): Answer {
  return { status: how.status ?? 200, body: how.code ? { error: { code: how.code, message: how.code } } : {} };
}

function cut(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"id":"17');
  response.socket?.destroy();
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: the test looks at the text.
    return text;
  }
}
