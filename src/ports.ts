// The few interfaces between our code and other companies' words. Types only: no logic, no vendor names.
import type { Readable } from 'node:stream';
import type { Failure } from './domain/fault.ts';
import type { DeliveryStatus } from './domain/message.ts';
import type { PreviewMessage } from './domain/preview.ts';
import type { Result } from './domain/result.ts';
import type { Quality, Review } from './domain/review.ts';
import type { Category, Template } from './domain/template.ts';
import type { ActionId, Card, Form, FormId, Option, Values } from './views/view.ts';

export type Clock = () => Date;
/** Sortable unique text id. */
export type NewId = () => string;

export type LogFields = Readonly<Record<string, unknown>>;
/** Static message + fields. Never message text, tokens or full phone numbers. */
export type Log = {
  readonly info: (fields: LogFields, message: string) => void;
  readonly warn: (fields: LogFields, message: string) => void;
  readonly error: (fields: LogFields, message: string) => void;
};

/** What an adapter must still know after a restart: one text per key, the last write wins. Keys are the adapter's own. */
export type Memory = {
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
  /** Every pair whose key starts with `prefix`, by key. */
  list(prefix: string): Promise<readonly { readonly key: string; readonly text: string }[]>;
};

// ---------------------------------------------------------------- HTTP

export type RawRequest = {
  readonly method: string;
  /** Path without the query, e.g. `/webhooks/meta/main`. */
  readonly path: string;
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
  /** Fastify path, e.g. `/webhooks/meta/:senderId`. */
  readonly path: string;
  /** Bytes; a larger body is answered 413 before `handle` is called. Default 1 MiB. */
  readonly bodyLimit?: number;
  readonly handle: (request: RawRequest) => Promise<RawResponse> | RawResponse;
};

// ---------------------------------------------------------------- Chat

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
  | (IntentBase & { readonly kind: 'thread_message'; readonly root: MessageRef; readonly text: string });

/** What the adapter must show at once, in whatever way its platform has. */
export type Reply =
  /** Open the form, or replace the one that was just sent. With `errors`: it was refused, typed text stays. */
  | { readonly show: 'form'; readonly form: Form }
  /** Repaint the card that was clicked. */
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

/** One line of `aval doctor`: ok, or what is wrong and how to mend it. */
export type Check = {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What to do; empty when ok. */
  readonly fix: string;
};

