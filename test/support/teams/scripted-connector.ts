// A connector without Teams behind it: keeps every call, and answers what it was told to, else as Teams would.
import type { Connector } from '../../../adapters/chat/teams/connector/connector.ts';
import type { Failure } from '../../../src/domain/fault.ts';
import { err, ok } from '../../../src/domain/result.ts';

export type ConnectorCall =
  | {
      readonly call: 'send';
      readonly serviceUrl: string;
      readonly conversation: string;
      readonly activity: object;
      readonly targeted: boolean;
    }
  | {
      readonly call: 'update';
      readonly serviceUrl: string;
      readonly conversation: string;
      readonly id: string;
      readonly activity: object;
    }
  | { readonly call: 'create'; readonly serviceUrl: string; readonly conversation: Readonly<Record<string, unknown>> }
  | { readonly call: 'read'; readonly serviceUrl: string; readonly path: string };

export type ScriptedConnector = Connector & {
  readonly calls: ConnectorCall[];
  /** The next calls of a kind fail with these, in order. */
  fails(call: ConnectorCall['call'], ...failures: readonly Failure[]): void;
  /** What a path answers; anything else is 404. */
  readonly answers: Map<string, unknown>;
};

export function scriptedConnector(): ScriptedConnector {
  const calls: ConnectorCall[] = [];
  const failures = new Map<string, Failure[]>();
  const answers = new Map<string, unknown>();
  const failing = (call: string) => failures.get(call)?.shift();
  let ids = 1000;
  const newId = () => {
    ids += 1;
    return String(ids);
  };
  return {
    calls,
    answers,
    fails: (call, ...list) => void failures.set(call, [...list]),
    async send(to, activity, how) {
      calls.push({ call: 'send', ...to, activity, targeted: how?.targeted === true });
      const failure = failing('send');
      return failure ? err(failure) : ok({ id: newId() });
    },
    async update(to, id, activity) {
      calls.push({ call: 'update', ...to, id, activity });
      const failure = failing('update');
      return failure ? err(failure) : ok(undefined);
    },
    async create(serviceUrl, conversation) {
      const asked = conversation as Readonly<Record<string, unknown>>; // plain JSON, as every caller builds it
      calls.push({ call: 'create', serviceUrl, conversation: asked });
      const failure = failing('create');
      if (failure) return err(failure);
      const id = newId();
      const { channel } = (asked.channelData ?? {}) as { channel?: { id: string } };
      return ok(channel ? { id: `${channel.id};messageid=${id}`, activityId: id } : { id: `a:${id}` });
    },
    async read(serviceUrl, path) {
      calls.push({ call: 'read', serviceUrl, path });
      const failure = failing('read');
      if (failure) return err(failure);
      return answers.has(path) ? ok(answers.get(path)) : err(refusal('NotFound'));
    },
    close: async () => undefined,
  };
}

/** Teams said no, with this code. */
export function refusal(code: string): Failure {
  return { kind: 'rejected', fault: 'unknown_error', reaction: 'permanent', code };
}

export const AWAY: Failure = { kind: 'unavailable', fault: 'service_down', reaction: 'retry', code: '503' };
