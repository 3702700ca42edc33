// Routes over real HTTP: bodies, limits, errors, streams, graceful close.
import { connect, type Socket } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpOptions, type HttpServer } from '../../src/http/server.ts';
import type { RawRequest, Route } from '../../src/ports/http.ts';
import type { Check, LogFields } from '../../src/ports/process.ts';

type Logged = { readonly fields: LogFields; readonly message: string };

const open: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.stop(100)));
});

async function aServer(routes: readonly Route[], more: Partial<HttpOptions> = {}) {
  const errors: Logged[] = [];
  const answered: string[] = [];
  const server = await createHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes,
    log: { info: () => {}, warn: () => {}, error: (fields, message) => errors.push({ fields, message }) },
    ready: async () => [],
    mayLook: () => true,
    metrics: {
      contentType: 'text/plain; version=0.0.4',
      text: async () => 'aval_outbox_depth 3\n',
      answered: (route, status) => answered.push(`${route} ${status}`),
    },
    ...more,
  });
  open.push(server);
  return { server, errors, answered, url: `http://127.0.0.1:${server.port}` };
}

function echo(seen: RawRequest[]): Route {
  return {
    method: 'POST',
    path: '/webhooks/meta/:senderId',
    bodyLimit: 1_000,
    handle: (request) => {
      seen.push(request);
      return { status: 200, body: 'ok' };
    },
  };
}

/** Everything the server writes on a connection until it closes it. */
function conversation(port: number, speak: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => speak(socket));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

describe('a route', () => {
  it.each([
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'application/octet-stream',
    undefined,
  ])('gets the exact bytes of a %s body', async (type) => {
    const seen: RawRequest[] = [];
    const { url } = await aServer([echo(seen)]);
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x00, 0xc3, 0x28, 0x0d, 0x0a]);

    const answer = await fetch(`${url}/webhooks/meta/main?hub.mode=a&x=1%202`, {
      method: 'POST',
      body: bytes,
      headers: type === undefined ? { 'X-Sig': 'S' } : { 'content-type': type, 'X-Sig': 'S' },
    });

    expect(answer.status).toBe(200);
    expect(seen[0]?.body).toEqual(bytes);
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/webhooks/meta/main', params: { senderId: 'main' } });
    expect(seen[0]?.query.get('x')).toBe('1 2');
    expect(seen[0]?.headers['x-sig']).toBe('S');
    expect(seen[0]?.remoteAddress).toBe('127.0.0.1');
  });

  it.each([
    [undefined, 'http://HOST/webhooks/meta/main?b=%7e1&a=x%20y&b=2+3'],
    ['https://aval.example.com', 'https://aval.example.com/webhooks/meta/main?b=%7e1&a=x%20y&b=2+3'],
    ['https://example.com/aval', 'https://example.com/aval/webhooks/meta/main?b=%7e1&a=x%20y&b=2+3'],
  ])('gets the address as the outside world called it, to the letter, with %s', async (publicUrl, expected) => {
    const seen: RawRequest[] = [];
    const { url } = await aServer([echo(seen)], publicUrl === undefined ? {} : { publicUrl });

    await fetch(`${url}/webhooks/meta/main?b=%7e1&a=x%20y&b=2+3`, { method: 'POST' });

    expect(seen[0]?.url).toBe(expected.replace('HOST', new URL(url).host));
  });

  it('gets the same when a proxy sends the whole address as the request line', async () => {
    const seen: RawRequest[] = [];
    const { server } = await aServer([echo(seen)], { publicUrl: 'https://aval.example.com' });

    await conversation(server.port, (socket) =>
      socket.end(
        'POST http://inside:3000/webhooks/meta/main?a=1 HTTP/1.1\r\nhost: inside:3000\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
      ),
    );

    expect(seen[0]).toMatchObject({
      url: 'https://aval.example.com/webhooks/meta/main?a=1',
      path: '/webhooks/meta/main',
    });
  });

  it('gets an empty buffer when there is no body', async () => {
    const seen: RawRequest[] = [];
    const { url } = await aServer([echo(seen)]);

    await fetch(`${url}/webhooks/meta/main`, { method: 'POST' });

    expect(seen[0]?.body).toEqual(Buffer.alloc(0));
  });

  it('is not called for a body over its limit', async () => {
    const seen: RawRequest[] = [];
    const { url } = await aServer([echo(seen)]);

    const answer = await fetch(`${url}/webhooks/meta/main`, { method: 'POST', body: 'x'.repeat(1_001) });

    expect(answer.status).toBe(413);
    expect(await answer.json()).toEqual({ error: 'body_too_large' });
    expect(seen).toEqual([]);
  });

  it('is not called for an endless body that does not say its length', async () => {
    const seen: RawRequest[] = [];
    const { server } = await aServer([echo(seen)]);

    const heard = await conversation(server.port, (socket) => {
      socket.write('POST /webhooks/meta/main HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n');
      for (let n = 0; n < 50; n += 1) socket.write(`64\r\n${'y'.repeat(100)}\r\n`);
    });

    expect(heard).toMatch(/^HTTP\/1.1 413 /);
    expect(seen).toEqual([]);
  });

  it('answers 500 with a reference when it throws, and the stack goes to the log only', async () => {
    const broken: Route = {
      method: 'GET',
      path: '/broken',
      handle: () => {
        throw Object.assign(new Error('secret detail'), { statusCode: 404, code: 'ENOENT' });
      },
    };
    const { url, errors } = await aServer([broken]);

    const answer = await fetch(`${url}/broken`);
    const text = await answer.text();

    expect(answer.status).toBe(500);
    expect(text).not.toContain('secret detail');
    const { reference } = JSON.parse(text);
    expect(reference).toMatch(/^[2-9A-Z]{6}$/);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.fields).toMatchObject({ reference, route: '/broken' });
    expect((errors[0]!.fields.error as Error).stack).toContain('secret detail');
  });

  it('may stream, and its stream is closed when the reader leaves', async () => {
    const body = new PassThrough();
    const { url } = await aServer([
      {
        method: 'GET',
        path: '/live',
        handle: () => ({ status: 200, headers: { 'content-type': 'text/event-stream' }, body }),
      },
    ]);
    const leave = new AbortController();

    const answer = await fetch(`${url}/live`, { signal: leave.signal });
    body.write('data: 1\n\n');
    const first = await answer.body!.getReader().read();
    leave.abort();
    await new Promise((resolve) => body.once('close', resolve));

    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(first.value!).toString()).toBe('data: 1\n\n');
    expect(body.destroyed).toBe(true);
  });

  it('whose stream breaks cuts the answer and leaves the server alive', async () => {
    const body = new Readable({ read() {} });
    const { url } = await aServer([{ method: 'GET', path: '/live', handle: () => ({ status: 200, body }) }]);

    const answer = await fetch(`${url}/live`);
    body.destroy(new Error('gone'));

    await expect(answer.text()).rejects.toThrow();
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});

