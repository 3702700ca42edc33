// A Slack on this machine: Web API with faults by schedule, modals, messages, response_urls and Socket Mode, over real HTTP.
// It refuses what Slack refuses (limits, used triggers, stale hashes) and keeps every call for the test to look at.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiCall, type FakeState, methods, newState, type OpenModal, respondTo } from './fake-slack-methods.ts';
import { acceptWebSocket, type WebSocketPeer } from './websocket-server.ts';

/** What happens to calls of a method. `lost`: carried out, then the connection breaks. `times`: then back to normal. */
export type Behaviour = {
  readonly delayMs?: number;
  readonly hang?: true;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly error?: string;
  /** The scope a refused call would need. */
  readonly needed?: string;
  readonly html?: true;
  readonly cut?: true;
  readonly lost?: true;
  readonly times?: number;
};

export type Envelope = {
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: object;
  readonly retry_attempt?: number;
};

export type FakeSlack = FakeState & {
  readonly url: string;
  /** For SLACK_API_URL. */
  readonly apiUrl: string;
  readonly calls: ApiCall[];
  /** Method name, `response_url`, or `*` for everything. */
  behave(method: string, how: Behaviour): void;
  callsOf(method: string): ApiCall[];
  modalOf(user: string): OpenModal | undefined;
  newTrigger(user: string): string;
  newResponseUrl(about: { user: string; channel: string; ts?: string; ephemeral?: boolean }): string;
  /** Number of open Socket Mode connections. */
  sockets(): number;
  /** Sends over Socket Mode; resolves with the acknowledgement's payload. */
  push(envelope: Envelope): Promise<unknown>;
  dropSockets(): void;
  stop(): Promise<void>;
};

export async function startFakeSlack(
  options: { readonly team?: string; readonly scopes?: string } = {},
): Promise<FakeSlack> {
  const state = newState(options.team ?? 'T0AVAL');
  const calls: ApiCall[] = [];
  const behaviours = new Map<string, Behaviour & { left: number }>();
  const peers = new Set<WebSocketPeer>();
  const acks = new Map<string, (payload: unknown) => void>();
  let serial = 0;

  const server = createServer((request, response) => {
    void serve(request, response);
  });
  server.on('upgrade', (request, socket) => {
    const peer = acceptWebSocket(request, socket, {
      text(text) {
        const { envelope_id, payload } = JSON.parse(text) as { envelope_id: string; payload?: unknown };
        acks.get(envelope_id)?.(payload);
        acks.delete(envelope_id);
      },
      closed: () => peers.delete(peer),
    });
    peers.add(peer);
    peer.send(JSON.stringify({ type: 'hello', num_connections: peers.size }));
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const method = path.startsWith('/api/') ? path.slice('/api/'.length) : 'response_url';
    const args = argsOf(request, await readBody(request));
    const how = behaviourOf(method);
    const call: ApiCall = { method, args, at: performance.now(), token: request.headers.authorization, path };
    calls.push(call);
    if (how.hang) return;
    if (how.delayMs) await new Promise((resolve) => setTimeout(resolve, how.delayMs));
    if (how.cut) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"ok":tr');
      response.socket?.destroy();
      return;
    }
    if (how.html)
      return end(response, how.status ?? 200, '<html><body>Bad gateway</body></html>', { 'content-type': 'text/html' });
    if (how.status !== undefined) {
      return end(
        response,
        how.status,
        '{}',
        how.retryAfter === undefined ? {} : { 'retry-after': String(how.retryAfter) },
      );
    }
    const answer = how.error
      ? { ok: false, error: how.error, ...(how.needed && { needed: how.needed }) }
      : method === 'response_url'
        ? respondTo(state, path, args)
        : answerOf(method, args);
    if ('error' in answer) call.error = String(answer.error);
    if (how.lost) return void response.socket?.destroy();
    end(response, 200, JSON.stringify(answer), {
      'content-type': 'application/json',
      'x-oauth-scopes': options.scopes ?? state.scopes,
    });
  }

  function answerOf(method: string, args: Readonly<Record<string, unknown>>): object {
    if (method === 'apps.connections.open') return { ok: true, url: `${base.replace('http', 'ws')}/link` };
    const carryOut = methods[method];
    return carryOut ? carryOut(state, args) : { ok: false, error: 'unknown_method' };
  }

  function behaviourOf(method: string): Behaviour {
    const key = behaviours.has(method) ? method : '*';
    const how = behaviours.get(key);
    if (!how) return {};
    how.left -= 1;
    if (how.left <= 0) behaviours.delete(key);
    return how;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const link = () => [...peers].at(-1);

  return {
    ...state,
    url: base,
    apiUrl: `${base}/api/`,
    calls,
    behave: (method, how) => behaviours.set(method, { ...how, left: how.times ?? Number.POSITIVE_INFINITY }),
    callsOf: (method) => calls.filter((call) => call.method === method),
    modalOf: (user) => [...state.modals.values()].findLast((modal) => modal.user === user && modal.open),
    newTrigger(user) {
      serial += 1;
      const trigger = `${serial}.${Date.now()}.${user}`;
      state.triggers.set(trigger, { user, used: false });
      return trigger;
    },
    newResponseUrl(about) {
      serial += 1;
      const path = `/respond/${serial}`;
      state.responseUrls.set(path, { ...about, uses: 0 });
      return `${base}${path}`;
    },
    sockets: () => peers.size,
    push(envelope) {
      const peer = link();
      if (!peer) return Promise.reject(new Error('no Socket Mode connection'));
      serial += 1;
      const id = `envelope-${serial}`;
      return new Promise((resolve) => {
        acks.set(id, resolve);
        peer.send(
          JSON.stringify({ envelope_id: id, accepts_response_payload: envelope.type !== 'events_api', ...envelope }),
        );
      });
    },
    dropSockets() {
      for (const peer of peers) peer.destroy();
    },
    stop: () =>
      new Promise((resolve) => {
        for (const peer of peers) peer.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function end(response: ServerResponse, status: number, body: string, headers: Record<string, string>): void {
  response.writeHead(status, headers);
  response.end(body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function argsOf(request: IncomingMessage, body: string): Readonly<Record<string, unknown>> {
  if (request.headers['content-type']?.startsWith('application/json'))
    return JSON.parse(body) as Record<string, unknown>;
  return Object.fromEntries(new URLSearchParams(body));
}
