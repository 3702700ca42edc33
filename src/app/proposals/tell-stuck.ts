// Says it when too few people are left to decide: asked whenever roles, people or votes may have changed (a new revision, a
// vote, and every minute for roles and links), so that nothing waits in silence until it expires.
import { type Proposal, pendingProposals } from '../../store/proposals.ts';
import type { Tx } from '../../store/store.ts';
import type { ProposalView } from '../../views/proposals/data.ts';
import type { AppDeps, Db } from '../deps.ts';
import { repaint, tellAdmins } from '../news/chat-jobs.ts';
import { countedVotes, type Outlook, outlookOf } from './deciders.ts';
import { withRevision } from './view.ts';

/** Proposals looked at when something changes for all of them. */
const LOOKED_AT = 200;

/** Tells admins, once for each change of what is lacking, that this proposal waits for people it does not have. */
export async function tellWhenStuck(deps: AppDeps, tx: Tx, proposal: Proposal): Promise<ProposalView['lacking']> {
  const outlook = await outlookNow(deps, tx.db, proposal);
  if (outlook.lacking === 0) return undefined;
  tell(deps, tx, proposal, outlook);
  return { approvals: outlook.lacking, left: outlook.open };
}

/** The same for every pending proposal, whose cards say it too. Each change of what is lacking is told once. */
export async function tellStuckProposals(deps: AppDeps): Promise<void> {
  for (const proposal of await pendingProposals(deps.store.db, LOOKED_AT)) {
    const outlook = await outlookNow(deps, deps.store.db, proposal);
    if (outlook.lacking === 0) continue;
    await deps.store.write(async (tx) => {
      tell(deps, tx, proposal, outlook);
      await repaint(deps, tx, { kind: 'proposal', id: proposal.id }, keyOf(proposal, outlook));
    });
  }
}

async function outlookNow(deps: AppDeps, db: Db, proposal: Proposal): Promise<Outlook> {
  const loaded = await withRevision(db, proposal);
  const { standing } = await countedVotes(deps, db, loaded.votes);
  return outlookOf(deps, db, loaded, standing);
}

function tell(deps: AppDeps, tx: Tx, proposal: Proposal, outlook: Outlook): void {
  const note = { kind: 'undecidable', proposalId: proposal.id, revision: proposal.revision } as const;
  tellAdmins(deps, tx, note, keyOf(proposal, outlook));
}

function keyOf({ id, revision }: Proposal, { lacking, open }: Outlook): string {
  return `undecidable:${id}:${revision}:${lacking}:${open.length}`;
}
