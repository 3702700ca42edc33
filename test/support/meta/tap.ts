// Stands between Aval and the simulator: passes every call on unchanged and keeps it, so that a test can say exactly what
// was asked of Meta. It can also hold an answer back.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type TappedCall = {
  readonly method: string;
  /** Path without version and query, e.g. `/100000000000001/message_templates`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  /** The body as JSON; undefined when there was none. */
  readonly json: unknown;
  /** Status of the answer; undefined until there is one. */
  status?: number;
};

export type MetaTap = {
  readonly url: string;
  readonly calls: readonly TappedCall[];
  /** Calls of one kind, e.g. `POST /1/messages`, oldest first. */
  of(request: string): readonly TappedCall[];
  /** From now on answers wait until the returned function is called. The calls themselves reach the simulator. */
  holdAnswers(): () => void;
  stop(): Promise<void>;
};

/** Passes on to `target`, e.g. `http://127.0.0.1:4001`. */
export async function startMetaTap(target: string): Promise<MetaTap> {
  const calls: TappedCall[] = [];
  let open: Promise<void> = Promise.resolve();

  async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const call = callOf(request, body);
    calls.push(call);
    const { authorization, 'content-type': type } = request.headers;
    const answer = await fetch(`${target}${request.url}`, {
      method: call.method,
      headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
    const text = await answer.text();
    await open;
    call.status = answer.status;
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(text);
  }

  const server = createServer((request, response) => {
    passOn(request, response).catch(() => response.destroy()); // the simulator broke the connection: so do we
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never text
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    of: (request) => calls.filter((call) => `${call.method} ${call.path}` === request),
    holdAnswers() {
      const { promise, resolve } = Promise.withResolvers<void>();
      open = promise;
      return resolve;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function callOf(request: IncomingMessage, body: Buffer): TappedCall {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  return {
    method: request.method ?? '',
    path: url.pathname.replace(/^\/v\d+\.\d+/, ''),
    query: url.searchParams,
    authorization: request.headers.authorization,
    json: body.length === 0 ? undefined : JSON.parse(body.toString('utf8')),
  };
}
