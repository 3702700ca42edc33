// The provider's verdict on a template. Not monotone (paused returns to approved), so it is applied by provider time.

export const REVIEW_STATES = [
  'pending',
  'approved',
  'rejected',
  'paused',
  'disabled',
  'in_appeal',
  'archived',
  'deleted',
  'unknown',
] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

export type Quality = 'green' | 'yellow' | 'red' | 'unknown';

/** Our own reason, where the provider took a template but holds it back because the account has no room for more. */
export const QUOTA_REACHED = 'quota_reached';

/** `raw` keeps the provider's own word; it is what people see when `state` is `unknown`. */
export type Review = {
  readonly state: ReviewState;
  readonly raw: string;
  /** Provider's reason code, e.g. `INVALID_FORMAT`, `FIRST_PAUSE`; or one of ours. */
  readonly reason?: string;
  readonly explanation?: string;
  readonly recommendation?: string;
  /** For a pause or a planned disabling: until or from when, ISO time. */
  readonly until?: string;
  /** In use, and the provider warns that this may end. */
  readonly warned?: true;
};

/** Whether a template in use is told to be at risk: a date on an approval is the date it may end. */
export function isWarned({ state, warned, until }: Pick<Review, 'state' | 'warned' | 'until'>): boolean {
  return state === 'approved' && (warned === true || until !== undefined);
}

/** A review as an earlier version stored it: a state there is no more is `unknown` now, its raw word stays. */
export function storedReview(stored: Omit<Review, 'state'> & { readonly state: string }): Review {
  const state = REVIEW_STATES.find((one) => one === stored.state) ?? 'unknown';
  return { ...stored, state, ...(stored.state === 'limit_exceeded' && { reason: QUOTA_REACHED }) };
}

export type AppliedReview = { readonly review: Review; readonly at: string };

/**
 * The review after an event of provider time `at` (ISO). Older or equally old news with the same state change nothing.
 * Equal times with different states: the later-arriving one wins, because providers' times may have whole seconds.
 */
export function applyReview(current: AppliedReview | undefined, next: AppliedReview): AppliedReview | 'stale' | 'same' {
  if (!current) return next;
  if (next.at < current.at) return 'stale';
  if (sameReview(current.review, next.review)) return 'same';
  return next;
}

function sameReview(a: Review, b: Review): boolean {
  return (
    a.state === b.state &&
    a.raw === b.raw &&
    (a.reason ?? '') === (b.reason ?? '') &&
    (a.until ?? '') === (b.until ?? '') &&
    isWarned(a) === isWarned(b) &&
    saysNothingNew(a.explanation, b.explanation) &&
    saysNothingNew(a.recommendation, b.recommendation)
  );
}

function saysNothingNew(before: string | undefined, now: string | undefined): boolean {
  return now === undefined || now === before;
}
