// The state machine of a proposal: every state, event and guard; four eyes; quorum.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CastVote,
  countApprovals,
  decide,
  PROPOSAL_EVENTS,
  PROPOSAL_STATES,
  type ProposalEvent,
  type ProposalEventKind,
  type ProposalFacts,
  type ProposalRefusal,
  type ProposalState,
  type ProposalStep,
  type Vote,
} from '../../../src/domain/proposals/proposal.ts';
import type { Result } from '../../../src/domain/result.ts';

// Written down apart from the code: the whole life of a proposal. What is not here, is refused.
const LEGAL: Readonly<Record<string, ProposalState>> = {
  'pending approve': 'approved',
  'pending reject': 'rejected',
  'pending request_changes': 'changes_requested',
  'pending revise': 'pending',
  'pending withdraw': 'withdrawn',
  'pending expire': 'expired',
  'changes_requested revise': 'pending',
  'changes_requested withdraw': 'withdrawn',
  'changes_requested expire': 'expired',
  'approved revise': 'pending',
};
const TERMINAL: readonly ProposalState[] = ['rejected', 'withdrawn', 'expired'];
const VOTES: readonly Vote[] = ['approve', 'reject', 'request_changes'];

function aPending(over: Partial<ProposalFacts> = {}): ProposalFacts {
  return {
    state: 'pending',
    revision: 2,
    quorum: 1,
    proposerId: 'proposer',
    authorId: 'author',
    votes: [],
    reopenable: false,
    ...over,
  };
}

function isVote(kind: ProposalEventKind): kind is Vote {
  return kind === 'approve' || kind === 'reject' || kind === 'request_changes';
}

function anEvent(
  kind: ProposalEventKind,
  by: Partial<Record<'actorId', string>> & { revision?: number } = {},
  isApprover = true,
) {
  const { actorId = 'cleo', revision = 2 } = by;
  const event: ProposalEvent = isVote(kind)
    ? { kind, actorId, revision, isApprover }
    : kind === 'expire'
      ? { kind, revision }
      : { kind, actorId, revision };
  return event;
}

type Situation = {
  readonly state: ProposalState;
  readonly kind: ProposalEventKind;
  readonly actorId: string;
  readonly isApprover: boolean;
  readonly isStale: boolean;
  readonly reopenable: boolean;
  readonly votes: readonly CastVote[];
  readonly quorum: number;
};

const DAN_APPROVED: CastVote = { personId: 'dan', vote: 'approve' };
const CLEO_APPROVED: CastVote = { personId: 'cleo', vote: 'approve' };

