// The delivery state of a send: merging reports in any order, and the moves that are ours.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DeliveryStatus,
  isFinal,
  mergeAttempts,
  mergeDelivery,
  SEND_AFTER,
  SEND_STATES,
  type SendState,
} from '../../../src/domain/sends/state.ts';

const state = fc.constantFrom(...SEND_STATES);
const status = fc.constantFrom<DeliveryStatus>('sent', 'delivered', 'read', 'failed');
/** What a send can be in when the provider first speaks of it. */
const leaving = fc.constantFrom<SendState>('queued', 'uncertain', 'accepted');

function endOf(start: SendState, stream: readonly DeliveryStatus[]): SendState {
  return stream.reduce<SendState>(mergeDelivery, start);
}

describe('merging over attempts', () => {
  const stand = fc.record({ attempt: fc.integer({ min: 1, max: 3 }), state });

  test('is a join: order, grouping and repetition change nothing', () => {
    fc.assert(
      fc.property(stand, stand, stand, (a, b, c) => {
        expect(mergeAttempts(a, b)).toEqual(mergeAttempts(b, a));
        expect(mergeAttempts(mergeAttempts(a, b), c)).toEqual(mergeAttempts(a, mergeAttempts(b, c)));
        expect(mergeAttempts(a, a)).toEqual(a);
      }),
    );
  });

  test('within one attempt it is the merge of statuses', () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        const merged = mergeAttempts({ attempt: 2, state: a }, { attempt: 2, state: b });
        expect(merged.state).toBe(mergeDelivery(a, b));
      }),
    );
  });

  test('an earlier attempt never ends a later one, unless it reached the customer', () => {
    const later = { attempt: 2, state: 'queued' } as const;
    const told = (state: DeliveryStatus) => mergeAttempts(later, { attempt: 1, state }).state;

    expect(['sent', 'failed', 'delivered', 'read'].map((each) => told(each as DeliveryStatus))).toEqual([
      'queued',
      'queued',
      'delivered',
      'read',
    ]);
  });
});

describe('merging what the provider reports', () => {
  test('is commutative', () => {
    fc.assert(fc.property(state, state, (a, b) => mergeDelivery(a, b) === mergeDelivery(b, a)));
  });

  test('is associative', () => {
    fc.assert(
      fc.property(state, state, state, (a, b, c) => {
        expect(mergeDelivery(mergeDelivery(a, b), c)).toBe(mergeDelivery(a, mergeDelivery(b, c)));
      }),
    );
  });

  test('is idempotent', () => {
    for (const each of SEND_STATES) expect(mergeDelivery(each, each)).toBe(each);
  });

  test('ends the same for any order and any repetition of the same statuses', () => {
    const streams = fc.array(status, { minLength: 1, maxLength: 8 }).chain((stream) =>
      fc.record({
        stream: fc.constant(stream),
        // All of them in another order, with some of them again.
        shuffled: fc
          .array(fc.constantFrom(...stream), { maxLength: 8 })
          .chain((again) => fc.shuffledSubarray([...stream, ...again], { minLength: stream.length + again.length })),
      }),
    );
    fc.assert(
      fc.property(leaving, streams, (start, { stream, shuffled }) => {
        expect(endOf(start, shuffled)).toBe(endOf(start, stream));
      }),
    );
  });

  test('never undoes a read, nor an arrival', () => {
    fc.assert(
      fc.property(fc.array(status), (stream) => {
        expect(endOf('read', stream)).toBe('read');
        expect(['delivered', 'read']).toContain(endOf('delivered', stream));
      }),
    );
  });

  test.each<[SendState, DeliveryStatus, SendState]>([
    ['queued', 'sent', 'sent'],
    ['uncertain', 'sent', 'sent'],
    ['uncertain', 'failed', 'failed'],
    ['accepted', 'sent', 'sent'],
    ['accepted', 'failed', 'failed'],
    ['sent', 'failed', 'failed'],
    ['failed', 'sent', 'failed'],
    ['failed', 'delivered', 'delivered'],
    ['delivered', 'failed', 'delivered'],
    ['delivered', 'sent', 'delivered'],
    ['accepted', 'read', 'read'],
    ['read', 'delivered', 'read'],
    ['cancelled', 'delivered', 'cancelled'],
  ])('%s, then told %s: %s', (start, told, end) => {
    expect(mergeDelivery(start, told)).toBe(end);
  });
});

describe('our own moves', () => {
  // Written down apart from the code. A state that is not here moves only by what the provider says.
  const MOVES: Partial<Record<SendState, Record<string, SendState>>> = {
    held: { release: 'queued', cancel: 'cancelled' },
    queued: { accept: 'accepted', refuse: 'failed', lose: 'uncertain', cancel: 'cancelled' },
    uncertain: { accept: 'accepted', refuse: 'failed' },
  };

  test.each(SEND_STATES)('from %s are exactly the written ones', (from) => {
    expect(SEND_AFTER[from]).toEqual(MOVES[from] ?? {});
  });

  test('an uncertain send has no way back to the queue, so it is never sent a second time', () => {
    const reachable = new Set<SendState>();
    const follow = (from: SendState): void => {
      for (const to of Object.values(SEND_AFTER[from])) {
        if (reachable.has(to)) continue;
        reachable.add(to);
        follow(to);
      }
    };
    follow('uncertain');

    expect([...reachable].toSorted()).toEqual(['accepted', 'failed']);
  });

  test('agree with the merge: what we do ourselves never looks like a step back', () => {
    for (const from of SEND_STATES) {
      for (const to of Object.values(SEND_AFTER[from])) expect(mergeDelivery(from, to)).toBe(to);
    }
  });

  test('a read, failed or cancelled send is over; a delivered one may still be read', () => {
    expect(SEND_STATES.filter(isFinal)).toEqual(['failed', 'read', 'cancelled']);
  });
});
