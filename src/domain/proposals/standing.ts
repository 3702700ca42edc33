// Which votes count at this moment, and whether those who are left can still decide. Rights are asked when votes are counted,
// not when they were given.
import { type CastVote, countApprovals } from './proposal.ts';

export type Standing<V extends CastVote> = { readonly standing: readonly V[]; readonly fallen: readonly V[] };

/** `mayDecide`: whether a person holds the right now. */
export function partVotes<V extends CastVote>(
  votes: readonly V[],
  mayDecide: (personId: string) => boolean,
): Standing<V> {
  return {
    standing: votes.filter((vote) => mayDecide(vote.personId)),
    fallen: votes.filter((vote) => !mayDecide(vote.personId)),
  };
}

/** Approvals that nobody is left to give: `open` people may still vote and have not approved yet. 0 = it can be decided. */
export function lackingApprovals(quorum: number, standing: readonly CastVote[], open: number): number {
  return Math.max(0, quorum - countApprovals(standing) - open);
}
