// What the views of templates are made from. Plain readonly data, gathered by the app. Times are ISO text;
// numbers and names are unmasked here, because masking is the views’ job.

import type { Failure } from '../../domain/fault.ts';
import type { Quality, Review } from '../../domain/review/review.ts';
import type { Category, Template } from '../../domain/templates/template.ts';

export type TemplateListItem = {
  readonly name: string;
  readonly language: string;
  readonly category: Category;
  readonly review: Review;
  readonly quality: Quality;
  readonly enabled: boolean;
  readonly drifted: boolean;
  /** Its sender's label, where there are several. */
  readonly from?: string;
};

export type TemplateListView = {
  readonly text: string;
  readonly items: readonly TemplateListItem[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  /** Proposals that wait, where there is no template. */
  readonly waiting?: number;
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
