// The one HTTP server: hands routes the exact bytes they were sent, and keeps slow, big or broken requests away from them.
// A route that throws is a bug: the answer carries only a reference, the log carries the stack (one of the three edges).
import { randomInt } from 'node:crypto';
import { Readable } from 'node:stream';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Metrics } from '../metrics.ts';
import type { RawRequest, RawResponse, Route } from '../ports/http.ts';
import type { Check, Log } from '../ports/process.ts';
import { limitConnections } from './connections.ts';
import { listen } from './listen.ts';
import { operationRoutes } from './operation.ts';
import { createStreams, type Streams } from './streams.ts';

const MIB = 1024 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
const CONNECTIONS = { all: 2_000, silentOfOne: 200, silentMs: 1_000 };
const SWEEP_MS = 20;
const DEFAULT_TIMEOUTS = { headersMs: 10_000, requestMs: 20_000, handlerMs: 30_000, keepAliveMs: 20_000 };

// No letters that read alike: people type these from a screenshot.
const REFERENCE_LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

export type HttpOptions = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** How the outside world calls this server, without a slash at the end; a path in it is taken off by the proxy in front. */
  readonly publicUrl?: string;
  readonly routes: readonly Route[];
  readonly log: Log;
  /** What must hold for this process to serve; any `failed` makes `/ready` answer 503. */
  readonly ready: () => Promise<readonly Check[]>;
  /** Who may read the causes in `/ready`, and `/metrics`; everybody else reads whether it is ready. Absent: nobody. */
  readonly mayLook?: (request: RawRequest) => boolean;
  readonly metrics: Pick<Metrics, 'contentType' | 'text' | 'answered'>;
  readonly timeouts?: Partial<typeof DEFAULT_TIMEOUTS>;
};

export type HttpServer = {
  readonly address: string;
  readonly port: number;
  /** Stops accepting, ends streams, lets requests in flight finish up to the deadline, then cuts what is left. */
  stop(deadlineMs: number): Promise<void>;
};

/**
 * Listens and resolves once connections are accepted. Rejects with `CannotListen` when the address is not to be had.
 * Adds `/health`, `/ready` and `/metrics` to the routes.
 */
export async function createHttpServer(options: HttpOptions): Promise<HttpServer> {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const app = Fastify({
    logger: false,
    bodyLimit: MIB,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    maxRequestsPerSocket: 10_000,
    exposeHeadRoutes: false,
    // An address that cannot be decoded.
    frameworkErrors: (_error, _request, reply) => {
      reply.hijack();
      reply.raw
        .writeHead(400, { ...SECURITY_HEADERS, 'content-type': 'application/json' })
        .end('{"error":"bad_request"}');
    },
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: timeouts.headersMs,
      connectionsCheckingInterval: Math.min(5_000, timeouts.headersMs / 2),
    },
  });
  limitConnections(app.server, CONNECTIONS);
  const streams = createStreams();

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const routes = [...options.routes, ...operationRoutes(options)];
  answerMethods(app, routes);
  answerFailures(app, options.log);
  app.addHook('onSend', (_request, reply, payload, done) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!reply.hasHeader(name)) reply.header(name, value);
    }
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    options.metrics.answered(request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  for (const [path, group] of Map.groupBy(routes, (route) => route.path))
    mount(app, path, group, { streams, handlerMs: timeouts.handlerMs, publicUrl: options.publicUrl });

  await listen(app, options);
  const bound = app.server.address();
  const address = typeof bound === 'object' && bound !== null ? bound : { address: options.host, port: options.port };
  return {
    address: address.address,
    port: address.port,
    stop: (deadlineMs) => stop(app, streams, deadlineMs),
  };
}

type Mounting = { readonly streams: Streams; readonly handlerMs: number; readonly publicUrl: string | undefined };

function mount(
  app: FastifyInstance,
  path: string,
  group: readonly Route[],
  { streams, handlerMs, publicUrl }: Mounting,
): void {
  for (const route of group) {
    app.route({
      method: route.method === 'GET' ? ['GET', 'HEAD'] : route.method,
      url: path,
      bodyLimit: route.bodyLimit ?? MIB,
      handler: async (request, reply) => {
        const response = await inTime(handlerMs, route.handle(toRawRequest(request, publicUrl)));
        return answer(request, reply, response, streams);
      },
    });
  }
}

