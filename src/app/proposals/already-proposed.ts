// A proposal form that was sent is sent once more: its answer was lost, or it stood open in a second window. It proposes
// nothing again, and whoever pressed is told what became of it the first time.
import { shownHash } from '../../domain/templates/content-hash.ts';
import { sampleLinks } from '../../domain/templates/sample-links.ts';
import type { Reply } from '../../ports/chat.ts';
import { resultOfDraft } from '../../store/drafts.ts';
import { postsOf } from '../../store/posts.ts';
import { findProposal, findRevision } from '../../store/proposals.ts';
import { alreadyProposedCard, proposedCard } from '../../views/proposals/card.ts';
import type { AppDeps, Db } from '../deps.ts';
import { approvalPlaceName } from '../news/channels.ts';
import { parseProposalSubject } from '../news/subject.ts';
import type { Staff } from '../people/staff.ts';

type Pressed = {
  readonly draftId: string;
  /** What the form showed when it was to be sent; none when another page of it was, or another button pressed. */
  readonly shown: string | undefined;
};

/** Undefined when this form was not sent by this person. `db`: the transaction that found the draft used up, if there is one. */
export async function alreadyProposed(
  deps: AppDeps,
  staff: Staff,
  { draftId, shown }: Pressed,
  db: Db = deps.store.db,
): Promise<Reply | undefined> {
  const result = await resultOfDraft(db, { id: draftId, personId: staff.person.id, now: deps.now() });
  const subject = result && result.form !== 'send' ? parseProposalSubject(result.became) : undefined;
  const proposal = subject && (await findProposal(db, subject.proposalId));
  const revision = subject && (await findRevision(db, subject.proposalId, subject.revision));
  if (!proposal || !revision) return undefined;
  const posted = await postsOf(db, { kind: 'proposal', id: proposal.id }, 'root');
  const facts = {
    number: proposal.number,
    revision: revision.revision,
    name: revision.template.name,
    language: revision.template.language,
    place: approvalPlaceName(deps, staff.words),
    quorum: proposal.quorum,
    triesSample: sampleLinks(revision.template).length > 0 && posted.length === 0,
  };
  // What the first press was told, as long as it is still so.
  const isNews = proposal.state === 'pending' && proposal.revision === revision.revision;
  const isSame = isNews && shown === shownHash(revision.contentHash);
  return { show: 'notice', card: (isSame ? proposedCard : alreadyProposedCard)(staff.words, facts) };
}
