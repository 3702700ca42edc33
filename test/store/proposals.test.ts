// Proposals, revisions and votes in the database, and the compare-and-set between two writers.
import { expect, test } from 'vitest';
import { countApprovals, PROPOSAL_STATES } from '../../src/domain/proposals/proposal.ts';
import { nextNumber } from '../../src/store/counters.ts';
import { isUniqueViolation } from '../../src/store/engine/sql-errors.ts';
import {
  changeProposal,
  dueProposals,
  findProposal,
  findRevision,
  insertProposal,
  insertRevision,
  lockProposal,
  openProposalFor,
} from '../../src/store/proposals.ts';
import { castVote, votesOn } from '../../src/store/votes.ts';
import { aTemplate } from '../support/app/builders.ts';
import { storedProposal } from '../support/app/stored.ts';
import { describeOnBothEngines } from '../support/process/database.ts';

const AT = '2026-11-20T12:05:00.000Z';
const LATER = '2026-11-20T12:10:00.000Z';
const KEY = { senderId: 'shop', name: 'order_ready', language: 'en_US' };

describeOnBothEngines('proposals', ({ fresh }) => {
  test('come back as they were put', async () => {
    const { store } = await fresh();

    const proposal = await storedProposal(store, { remindAt: AT, expiresAt: LATER, quorum: 2 });

    expect(await findProposal(store.db, proposal.id)).toEqual(proposal);
    expect(await findProposal(store.db, 'unknown')).toBeUndefined();
  });

  test('have numbers of their own', async () => {
    const { store } = await fresh();
    const first = await storedProposal(store);

    const error = await insertProposal(store.db, { ...first, id: 'another' }).catch((thrown: unknown) => thrown);

    expect(isUniqueViolation(error)).toBe(true);
  });

  test('keep every revision as it was written', async () => {
    const { store } = await fresh();
    const { id } = await storedProposal(store);
    const first = { revision: 1, template: aTemplate(), contentHash: 'h1', authorId: 'ana', createdAt: AT };
    const second = {
      ...first,
      revision: 2,
      template: aTemplate({ footer: 'Bye' }),
      contentHash: 'h2',
      authorId: 'bob',
    };

    await insertRevision(store.db, id, first);
    await insertRevision(store.db, id, second);
    const again = await insertRevision(store.db, id, first).catch((thrown: unknown) => thrown);

    expect([await findRevision(store.db, id, 1), await findRevision(store.db, id, 2)]).toEqual([first, second]);
    expect(await findRevision(store.db, id, 3)).toBeUndefined();
    expect(isUniqueViolation(again)).toBe(true);
  });
});

describeOnBothEngines('an open proposal', ({ fresh }) => {
  test.each(PROPOSAL_STATES)('takes its name while %s, as long as it may still become a template', async (state) => {
    const { store } = await fresh();
    const { id } = await storedProposal(store, { state });

    const isOpen = state === 'pending' || state === 'changes_requested' || state === 'approved';
    expect((await openProposalFor(store.db, KEY))?.id).toBe(isOpen ? id : undefined);
  });

  test('leaves the name free for another sender and another language', async () => {
    const { store } = await fresh();
    await storedProposal(store);

    for (const other of [{ senderId: 'branch' }, { name: 'order_read' }, { language: 'es_AR' }]) {
      expect(await openProposalFor(store.db, { ...KEY, ...other })).toBeUndefined();
    }
  });

  test('is the newest of several', async () => {
    const { store } = await fresh();
    await storedProposal(store, { state: 'approved', createdAt: AT });
    const { id } = await storedProposal(store, { createdAt: LATER });

    expect((await openProposalFor(store.db, KEY))?.id).toBe(id);
  });
});

