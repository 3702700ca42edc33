// Loaded into Microsoft's Agents Playground before its own code. It listens for the whole network, its page loads fonts from
// elsewhere, and its telemetry looks for a cloud even when switched off: with this it stays on this machine.
import { ServerResponse } from 'node:http';
import { Server, Socket } from 'node:net';

const HERE = '127.0.0.1';
const LOCAL = `http://${HERE}:* http://localhost:*`;
const PAGE_POLICY = [
  "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
  `connect-src 'self' ws://${HERE}:* ws://localhost:*`,
  `img-src 'self' data: blob: ${LOCAL}`,
].join('; ');

const listen = Server.prototype.listen as (this: Server, ...given: unknown[]) => Server; // overloads
Server.prototype.listen = function (this: Server, ...given: unknown[]): Server {
  const [port, ...others] = given;
  return typeof port === 'number' && typeof others[0] !== 'string'
    ? listen.call(this, port, HERE, ...others)
    : listen.apply(this, given);
};

const connect = Socket.prototype.connect as (this: Socket, ...given: unknown[]) => Socket; // overloads
Socket.prototype.connect = function (this: Socket, ...given: unknown[]): Socket {
  const host = hostIn(given);
  if (host === undefined || /^(127\.|localhost$|::1$)/.test(host)) return connect.apply(this, given);
  process.stderr.write(`Refused to connect to ${host}\n`);
  return this.destroy(new Error(`${host} is not this machine`));
};

const writeHead = ServerResponse.prototype.writeHead as (this: ServerResponse, ...given: unknown[]) => ServerResponse; // overloads
ServerResponse.prototype.writeHead = function (this: ServerResponse, ...given: unknown[]): ServerResponse {
  this.setHeader('content-security-policy', PAGE_POLICY);
  return writeHead.apply(this, given);
};

// `connect(port, host)`, `connect({ host })`, and the list Node passes to itself. No host is this machine.
function hostIn([first, second]: readonly unknown[]): string | undefined {
  if (Array.isArray(first)) return hostIn(first);
  if (typeof first === 'object' && first !== null) return 'host' in first ? String(first.host ?? HERE) : undefined;
  return typeof second === 'string' ? second : undefined;
}
