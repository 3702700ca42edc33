// Cards that call those who must act: the whole revision in a proposal's thread, the reminder, and what each reads alone.

import { rolesFor } from '../../domain/people/may.ts';
import { checkTemplate } from '../../domain/rules/rule-book.ts';
import { peopleById } from '../../store/people/people.ts';
import { findRevision } from '../../store/proposals.ts';
import { findTemplate } from '../../store/templates.ts';
import { proposalDetailCard, reminderCard, toDecideCard, toEnableCard } from '../../views/proposals/thread.ts';
import type { Card, PersonRef } from '../../views/view.ts';
import type { Words } from '../../views/words/index.ts';
import { wordings } from '../../views/words/word-lists.ts';
import type { AppDeps } from '../deps.ts';
import { channelWords, holdersOf, personRefs } from '../people/staff.ts';
import { decidersOf } from '../proposals/deciders.ts';
import { type LoadedProposal, loadProposal, viewOf } from '../proposals/view.ts';
import { providerFindings } from '../senders/ask-provider.ts';
import { wordsAboutSender } from '../words-about.ts';

/** Preview, source, findings, and the difference to the revision before. */
export async function detailCard(deps: AppDeps, loaded: LoadedProposal): Promise<Card> {
  const { proposal, revision } = loaded;
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
    ...(deps.settings.notify === 'mention' && { deciders: await decidersOf(deps, loaded) }),
  });
}

export async function toDecide(
  deps: AppDeps,
  words: Words,
  { proposalId, revision }: { readonly proposalId: string; readonly revision: number },
): Promise<Card | undefined> {
  const loaded = await loadProposal(deps, proposalId);
  if (loaded?.proposal.state !== 'pending' || loaded.proposal.revision !== revision) return undefined;
  const { number, proposerId } = loaded.proposal;
  const by = (await personRefs(deps.store.db, [proposerId])).get(proposerId)?.name ?? '';
  return toDecideCard(words, { number, by, name: loaded.revision.template.name });
}

export async function toEnable(deps: AppDeps, words: Words, templateId: string): Promise<Card | undefined> {
  const template = await findTemplate(deps.store.db, templateId);
  if (!template || template.enabledAt !== undefined || template.review.state !== 'approved') return undefined;
  return toEnableCard(words, template);
}

/** In the thread, to those who have not decided. */
export async function reminder(deps: AppDeps, words: Words, proposalId: string): Promise<Card | undefined> {
  const loaded = await loadProposal(deps, proposalId);
  if (loaded?.proposal.state !== 'pending') return undefined;
  const { proposal, votes } = loaded;
  const voted = await peopleById(deps.store.db, [proposal.proposerId, ...votes.map((v) => v.personId)]);
  const done = new Set(
    [...voted.values()].flatMap((person) => person.identities.map((who) => `${who.platform}:${who.id}`)),
  );
  const isOpen = (who: PersonRef) => !Object.entries(who.ids).some(([platform, id]) => done.has(`${platform}:${id}`));
  const approvers = (await holdersOf(deps, rolesFor('decide'))).filter(isOpen);
  // Admins may decide too, but are disturbed only where nobody else is left.
  const open = approvers.length > 0 ? approvers : (await holdersOf(deps, 'admin')).filter(isOpen);
  return reminderCard(wordsAboutSender(deps, words, proposal.senderId), {
    proposal: await viewOf(deps, loaded),
    approvers: open,
    waitingSince: loaded.revision.createdAt,
  });
}
