// A Teams connector that says yes to everything, as slowly as it is told to: `POST /mode?ms=1000`, or `ms=never`; with Entra's
// login beside it. A process of its own, so that its work is not counted as ours. Prints its address as one line of JSON.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

let wait: number | 'never' = 0;
let serial = 0;

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  request.resume();
  const say = (body: object) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (url.pathname === '/mode') {
    const ms = url.searchParams.get('ms') ?? '0';
    wait = ms === 'never' ? 'never' : Number(ms);
    response.end();
    return;
  }
  if (url.pathname.endsWith('/token')) {
    say({ token_type: 'Bearer', expires_in: 3600, access_token: 'bench' });
    return;
  }
  serial += 1;
  const id = `1790000${String(serial).padStart(6, '0')}`;
  const member = /\/members\/([^/]+)$/.exec(url.pathname)?.[1];
  const answer = () => say(member ? { aadObjectId: member, userRole: 'user' } : { id, activityId: id });
  if (wait === 'never') return;
  if (wait === 0) request.once('end', answer);
  else setTimeout(answer, wait);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // a TCP server's address is never text
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }));
});
