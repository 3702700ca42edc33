// One HTTP exchange over undici with a deadline and a limit on the answer. Never follows a redirect, never tries again.

import { Agent } from 'undici';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import { networkCode, wasNotSent } from '../../../shared/lost-call.ts';

export type Exchange = {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
};
/** `sent: false`: no connection stood, so nothing can have happened. `code`: Node's or undici's own, or `deadline`. */
export type Lost = { readonly sent: boolean; readonly code: string };
export type Question = {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Where it differs from that of all. */
  readonly deadlineMs?: number;
};
export type Exchanges = {
  exchange(question: Question): Promise<Result<Exchange, Lost>>;
  close(): Promise<void>;
};

export function createExchanges(limits: {
  readonly deadlineMs: number;
  readonly maxBytes: number;
  readonly connections: number;
}): Exchanges {
  const agent = new Agent({
    connections: limits.connections,
    allowH2: false,
    connect: { timeout: Math.min(3000, limits.deadlineMs) },
    // Shorter than any server's, so that a send rarely meets a connection that is just being closed.
    keepAliveTimeout: 10_000,
    maxResponseSize: limits.maxBytes,
  });
  return {
    async exchange({ method, url, headers, body, deadlineMs = limits.deadlineMs }) {
      const controller = new AbortController();
      // A reason of ours: without one, an error with a stack is made for each.
      const timer = setTimeout(() => controller.abort('deadline'), deadlineMs);
      try {
        const answer = await agent.request({
          origin: url.origin,
          path: url.pathname + url.search,
          method,
          headers: { ...headers },
          ...(body !== undefined && { body }),
          signal: controller.signal,
        });
        return ok({ status: answer.statusCode, headers: answer.headers, text: await answer.body.text() });
      } catch (cause) {
        // Turns undici's errors into ours: before a connection stood nothing was sent, after it the answer is lost.
        const code = controller.signal.aborted ? 'deadline' : networkCode(cause);
        return err({ sent: !wasNotSent(code), code });
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => agent.destroy(),
  };
}

export function header(exchange: Exchange, name: string): string | undefined {
  const value = exchange.headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
