// Who must act next hears of it in a private message, each once, where `policy.notify` asks for that.
import type { AppDeps } from '../deps.ts';
import type { ThreadNote } from '../news/thread-note.ts';
import { decidersOf, enablersOf } from '../proposals/deciders.ts';
import { loadProposal } from '../proposals/view.ts';
import { tellThese } from './last-resort.ts';

/** After the news was posted: to each of them alone, when that is how they want to hear. Repeating it tells nobody twice. */
export async function notifyPrivately(deps: AppDeps, posted: ThreadNote): Promise<void> {
  if (deps.settings.notify !== 'private') return;
  if (posted.kind === 'revision') {
    const { proposalId, revision } = posted;
    const loaded = await loadProposal(deps, proposalId);
    if (loaded?.proposal.revision !== revision) return;
    const people = await decidersOf(deps, loaded);
    const note = { kind: 'to_decide', proposalId, revision } as const;
    await deps.store.write(async (tx) => tellThese(tx, people, note, `to_decide:${proposalId}:${revision}`));
  }
  if (posted.kind === 'review' && posted.review.state === 'approved') {
    const { templateId, at } = posted;
    const people = await enablersOf(deps);
    const note = { kind: 'to_enable', templateId } as const;
    await deps.store.write(async (tx) => tellThese(tx, people, note, `to_enable:${templateId}:${at}`));
  }
}
