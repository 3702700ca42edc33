// The card in a proposal's thread that holds the whole revision.
import { checkTemplate } from '../../domain/rules/rule-book.ts';
import { findRevision } from '../../store/proposals.ts';
import { proposalDetailCard } from '../../views/proposals/thread.ts';
import type { Card } from '../../views/view.ts';
import { wordings } from '../../views/words/word-lists.ts';
import type { AppDeps } from '../deps.ts';
import { channelWords, personRefs } from '../people/staff.ts';
import type { LoadedProposal } from '../proposals/view.ts';
import { providerFindings } from '../senders/ask-provider.ts';
import { wordsAboutSender } from '../words-about.ts';

/** Preview, source, findings, and the difference to the revision before. */
export async function detailCard(deps: AppDeps, { proposal, revision }: LoadedProposal): Promise<Card> {
  const previous =
    revision.revision > 1 ? await findRevision(deps.store.db, proposal.id, revision.revision - 1) : undefined;
  const author = (await personRefs(deps.store.db, [revision.authorId])).get(revision.authorId);
  return proposalDetailCard(wordsAboutSender(deps, channelWords(deps), proposal.senderId), {
    number: proposal.number,
    revision: revision.revision,
    template: revision.template,
    findings: [
      ...providerFindings(deps, proposal.senderId, revision.template),
      ...checkTemplate(revision.template, wordings, deps.settings.httpMediaHosts),
    ],
    ...(previous && { previous: previous.template }),
    author: author?.name ?? '?',
  });
}
