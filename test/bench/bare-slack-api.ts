// A Slack API that says yes to everything, as slowly as it is told to: `POST /mode?ms=800`, or `ms=never`. Run as a process
// of its own, so that its work is not counted as ours. Prints its address as one line of JSON.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

let wait: number | 'never' = 0;
const YES = JSON.stringify({
  ok: true,
  team_id: 'T0AVAL',
  user_id: 'U0AVALBOT',
  bot_id: 'B0AVAL',
  url: 'https://aval.slack.example/',
  ts: '1790000000.000001',
  channel: 'C0APPROVAL',
  view: { id: 'V1', hash: '1' },
});

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  request.resume();
  if (url.pathname === '/mode') {
    const ms = url.searchParams.get('ms') ?? '0';
    wait = ms === 'never' ? 'never' : Number(ms);
    response.end();
    return;
  }
  const answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end(YES);
  if (wait === 'never') return;
  if (wait === 0) request.once('end', answer);
  else setTimeout(answer, wait);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // a TCP server's address is never text
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }));
});
