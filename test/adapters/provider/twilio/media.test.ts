// Files customers send: our credentials go to the API's own host and to no other, wherever a file leads.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { fetchMedia } from '../../../../adapters/provider/twilio/media.ts';
import { NOW, twilioSettings } from '../../../support/twilio/samples.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Seen = { readonly url: string; readonly authorization: string | undefined };

async function host(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', authorization: request.headers.authorization });
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const file = (_request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'image/png; x=1' }).end('bytes');
};
const leadTo = (location: () => string) => (_request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(307, { location: location() }).end();
};

const fetched = (link: string, apiUrl: string) => fetchMedia(link, twilioSettings({ apiUrl }), NOW);

test('a file is fetched with our credentials from the API’s host', async () => {
  const api = await host(file);

  const media = await fetched(`${api.url}/Media/ME1`, api.url);

  expect(media).toMatchObject({ ok: true, value: { type: 'image/png', bytes: Buffer.from('bytes') } });
  expect(api.seen[0]?.authorization).toMatch(/^Basic /);
});

test('a redirect within the host keeps them', async () => {
  const api = await host((request, response) =>
    request.url === '/Media/ME1' ? leadTo(() => '/elsewhere')(request, response) : file(request, response),
  );

  expect(await fetched(`${api.url}/Media/ME1`, api.url)).toMatchObject({ ok: true });
  expect(api.seen.map(({ authorization }) => authorization !== undefined)).toEqual([true, true]);
});

test('a redirect to plain http elsewhere is not followed, and nothing of ours gets there', async () => {
  const store = await host(file);
  const api = await host(leadTo(() => `${store.url}/file`));

  expect(await fetched(`${api.url}/Media/ME1`, api.url)).toMatchObject({ ok: false, error: { fault: 'media_failed' } });
  expect(store.seen).toEqual([]);
});

test('a store elsewhere is asked without them, also when it leads back', async () => {
  const api = await host((request, response) =>
    request.url === '/Media/ME1' ? leadTo(() => `${store.url}/file`)(request, response) : file(request, response),
  );
  const store = await host(leadTo(() => `${api.url}/back`));
  const settings = twilioSettings({ apiUrl: api.url, mediaHosts: [new URL(store.url).host] });

  expect(await fetchMedia(`${api.url}/Media/ME1`, settings, NOW)).toMatchObject({ ok: true });
  expect(store.seen).toEqual([{ url: '/file', authorization: undefined }]);
  expect(api.seen.map(({ authorization }) => authorization !== undefined)).toEqual([true, false]);
});

test('a link to another host is refused before anybody is asked', async () => {
  const evil = await host(file);

  expect(await fetched(`${evil.url}/Media/ME1`, 'https://api.twilio.com')).toMatchObject({ ok: false });
  expect(await fetched('https://api.twilio.com.evil.example/x', 'https://api.twilio.com')).toMatchObject({ ok: false });
  expect(evil.seen).toEqual([]);
});

test('addresses that lead from one to the next end, and a missing file is a failure', async () => {
  const api = await host((request, response) =>
    request.url === '/gone' ? response.writeHead(404).end() : leadTo(() => '/again')(request, response),
  );

  expect(await fetched(`${api.url}/again`, api.url)).toMatchObject({ ok: false, error: { reaction: 'permanent' } });
  expect(await fetched(`${api.url}/gone`, api.url)).toMatchObject({ ok: false, error: { code: 'HTTP 404' } });
});
