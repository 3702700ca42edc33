// `/template pending`: every proposal that waits for somebody, sorted by whether it is the reader who must act. Read-only.
import { may } from '../../domain/people/may.ts';
import type { Reply } from '../../ports/chat.ts';
import { postsOf } from '../../store/posts.ts';
import { type Proposal, waitingProposals } from '../../store/proposals.ts';
import { type PendingItem, pendingCard, type WaitsFor } from '../../views/proposals/pending-card.ts';
import type { AppDeps } from '../deps.ts';
import { refuseNow } from '../people/refuse.ts';
import { personRefs, requireRight, type Staff } from '../people/staff.ts';
import { countedVotes } from './deciders.ts';
import { withRevision } from './view.ts';

const SHOWN = 15;
const READ = 200;

export async function listPending(deps: AppDeps, staff: Staff): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'list_templates');
  if (missing) return refuseNow(deps, staff, missing);
  const { db } = deps.store;
  const waiting = await waitingProposals(db, READ);
  const sorted = await Promise.all(waiting.map(async (one) => ({ ...one, part: await partOf(deps, staff, one) })));
  const order = ['forYou', 'yours', 'others'] as const;
  const shown = order.flatMap((part) => sorted.filter((one) => one.part === part)).slice(0, SHOWN);
  const people = await personRefs(
    db,
    shown.map(({ proposal }) => proposal.proposerId),
  );
  const items = await Promise.all(
    shown.map(async ({ proposal, waits, part }) => ({
      part,
      item: await itemOf(deps, staff, proposal, waits, people.get(proposal.proposerId)?.name ?? ''),
    })),
  );
  const of = (part: (typeof order)[number]) => items.filter((one) => one.part === part).map(({ item }) => item);
  const view = { forYou: of('forYou'), yours: of('yours'), others: of('others'), more: waiting.length - shown.length };
  return { show: 'notice', card: pendingCard(staff.words, view) };
}

type Waiting = { readonly proposal: Proposal; readonly waits: WaitsFor };

async function partOf(deps: AppDeps, staff: Staff, one: Waiting): Promise<'forYou' | 'yours' | 'others'> {
  if (await isFor(deps, staff, one)) return 'forYou';
  return one.proposal.proposerId === staff.person.id ? 'yours' : 'others';
}

/** Whether it is this person who must act; a vote that was given waits for others. */
async function isFor(deps: AppDeps, staff: Staff, { proposal, waits }: Waiting): Promise<boolean> {
  const isMine = proposal.proposerId === staff.person.id;
  switch (waits) {
    case 'pending': {
      if (isMine || !may(staff.roles, 'decide')) return false;
      const { revision, votes } = await withRevision(deps.store.db, proposal);
      const { standing } = await countedVotes(deps, deps.store.db, votes);
      return revision.authorId !== staff.person.id && standing.every((vote) => vote.personId !== staff.person.id);
    }
    case 'changes_requested':
      return isMine;
    case 'stuck':
      return may(staff.roles, 'retry_submission');
    case 'handed_off':
      return may(staff.roles, 'hand_in');
    case 'enable':
      return may(staff.roles, 'enable_template');
  }
}

async function itemOf(
  deps: AppDeps,
  staff: Staff,
  proposal: Proposal,
  waits: WaitsFor,
  proposer: string,
): Promise<PendingItem> {
  const { number, name, language, updatedAt: since } = proposal;
  const link = await linkFor(deps, staff, proposal.id);
  return { number, name, language, proposer, waits, since, ...(link !== undefined && { link }) };
}

/** To its card on the platform the reader is on, where it is shown there. */
async function linkFor(deps: AppDeps, staff: Staff, id: string): Promise<string | undefined> {
  const roots = await postsOf(deps.store.db, { kind: 'proposal', id }, 'root');
  const here = roots.find(({ platform }) => platform === staff.platform);
  return here && deps.platforms.get(here.platform)?.linkTo(here);
}