/** Thrown for a route that never answers; becomes a 503. */
class NoAnswer extends Error {}

// Fastify's own limit makes and aborts a signal for every request, which costs more than the request's other plumbing.
async function inTime<T>(ms: number, work: Promise<T> | T): Promise<T> {
  if (!(work instanceof Promise)) return work;
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function toRawRequest(request: FastifyRequest, publicUrl: string | undefined): RawRequest {
  // A proxy may send the whole address as the request line.
  const url = (request.raw.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const mark = url.indexOf('?');
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    // A HEAD request runs the GET route; only its body is withheld.
    method: request.method === 'HEAD' ? 'GET' : request.method,
    path: mark < 0 ? url : url.slice(0, mark),
    url: `${publicUrl ?? `http://${request.headers.host ?? 'localhost'}`}${url}`,
    params: { ...(request.params as Record<string, string>) }, // fastify types params as unknown; path params are text
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    remoteAddress: request.ip,
  };
}

function answer(request: FastifyRequest, reply: FastifyReply, response: RawResponse, streams: Streams): FastifyReply {
  const { body } = response;
  if (!(body instanceof Readable)) {
    reply.code(response.status).headers(response.headers ?? {});
    if (typeof body === 'string' && !reply.hasHeader('content-type')) reply.type('text/plain; charset=utf-8');
    if (request.method !== 'HEAD') return reply.send(body);
    return reply.header('content-length', String(Buffer.byteLength(body ?? ''))).send();
  }
  reply.hijack();
  const headers = { ...SECURITY_HEADERS, ...response.headers };
  if (request.method === 'HEAD') {
    body.destroy();
    reply.raw.writeHead(response.status, headers).end();
    return reply;
  }
  reply.raw.writeHead(response.status, headers);
  streams.pipe(body, reply.raw);
  return reply;
}

// Wrong methods and unknown paths are answered before a byte of the body is read.
function answerMethods(app: FastifyInstance, routes: readonly Route[]): void {
  const paths = new Map<string, string[]>();
  for (const route of routes) {
    const methods = route.method === 'GET' ? ['GET', 'HEAD'] : [route.method];
    paths.set(route.path, [...(paths.get(route.path) ?? []), ...methods]);
  }
  for (const [path, methods] of paths) {
    const allow = [...methods, 'OPTIONS'].join(', ');
    const others = app.supportedMethods.filter((method) => !methods.includes(method));
    app.route({
      method: others,
      url: path,
      onRequest: async (request, reply) => {
        reply.header('allow', allow);
        if (request.method === 'OPTIONS') return reply.code(204).send();
        return reply.code(405).header('connection', 'close').send({ error: 'method_not_allowed' });
      },
      handler: async () => undefined,
    });
  }
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return reply.code(404).header('connection', 'close').send({ error: 'not_found' });
  });
}

function answerFailures(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (status < 500) return reply.code(status).send({ error: NAMES[status] ?? 'bad_request' });
    // Who left before the body was complete hears no answer, and nothing of ours broke.
    if (!request.raw.complete) return reply.code(400).send({ error: 'bad_request' });
    const reference = newReference();
    const route = request.routeOptions.url;
    log.error({ error, reference, method: request.method, route }, 'a request failed');
    return reply.code(status === 503 ? 503 : 500).send({ error: 'internal', reference });
  });
}

const NAMES: Readonly<Record<number, string>> = { 413: 'body_too_large', 415: 'unsupported_media_type' };

function statusOf(error: unknown): number {
  if (error instanceof NoAnswer) return 503;
  if (typeof error !== 'object' || error === null || !('code' in error) || !('statusCode' in error)) return 500;
  // Only fastify's own refusals carry a status of theirs; a route's exception is always a 500.
  const own = typeof error.code === 'string' && error.code.startsWith('FST_ERR_');
  return own && typeof error.statusCode === 'number' ? error.statusCode : 500;
}

function newReference(): string {
  return Array.from({ length: 6 }, () => REFERENCE_LETTERS.charAt(randomInt(REFERENCE_LETTERS.length))).join('');
}

async function stop(app: FastifyInstance, streams: Streams, deadlineMs: number): Promise<void> {
  streams.end();
  const cut = setTimeout(() => app.server.closeAllConnections(), deadlineMs);
  // A connection that is kept alive after its last answer would hold the stop until the deadline.
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
    clearInterval(sweep);
  }
}