describe('every answer', () => {
  it('carries the security headers, and a route may replace one', async () => {
    const { url } = await aServer([
      {
        method: 'GET',
        path: '/page',
        handle: () => ({ status: 200, headers: { 'content-security-policy': "default-src 'self'" }, body: 'hi' }),
      },
    ]);

    const page = await fetch(`${url}/page`);
    const missing = await fetch(`${url}/nothing`);

    expect(page.headers.get('content-security-policy')).toBe("default-src 'self'");
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    expect(missing.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(missing.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is 404 in JSON for an unknown path, without reading the body', async () => {
    const { server } = await aServer([]);

    const heard = await conversation(server.port, (socket) => {
      socket.write('POST /nothing HTTP/1.1\r\nhost: a\r\ncontent-length: 5000000\r\n\r\n');
    });

    expect(heard).toMatch(/^HTTP\/1.1 404 /);
    expect(heard).toContain('{"error":"not_found"}');
  });

  it('is 405 with what is allowed for a wrong method', async () => {
    const { url } = await aServer([echo([])]);

    const answer = await fetch(`${url}/webhooks/meta/main`, { method: 'DELETE' });

    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
    expect(await answer.json()).toEqual({ error: 'method_not_allowed' });
  });

  it('is empty for HEAD and OPTIONS', async () => {
    const body = new PassThrough();
    const { url } = await aServer([
      { method: 'GET', path: '/page', handle: () => ({ status: 200, body: 'four' }) },
      { method: 'GET', path: '/live', handle: () => ({ status: 200, body }) },
    ]);

    const head = await fetch(`${url}/page`, { method: 'HEAD' });
    const live = await fetch(`${url}/live`, { method: 'HEAD' });
    const options = await fetch(`${url}/page`, { method: 'OPTIONS' });

    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '4', '']);
    expect([live.status, await live.text(), body.destroyed]).toEqual([200, '', true]);
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });

  it('is counted under its route pattern, never its path', async () => {
    const { url, answered } = await aServer([echo([])]);

    await fetch(`${url}/webhooks/meta/a`, { method: 'POST' });
    await fetch(`${url}/random-${Math.random()}`);
    await expect.poll(() => answered).toEqual(['/webhooks/meta/:senderId 200', 'none 404']);
  });
});