describeOnBothEngines('votes', ({ fresh }) => {
  const byCleo = { revision: 1, personId: 'cleo', at: AT } as const;

  test('are one per person: a later one replaces the earlier, with its reason and time', async () => {
    const { store } = await fresh();
    const { id: proposalId } = await storedProposal(store);

    await castVote(store.db, { ...byCleo, proposalId, vote: 'reject', reason: 'Too long' });
    await castVote(store.db, { ...byCleo, proposalId, vote: 'approve', at: LATER });

    expect(await votesOn(store.db, proposalId, 1)).toEqual([
      { personId: 'cleo', vote: 'approve', reason: undefined, at: LATER },
    ]);
  });

  test('count for their revision only, first voter first', async () => {
    const { store } = await fresh();
    const { id: proposalId } = await storedProposal(store);
    const other = await storedProposal(store, { name: 'other' });

    await castVote(store.db, { ...byCleo, proposalId, vote: 'approve', at: LATER });
    await castVote(store.db, { ...byCleo, proposalId, personId: 'dan', vote: 'request_changes', reason: 'Shorter' });
    await castVote(store.db, { ...byCleo, proposalId, revision: 2, vote: 'reject', reason: 'No' });
    await castVote(store.db, { ...byCleo, proposalId: other.id, vote: 'reject', reason: 'No' });

    expect(await votesOn(store.db, proposalId, 1)).toEqual([
      { personId: 'dan', vote: 'request_changes', reason: 'Shorter', at: AT },
      { personId: 'cleo', vote: 'approve', reason: undefined, at: LATER },
    ]);
  });

  test('of people who vote at the same time are counted one after the other: one of them makes the quorum', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];
    const { id: proposalId } = await storedProposal(store, { quorum: 2 });

    const seen = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        stores[i % 3]!.write(async ({ db }) => {
          const proposal = await lockProposal(db, proposalId, AT);
          const before = await votesOn(db, proposalId, proposal!.revision);
          await castVote(db, { ...byCleo, proposalId, personId: `person-${i}`, vote: 'approve' });
          return countApprovals(before) + 1;
        }),
      ),
    );

    expect(seen.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describeOnBothEngines('changing a proposal', ({ fresh }) => {
  test('keeps what is not spoken of, and takes away what is set to nothing', async () => {
    const { store } = await fresh();
    const proposal = await storedProposal(store, { remindAt: AT, expiresAt: LATER });

    const first = { state: 'approved', submission: 'queued', decidedAt: AT, remindAt: null } as const;
    const won = await changeProposal(store.db, proposal, first, AT);
    const failed = { submission: 'stuck', submissionFailure: '{"fault":"service_down"}' } as const;
    const wonToo = await changeProposal(store.db, { ...proposal, state: 'approved' }, failed, LATER);

    expect([won, wonToo]).toEqual([true, true]);
    expect(await findProposal(store.db, proposal.id)).toEqual({
      ...proposal,
      state: 'approved',
      submission: 'stuck',
      submissionFailure: '{"fault":"service_down"}',
      decidedAt: AT,
      remindAt: undefined,
      updatedAt: LATER,
    });
  });

  test('to a new revision moves its key, its number stays', async () => {
    const { store } = await fresh();
    const proposal = await storedProposal(store);
    const change = { revision: 2, name: 'order_here', language: 'es_AR', senderId: 'branch', expiresAt: LATER };

    await changeProposal(store.db, proposal, { ...change, submission: null, submissionFailure: null }, AT);

    expect(await findProposal(store.db, proposal.id)).toEqual({ ...proposal, ...change, updatedAt: AT });
  });

  test.each([
    ['in another state', { state: 'rejected' }],
    ['in another revision', { revision: 2 }],
    ['submitted already', { submission: 'queued' }],
    ['unknown', { id: 'unknown' }],
  ] as const)('loses politely when it is %s', async (_what, found) => {
    const { store } = await fresh();
    const proposal = await storedProposal(store);

    const won = await changeProposal(store.db, { ...proposal, ...found }, { state: 'approved' }, LATER);

    expect(won).toBe(false);
    expect(await findProposal(store.db, proposal.id)).toEqual(proposal);
  });

  test('is won by one of several who saw the same', async () => {
    const { store, another } = await fresh();
    const stores = [store, await another(), await another()];
    const proposal = await storedProposal(store);

    const won = await Promise.all(
      (['approved', 'rejected', 'withdrawn'] as const).map((state, i) =>
        stores[i]!.write(({ db }) => changeProposal(db, proposal, { state }, AT)),
      ),
    );

    expect(won.filter(Boolean)).toHaveLength(1);
  });

  test('locking gives what is stored now, and nothing for an unknown one', async () => {
    const { store } = await fresh();
    const proposal = await storedProposal(store);
    await changeProposal(store.db, proposal, { state: 'rejected' }, AT);

    expect(await lockProposal(store.db, proposal.id, LATER)).toEqual({
      ...proposal,
      state: 'rejected',
      updatedAt: LATER,
    });
    expect(await lockProposal(store.db, 'unknown', LATER)).toBeUndefined();
  });

  test('a proposal given up by a failed transaction never was', async () => {
    const { store } = await fresh();
    const failing = store.write(async ({ db }) => {
      await nextNumber(db, 'proposal');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow();

    expect((await storedProposal(store)).number).toBe(1);
  });
});

describeOnBothEngines('proposals that wait', ({ fresh }) => {
  test('are due for a reminder or for their end when the time has come, to the millisecond', async () => {
    const { store } = await fresh();
    const [soon, now] = ['2026-11-20T12:05:00.001Z', AT];
    const remind = await storedProposal(store, { name: 'remind', remindAt: now, expiresAt: soon });
    const expire = await storedProposal(store, { name: 'expire', expiresAt: now });
    const both = await storedProposal(store, { name: 'both', remindAt: now, expiresAt: now });
    const sentBack = await storedProposal(store, { name: 'back', state: 'changes_requested', expiresAt: now });
    await storedProposal(store, { name: 'later', remindAt: soon, expiresAt: soon });
    await storedProposal(store, { name: 'never' });

    const due = await dueProposals(store.db, now);

    expect(due.toRemind.map((each) => each.name)).toEqual([remind.name]);
    expect(due.toExpire.map((each) => each.name).toSorted()).toEqual([sentBack.name, both.name, expire.name]);
  });

  test('are not reminded of while they wait for their author, nor expired once decided', async () => {
    const { store } = await fresh();
    await storedProposal(store, { name: 'back', state: 'changes_requested', remindAt: AT });
    for (const state of ['approved', 'rejected', 'withdrawn', 'expired'] as const) {
      await storedProposal(store, { name: state, state, remindAt: AT, expiresAt: AT });
    }

    expect(await dueProposals(store.db, LATER)).toEqual({ toRemind: [], toExpire: [] });
  });
});
