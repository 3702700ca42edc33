// A small real HTTP server that answers as Meta would, or as badly as a network can. Answers are scripted per request and
// used once, in order; a request nobody scripted is answered 599 and remembered, so that a test cannot miss it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer =
  | { readonly json: unknown; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  /** Exact bytes of an answer, for what JSON.stringify cannot write. */
  | { readonly text: string; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly file: Buffer; readonly type: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly html: string; readonly status: number }
  /** Reads the request and never says a word. */
  | { readonly fails: 'hang' }
  /** Reads the request, then drops the connection. */
  | { readonly fails: 'drop' }
  /** Sends a good status and half a body, then drops the connection. */
  | { readonly fails: 'cut' }
  /** Sends one byte every few milliseconds, for ever. */
  | { readonly fails: 'drip' };

export type ReceivedCall = {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** The body as JSON; undefined when it is not. */
  readonly json: unknown;
};

export type FakeMeta = {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** `127.0.0.1:<port>` */
  readonly host: string;
  readonly calls: readonly ReceivedCall[];
  /** Scripts answers for `METHOD /path` (without version and query, e.g. `POST /111/messages`), used in order. */
  answer(request: string, ...answers: Answer[]): void;
  /** Requests without a script and scripts without a request; both should be empty at the end of a test. */
  leftovers(): readonly string[];
  close(): Promise<void>;
};

/** Starts the server on a free port of this machine. */
export async function startFakeMeta(): Promise<FakeMeta> {
  const calls: ReceivedCall[] = [];
  const scripts = new Map<string, Answer[]>();
  const unscripted: string[] = [];
  const drips = new Set<NodeJS.Timeout>();

  const server = createServer(async (request, response) => {
    const received = await read(request);
    calls.push(received);
    const key = `${received.method} ${received.path.replace(/^\/v\d+\.\d+/, '')}`;
    const answer = scripts.get(key)?.shift();
    if (answer === undefined) {
      unscripted.push(`unscripted: ${key}`);
      response.writeHead(599).end();
      return;
    }
    give(answer, request, response, drips);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never text

  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    calls,
    answer: (request, ...answers) => scripts.set(request, [...(scripts.get(request) ?? []), ...answers]),
    leftovers: () => [...unscripted, ...[...scripts].flatMap(([key, left]) => left.map(() => `unused answer: ${key}`))],
    close: () => {
      for (const drip of drips) clearInterval(drip);
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/** How the host of a sample file behaves. */
export type SampleHost = 'file' | 'page' | 'gone' | 'down' | 'hang';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const SAMPLES: Readonly<Record<SampleHost, Answer>> = {
  file: { file: PNG, type: 'image/png' },
  page: { html: '<html>Sign in</html>', status: 200 },
  gone: { html: 'gone', status: 404 },
  down: { html: 'down', status: 503 },
  hang: { fails: 'hang' },
};

/** A link to a picture on this server, whose next answer is of this kind. */
export function sampleOn(server: FakeMeta, how: SampleHost): string {
  server.answer('GET /sample.png', SAMPLES[how]);
  return `http://${server.host}/sample.png`;
}

/** A port of this machine where nothing listens: it was free a moment ago. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // as above
  await new Promise((done) => server.close(done));
  return port;
}

async function read(request: IncomingMessage): Promise<ReceivedCall> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body,
    json: parsed(body),
  };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // Not JSON: an upload, or a body the test wants to look at itself.
    return undefined;
  }
}

function give(answer: Answer, request: IncomingMessage, response: ServerResponse, drips: Set<NodeJS.Timeout>): void {
  const json = { 'content-type': 'application/json' };
  if ('json' in answer) {
    response.writeHead(answer.status ?? 200, { ...json, ...answer.headers }).end(JSON.stringify(answer.json));
  } else if ('text' in answer) {
    response.writeHead(answer.status ?? 200, { ...json, ...answer.headers }).end(answer.text);
  } else if ('file' in answer) {
    response.writeHead(200, { 'content-type': answer.type, ...answer.headers }).end(answer.file);
  } else if ('html' in answer) {
    response.writeHead(answer.status, { 'content-type': 'text/html' }).end(answer.html);
  } else if (answer.fails === 'drop') {
    request.socket.destroy();
  } else if (answer.fails === 'cut') {
    response.writeHead(200, { ...json, 'content-length': '1000' }).write('{"half":', () => request.socket.destroy());
  } else if (answer.fails === 'drip') {
    response.writeHead(200, json);
    drips.add(setInterval(() => response.write(' '), 5));
  }
}
