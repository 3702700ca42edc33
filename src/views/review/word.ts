// The provider's verdict in one word, or its own word where we have none.
import type { Review } from '../../domain/review/review.ts';
import { shorten } from '../parts/text.ts';
import type { Words } from '../words/index.ts';

export function reviewWord(words: Words, review: Pick<Review, 'state' | 'raw'>): string {
  if (review.state !== 'unknown') return words.say(`review.${review.state}`);
  return words.say('review.unknown', { raw: shorten(review.raw, 60) });
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
  if (!reason || reason === 'NONE') return '';
  const known = REASONS.find((r) => r === reason);
  return known ? words.say(`reason.${known}`) : words.say('reason.other', { reason: shorten(reason, 100) });
}
