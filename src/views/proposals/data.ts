// What the views of proposals are made from. Plain readonly data, gathered by the app. Times are ISO text;
// numbers and names are unmasked here, because masking is the views’ job.
import type { Failure } from '../../domain/fault.ts';
import type { HeaderFormat } from '../../domain/proposals/form.ts';
import type { ProposalState, Vote } from '../../domain/proposals/proposal.ts';
import type { Quality, Review } from '../../domain/review/review.ts';
import type { Dialect } from '../../domain/senders/dialect.ts';
import type { Variable } from '../../domain/templates/placeholder-context.ts';
import type { Finding, Template } from '../../domain/templates/template.ts';
import type { FieldErrors, Option, PersonRef, Values } from '../view.ts';

/** Everything typed so far lives in `values` under the field ids; a draft is nothing else. */
export type ProposeStep1 = {
  readonly draftId: string;
  readonly senders: readonly { readonly id: string; readonly label: string }[];
  readonly values: Values;
  readonly errors: FieldErrors;
  /** First options of the language search, from `languages.ts`; `total` of all. */
  readonly languages: readonly Option[];
  readonly languageTotal: number;
  /** What the chosen sender's provider takes, or with none chosen any of them; left out = everything. */
  readonly offer?: Dialect;
  /** Senders whose approved templates a person carries to the provider. */
  readonly handOffs?: readonly HandOffFact[];
  /** The provider refused this name and keeps it. */
  readonly renames?: { readonly name: string; readonly provider: string };
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
  /** Typed on step 1 and not in the message. */
  readonly leftOut?: readonly ('header' | 'body' | 'footer' | 'buttons')[];
  readonly offer?: Dialect;
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
  /** Where a person carries it once it is approved. */
  readonly handOff?: HandOffFact;
  /** What approvers saw last, when this is a new revision. */
  readonly previous?: Template;
};

export type HandOffFact = { readonly sender: string; readonly provider: string; readonly console: string };

export type Submission =
  | { readonly state: 'queued' }
  | { readonly state: 'submitted'; readonly at: string }
  /** `by` empty: nobody carried it yet, to `console`. */
  | { readonly state: 'handed_off'; readonly by: string; readonly at: string; readonly console?: string }
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
  /** People whose vote does not count, since they may not decide any more. */
  readonly fallen?: readonly string[];
  /** It cannot be decided: approvals nobody is left to give, and who is left. */
  readonly lacking?: { readonly approvals: number; readonly left: readonly PersonRef[] };
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
  /** Who may decide it, to be notified. */
  readonly deciders?: readonly PersonRef[];
};

export type ToDecideView = { readonly number: number; readonly by: string; readonly name: string };

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

export type HistoryKind =
  | 'withdrawn'
  | 'expired'
  | 'retried'
  | 'enabled'
  | 'disabled'
  | 'drift_accepted'
  | 'opted_out'
  | 'stopped'
  | 'started'
  | 'handed_in';
export type HistoryView = { readonly kind: HistoryKind; readonly by?: string; readonly at: string };

export type ReminderView = {
  readonly proposal: ProposalView;
  /** Those who can still decide. */
  readonly approvers: readonly PersonRef[];
  readonly waitingSince: string;
};
