// What a chat platform is to us: intents come in, replies, cards and forms go out. Types only, no vendor names.

import type { Failure, Fault } from '../domain/fault.ts';
import type { Result } from '../domain/result.ts';
import type { ActionId, Card, Form, FormId, Option, Values } from '../views/view.ts';
import type { Route } from './http.ts';
import type { Check } from './process.ts';

/** Who did something. `id` is the stable directory id (Slack user id, Entra object id), never a display name. */
export type Actor = {
  readonly platform: string;
  /** Slack team id, Entra tenant id, `local` for the console. */
  readonly tenant: string;
  readonly id: string;
  /** For display only. */
  readonly name: string;
  /** BCP 47 where the platform says it in the request, e.g. `es-AR`. */
  readonly locale?: string;
  /** Of the organisation only as a guest: not among `everyone`. */
  readonly guest?: true;
};

/** One posted message. `thread` is the root it hangs under (its own `message` when it is a root). Opaque above adapters. */
export type MessageRef = {
  readonly platform: string;
  readonly channel: string;
  readonly message: string;
  readonly thread: string;
};

/** Where to post: a configured channel, a thread, or one person privately. */
export type Destination =
  | { readonly to: 'channel'; readonly channel: string }
  | { readonly to: 'thread'; readonly root: MessageRef; readonly alsoInChannel?: true }
  | { readonly to: 'person'; readonly id: string };

/** `again`: ISO time of an earlier try, in whatever process, of which nobody knows whether it posted: look before posting. */
export type PostHow = { readonly again?: string };

type IntentBase = {
  readonly actor: Actor;
  /**
   * Platform's id of this delivery (Slack trigger id or event id, Teams activity id). Two deliveries with the same
   * id are one intent: the second gets the stored Reply and has no effect.
   */
  readonly deliveryId: string;
  /** Where it happened, when known. */
  readonly channel?: string;
};

export type Intent =
  /** `/template propose` arrives as `{ command: 'template', text: 'propose' }`. */
  | (IntentBase & {
      readonly kind: 'command';
      readonly command: 'template' | 'send-active';
      readonly text: string;
      /** What was typed stands where other people read it. */
      readonly inPublic?: true;
    })
  /** `button`: `submit`, a FormButton id, or `live` (a live field changed: re-render, nothing else). */
  | (IntentBase & {
      readonly kind: 'form';
      readonly form: FormId;
      readonly context: string;
      readonly button: string;
      readonly values: Values;
    })
  /** `message` is the card that was clicked, when it was a posted message. */
  | (IntentBase & {
      readonly kind: 'action';
      readonly action: ActionId;
      readonly subject: string;
      readonly message?: MessageRef;
    })
  /** A person wrote in a thread that may be ours. */
  | (IntentBase & {
      readonly kind: 'thread_message';
      readonly root: MessageRef;
      readonly text: string;
      /** It names us, so it wants an answer whatever the thread is about. */
      readonly toUs?: true;
    });

/** What the adapter must show at once, in whatever way its platform has. */
export type Reply =
  /** Open the form, or replace the one that was just sent. With `errors`: it was refused, typed text stays. */
  | { readonly show: 'form'; readonly form: Form }
  /** Repaint the card that was clicked: one that nobody else draws. A shared card is drawn by `update` only. */
  | { readonly show: 'card'; readonly card: Card }
  /** Only the actor sees it. In answer to a form: the form's last page, or a private message once it is closed. */
  | { readonly show: 'notice'; readonly card: Card }
  | { readonly show: 'nothing' };

/** Typing in a `search` field. Read-only; answered within 300 ms; at most 100 options. */
export type Search = (query: {
  readonly actor: Actor;
  readonly form: FormId;
  readonly context: string;
  readonly field: string;
  readonly text: string;
}) => Promise<readonly Option[]>;

export type Dispatch = (intent: Intent) => Promise<Reply>;

/** What may become of one place: archived, deleted or out of sight, not open to us. */
export type PlaceFault = Extract<Fault, 'place_archived' | 'place_gone' | 'place_closed'>;

/**
 * What a platform tells of itself, so that people hear of it before the first call fails. `eventId`: the platform's id of the
 * delivery. `at`: when it happened, ISO, by the platform; what is older than what is known changes nothing.
 */
export type PlatformEvent = { readonly platform: string; readonly eventId: string; readonly at: string } & (
  | { readonly kind: 'place_lost'; readonly channel: string; readonly fault: PlaceFault }
  /** Unarchived, or we were added again: what waits for it is tried at once. */
  | { readonly kind: 'place_back'; readonly channel: string }
  /** The same place under another id. */
  | { readonly kind: 'place_moved'; readonly channel: string; readonly to: string }
  /** Our token was revoked, or the app removed: nothing of this platform works. */
  | { readonly kind: 'access_lost' }
  | { readonly kind: 'access_back' }
);

/** Rejects only when it could not be kept: then the event should be delivered again. */
export type Hear = (event: PlatformEvent) => Promise<void>;

export interface ChatPlatform {
  readonly id: string;
  /** Tenant people of this platform belong to; known after `start`. */
  readonly tenant: () => string | undefined;
  /** HTTP routes to mount; empty for a socket connection. */
  readonly routes: readonly Route[];
  start(on: { readonly dispatch: Dispatch; readonly search: Search; readonly hear?: Hear }): Promise<void>;
  stop(): Promise<void>;
  /** Why it does not let us in, as far as we know now; absent where nothing can keep us out. */
  readonly lockedOut?: () => Failure | undefined;
  /**
   * Posts a card. `key` is our idempotency key: a repeated call with the same key must not post twice where the
   * platform lets us find out (else at least once). `uncertain` when the answer was lost after the bytes left.
   */
  post(to: Destination, card: Card, key: string, how?: PostHow): Promise<Result<MessageRef, Failure>>;
  /** Repaints a posted card from new state. */
  update(ref: MessageRef, card: Card): Promise<Result<MessageRef, Failure>>;
  /** BCP 47 language of a person, when the platform knows it. */
  localeOf(personId: string): Promise<string | undefined>;
  /** Display name of a person, when the platform tells. */
  nameOf(personId: string): Promise<string | undefined>;
  /**
   * E-mail address the directory vouches for now, never one remembered; undefined for guests, unverified addresses, or where it
   * does not tell. A failure: it could not be asked, which says nothing about the address.
   */
  emailOf(personId: string): Promise<Result<string | undefined, Failure>>;
  /** A channel's name as people see it, e.g. `#approvals`, when the platform tells. */
  channelName(channel: string): Promise<string | undefined>;
  /** Link a person can open to reach a message; undefined where there is none. */
  linkTo(ref: MessageRef): Promise<string | undefined>;
  /** `people`: ids of configured people who are told things privately, for platforms where that needs their doing. */
  check(channels: readonly string[], people?: readonly string[]): Promise<readonly Check[]>;
}
