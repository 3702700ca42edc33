// Connections that say nothing, or whose request never ends, may not keep others out: of those that wait for their peer each
// address keeps a few, and when there is no room left the oldest of the address with the most of them makes some.
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

export type ConnectionLimits = {
  readonly all: number;
  /** Of one address, waiting for their peer for longer than `silentMs`. A proxy is one address; its are soon heard of. */
  readonly silentOfOne: number;
  readonly silentMs: number;
};

type Open = { readonly socket: Socket; readonly address: string; since: number; request?: IncomingMessage };

/** Watches a server that does not listen yet. */
export function limitConnections(server: Server, { all, silentOfOne, silentMs }: ConnectionLimits): void {
  const byAddress = new Map<string, Map<Socket, Open>>();
  let count = 0;

  // An answer that is ours to give is never cut; a request that is still coming may be.
  const waitsForPeer = ({ request }: Open) => request === undefined || !request.complete;

  function makeRoom(): boolean {
    const fullest = [...byAddress.values()].sort((a, b) => b.size - a.size);
    for (const open of fullest) {
      const oldest = open.values().find(waitsForPeer);
      if (oldest === undefined) continue;
      drop(oldest);
      return true;
    }
    return false;
  }

  function drop(open: Open): void {
    forget(open);
    open.socket.destroy();
  }

  function forget({ socket, address }: Open): void {
    const ofOne = byAddress.get(address);
    if (ofOne?.delete(socket) !== true) return;
    count -= 1;
    if (ofOne.size === 0) byAddress.delete(address);
  }

  function sweep(): void {
    const before = performance.now() - silentMs;
    for (const ofOne of byAddress.values()) {
      const silent = [...ofOne.values()].filter((open) => waitsForPeer(open) && open.since < before);
      for (const open of silent.slice(0, Math.max(0, silent.length - silentOfOne))) drop(open);
    }
  }

  server.on('connection', (socket: Socket) => {
    if (count >= all && !makeRoom()) return void socket.destroy();
    const address = socket.remoteAddress ?? '';
    const open: Open = { socket, address, since: performance.now() };
    const ofOne = byAddress.get(address) ?? new Map<Socket, Open>();
    byAddress.set(address, ofOne.set(socket, open));
    count += 1;
    socket.once('close', () => forget(open));
  });
  server.on('request', (request, response) => {
    const open = byAddress.get(request.socket.remoteAddress ?? '')?.get(request.socket);
    if (open === undefined) return;
    open.request = request;
    response.once('close', () => {
      delete open.request;
      open.since = performance.now();
    });
  });
  const sweeping = setInterval(sweep, silentMs).unref();
  server.once('close', () => clearInterval(sweeping));
}
