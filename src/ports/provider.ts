// What a messaging provider is to us. Types only, no vendor names.

import type { Failure } from '../domain/fault.ts';
import type { Result } from '../domain/result.ts';
import type { Quality, Review } from '../domain/review/review.ts';
import type { DeliveryStatus } from '../domain/sends/state.ts';
import type { Category, Template } from '../domain/templates/template.ts';
import type { Values } from '../views/view.ts';
import type { RawRequest, RawResponse } from './http.ts';
import type { Check } from './process.ts';

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
