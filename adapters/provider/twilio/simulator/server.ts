// The HTTP side of the simulator: reads a call whole, checks its credentials, answers it, and spoils the answer where a magic
// name or number asks for it. Loopback only, by address and by Host header.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Answer, SimulatorCall } from './model.ts';

const MAX_BODY = 1_000_000;

/** Listens on 127.0.0.1; rejects when the port is taken. `stop` also ends calls that are left hanging. */
export async function startServer(
  port: number,
  answer: (call: SimulatorCall) => Answer,
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    handle(answer, request, response).catch(() => response.destroy()); // The caller went away mid-call.
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { port: portOf(server), stop: () => stop(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the simulator listens on no TCP port');
  return address.port;
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

async function handle(
  answer: (call: SimulatorCall) => Answer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const host = request.headers.host ?? '';
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host)) {
    response.writeHead(403).end();
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += Buffer.from(chunk).length;
    if (size > MAX_BODY) {
      response.writeHead(413).end();
      return;
    }
    chunks.push(Buffer.from(chunk));
  }
  const { authorization } = request.headers;
  give(
    response,
    answer({
      method: request.method ?? 'GET',
      url: new URL(request.url ?? '/', `http://${host}`),
      headers: { authorization },
      body: Buffer.concat(chunks).toString('utf8'),
    }),
  );
}

function give(response: ServerResponse, { status, body, spoilt }: Answer): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  const type = { 'content-type': 'application/json' };
  switch (spoilt) {
    case undefined:
      response.writeHead(status, text === '' ? {} : type).end(text);
      return;
    case 'hang':
      return;
    case 'drop':
      response.destroy();
      return;
    case 'cut':
      // Promises the whole answer, sends half, closes.
      response.writeHead(status, { ...type, 'content-length': Buffer.byteLength(text) });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    case 'html':
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>');
      return;
  }
}
