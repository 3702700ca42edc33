// Requests and answers as bytes, below any framework. Types only.
import type { Readable } from 'node:stream';

export type RawRequest = {
  readonly method: string;
  /** Path without the query, e.g. `/webhooks/<provider>/main`. */
  readonly path: string;
  /**
   * The address as the outside world called it, query included, rebuilt from `PUBLIC_URL` where that is set: some vendors
   * sign it. Without `PUBLIC_URL` from the Host header.
   */
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Exact bytes as received. Signatures are checked over these. */
  readonly body: Buffer;
  readonly remoteAddress: string;
};

export type RawResponse = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
};

export type Route = {
  readonly method: 'GET' | 'POST';
  /** Fastify path, e.g. `/webhooks/<provider>/:senderId`. */
  readonly path: string;
  /** Bytes; a larger body is answered 413 before `handle` is called. Default 1 MiB. */
  readonly bodyLimit?: number;
  readonly handle: (request: RawRequest) => Promise<RawResponse> | RawResponse;
};
