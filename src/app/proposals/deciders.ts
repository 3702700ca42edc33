// Who can decide on a proposal as roles, people and votes are now: whose votes count, and who is left.
import { may, rolesFor } from '../../domain/people/may.ts';
import { rolesOf } from '../../domain/people/roles.ts';
import { lackingApprovals, partVotes, type Standing } from '../../domain/proposals/standing.ts';
import { type Person, peopleById } from '../../store/people/people.ts';
import type { Proposal, Revision } from '../../store/proposals.ts';
import type { RecordedVote } from '../../store/votes.ts';
import type { PersonRef } from '../../views/view.ts';
import type { AppDeps, Db } from '../deps.ts';
import { holdersKnown, holdersOf } from '../people/staff.ts';

/** The votes on the revision shown: those of people who may decide now, and those that fell away with the right. */
export async function countedVotes(
  deps: AppDeps,
  db: Db,
  votes: readonly RecordedVote[],
  known?: ReadonlyMap<string, Person>,
): Promise<Standing<RecordedVote>> {
  if (votes.length === 0) return { standing: [], fallen: [] };
  const people =
    known ??
    (await peopleById(
      db,
      votes.map((vote) => vote.personId),
    ));
  const { roles } = deps.settings;
  return partVotes(votes, (id) => may(rolesOf(people.get(id)?.identities ?? [], roles), 'decide'));
}

/** `lacking`: approvals that nobody is left to give; 0 while it can be decided. `open`: who may decide and has not approved. */
export type Outlook = { readonly lacking: number; readonly open: readonly PersonRef[] };

/** Neither who proposed it nor who wrote it decides, nor anybody who has no account where Aval is. */
export async function outlookOf(
  deps: AppDeps,
  db: Db,
  { proposal, revision }: { readonly proposal: Proposal; readonly revision: Revision },
  standing: readonly RecordedVote[],
): Promise<Outlook> {
  const done = await peopleById(db, [
    proposal.proposerId,
    revision.authorId,
    ...standing.filter((vote) => vote.vote === 'approve').map((vote) => vote.personId),
  ]);
  const accounts = [...done.values()].flatMap((person) => person.identities.map((who) => `${who.platform}:${who.id}`));
  const taken = new Set(accounts);
  const roles = [...rolesFor('decide'), 'admin' as const];
  const isOpen = ({ ids }: PersonRef) => {
    const entries = Object.entries(ids);
    const isHere = entries.some(([platform]) => deps.platforms.has(platform));
    return isHere && !entries.some(([platform, id]) => taken.has(`${platform}:${id}`));
  };
  const open = (await holdersKnown(deps, roles, db)).filter(isOpen);
  const lacking = lackingApprovals(proposal.quorum, standing, open.length);
  // Only then are they named.
  return { lacking, open: lacking > 0 ? (await holdersOf(deps, roles, db)).filter(isOpen) : open };
}

/** A card calls no more than these; where more may decide, the channel itself is the call. */
const CALLED_MAX = 10;

/** Those who may decide and have not approved; nobody once it is decided. */
export async function decidersOf(
  deps: AppDeps,
  loaded: { readonly proposal: Proposal; readonly revision: Revision; readonly votes: readonly RecordedVote[] },
): Promise<readonly PersonRef[]> {
  if (loaded.proposal.state !== 'pending') return [];
  const { db } = deps.store;
  const { standing } = await countedVotes(deps, db, loaded.votes);
  return called((await outlookOf(deps, db, loaded, standing)).open);
}

/** Those who may enable a template. */
export async function enablersOf(deps: AppDeps): Promise<readonly PersonRef[]> {
  return called(await holdersOf(deps, rolesFor('enable_template')));
}

function called(people: readonly PersonRef[]): readonly PersonRef[] {
  return people.length > CALLED_MAX ? [] : people;
}