describe('a hostile connection', () => {
  it('that never finishes its headers is cut', async () => {
    const { server } = await aServer([], { timeouts: { headersMs: 100, requestMs: 200 } });

    const heard = await conversation(server.port, (socket) => socket.write('GET /health HTTP/1.1\r\nhost: a\r\n'));

    expect(heard).toMatch(/^HTTP\/1.1 408 /);
  });

  it('that never finishes its body is cut', async () => {
    const seen: RawRequest[] = [];
    const { server } = await aServer([echo(seen)], { timeouts: { headersMs: 100, requestMs: 200 } });

    const heard = await conversation(server.port, (socket) =>
      socket.write('POST /webhooks/meta/main HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc'),
    );

    expect(heard).toMatch(/^HTTP\/1.1 408 /);
    expect(seen).toEqual([]);
  });

  it('with headers over 16 KiB is refused', async () => {
    const { server } = await aServer([]);

    const heard = await conversation(server.port, (socket) =>
      socket.write(`GET /health HTTP/1.1\r\nhost: a\r\nx: ${'h'.repeat(17_000)}\r\n\r\n`),
    );

    expect(heard).toMatch(/^HTTP\/1.1 431 /);
  });

  it('that asks for an address nobody can decode is refused', async () => {
    const { url } = await aServer([]);

    const answer = await fetch(`${url}/a%`);

    expect([answer.status, await answer.json()]).toEqual([400, { error: 'bad_request' }]);
  });

  it('that leaves in the middle of its body is not reported as our fault', async () => {
    const seen: RawRequest[] = [];
    const { server, url, errors } = await aServer([echo(seen)]);

    const heard = await conversation(server.port, (socket) => {
      socket.write('POST /webhooks/meta/main HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc', () =>
        socket.destroy(),
      );
    });
    await fetch(`${url}/health`);

    expect(heard).toBe('');
    expect([seen, errors]).toEqual([[], []]);
  });

  it('that speaks no HTTP is refused', async () => {
    const { server } = await aServer([]);

    const heard = await conversation(server.port, (socket) => socket.write('hello there\r\n\r\n'));

    expect(heard).toMatch(/^HTTP\/1.1 400 /);
  });

  it('to a route that never answers gets 503 after a while', async () => {
    const { url } = await aServer([{ method: 'GET', path: '/hang', handle: () => new Promise(() => {}) }], {
      timeouts: { handlerMs: 50 },
    });

    expect((await fetch(`${url}/hang`)).status).toBe(503);
  });
});

describe('operation', () => {
  const failed: Check = { name: 'database', status: 'failed', detail: 'no answer', fix: 'start it' };

  it('says the process is alive, whatever the checks say', async () => {
    const { url } = await aServer([], { ready: async () => [failed] });

    const answer = await fetch(`${url}/health`);

    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('is not ready while a check fails, and names it', async () => {
    let checks: readonly Check[] = [failed];
    const { url } = await aServer([], { ready: async () => checks });

    const before = await fetch(`${url}/ready`);
    checks = [{ ...failed, status: 'warning' }];
    const after = await fetch(`${url}/ready`);

    expect([before.status, await before.json()]).toEqual([503, { status: 'not_ready', checks: [failed] }]);
    expect(after.status).toBe(200);
  });

  it('runs the checks once for many probes at the same time', async () => {
    let runs = 0;
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { url } = await aServer([], {
      ready: async () => {
        runs += 1;
        await gate;
        return [];
      },
    });

    const probes = [1, 2, 3].map(() => fetch(`${url}/ready`));
    await expect.poll(() => runs).toBe(1);
    release();

    expect((await Promise.all(probes)).map((answer) => answer.status)).toEqual([200, 200, 200]);
  });

  it('tells strangers whether it is ready, and neither causes nor figures', async () => {
    const { url } = await aServer([], {
      ready: async () => [failed],
      mayLook: ({ headers }) => headers.authorization === 'Bearer open-sesame',
    });

    const strangers = await fetch(`${url}/ready`);
    const figures = await fetch(`${url}/metrics`);
    const ours = await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer open-sesame' } });

    expect([strangers.status, await strangers.json()]).toEqual([503, { status: 'not_ready' }]);
    expect([figures.status, figures.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await figures.text()).not.toContain('aval_outbox');
    expect(ours.status).toBe(200);
  });

  it('gives the metrics', async () => {
    const { url } = await aServer([]);

    const answer = await fetch(`${url}/metrics`);

    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    expect(await answer.text()).toBe('aval_outbox_depth 3\n');
  });
});

describe('stopping', () => {
  it('lets a request in flight finish, and takes no new ones', async () => {
    let release = () => {};
    let started = false;
    const work = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { server, url } = await aServer([
      {
        method: 'GET',
        path: '/slow',
        handle: async () => {
          started = true;
          await work;
          return { status: 200, body: 'done' };
        },
      },
    ]);

    const answer = fetch(`${url}/slow`);
    await expect.poll(() => started).toBe(true);
    const stopped = server.stop(60_000);
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    release();

    expect(await (await answer).text()).toBe('done');
    await stopped;
  });

  it('cuts what is not done by the deadline', async () => {
    let started = false;
    const { server, url } = await aServer([
      {
        method: 'GET',
        path: '/hang',
        handle: () => {
          started = true;
          return new Promise(() => {});
        },
      },
    ]);

    const answer = fetch(`${url}/hang`).catch(() => 'cut');
    await expect.poll(() => started).toBe(true);
    await server.stop(50);

    expect(await answer).toBe('cut');
  });

  it('ends open streams at once', async () => {
    const body = new PassThrough();
    const { server, url } = await aServer([{ method: 'GET', path: '/live', handle: () => ({ status: 200, body }) }]);

    const answer = await fetch(`${url}/live`);
    body.write('a');
    const text = answer.text();
    await server.stop(60_000);

    expect(await text).toBe('a');
    expect(body.destroyed).toBe(true);
  });

  it('rejects when the port is taken', async () => {
    const { server } = await aServer([]);

    await expect(aServer([], { port: server.port })).rejects.toThrow(/port \d+ is taken by another program.*set PORT/);
  });
});
