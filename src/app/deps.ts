// What use-cases are given. One narrow object, made once in compose.ts; no container, no singletons.

import type { RoleTable } from '../domain/people/roles.ts';
import type { SendState } from '../domain/sends/state.ts';
import type { ChatPlatform } from '../ports/chat.ts';
import type { Clock, Log, NewId } from '../ports/process.ts';
import type { Provider } from '../ports/provider.ts';
import type { Store } from '../store/store.ts';
import type { Form } from '../views/view.ts';

export type ChatChannel = { readonly platform: string; readonly channel: string };

export type SenderSettings = {
  readonly id: string;
  /** What people see, e.g. "Support +54 11 5263-9999". */
  readonly label: string;
  /** E.164 of the number itself, when known: nobody may send to it. */
  readonly ownNumber?: string;
};

/** Durations in milliseconds. */
export type Settings = {
  readonly senders: readonly SenderSettings[];
  /** Changes when a platform gives one of them another id. */
  places: {
    readonly approval: readonly ChatChannel[];
    readonly admin: readonly ChatChannel[];
    /** Empty = the agent's private messages. */
    readonly sends: readonly ChatChannel[];
  };
  readonly roles: RoleTable;
  /** Language of shared cards, BCP 47. */
  readonly channelLocale: string;
  readonly quorum: number;
  readonly undoMs: number;
  readonly remindAfterMs: number;
  readonly expireAfterMs: number;
  readonly pollEveryMs: number;
  readonly syncEveryMs: number;
  readonly requireOptIn: boolean;
  /** What a customer's STOP ends. */
  readonly stopMeans: 'everything' | 'marketing';
  /** How those who must act hear of it. */
  readonly notify: 'mention' | 'private' | 'none';
  /** `host:port` that may be linked over plain http: the simulator's media, in rehearsal. */
  readonly httpMediaHosts: readonly string[];
};

/** What is counted for /metrics. */
export type Counts = {
  command(name: string): void;
  decision(verdict: string): void;
  send(state: SendState): void;
  /** Somebody could not be written to privately: a person about their work, or the agent of a send. */
  unreachable(what: 'person' | 'send'): void;
};

/** The store's connection, or the transaction a caller is in. */
export type Db = Store['db'];

export type NamesOf = 'channels' | 'people' | `account ${string}`;

export type AppDeps = {
  readonly store: Store;
  readonly now: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly settings: Settings;
  readonly platforms: ReadonlyMap<string, ChatPlatform>;
  /** By sender id. */
  readonly providers: ReadonlyMap<string, Provider>;
  readonly counts: Counts;
  /** `platform:channel` → name, filled in at start and later, as platforms tell. */
  readonly channelNames: Map<string, string>;
  /** When names that were missing were last asked for again, in ms since 1970. */
  readonly askedAgainAt: Map<NamesOf, number>;
  /** The empty first page of the proposal form, by language: made once, since most commands only open it. */
  readonly firstForms: Map<string, Form>;
};

/** ISO time now, the form times are stored in. */
export function isoNow(deps: Pick<AppDeps, 'now'>): string {
  return deps.now().toISOString();
}

/** ISO time `ms` after now. */
export function isoIn(deps: Pick<AppDeps, 'now'>, ms: number): string {
  return new Date(deps.now().getTime() + ms).toISOString();
}

export function senderById(settings: Settings, id: string): SenderSettings | undefined {
  return settings.senders.find((sender) => sender.id === id);
}

export function senderLabel(settings: Settings, id: string): string {
  return senderById(settings, id)?.label ?? id;
}
