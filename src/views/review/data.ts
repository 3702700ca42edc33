// What the notices about a review are made from. Plain readonly data, gathered by the app. Times are ISO text;
// numbers and names are unmasked here, because masking is the views’ job.

import type { Failure } from '../../domain/fault.ts';
import type { Quality, Review } from '../../domain/review/review.ts';
import type { Category, Template } from '../../domain/templates/template.ts';
import type { PersonRef } from '../view.ts';

type NoticeBase = {
  readonly name: string;
  readonly language: string;
  /** The approval channel's proposal, when the template was proposed here. */
  readonly proposal?: { readonly id: string; readonly revision: number; readonly number: number };
  readonly templateId?: string;
  /** Mentioned only where they must act. */
  readonly proposer?: PersonRef;
  readonly admins?: readonly PersonRef[];
  /** Called where the template waits to be enabled. */
  readonly enablers?: readonly PersonRef[];
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
