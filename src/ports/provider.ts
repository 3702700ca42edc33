// What a messaging provider is to us. Types only, no vendor names.

import type { Failure } from '../domain/fault.ts';
import type { Result } from '../domain/result.ts';
import type { Quality, Review } from '../domain/review/review.ts';
import type { Capabilities } from '../domain/senders/capabilities.ts';
import type { Dialect } from '../domain/senders/dialect.ts';
import type { Limits } from '../domain/senders/limits.ts';
import type { ProviderNames } from '../domain/senders/names.ts';
import type { DeliveryStatus } from '../domain/sends/state.ts';
import type { Category, MediaFormat, Template } from '../domain/templates/template.ts';
import type { Values } from '../views/view.ts';
import type { RawRequest, RawResponse } from './http.ts';
import type { Check, Clock, Log } from './process.ts';

/** A customer: by phone (E.164 with `+`) or by business-scoped user id. */
export type Recipient =
  | { readonly kind: 'phone'; readonly e164: string }
  | { readonly kind: 'bsuid'; readonly bsuid: string };

/** A template as the provider holds it now. */
export type RemoteTemplate = {
  readonly externalId: string;
  readonly template: Template;
  /** Its name at WhatsApp, where that is known and another one: other providers of the account tell it by this name. */
  readonly filedAs?: string;
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
  /** The provider's id of the template, where it is known. */
  readonly externalId?: string;
  /** Slot id (see `domain/templates/slots.ts`) → value. */
  readonly values: Values;
  /** 1 for the first call; grows when the provider asked to come again. */
  readonly attempt: number;
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
  /**
   * Whom it is for, where several senders share one webhook address: heard by every sender of this provider that has this key,
   * if that sender's own `readWebhook` believed the request too. Left out: the sender whose address was called.
   */
  readonly heardBy?: string;
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
      /** An automatic assistant of the provider's answers this chat, until something of ours is sent to it. */
      readonly byAssistant?: true;
      /** Written in a group: nobody's private word. */
      readonly inGroup?: true;
      /** The provider took it for a stop or start word, has answered it and blocks or frees the customer by itself. */
      readonly optOut?: 'stop' | 'start';
    })
  | (EventBase & {
      readonly kind: 'marketing_preference';
      readonly from: readonly { readonly kind: 'wa_id' | 'bsuid'; readonly value: string }[];
      readonly wants: boolean;
    })
  /** All of these are one customer: a number or id was exchanged for another. */
  | (EventBase & {
      readonly kind: 'identity';
      readonly names: readonly { readonly kind: 'wa_id' | 'bsuid'; readonly value: string }[];
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

/** What came out of one request to a webhook, and what the vendor is answered once the events are stored. */
export type WebhookRead = {
  /** Every event of the batch, in order; none for a handshake. */
  readonly events: Result<readonly ProviderEvent[], Unverified>;
  /** Status, type and body as this vendor wants them; for an unverified request the refusal. */
  readonly answer: RawResponse;
};

/** A harmless request to a sender's webhook, and how to know the answer for ours. */
export type WebhookProbe = {
  readonly method: 'GET' | 'POST';
  readonly query: URLSearchParams;
  readonly isOurs: (answer: { readonly status: number; readonly body: string }) => boolean;
  /** What to do when something else answered. */
  readonly fix: string;
};

/** What a template is after it was handed in. */
export type Submitted = { readonly externalId: string; readonly review: Review; readonly category: Category };

/** What a look-up of a send found. `unknown`: the vendor cannot tell, or more than one message could be it. */
export type LookedUp =
  | {
      readonly found: 'accepted';
      readonly externalId: string;
      readonly status?: DeliveryStatus;
      readonly failure?: Failure;
    }
  | { readonly found: 'nothing' }
  | { readonly found: 'unknown'; readonly why: string };

/** The data of a provider: known without an account, the same for all of its senders. */
export type ProviderFacts = {
  /** Stable id: part of the webhook address and of the configuration. */
  readonly id: string;
  readonly names: ProviderNames;
  readonly capabilities: Capabilities;
  readonly limits: Limits;
  readonly dialect: Dialect;
};

/** One sender at one provider. Every failure says by `reaction` and `retryAt` what to do; nobody above knows a vendor's numbers. */
export interface Provider extends ProviderFacts {
  readonly senderId: string;
  /** Whose templates it sees: senders with the same account see the same ones. Opaque; no two providers give the same. */
  readonly account: string;
  /** The account at WhatsApp behind it, where that is known: providers with the same one stand before the same templates. */
  readonly whatsappAccount?: string;
  /** What events call this sender, where they name one: its number, its account. Opaque; unique within the provider's trust. */
  readonly keys: readonly string[];
  /** `host:port` pairs media may be fetched from over plain http: a rehearsal's own. */
  readonly mediaHosts: readonly string[];
  /** Fetches the sample file behind a link as a submission would, and keeps nothing. Asked before anybody approves. */
  trySample(link: string, format: MediaFormat): Promise<Result<undefined, Failure>>;
  /**
   * Hands a template in for review. Safe to call again after a crash: an adapter whose vendor needs several calls, or keeps
   * no name unique, looks first. `progress` survives a crash: what an earlier try wrote is read by the next one.
   * A template of the same name and language that is there already answers `template_exists`; the caller reads it back.
   */
  submitTemplate(template: Template, progress: Progress): Promise<Result<Submitted, Failure>>;
  /** Replaces the components of a template the provider refused. Only called where `capabilities.edits`. */
  editTemplate(externalId: string, template: Template): Promise<Result<Submitted, Failure>>;
  /**
   * Undefined: not in this answer. Of several rows the living one counts, and among those the one with `externalId`. Only called
   * where `capabilities.lists`.
   */
  findTemplate(
    name: string,
    language: string,
    externalId?: string,
  ): Promise<Result<RemoteTemplate | undefined, Failure>>;
  /** All of them, or a failure: never a part of the list as if it were the whole. */
  listTemplates(): Promise<Result<readonly RemoteTemplate[], Failure>>;
  /** Never idempotent. `uncertain` when no answer came after the bytes left: the caller must not send again. */
  sendTemplate(send: SendTemplate): Promise<Result<Accepted, Failure>>;
  /** What became of a send that nobody answered for. Only called where `capabilities.looksUp`. */
  lookUp(send: LookUp): Promise<Result<LookedUp, Failure>>;
  /** Verifies over raw bytes and the full URL. Handshakes too. Synchronous, pure, never throws. */
  readWebhook(request: RawRequest, now: Date): WebhookRead;
  /** How `doctor` finds out that this sender's webhook is reached. Left out: an unsigned event must be refused. */
  probeWebhook?(): WebhookProbe;
  check(): Promise<readonly Check[]>;
}

/** A note of one submission that outlives the process: the id of a half-made template. Empty text: nothing noted. */
export type Progress = { read(): Promise<string>; write(note: string): Promise<void> };

/** What is known of the send to look up. `after`: ISO time of our attempt. `taken`: ids that other sends own. */
export type LookUp = {
  readonly messageId: string;
  readonly to: Recipient;
  readonly template: Template;
  readonly after: string;
  readonly taken: readonly string[];
};

/** What an adapter is given when one of its senders is made. */
export type ProviderDeps = {
  readonly now: Clock;
  readonly log: Log;
  readonly count: (metric: string, labels: Readonly<Record<string, string>>) => void;
  /**
   * Address of this sender's webhook as the outside world reaches it, without a slash at the end; undefined where
   * `PUBLIC_URL` is not set. Below it every one-part path is the sender's too: `<webhookUrl>/<anything>`.
   */
  readonly webhookUrl: () => string | undefined;
  /** A rehearsal's own files in place of links people type. */
  readonly readSample?: ReadSample;
};

export type Sample = { readonly bytes: Buffer; readonly type: string; readonly name: string };

/** Reads the file a sample link stands for, within `timeoutMs`. */
export type ReadSample = (
  link: string,
  format: MediaFormat,
  options: { readonly mediaHosts: readonly string[]; readonly timeoutMs: number },
) => Promise<Result<Sample, Failure>>;
