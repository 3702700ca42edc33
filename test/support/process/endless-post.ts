// A body that is announced and never ends: whoever waits for all of it waits for ever.
import { connect } from 'node:net';

/** Says that so many bytes will follow, sends a few, and gives the status it is answered with. */
export function postEndlessly(url: string, type: string, bytes: number): Promise<number> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      const head = [`host: ${hostname}`, `content-type: ${type}`, `content-length: ${bytes}`].join('\r\n');
      socket.write(`POST ${pathname} HTTP/1.1\r\n${head}\r\n\r\n${'a'.repeat(16_384)}`);
    });
    socket.once('data', (answer) => {
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer.toString())?.[1]));
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
