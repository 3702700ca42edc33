// Job `proposal.post`: the card in one channel, then everything else in its thread. The card shows the state at the time of posting.
import type { MessageRef } from '../../ports/chat.ts';
import { postsOf } from '../../store/posts.ts';
import { proposalCard } from '../../views/proposals/card.ts';
import type { AppDeps } from '../deps.ts';
import { learnMissingNames } from '../news/channels.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { channelWords } from '../people/staff.ts';
import { loadProposal, viewOf } from '../proposals/view.ts';
import { wordsAboutSender } from '../words-about.ts';
import { detailCard } from './calling-cards.ts';
import { notifyPrivately } from './notify.ts';
import { afterFailure, postOnce } from './post-once.ts';

/** Each of the two is posted once per channel, however often this runs. */
export async function postProposal(
  deps: AppDeps,
  payload: { readonly proposalId: string; readonly platform: string; readonly channel: string },
): Promise<JobOutcome> {
  const { channel } = payload;
  const platform = deps.platforms.get(payload.platform);
  const loaded = await loadProposal(deps, payload.proposalId);
  if (!platform || !loaded) return { done: true };
  const subject = { kind: 'proposal', id: payload.proposalId } as const;
  const keyOf = (part: string) => `proposal:${payload.proposalId}:${part}:${channel}`;
  const here = (ref: MessageRef) => ref.platform === payload.platform && ref.channel === channel;
  let root: MessageRef | undefined = (await postsOf(deps.store.db, subject, 'root')).find(here);
  if (!root) {
    const card = proposalCard(
      wordsAboutSender(deps, channelWords(deps), loaded.proposal.senderId),
      await viewOf(deps, loaded),
    );
    const to = { to: 'channel', channel } as const;
    const posted = await postOnce(deps, platform, { subject, role: 'root', to, card, key: keyOf('root') });
    if ('failure' in posted) return afterFailure(deps, { platform: platform.id, channel }, posted.failure, subject);
    root = posted.ref;
    learnMissingNames(deps);
  }
  if ((await postsOf(deps.store.db, subject, 'details')).some(here)) return { done: true };
  const card = await detailCard(deps, loaded);
  const to = { to: 'thread', root } as const;
  // Under a card that took the place of a deleted one they are another message.
  const key = `${keyOf('details')}:${root.message}`;
  const posted = await postOnce(deps, platform, { subject, role: 'details', to, card, key });
  if ('failure' in posted) return afterFailure(deps, { platform: platform.id, channel }, posted.failure);
  await notifyPrivately(deps, { kind: 'revision', proposalId: payload.proposalId, revision: loaded.revision.revision });
  return { done: true };
}
