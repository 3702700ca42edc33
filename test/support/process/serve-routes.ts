// Mounts Routes on a plain local server the way the real one does: raw bytes, lower-case headers, 413 above the limit.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Route } from '../../../src/ports/http.ts';

const DEFAULT_LIMIT = 1024 * 1024;

/** Exact paths only. `close` ends open connections too. */
export async function serveRoutes(routes: readonly Route[]): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const route = routes.find((each) => each.method === request.method && each.path === url.pathname);
    if (!route) return response.writeHead(404).end();
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request) {
      size += (chunk as Buffer).length;
      if (size > (route.bodyLimit ?? DEFAULT_LIMIT)) return response.writeHead(413, { connection: 'close' }).end();
      chunks.push(chunk as Buffer);
    }
    const answer = await route.handle({
      method: route.method,
      path: url.pathname,
      url: url.href,
      params: {},
      query: url.searchParams,
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks),
      remoteAddress: '127.0.0.1',
    });
    response.writeHead(answer.status, answer.headers);
    response.end(typeof answer.body === 'string' || Buffer.isBuffer(answer.body) ? answer.body : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
