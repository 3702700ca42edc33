// Bodies that stay open (server-sent events): ends them when the server stops, drops them when the reader goes away.
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';

export type Streams = {
  pipe(body: Readable, response: ServerResponse): void;
  /** Ends every open answer; their readers see a clean end and may reconnect elsewhere. */
  end(): void;
};

export function createStreams(): Streams {
  const open = new Map<Readable, ServerResponse>();
  let ended = false;

  function close(body: Readable, response: ServerResponse): void {
    open.delete(body);
    body.destroy();
    response.end();
  }

  return {
    pipe(body, response) {
      if (ended) return close(body, response);
      open.set(body, response);
      response.on('close', () => close(body, response));
      // The head is already out: a body that breaks can only be cut short.
      body.on('error', () => {
        open.delete(body);
        response.destroy();
      });
      body.pipe(response);
      response.flushHeaders();
    },
    end() {
      ended = true;
      for (const [body, response] of open) close(body, response);
    },
  };
}