function everySituation(): Situation[] {
  const both = [false, true];
  return PROPOSAL_STATES.flatMap((state) =>
    PROPOSAL_EVENTS.flatMap((kind) =>
      ['proposer', 'author', 'cleo'].flatMap((actorId) =>
        both.flatMap((isApprover) =>
          both.flatMap((isStale) =>
            both.flatMap((reopenable) =>
              [[], [DAN_APPROVED], [CLEO_APPROVED], [DAN_APPROVED, CLEO_APPROVED]].flatMap((votes) =>
                [1, 2, 3].map((quorum) => ({ state, kind, actorId, isApprover, isStale, reopenable, votes, quorum })),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** The refusal a person should read, most fundamental reason first. */
function expectedRefusal(now: Situation): ProposalRefusal | undefined {
  const owns = now.actorId !== 'cleo';
  const legal = LEGAL[`${now.state} ${now.kind}`];
  const shutApproval = now.state === 'approved' && !now.reopenable;
  const reasons: readonly (readonly [boolean, ProposalRefusal])[] = [
    [isVote(now.kind) && !now.isApprover, 'not_approver'],
    [isVote(now.kind) && owns, 'own_proposal'],
    [(now.kind === 'revise' || now.kind === 'withdraw') && !owns, 'not_proposer'],
    [now.isStale, 'stale'],
    [legal === undefined || shutApproval, 'already_decided'],
    // Votes that already suffice came back with a role: whoever clicks closes the question.
    [now.kind === 'approve' && now.votes.includes(CLEO_APPROVED) && now.votes.length < now.quorum, 'already_voted'],
  ];
  return reasons.find(([applies]) => applies)?.[1];
}

function expectedStep(now: Situation): ProposalStep {
  const dan = now.votes.includes(DAN_APPROVED) ? 1 : 0;
  const cleo = now.votes.includes(CLEO_APPROVED) ? 1 : 0;
  if (now.kind === 'approve') {
    const met = dan + 1 >= now.quorum;
    return { next: met ? 'approved' : 'pending', approvals: dan + 1, decided: met };
  }
  const next = LEGAL[`${now.state} ${now.kind}`]!;
  return { next, approvals: isVote(now.kind) ? dan : dan + cleo, decided: next !== 'pending' };
}

describe('every state, event and guard', () => {
  test.each(PROPOSAL_STATES.flatMap((state) => PROPOSAL_EVENTS.map((kind) => [state, kind] as const)))(
    '%s, %s: goes where the written table says, or is refused for the first reason that applies',
    (state, kind) => {
      for (const now of everySituation().filter((each) => each.state === state && each.kind === kind)) {
        const facts = aPending({ state, quorum: now.quorum, votes: now.votes, reopenable: now.reopenable });
        const event = anEvent(kind, { actorId: now.actorId, revision: now.isStale ? 1 : 2 }, now.isApprover);

        const refusal = expectedRefusal(now);
        const expected: Result<ProposalStep, ProposalRefusal> = refusal
          ? { ok: false, error: refusal }
          : { ok: true, value: expectedStep(now) };
        expect(decide(facts, event), JSON.stringify(now)).toEqual(expected);
      }
    },
  );

  test('a card of a revision that does not exist yet is as stale as an old one', () => {
    expect(decide(aPending(), anEvent('approve', { revision: 3 }))).toEqual({ ok: false, error: 'stale' });
  });
});

describe('four eyes', () => {
  test('a proposer cannot decide their own proposal, not even one that somebody else revised', () => {
    const facts = aPending({ proposerId: 'ana', authorId: 'bob' });

    for (const kind of VOTES) {
      expect(decide(facts, anEvent(kind, { actorId: 'ana' }))).toEqual({ ok: false, error: 'own_proposal' });
    }
  });

  test('the author of the revision cannot decide it either', () => {
    const facts = aPending({ proposerId: 'ana', authorId: 'bob' });

    expect(decide(facts, anEvent('approve', { actorId: 'bob' }))).toEqual({ ok: false, error: 'own_proposal' });
  });
});

describe('the quorum', () => {
  test('is met by as many different people as it asks for', () => {
    const facts = aPending({ quorum: 2, votes: [DAN_APPROVED] });

    expect(decide(facts, anEvent('approve', { actorId: 'cleo' }))).toEqual({
      ok: true,
      value: { next: 'approved', approvals: 2, decided: true },
    });
  });

  test('counts a person once, however often their approval is on record', () => {
    expect(countApprovals([DAN_APPROVED, DAN_APPROVED, { personId: 'eve', vote: 'reject' }])).toBe(1);
    expect(decide(aPending({ quorum: 3, votes: [DAN_APPROVED, DAN_APPROVED] }), anEvent('approve'))).toEqual({
      ok: true,
      value: { next: 'pending', approvals: 2, decided: false },
    });
  });

  test('is not needed to say no: who approved may still reject before the question is closed', () => {
    const facts = aPending({ quorum: 3, votes: [CLEO_APPROVED, DAN_APPROVED] });

    expect(decide(facts, anEvent('reject', { actorId: 'cleo' }))).toEqual({
      ok: true,
      value: { next: 'rejected', approvals: 1, decided: true },
    });
  });

  test('may be met by a person whose earlier vote was a no', () => {
    const facts = aPending({ quorum: 1, votes: [{ personId: 'cleo', vote: 'request_changes' }] });

    expect(decide(facts, anEvent('approve', { actorId: 'cleo' }))).toEqual({
      ok: true,
      value: { next: 'approved', approvals: 1, decided: true },
    });
  });
});

describe('random walks', () => {
  const PEOPLE = ['ana', 'bob', 'cleo', 'dan', 'eve'];
  const move = fc.record({
    kind: fc.constantFrom(...PROPOSAL_EVENTS),
    actorId: fc.constantFrom(...PEOPLE),
    isApprover: fc.boolean(),
    behind: fc.constantFrom(0, 0, 0, 1),
    reopenable: fc.boolean(),
  });
  type Walked = {
    readonly from: ProposalFacts;
    readonly event: ProposalEvent;
    readonly result: ReturnType<typeof decide>;
  };

  /** Plays the moves as the use-cases would: a vote replaces the person's earlier one, a revision starts without votes. */
  function walk(quorum: number, moves: readonly (typeof move extends fc.Arbitrary<infer M> ? M : never)[]): Walked[] {
    let facts: ProposalFacts = aPending({ revision: 1, quorum, proposerId: 'ana', authorId: 'ana' });
    return moves.map((each) => {
      facts = { ...facts, reopenable: each.reopenable };
      const revision = facts.revision - each.behind;
      const event = anEvent(each.kind, { actorId: each.actorId, revision }, each.isApprover);
      const from = Object.freeze({ ...facts, votes: Object.freeze([...facts.votes]) });
      const result = decide(from, event);
      if (result.ok) facts = after(facts, event, result.value);
      return { from, event, result };
    });
  }

  function after(facts: ProposalFacts, event: ProposalEvent, step: ProposalStep): ProposalFacts {
    if (event.kind === 'revise') {
      return { ...facts, state: step.next, revision: facts.revision + 1, authorId: event.actorId, votes: [] };
    }
    if (event.kind === 'withdraw' || event.kind === 'expire') return { ...facts, state: step.next };
    const others = facts.votes.filter((vote) => vote.personId !== event.actorId);
    return { ...facts, state: step.next, votes: [...others, { personId: event.actorId, vote: event.kind }] };
  }

  const walks = fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.array(move, { maxLength: 40 }))
    .map((args) => walk(...args));

  test('never leave the written table', () => {
    fc.assert(
      fc.property(walks, (steps) => {
        for (const { from, event, result } of steps) {
          if (!result.ok) continue;
          const waits = event.kind === 'approve' && result.value.next === 'pending';
          expect(LEGAL[`${from.state} ${event.kind}`]).toBe(waits ? 'approved' : result.value.next);
        }
      }),
    );
  });

  test('end for good in a terminal state', () => {
    fc.assert(
      fc.property(walks, (steps) => {
        const end = steps.findIndex(({ from }) => TERMINAL.includes(from.state));
        if (end >= 0) expect(steps.slice(end).filter(({ result }) => result.ok)).toEqual([]);
      }),
    );
  });

  test('reach approval exactly when enough approvers, none of them its author, stand by this revision', () => {
    fc.assert(
      fc.property(walks, (steps) => {
        for (const { from, event, result } of steps) {
          if (event.kind !== 'approve' || !result.ok) continue;
          const yes = from.votes.filter((vote) => vote.vote === 'approve').map((vote) => vote.personId);
          const people = new Set([...yes, event.actorId]);
          expect(people.has(from.authorId) || people.has(from.proposerId)).toBe(false);
          expect(result.value).toEqual({
            next: people.size >= from.quorum ? 'approved' : 'pending',
            approvals: people.size,
            decided: people.size >= from.quorum,
          });
        }
      }),
    );
  });

  test('take no more votes on a revision once the question is closed', () => {
    fc.assert(
      fc.property(walks, (steps) => {
        const closed = new Set<number>();
        for (const { from, event, result } of steps) {
          if (!result.ok || !isVote(event.kind)) continue;
          expect(closed.has(from.revision)).toBe(false);
          if (result.value.decided) closed.add(from.revision);
        }
      }),
    );
  });
});
