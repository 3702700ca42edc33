// Silent connections over a real server: they may not keep others out.
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createHttpServer, type HttpServer } from '../../src/http/server.ts';

let server: HttpServer | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server?.stop(100);
});

async function open(port: number, text = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {}); // cut by the server: what this is about
  await new Promise<void>((resolve) => socket.once('connect', resolve).once('close', () => resolve()));
  if (text !== '') socket.write(text);
  return socket;
}

async function start() {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = async () => {
    await held;
    return { status: 200, body: 'late' };
  };
  server = await createHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: [{ method: 'GET', path: '/slow', handle: slow }],
    log: { info: () => {}, warn: () => {}, error: () => {} },
    ready: async () => [],
    metrics: { contentType: 'text/plain', text: async () => '', answered: () => undefined },
  });
  return { port: server.port, url: `http://127.0.0.1:${server.port}`, release };
}

it('answers at once beside more silent connections than it keeps, and never cuts an answer it owes', async () => {
  const { port, url, release } = await start();
  const owed = fetch(`${url}/slow`);
  for (let round = 0; round < 25; round += 1) await Promise.all(Array.from({ length: 100 }, () => open(port)));

  const began = performance.now();
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect(performance.now() - began).toBeLessThan(2_000);

  release();
  expect(await (await owed).text()).toBe('late');
});

it('keeps of one address only some that stay silent, whether they sent nothing or half a request', async () => {
  const { port } = await start();
  await Promise.all(
    Array.from({ length: 300 }, (_, n) => open(port, n % 2 ? '' : 'POST /slow HTTP/1.1\r\nhost: a\r\ncontent-le')),
  );
  await expect.poll(() => sockets.filter((socket) => !socket.closed).length, { timeout: 8_000 }).toBe(200);
});
