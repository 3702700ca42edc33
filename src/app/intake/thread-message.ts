// What somebody writes in a thread: answered to them alone, so that nobody believes it did something. Nothing in a thread is a
// command or a vote, and nothing in it goes to a customer.
import { parseCommand } from '../../domain/command.ts';
import { may } from '../../domain/people/may.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import { subjectOfMessage } from '../../store/posts.ts';
import { findSend } from '../../store/sends/sends.ts';
import { notDecidedCard, notSentCard } from '../../views/conversations/thread-answers.ts';
import { proposalCard } from '../../views/proposals/card.ts';
import type { Action } from '../../views/view.ts';
import { greetings } from '../../views/words/word-lists.ts';
import type { AppDeps } from '../deps.ts';
import { type Staff, staffOf } from '../people/staff.ts';
import { type LoadedProposal, loadProposal, viewOf } from '../proposals/view.ts';
import { CONTACT } from '../sends/addressee.ts';
import { wordsAboutSender } from '../words-about.ts';
import { templateHelp } from './help.ts';

type ThreadMessage = Extract<Intent, { kind: 'thread_message' }>;

/** Reads only. A thread that is none of ours is left alone, unless the message names us. */
export async function answerThread(deps: AppDeps, intent: ThreadMessage): Promise<Reply> {
  const { db } = deps.store;
  const subject = await subjectOfMessage(db, intent.root);
  if (subject === undefined && !intent.toUs) return { show: 'nothing' };
  const staff = await staffOf(deps, intent.actor);
  // “@Aval thanks!”, “@Aval help”: wherever it stands.
  if (intent.toUs && parseCommand(intent.text, greetings)?.text === 'help') return templateHelp(deps, staff);
  const send = subject?.kind === 'send' ? await findSend(db, subject.id) : undefined;
  if (send) {
    const again = may(staff.roles, 'send') ? send.phone || `${CONTACT}${send.contactId}` : undefined;
    return { show: 'notice', card: notSentCard(staff.words, again) };
  }
  const proposal = subject?.kind === 'proposal' ? await loadProposal(deps, subject.id) : undefined;
  if (!proposal) return templateHelp(deps, staff);
  return { show: 'notice', card: await notDecided(deps, staff, proposal) };
}

async function notDecided(deps: AppDeps, staff: Staff, loaded: LoadedProposal) {
  const words = wordsAboutSender(deps, staff.words, loaded.proposal.senderId);
  const view = await viewOf(deps, loaded);
  const isMine = loaded.proposal.proposerId === staff.person.id;
  const decides = may(staff.roles, 'decide') && !isMine;
  const { actions } = proposalCard(words, view);
  return notDecidedCard(words, {
    number: view.number,
    state: view.state,
    actions: actions.filter((action) => (isDecision(action) ? decides : isMine)),
  });
}

function isDecision({ id }: Action): boolean {
  return id === 'approve' || id === 'reject' || id === 'request_changes';
}
