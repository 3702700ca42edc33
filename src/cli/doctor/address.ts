// Where the doctor asks the running server, and what it says when nobody answers there.
import type { Config } from '../../config.ts';
import type { Check } from '../../ports/process.ts';

/** Through PUBLIC_URL when there is one, as the outside world does it, else on this machine. No slash at the end. */
export function serverAddress({ server: { host, port, publicUrl } }: Config): string {
  if (publicUrl !== undefined) return publicUrl;
  const reachable =
    host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  return `http://${reachable}:${port}`;
}

/** `shown`: the address that was asked. */
export function nobodyThere(name: string, shown: string, { server: { publicUrl } }: Config): Check {
  return publicUrl === undefined
    ? { name, status: 'warning', detail: `${shown}: no server is running here`, fix: 'start it and run doctor again' }
    : {
        name,
        status: 'failed',
        detail: `${shown} is not reachable`,
        fix: 'check PUBLIC_URL, the proxy or tunnel, and that the server runs',
      };
}
