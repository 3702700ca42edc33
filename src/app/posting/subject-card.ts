// The own card of a proposal or a send, from its state.
import type { PostSubject } from '../../store/posts.ts';
import { findSend } from '../../store/sends/sends.ts';
import { proposalCard } from '../../views/proposals/card.ts';
import { sendCard } from '../../views/sends/card.ts';
import type { Card } from '../../views/view.ts';
import type { AppDeps } from '../deps.ts';
import { channelWords } from '../people/staff.ts';
import { loadProposal, viewOf } from '../proposals/view.ts';
import { sendView } from '../sends/view.ts';
import { wordsAboutSender } from '../words-about.ts';
import { wordsOfSend } from './post-send.ts';

/** Undefined when there is no such subject any more. */
export async function subjectCard(deps: AppDeps, subject: PostSubject, platform: string): Promise<Card | undefined> {
  if (subject.kind === 'proposal') {
    const loaded = await loadProposal(deps, subject.id);
    if (!loaded) return undefined;
    const words = wordsAboutSender(deps, channelWords(deps), loaded.proposal.senderId);
    return proposalCard(words, await viewOf(deps, loaded));
  }
  const send = await findSend(deps.store.db, subject.id);
  return send && sendCard(await wordsOfSend(deps, send, platform), await sendView(deps, send));
}
