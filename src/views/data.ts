// What views are made from: plain readonly data, gathered by the app. Times are ISO text; numbers and names are unmasked
// here, because masking is the views' job.
import type { Failure } from '../domain/fault.ts';
import type { HeaderFormat } from '../domain/proposals/form.ts';
import type { ProposalState, Vote } from '../domain/proposals/proposal.ts';
import type { Quality, Review } from '../domain/review/review.ts';
import type { SendState } from '../domain/sends/state.ts';
import type { Variable } from '../domain/templates/placeholder-context.ts';
import type { Category, Finding, Template } from '../domain/templates/template.ts';
import type { FieldErrors, Option, PersonRef, Values } from './view.ts';

// ---------------------------------------------------------------- Propose

/** Everything typed so far lives in `values` under the field ids; a draft is nothing else. */
export type ProposeStep1 = {
  readonly draftId: string;
  readonly senders: readonly { readonly id: string; readonly label: string }[];
  readonly values: Values;
  readonly errors: FieldErrors;
  /** First options of the language search, from `languages.ts`; `total` of all. */
  readonly languages: readonly Option[];
  readonly languageTotal: number;
  /** This form continues a draft kept from before. */
  readonly resumed?: true;
  /** It will be a new revision of a proposal. */
  readonly revises?: true;
  readonly changesRequested?: { readonly by: string; readonly reason: string };
  /** Why the provider refused the revision before, in words. */
  readonly rejected?: string;
};

export type ProposeStep2 = {
  readonly draftId: string;
  readonly values: Values;
  readonly errors: FieldErrors;
  readonly headerFormat: HeaderFormat;
  /** Placeholders of the header text and of the body, in order, each once. */
  readonly headerVariables: readonly Variable[];
  readonly bodyVariables: readonly Variable[];
  /** 0–10. */
  readonly buttonCount: number;
  readonly isAuthentication: boolean;
};

export type ProposeStep3 = {
  readonly draftId: string;
  readonly template: Template;
  readonly sender: string;
  readonly findings: readonly Finding[];
  readonly errors: FieldErrors;
  readonly quorum: number;
  /** Where the request will be posted, e.g. `#template-approvals`. */
  readonly approvalPlace: string;
  /** What approvers saw last, when this is a new revision. */
  readonly previous?: Template;
};

// ---------------------------------------------------------------- Proposals

export type Submission =
  | { readonly state: 'queued' }
  | { readonly state: 'submitted'; readonly at: string }
  | { readonly state: 'handed_off'; readonly by: string; readonly at: string }
  | { readonly state: 'stuck'; readonly failure: Failure };

/** How the question was closed. `by`: every person whose vote counted (one, but for a quorum). */
export type DecisionFact = { readonly by: readonly string[]; readonly at: string; readonly reason?: string };

export type ProposalView = {
  readonly id: string;
  readonly number: number;
  readonly revision: number;
  readonly state: ProposalState;
  /** A click is being carried out: no buttons, "Working…". */
  readonly working?: true;
  readonly template: Template;
  readonly sender: string;
  readonly proposer: PersonRef;
  readonly quorum: { readonly have: number; readonly need: number };
  /** When an unanswered request expires. */
  readonly deadline?: string;
  /** For every state but `pending`. */
  readonly decision?: DecisionFact;
  readonly submission?: Submission;
  readonly review?: { readonly review: Review; readonly at: string };
  readonly quality?: Quality;
  readonly enabled?: boolean;
  readonly drifted?: boolean;
  /** Id of the template row, once there is one: subject of Enable. */
  readonly templateId?: string;
};

/** For the thread. `previous`: content of the revision before. */
export type ProposalDetail = {
  readonly number: number;
  readonly revision: number;
  readonly template: Template;
  readonly findings: readonly Finding[];
  readonly previous?: Template;
  readonly author: string;
};

export type VoteView = {
  readonly by: string;
  readonly vote: Vote;
  readonly at: string;
  readonly reason?: string;
  readonly revision: number;
  readonly have: number;
  readonly need: number;
  /** The person voted otherwise before. */
  readonly changed?: true;
};

/** `own`: it was on the person's own proposal. `twice`: their other account had approved earlier. */
export type TakenBackView = {
  readonly by: string;
  readonly why: 'own' | 'twice';
  readonly at: string;
  readonly revision: number;
  readonly have: number;
  readonly need: number;
};

