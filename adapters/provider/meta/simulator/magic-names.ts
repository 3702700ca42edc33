// Template names whose parts decide the review. Read with the content rules in review.ts; a name may hold one of them
// anywhere, e.g. `order_ready_reject_format`.

import type { TransportFault } from './magic-numbers.ts';
import type { RejectionInfo } from './model.ts';

export type NameEffect =
  | { readonly kind: 'reject'; readonly reason: string; readonly info?: RejectionInfo }
  | { readonly kind: 'slow' }
  | { readonly kind: 'instant' }
  /** Approved, and nobody is told: only reading finds it. */
  | { readonly kind: 'silent' }
  /** Approved, and a while later this. */
  | { readonly kind: 'later'; readonly does: 'pause' | 'disable' | 'recategorise' | 'low_quality' }
  /** The creation call itself goes wrong, the first time. `accepted`: the template exists nevertheless. */
  | { readonly kind: 'transport'; readonly fault: TransportFault; readonly accepted: boolean }
  /** The creation call is refused once with this code. */
  | { readonly kind: 'refuse_once'; readonly code: number };

export type MagicName = { readonly part: string; readonly does: string; readonly effect: NameEffect };

/** The first part that is in the name counts. */
export const MAGIC_NAMES: readonly MagicName[] = [
  {
    part: 'reject_format',
    does: 'rejected: INVALID_FORMAT, with a reason and a recommendation',
    effect: {
      kind: 'reject',
      reason: 'INVALID_FORMAT',
      info: {
        reason: 'The message template has a variable with no context: reviewers cannot tell what it will hold.',
        recommendation: 'Add words around the variable and a sample that shows a real value.',
      },
    },
  },
  {
    part: 'reject_category',
    does: 'rejected: INCORRECT_CATEGORY',
    effect: { kind: 'reject', reason: 'INCORRECT_CATEGORY' },
  },
  {
    part: 'reject_tag',
    does: 'rejected: TAG_CONTENT_MISMATCH (wrong language or category)',
    effect: { kind: 'reject', reason: 'TAG_CONTENT_MISMATCH' },
  },
  {
    part: 'reject_unknown',
    does: 'rejected for a reason that is in no list yet',
    effect: { kind: 'reject', reason: 'SOMETHING_NEW' },
  },
  { part: 'abusive', does: 'rejected: ABUSIVE_CONTENT', effect: { kind: 'reject', reason: 'ABUSIVE_CONTENT' } },
  { part: 'scam', does: 'rejected: SCAM', effect: { kind: 'reject', reason: 'SCAM' } },
  { part: 'slow', does: 'the review takes 80 hours', effect: { kind: 'slow' } },
  { part: 'instant', does: 'approved in the answer to the submission', effect: { kind: 'instant' } },
  { part: 'silent', does: 'approved without a webhook: only polling finds it', effect: { kind: 'silent' } },
  { part: 'pause_later', does: 'approved, then paused for low quality', effect: { kind: 'later', does: 'pause' } },
  { part: 'disable_later', does: 'approved, then disabled', effect: { kind: 'later', does: 'disable' } },
  {
    part: 'marketing_later',
    does: 'approved, then announced to become MARKETING',
    effect: { kind: 'later', does: 'recategorise' },
  },
  {
    part: 'quality_later',
    does: 'approved, then quality drops to red',
    effect: { kind: 'later', does: 'low_quality' },
  },
  {
    part: 'answer_hang',
    does: 'created, the call never answers',
    effect: { kind: 'transport', fault: 'hang', accepted: true },
  },
  {
    part: 'answer_cut',
    does: 'created, connection closed half-way through the answer',
    effect: { kind: 'transport', fault: 'cut', accepted: true },
  },
  {
    part: 'answer_html',
    does: '502 with an HTML page once, nothing created',
    effect: { kind: 'transport', fault: 'html', accepted: false },
  },
  {
    part: 'answer_drop',
    does: 'connection closed without an answer once, nothing created',
    effect: { kind: 'transport', fault: 'drop', accepted: false },
  },
  { part: 'down_once', does: 'Meta is down once, then creates', effect: { kind: 'refuse_once', code: 2 } },
  { part: 'budget_once', does: 'call budget used up once, then creates', effect: { kind: 'refuse_once', code: 80007 } },
];

export function effectOfName(name: string): NameEffect | undefined {
  return MAGIC_NAMES.find((entry) => name.includes(entry.part))?.effect;
}
