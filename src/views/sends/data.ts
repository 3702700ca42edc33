// What the views of sends are made from. Plain readonly data, gathered by the app. Times are ISO text;
// numbers and names are unmasked here, because masking is the views’ job.
import type { Failure } from '../../domain/fault.ts';
import type { SendState } from '../../domain/sends/state.ts';
import type { Category, Template } from '../../domain/templates/template.ts';
import type { FieldErrors, Option, PersonRef, Text, Values } from '../view.ts';

export type ChooseTemplateView = {
  readonly draftId: string;
  /** E.164; empty for a customer without a number. */
  readonly to: string;
  /** Why templates will not be sent, as far as is known. */
  readonly known?: readonly Text[];
  readonly contactName?: string;
  readonly options: readonly Option[];
  readonly total: number;
  readonly values: Values;
  readonly errors: FieldErrors;
};

export type FillTemplateView = {
  readonly draftId: string;
  readonly to: string;
  readonly contactName?: string;
  readonly sender: string;
  /** Several senders see the template: the agent says which one it leaves from. */
  readonly senders?: readonly Option[];
  readonly template: Template;
  /** Why it will not be sent, as far as is known before anything is filled in. */
  readonly known?: readonly Text[];
  readonly values: Values;
  readonly errors: FieldErrors;
  /** Ask where the consent comes from: no opt-in is on record and the policy asks for one. */
  readonly askConsent: boolean;
  /** Seconds between the click and the send, 0 = at once. */
  readonly undoSeconds: number;
  /** Somebody else has just sent this to this customer: the agent is asked. */
  readonly justSent?: JustSent;
};

/** Another agent's send of the same template to the same customer. `by` is '' while no name is known. */
export type JustSent = { readonly number: number; readonly by: string; readonly secondsAgo: number };

export const CONSENT_SOURCES = ['customer_wrote', 'form', 'phone', 'in_person', 'contract', 'other'] as const;

export type WaitReason =
  | 'pair_rate'
  | 'throughput'
  | 'call_budget'
  | 'service'
  | 'quality_check'
  | 'sender_stopped'
  | 'drift'
  | 'category';

/** `from` and `to`: the template's category when it was sent and now. */
export type Wait = {
  readonly why: WaitReason;
  readonly until?: string;
  readonly from?: Category;
  readonly to?: Category;
};

/** What looking an uncertain message up at the provider gave. */
export type NotFound = { readonly found: 'nothing' } | { readonly found: 'unknown'; readonly why: string };

export type SendView = {
  readonly id: string;
  readonly number: number;
  /** E.164; empty for a customer without a number. */
  readonly to: string;
  readonly contactName?: string;
  readonly agent: PersonRef;
  readonly sender: string;
  readonly template: Template;
  /** Slot id → value. */
  readonly values: Values;
  readonly state: SendState;
  /** When the state was reached. */
  readonly at: string;
  /** While `held`. */
  readonly holdUntil?: string;
  readonly wait?: Wait;
  readonly failure?: Failure;
  /** While `uncertain`, when it was looked up. */
  readonly looked?: NotFound;
  /** The provider's message id, once there is one. */
  readonly externalId?: string;
};

/** What a customer answered: `kind` as in `ProviderEvent`. */
export type AnswerEntry = { readonly at: string; readonly kind: string; readonly text: string };

export type SendListItem = {
  readonly number: number;
  /** E.164; empty for a customer without a number. */
  readonly to: string;
  readonly contactName?: string;
  readonly template: string;
  /** Where there are several. */
  readonly sender?: string;
  readonly state: SendState;
  readonly at: string;
  readonly failure?: Failure;
};

export type TimelineEntry = {
  readonly state: SendState;
  readonly at: string;
  readonly by?: string;
  readonly wait?: Wait;
  readonly failure?: Failure;
};