export type HistoryKind = 'withdrawn' | 'expired' | 'retried' | 'enabled' | 'disabled' | 'drift_accepted' | 'opted_out';
export type HistoryView = { readonly kind: HistoryKind; readonly by?: string; readonly at: string };

export type ReminderView = {
  readonly proposal: ProposalView;
  /** Those who can still decide. */
  readonly approvers: readonly PersonRef[];
  readonly waitingSince: string;
};

// ---------------------------------------------------------------- Review

type NoticeBase = {
  readonly name: string;
  readonly language: string;
  /** The approval channel's proposal, when the template was proposed here. */
  readonly proposal?: { readonly id: string; readonly revision: number; readonly number: number };
  readonly templateId?: string;
  /** Mentioned only where they must act. */
  readonly proposer?: PersonRef;
  readonly admins?: readonly PersonRef[];
};

/** One thing that happened at the provider, told in the thread. */
export type ReviewNotice = NoticeBase &
  (
    | { readonly kind: 'review'; readonly review: Review; readonly at: string; readonly enabled: boolean }
    | {
        readonly kind: 'category';
        readonly from?: Category;
        readonly to: Category;
        readonly effective: 'now' | 'later';
        readonly effectiveAt?: string;
      }
    | { readonly kind: 'quality'; readonly from: Quality; readonly to: Quality }
    | { readonly kind: 'drift'; readonly approved: Template; readonly remote: Template }
    | { readonly kind: 'drift_over' }
    | { readonly kind: 'slow'; readonly hours: 24 | 72; readonly submittedAt: string }
    | { readonly kind: 'submitted'; readonly at: string; readonly asked: Category; readonly given: Category }
    /** The provider already had it with the same content: linked, not created twice. */
    | { readonly kind: 'linked'; readonly at: string }
    | { readonly kind: 'conflict'; readonly approved: Template; readonly remote: Template }
    | { readonly kind: 'stuck'; readonly failure: Failure }
  );

// ---------------------------------------------------------------- Send

export type ChooseTemplateView = {
  readonly draftId: string;
  /** E.164. */
  readonly to: string;
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
  readonly template: Template;
  readonly values: Values;
  readonly errors: FieldErrors;
  /** Ask where the consent comes from: no opt-in is on record and the policy asks for one. */
  readonly askConsent: boolean;
  /** Seconds between the click and the send, 0 = at once. */
  readonly undoSeconds: number;
};

export const CONSENT_SOURCES = ['customer_wrote', 'form', 'phone', 'in_person', 'contract', 'other'] as const;

export type WaitReason =
  | 'pair_rate'
  | 'throughput'
  | 'call_budget'
  | 'service'
  | 'quality_check'
  | 'sender_stopped'
  | 'drift';

export type SendView = {
  readonly id: string;
  readonly number: number;
  /** E.164. */
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
  readonly wait?: { readonly why: WaitReason; readonly until?: string };
  readonly failure?: Failure;
  /** Meta's message id, once there is one. */
  readonly externalId?: string;
};

export type SendListItem = {
  readonly number: number;
  readonly to: string;
  readonly template: string;
  readonly state: SendState;
  readonly at: string;
  readonly failure?: Failure;
};

export type TimelineEntry = {
  readonly state: SendState;
  readonly at: string;
  readonly by?: string;
  readonly wait?: { readonly why: WaitReason; readonly until?: string };
  readonly failure?: Failure;
};

// ---------------------------------------------------------------- Templates

export type TemplateListItem = {
  readonly name: string;
  readonly language: string;
  readonly category: Category;
  readonly review: Review;
  readonly quality: Quality;
  readonly enabled: boolean;
  readonly drifted: boolean;
};

export type TemplateListView = {
  readonly text: string;
  readonly items: readonly TemplateListItem[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  readonly total: number;
};

export type TemplateView = TemplateListItem & {
  readonly id: string;
  readonly template: Template;
  readonly sender: string;
  readonly futureCategory?: { readonly category: Category; readonly at?: string };
  readonly proposalNumber?: number;
  readonly enabledBy?: string;
  /** Admin or approver. */
  readonly mayManage: boolean;
  readonly maySend: boolean;
};

/** What one sync changed; items are `name (language)`. */
export type SyncResult = {
  readonly sender: string;
  readonly added: readonly string[];
  readonly changed: readonly { readonly template: string; readonly from: Review; readonly to: Review }[];
  readonly gone: readonly string[];
  readonly drifted: readonly string[];
  readonly total: number;
  readonly failure?: Failure;
};
