// The HTTP server of the simulator: reads a call whole, answers it, and spoils the answer when a magic number or name
// asks for it. Loopback only, by address and by Host header.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, errorBody, htmlPage } from '../errors.ts';
import type { GraphCall } from './graph.ts';

const MAX_UPLOAD = 100_000_000; // Meta: largest document
const MAX_BODY = 3_000_000;

export type ServerDeps = {
  readonly port: number;
  readonly graph: (call: GraphCall) => Promise<Answer>;
  /** Calls under `/_sim/`. */
  readonly control: (call: GraphCall) => { readonly status: number; readonly body: unknown };
  readonly traceId: () => string;
  readonly lateAnswerMs: number;
};

/** Listens on 127.0.0.1; rejects when the port is taken. `stop` also ends calls that are left hanging. */
export async function startServer(
  deps: ServerDeps,
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const stopping = new AbortController();
  const server = createServer((request, response) => {
    handle(deps, request, response, stopping.signal).catch(() => response.destroy()); // The caller went away mid-call.
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(deps.port, '127.0.0.1', resolve);
  });
  return { port: portOf(server), stop: () => stop(server, stopping) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the simulator listens on no TCP port');
  return address.port;
}

async function stop(server: Server, stopping: AbortController): Promise<void> {
  stopping.abort();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

async function handle(
  deps: ServerDeps,
  request: IncomingMessage,
  response: ServerResponse,
  stopping: AbortSignal,
): Promise<void> {
  const host = request.headers.host ?? '';
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)) return json(response, 403, { error: 'loopback only' });
  const url = new URL(request.url ?? '/', `http://${host}`);
  const body = await readBody(request, url.pathname.includes('/upload:') ? MAX_UPLOAD : MAX_BODY);
  if (!body) return json(response, 413, { error: 'body too large' });
  const call: GraphCall = { method: request.method ?? 'GET', url, headers: flat(request), body };
  if (url.pathname.startsWith('/_sim/')) {
    const { status, body: answer } = deps.control(call);
    return json(response, status, answer);
  }
  await reply(deps, response, await deps.graph(call), stopping);
}

function flat(request: IncomingMessage): Readonly<Record<string, string | undefined>> {
  const entries = Object.entries(request.headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}

async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limit) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function reply(deps: ServerDeps, response: ServerResponse, answer: Answer, stopping: AbortSignal): Promise<void> {
  const status = answer.ok ? 200 : answer.error.status;
  const body = answer.ok ? answer.body : errorBody(answer.error, deps.traceId());
  switch (answer.transport) {
    case undefined:
      return json(response, status, body);
    case 'hang':
      return;
    case 'drop':
      response.destroy();
      return;
    case 'cut':
      return cut(response, JSON.stringify(body));
    case 'html':
      response.writeHead(502, { 'content-type': 'text/html; charset=utf-8' }).end(htmlPage(502));
      return;
    case 'late':
      await wait(deps.lateAnswerMs, undefined, { signal: stopping, ref: false }).catch(() => undefined); // Stopped first.
      return json(response, status, body);
  }
}

/** Promises the whole answer, sends half, closes. */
function cut(response: ServerResponse, body: string): void {
  response.writeHead(200, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': Buffer.byteLength(body),
  });
  response.write(body.slice(0, body.length / 2), () => response.destroy());
}

function json(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));
}
