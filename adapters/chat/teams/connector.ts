// Teams' connector API over undici: every call with a deadline, paced, with our token, to allowed hosts only.
import type { Failure } from '../../../src/domain/fault.ts';
import type { Result } from '../../../src/domain/result.ts';

/** Where a call goes. `conversation` carries `;messageid=<root>` for a thread of a channel. */
export type Address = { readonly serviceUrl: string; readonly conversation: string };

export type Connector = {
  /** Not idempotent. `targeted`: only the activity's `recipient` sees it. */
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
