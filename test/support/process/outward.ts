// Where a process connects to, told by itself: whatever library made the connection, and whether or not it came about.
const LINE = /^outward (\S+)$/gm;

const WATCH = `
import net from 'node:net';
import { writeSync } from 'node:fs';
const told = new Set();
const tell = (where) => { if (!told.has(where)) { told.add(where); writeSync(2, 'outward ' + where + '\\n'); } };
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  this.once('lookup', (_error, _address, _family, host) => tell(host));
  this.on('connectionAttempt', (address, port) => tell(address + ':' + port));
  return connect.apply(this, args);
};
`;

/** Flags for Node. The process then names each address it connects to, and each name it looks up, once. */
export const TELL_OUTWARD: readonly string[] = ['--import', `data:text/javascript,${encodeURIComponent(WATCH)}`];

/** Addresses as `127.0.0.1:4000`, and names, in what such processes wrote. */
export function outwardOf(output: string): readonly string[] {
  return [...new Set([...output.matchAll(LINE)].map((line) => line[1] ?? ''))];
}