export interface ChatPlatform {
  readonly id: string;
  /** Tenant people of this platform belong to; known after `start`. */
  readonly tenant: () => string | undefined;
  /** `opensForms: false`: a form cannot be opened out of a typed command (Teams messages). */
  readonly capabilities: { readonly hearsThreads: boolean; readonly opensForms: boolean };
  /** HTTP routes to mount; empty for a socket connection. */
  readonly routes: readonly Route[];
  start(on: { readonly dispatch: Dispatch; readonly search: Search }): Promise<void>;
  stop(): Promise<void>;
  /**
   * Posts a card. `key` is our idempotency key: a repeated call with the same key must not post twice where the
   * platform lets us find out (else at least once). `uncertain` when the answer was lost after the bytes left.
   */
  post(to: Destination, card: Card, key: string): Promise<Result<MessageRef, Failure>>;
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

// ---------------------------------------------------------------- Provider

/** A customer: by phone (E.164 with `+`) or by business-scoped user id. */
export type Recipient =
  | { readonly kind: 'phone'; readonly e164: string }
  | { readonly kind: 'bsuid'; readonly bsuid: string };

/** A template as the provider holds it now. */
export type RemoteTemplate = {
  readonly externalId: string;
  readonly template: Template;
  readonly review: Review;
  readonly quality: Quality;
  /** Category the provider announces for later, when it differs from the current one. */
  readonly futureCategory?: Category;
};

export type SendTemplate = {
  /** Our id; travels with the call and comes back in statuses. */
  readonly messageId: string;
  readonly to: Recipient;
  readonly template: Template;
  /** Slot id (see `domain/slots.ts`) → value. */
  readonly values: Values;
};

export type Accepted = {
  readonly externalId: string;
  /** The provider holds it for a quality check; it may still be dropped. */
  readonly held: boolean;
  /** Other names of the recipient the provider told us. */
  readonly aliases: readonly { readonly kind: 'wa_id' | 'bsuid'; readonly value: string }[];
};

type EventBase = {
  /** Dedupe key, unique per sender and fact. */
  readonly id: string;
  /** Provider's time, ISO. */
  readonly at: string;
};
export type TemplateKey = { readonly externalId?: string; readonly name?: string; readonly language?: string };

export type ProviderEvent =
  | (EventBase & {
      readonly kind: 'review';
      readonly template: TemplateKey;
      readonly review: Review;
      readonly category?: Category;
    })
  | (EventBase & {
      readonly kind: 'quality';
      readonly template: TemplateKey;
      readonly from: Quality;
      readonly to: Quality;
    })
  /** `effective: 'later'`: announced for `effectiveAt`; `'now'`: already changed. */
  | (EventBase & {
      readonly kind: 'category';
      readonly template: TemplateKey;
      readonly from?: Category;
      readonly to: Category;
      readonly effective: 'now' | 'later';
      readonly effectiveAt?: string;
    })
  /** Someone edited the template at the provider. */
  | (EventBase & { readonly kind: 'content'; readonly template: TemplateKey })
  | (EventBase & {
      readonly kind: 'delivery';
      readonly externalId: string;
      readonly messageId?: string;
      readonly status: DeliveryStatus;
      readonly failure?: Failure;
      readonly aliases: readonly { readonly kind: 'wa_id' | 'bsuid'; readonly value: string }[];
    })
  | (EventBase & {
      readonly kind: 'inbound';
      readonly externalId: string;
      readonly from: readonly { readonly kind: 'wa_id' | 'bsuid'; readonly value: string }[];
      readonly profileName?: string;
      /** The message of ours it answers (quoted, or whose button was tapped). */
      readonly answers?: string;
      /** `text` for text and button taps; other kinds carry a short label, e.g. `image`, and a caption when there is one. */
      readonly content: { readonly kind: string; readonly text: string; readonly payload?: string };
    })
  | (EventBase & {
      readonly kind: 'marketing_preference';
      readonly from: readonly { readonly kind: 'wa_id' | 'bsuid'; readonly value: string }[];
      readonly wants: boolean;
    })
  /** The account or number was restricted, or let free again. */
  | (EventBase & {
      readonly kind: 'sender';
      readonly state: 'restricted' | 'restored' | 'notice';
      readonly detail: string;
    })
  /** Known to be unread by us: counted and kept, never lost. */
  | (EventBase & { readonly kind: 'ignored'; readonly why: string });

export type Unverified = { readonly status: 400 | 401 | 403; readonly why: string };

export interface Provider {
  readonly id: string;
  readonly senderId: string;
  readonly capabilities: {
    readonly submits: boolean;
    readonly namedParameters: boolean;
    readonly listsTemplates: boolean;
  };
  /** Not idempotent at every vendor: a duplicate answers `template_exists`; read back before writing again. */
  submitTemplate(
    template: Template,
  ): Promise<Result<{ readonly externalId: string; readonly review: Review; readonly category: Category }, Failure>>;
  /** Replaces the components of a template the provider refused (Meta: POST /{template}, allowed when rejected or paused). */
  editTemplate(
    externalId: string,
    template: Template,
  ): Promise<Result<{ readonly externalId: string; readonly review: Review; readonly category: Category }, Failure>>;
  findTemplate(name: string, language: string): Promise<Result<RemoteTemplate | undefined, Failure>>;
  listTemplates(): Promise<Result<readonly RemoteTemplate[], Failure>>;
  /** Never idempotent. `uncertain` when no answer came after the bytes left: the caller must not send again. */
  sendTemplate(send: SendTemplate): Promise<Result<Accepted, Failure>>;
  /** Answer to the vendor's subscription handshake (GET). */
  answerHandshake(request: RawRequest): RawResponse;
  /** Verifies over the raw bytes, returns every event in the batch. Synchronous, pure, never throws. */
  readWebhook(request: RawRequest, now: Date): Result<readonly ProviderEvent[], Unverified>;
  check(): Promise<readonly Check[]>;
}

// ---------------------------------------------------------------- Rehearsal

/** One bubble on a customer's phone. */
export type PhoneMessage = {
  readonly id: string;
  /** As the customer sees it: `in` came from the business, `out` was written or tapped by the customer. */
  readonly direction: 'in' | 'out';
  /** ISO time it reached the phone (`in`) or was written (`out`). */
  readonly at: string;
  /** A plain text is a preview with only a body. The buttons a customer can tap are `preview.buttons`. */
  readonly preview: PreviewMessage;
  /** Only `in`: the last status reported to the business. */
  readonly status?: DeliveryStatus;
  /** Id of the message this one quotes, or whose button was tapped. */
  readonly answers?: string;
};

/**
 * The customers' phones of the rehearsal: what reached them, and a way to answer. Numbers are E.164 with `+`.
 * A phone shows what was delivered, not what was sent.
 */
export interface CustomerPhone {
  /** Numbers with at least one message, latest first. `unread`: messages that arrived and are not yet read. */
  numbers(): readonly { readonly e164: string; readonly unread: number }[];
  /** Oldest first; empty for a number that is not known. */
  messages(e164: string): readonly PhoneMessage[];
  /** False (and no effect) when the text is empty, the number is no number, or `answers` is not on this phone. */
  reply(e164: string, answer: { readonly text: string; readonly answers?: string }): boolean;
  /** Taps a quick reply. False for a message or button that is not there or that sends nothing back (links, calls). */
  tap(e164: string, messageId: string, buttonIndex: number): boolean;
  /** Called after anything changed on any phone; the number tells which. Returns how to stop listening. */
  onChange(listener: (e164: string) => void): () => void;
}
