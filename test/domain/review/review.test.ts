// When a review of the provider is news, and when it is old, late or the same again.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AppliedReview,
  applyReview,
  QUOTA_REACHED,
  REVIEW_STATES,
  type Review,
  type ReviewState,
  storedReview,
} from '../../../src/domain/review/review.ts';

function at(second: number): string {
  return new Date(Date.UTC(2026, 10, 20, 12, 0, second)).toISOString();
}

function news(state: ReviewState, second: number, more: Partial<Review> = {}): AppliedReview {
  return { review: { state, raw: state.toUpperCase(), ...more }, at: at(second) };
}

describe('a review from the provider', () => {
  test('is taken when there was none', () => {
    expect(applyReview(undefined, news('pending', 1))).toEqual(news('pending', 1));
  });

  test('is taken when it is newer and says something else', () => {
    expect(applyReview(news('pending', 1), news('approved', 2))).toEqual(news('approved', 2));
  });

  test('is stale when it is older than what is known, whatever it says', () => {
    expect(applyReview(news('approved', 2), news('rejected', 1))).toBe('stale');
    expect(applyReview(news('approved', 2), news('approved', 1))).toBe('stale');
  });

  test('changes nothing when it says the same again, then or later', () => {
    expect(applyReview(news('approved', 2), news('approved', 2))).toBe('same');
    expect(applyReview(news('approved', 2), news('approved', 3))).toBe('same');
  });

  test('of the same second wins by arriving later, because the provider’s times have whole seconds', () => {
    expect(applyReview(news('pending', 1), news('approved', 1))).toEqual(news('approved', 1));
  });

  test.each<[string, Partial<Review>]>([
    ['word', { raw: 'FLAGGED' }],
    ['reason', { reason: 'SECOND_PAUSE' }],
    ['end', { until: at(3_600) }],
  ])('is news when only its %s changed', (_what, more) => {
    const known = news('paused', 1, { reason: 'FIRST_PAUSE', until: at(60) });

    const next = { ...known, review: { ...known.review, ...more }, at: at(2) };
    expect(applyReview(known, next)).toEqual(next);
  });

  test('does not count advice as news: it comes with a webhook and is missing from a read-back', () => {
    const told = news('rejected', 1, {
      explanation: 'The sample looks like a password.',
      recommendation: 'Use another.',
    });

    expect(applyReview(told, news('rejected', 2))).toBe('same');
  });

  test('may go back: a paused template returns to approved, a deleted one may reappear', () => {
    for (const [from, to] of [
      ['paused', 'approved'],
      ['disabled', 'approved'],
      ['approved', 'pending'],
      ['deleted', 'pending'],
    ] as const) {
      expect(applyReview(news(from, 1), news(to, 2))).toEqual(news(to, 2));
    }
  });

  test('never turns the clock back, and when news arrives as it happened, the last verdict stands', () => {
    const verdict = fc.record({ state: fc.constantFrom(...REVIEW_STATES), second: fc.integer({ min: 0, max: 10 }) });
    const fold = (arriving: readonly AppliedReview[]) => {
      const taken: AppliedReview[] = [];
      for (const next of arriving) {
        const applied = applyReview(taken.at(-1), next);
        if (typeof applied === 'object') taken.push(applied);
      }
      return taken;
    };
    fc.assert(
      fc.property(fc.array(verdict, { minLength: 1 }), (verdicts) => {
        const arriving = verdicts.map(({ state, second }) => news(state, second));

        const times = fold(arriving).map((each) => each.at);
        expect(times).toEqual(times.toSorted());
        const inOrder = arriving.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
        expect(fold(inOrder).at(-1)?.review).toEqual(inOrder.at(-1)?.review);
      }),
    );
  });
});

describe('a review as it was stored', () => {
  test.each(REVIEW_STATES)('%s is read back as it is', (state) => {
    const review = { state, raw: 'RAW', reason: 'INVALID_FORMAT' };

    expect(storedReview(review)).toEqual(review);
  });

  test('whose state there is no more is unknown, and keeps the provider’s word', () => {
    expect(storedReview({ state: 'gone_by', raw: 'GONE_BY' })).toEqual({ state: 'unknown', raw: 'GONE_BY' });
  });

  test('of the time when a full account was a state of its own says so as its reason', () => {
    const before = { state: 'limit_exceeded', raw: 'LIMIT_EXCEEDED' };

    expect(storedReview(before)).toEqual({ state: 'unknown', raw: 'LIMIT_EXCEEDED', reason: QUOTA_REACHED });
  });
});
