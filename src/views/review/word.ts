// The provider's verdict in one word, or its own word where we have none.
import { isWarned, QUOTA_REACHED, type Review } from '../../domain/review/review.ts';
import { shorten } from '../parts/text.ts';
import type { Words } from '../words/index.ts';

type ReviewFacts = Pick<Review, 'state' | 'raw' | 'reason' | 'until' | 'warned'>;

export function reviewWord(words: Words, review: ReviewFacts): string {
  if (isWarned(review)) return words.say('review.warned');
  if (review.state !== 'unknown') return words.say(`review.${review.state}`);
  if (isOverQuota(review)) return words.say('review.limit_exceeded');
  return words.say('review.unknown', { raw: shorten(review.raw, 60) });
}

/** Known to the provider, but not in use: the account has no room for more templates. */
export function isOverQuota({ state, reason }: Pick<Review, 'state' | 'reason'>): boolean {
  return state === 'unknown' && reason === QUOTA_REACHED;
}

const REASONS = [
  'ABUSIVE_CONTENT',
  'SCAM',
  'PROMOTIONAL',
  'INCORRECT_CATEGORY',
  'TAG_CONTENT_MISMATCH',
  'INVALID_FORMAT',
  'CATEGORY_NOT_AVAILABLE',
  'FIRST_PAUSE',
  'SECOND_PAUSE',
  'RATE_LIMITING_PAUSE',
  'UNPAUSE',
  'DISABLED',
] as const;

/** The provider's reason code as a sentence with a next step; '' when it gave none. Unknown codes are shown as they are. */
export function reasonSentence(words: Words, reason: string | undefined): string {
  if (!reason || reason === 'NONE' || reason === QUOTA_REACHED) return '';
  const known = REASONS.find((r) => r === reason);
  return known ? words.say(`reason.${known}`) : words.say('reason.other', { reason: shorten(reason, 100) });
}
