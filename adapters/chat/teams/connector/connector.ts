// Teams' connector API over undici: every call with a deadline, paced, with our token, to allowed hosts only. Updates of one
// message go one after another, and of those that wait only the last.

import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import { noAnswer } from '../../../shared/lost-call.ts';
import { jsonObject } from '../../../shared/vendor-call.ts';
import { type Call, type CallDeps, type CallSettings, type Calls, createCalls } from './calls.ts';
import type { Exchange } from './exchange.ts';
import { type About, refused, refusedCreate } from './failure.ts';
import { createLatest, type Latest } from './latest.ts';

/** Where a call goes. `conversation` carries `;messageid=<root>` for a thread of a channel. */
export type Address = { readonly serviceUrl: string; readonly conversation: string };

export type Connector = {
  /** Not idempotent. `targeted`: only the activity's `recipient` sees it; its id may be empty. */
  send(
    to: Address,
    activity: object,
    how?: { readonly targeted?: boolean },
  ): Promise<Result<{ readonly id: string }, Failure>>;
  /** Of several updates of one message that wait, only the last is made; all get its answer. */
  update(to: Address, activityId: string, activity: object): Promise<Result<undefined, Failure>>;
  /** `id`: the new conversation; `activityId`: its first message, where one was given. */
  create(
    serviceUrl: string,
    conversation: object,
  ): Promise<Result<{ readonly id: string; readonly activityId?: string }, Failure>>;
  /** GET, e.g. `v3/conversations/<id>/members/<entra id>`; each part of the path is encoded by the caller. */
  read(serviceUrl: string, path: string): Promise<Result<unknown, Failure>>;
  close(): Promise<void>;
};
/** `patient`: the same, but what must not happen twice is waited for much longer, by those who remember what they sent. */
export type Connectors = Connector & { readonly patient: Connector };

/** What cannot be repeated is worth waiting for: an answer that is given up leaves a message nobody knows. */
const POST_DEADLINE_MS = { usual: 30_000, patient: 90_000 };

export function createConnector(
  settings: CallSettings,
  deps: CallDeps & { readonly postDeadlineMs?: typeof POST_DEADLINE_MS },
): Connectors {
  const { usual, patient } = deps.postDeadlineMs ?? POST_DEADLINE_MS;
  const calls = createCalls(settings, deps);
  const updates = createLatest<object, Result<undefined, Failure>>();
  const waiting = (deadlineMs: number) => connectorOver(calls, updates, deadlineMs);
  return { ...waiting(usual), patient: waiting(patient) };
}

function connectorOver(
  { call, close }: Calls,
  updates: Latest<object, Result<undefined, Failure>>,
  deadlineMs: number,
): Connector {
  return {
    async send(to, activity, { targeted = false } = {}) {
      const body = JSON.stringify(activity);
      const got = await call({
        ...write(to),
        method: 'POST',
        path: `v3/conversations/${encodeURIComponent(to.conversation)}/activities${targeted ? '?isTargetedActivity=true' : ''}`,
        body: () => body,
        urgent: targeted,
        repeatable: false,
        deadlineMs,
      });
      if (!got.ok) return got;
      const id = textIn(got.value, 'id');
      return id !== undefined || targeted ? ok({ id: id ?? '' }) : err(noAnswer('no_id', false, 'unreadable_answer'));
    },

    update(to, activityId, activity) {
      const path = `v3/conversations/${encodeURIComponent(to.conversation)}/activities/${encodeURIComponent(activityId)}`;
      return updates.run(`${to.serviceUrl} ${path}`, activity, async (take) => {
        const body = () => JSON.stringify(take());
        const got = await call({ ...write(to), method: 'PUT', path, body, repeatable: true });
        return got.ok ? ok(undefined) : got;
      });
    },

    async create(serviceUrl, conversation) {
      const { key, about } = keyOfNew(conversation);
      const body = JSON.stringify(conversation);
      const got = await call({
        method: 'POST',
        serviceUrl,
        path: 'v3/conversations',
        body: () => body,
        pacing: 'write',
        key,
        repeatable: false,
        deadlineMs,
        refusal: about === 'person' ? refusedCreate : (status, text, traceId) => refused(status, text, about, traceId),
      });
      if (!got.ok) return got;
      const id = textIn(got.value, 'id');
      const activityId = textIn(got.value, 'activityId');
      if (id === undefined) return err(noAnswer('no_id', false, 'unreadable_answer'));
      return ok({ id, ...(activityId !== undefined && { activityId }) });
    },

    async read(serviceUrl, path) {
      const place = conversationIn(path);
      const got = await call({
        method: 'GET',
        serviceUrl,
        path,
        pacing: 'read',
        key: place,
        repeatable: true,
        refusal: (status, text, traceId) => refused(status, text, aboutOf(place), traceId),
      });
      if (!got.ok) return got;
      try {
        return ok(JSON.parse(got.value.text) as unknown);
      } catch {
        // A proxy's page, or nothing at all: told as an answer that cannot be read.
        return err(noAnswer('not_json', true, 'unreadable_answer'));
      }
    },

    close,
  };
}

function write(to: Address): Pick<Call, 'serviceUrl' | 'pacing' | 'key' | 'refusal'> {
  const key = withoutThread(to.conversation);
  return {
    serviceUrl: to.serviceUrl,
    pacing: 'write',
    key,
    refusal: (status, text, traceId) => refused(status, text, aboutOf(key), traceId),
  };
}

/** The limits count a channel as one conversation, whatever the thread. */
function withoutThread(conversation: string): string {
  return conversation.split(';messageid=')[0] ?? conversation;
}

/** Ids of channels and group chats start with `19:`; those of private chats with us with `a:`. */
function aboutOf(conversation: string): About {
  return conversation.startsWith('19:') ? 'place' : 'person';
}

/** A new thread counts with its channel; a new private chat by its person. */
function keyOfNew(conversation: object): { readonly key: string; readonly about: About } {
  const { channelData, members } = conversation as {
    readonly channelData?: { readonly channel?: { readonly id?: unknown } };
    readonly members?: readonly { readonly id?: unknown }[];
  };
  const channel = channelData?.channel?.id;
  return typeof channel === 'string'
    ? { key: channel, about: 'place' }
    : { key: `new ${String(members?.[0]?.id)}`, about: 'person' };
}

/** `v3/conversations/<id>/…` or `v3/teams/<id>/…`. */
function conversationIn(path: string): string {
  const encoded = path.split(/[/?]/)[2] ?? '';
  try {
    return withoutThread(decodeURIComponent(encoded));
  } catch {
    // Not encoded properly: it is only a name to count by.
    return encoded;
  }
}

function textIn(answer: Exchange, name: string): string | undefined {
  const value = jsonObject(answer.text)?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
