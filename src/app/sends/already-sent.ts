// A form arrives a second time: its first answer was lost, or it was open in two windows. Nothing is done again, and the person
// is told what became of it the first time; without that they would fill in a new form and do it twice.
import { tidyValue } from '../../domain/sends/tidy.ts';
import type { Reply } from '../../ports/chat.ts';
import { resultOfDraft } from '../../store/drafts.ts';
import { findProposal, findRevision } from '../../store/proposals.ts';
import { findSend, type Send } from '../../store/sends.ts';
import { alreadyProposedCard, proposedCard } from '../../views/proposals/card.ts';
import { alreadySentCard, sendAnswerCard } from '../../views/sends/card.ts';
import type { Values } from '../../views/view.ts';
import type { AppDeps, Db } from '../deps.ts';
import { approvalPlaceName } from '../news/channels.ts';
import { parseProposalSubject } from '../news/subject.ts';
import type { Staff } from '../people/staff.ts';
import { sendView } from './view.ts';

const SHOWN_CHARS = 16;

/** The start of a content hash, as it stands in a form's context for what the form shows. */
export function shownHash(hash: string): string {
  return hash.slice(0, SHOWN_CHARS);
}

type Pressed = {
  readonly draftId: string;
  /** What the form showed when it was to be sent; none when another page of it was, or another button pressed. */
  readonly shown: string | undefined;
};

/** Undefined when this form was not sent by this person. `db`: the transaction that found the draft used up, if there is one. */
export async function alreadySent(
  deps: AppDeps,
  staff: Staff,
  { draftId, shown, values }: Pressed & { readonly values: Values },
  db: Db = deps.store.db,
): Promise<Reply | undefined> {
  const result = await resultOfDraft(db, { id: draftId, personId: staff.person.id, now: deps.now() });
  const send = result?.form === 'send' ? await findSend(db, result.became) : undefined;
  if (!send) return undefined;
  const view = await sendView(deps, send, db);
  const isSame = shown === shownHash(send.contentHash) && hasValues(send, values);
  return { show: 'notice', card: (isSame ? sendAnswerCard : alreadySentCard)(staff.words, view) };
}

function hasValues(send: Send, values: Values): boolean {
  return Object.entries(send.values).every(([slot, value]) => tidyValue(values[slot] ?? value).value === value);
}

/** The same for a proposal or a revision of one. */
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
  const facts = {
    number: proposal.number,
    revision: revision.revision,
    name: revision.template.name,
    language: revision.template.language,
    place: approvalPlaceName(deps, staff.words),
    quorum: proposal.quorum,
  };
  // What the first press was told, as long as it is still so.
  const isNews = proposal.state === 'pending' && proposal.revision === revision.revision;
  const isSame = isNews && shown === shownHash(revision.contentHash);
  return { show: 'notice', card: (isSame ? proposedCard : alreadyProposedCard)(staff.words, facts) };
}
