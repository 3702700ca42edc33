// Taking the address. What the system says of one that is not to be had is told in a sentence with its cure.
import type { FastifyInstance } from 'fastify';

/** Expected at a start; the message is for people. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

type Address = { readonly host: string; readonly port: number };

/** Resolves once connections are accepted. */
export async function listen(app: FastifyInstance, { host, port }: Address): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const words = wordsFor(error, { host, port });
    throw words === undefined ? error : new CannotListen(words, { cause: error });
  }
}

function wordsFor(error: unknown, { host, port }: Address): string | undefined {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return `port ${port} is taken by another program, perhaps another Aval. Stop it, or set PORT to a free one.`;
    case 'EACCES':
      return `this user may not open port ${port}. Set PORT to one above 1023, such as 3000.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
    case 'EAFNOSUPPORT':
      return `${host} is no address of this machine. Set HOST to 127.0.0.1, or to 0.0.0.0 for all of them.`;
    default:
      return undefined;
  }
}
