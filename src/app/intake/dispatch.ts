// The table Intent → use-case → Reply. One of the three edges where a thrown error is caught: it becomes a reference the
// person can quote and the log can be searched for.
import { parseSendCommand, parseTemplateCommand } from '../../domain/command.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import { bugCard } from '../../views/operation/bug-card.ts';
import { wordsFor } from '../../views/words/index.ts';
import type { AppDeps } from '../deps.ts';
import { answeredOnce, firstTime } from '../news/once.ts';
import { parseProposalSubject } from '../news/subject.ts';
import { confirmLink, linkCommand } from '../people/link-accounts.ts';
import { refusalReply } from '../people/refuse.ts';
import { type Staff, staffOf } from '../people/staff.ts';
import { decideProposal } from '../proposals/decide.ts';
import { askReason, decideWithReason } from '../proposals/decide-with-reason.ts';
import { continuePropose, openPropose, openRevision } from '../proposals/propose.ts';
import { handIn, openHandIn } from '../review/hand-off.ts';
import { retrySubmission } from '../review/retry-submission.ts';
import { resumeStoppedSender } from '../senders/health.ts';
import { cancelSend, goOnSend, retrySend, settleSend } from '../sends/change.ts';
import { continueSend, openSend } from '../sends/start.ts';
import { listSends, showSend } from '../sends/status.ts';
import {
  acceptProviderContent,
  listKnownTemplates,
  setEnabled,
  showTemplate,
  syncTemplates,
} from '../templates/manage.ts';
import { sendHelp, templateHelp } from './help.ts';

type CommandIntent = Extract<Intent, { kind: 'command' }>;
type FormIntent = Extract<Intent, { kind: 'form' }>;
type ActionIntent = Extract<Intent, { kind: 'action' }>;

const NOTHING: Reply = { show: 'nothing' };

/** What every chat adapter calls. Never rejects. */
export function createDispatch(deps: AppDeps): (intent: Intent) => Promise<Reply> {
  return async (intent) => {
    try {
      // Nothing in a thread is a command: customers' words must never act, and staff use the buttons.
      if (intent.kind === 'thread_message') return NOTHING;
      const staff = await staffOf(deps, intent.actor);
      switch (intent.kind) {
        case 'command':
          return await runCommand(deps, staff, intent);
        case 'form':
          return await runForm(deps, staff, intent);
        case 'action':
          return await runAction(deps, staff, intent);
      }
    } catch (error) {
      const reference = deps.newId().slice(-6).toUpperCase();
      deps.log.error({ reference, error, intent: intent.kind }, 'dispatch broke');
      return { show: 'notice', card: bugCard(wordsFor(intent.actor.locale ?? deps.settings.channelLocale), reference) };
    }
  };
}

/**
 * Most commands only open or show something, and so does a copy of theirs: its first answer may have been lost. Only those with
 * an effect are done once.
 */
async function runCommand(deps: AppDeps, staff: Staff, intent: CommandIntent): Promise<Reply> {
  return intent.command === 'template' ? templateCommand(deps, staff, intent) : sendCommand(deps, staff, intent);
}

async function templateCommand(deps: AppDeps, staff: Staff, intent: CommandIntent): Promise<Reply> {
  const command = parseTemplateCommand(intent.text);
  deps.counts.command(`template ${command.name}`);
  switch (command.name) {
    case 'propose':
      return openPropose(deps, staff, intent);
    case 'list':
      return listKnownTemplates(deps, staff, command.text);
    case 'show':
      return showTemplate(deps, staff, command.template, command.language, command.sender);
    case 'sync':
      return (await firstTime(deps, intent)) ? syncTemplates(deps, staff) : NOTHING;
    case 'link':
      if (!(await firstTime(deps, intent))) return NOTHING;
      return linkCommand(deps, staff, { code: command.code, inPublic: intent.inPublic === true });
    case 'help':
      return templateHelp(deps, staff);
    case 'unknown':
      return refusalReply(staff, { kind: 'unknown_command', command: 'template', word: command.word });
  }
}

async function sendCommand(deps: AppDeps, staff: Staff, intent: CommandIntent): Promise<Reply> {
  const command = parseSendCommand(intent.text);
  deps.counts.command(`send-active ${command.name}`);
  switch (command.name) {
    case 'send':
      return openSend(deps, staff, intent, command);
    case 'status':
      return command.number === undefined ? listSends(deps, staff) : showSend(deps, staff, command.number);
    case 'help':
      return sendHelp(deps, staff);
  }
}

async function runForm(deps: AppDeps, staff: Staff, intent: FormIntent): Promise<Reply> {
  const reply = await continueForm(deps, staff, intent);
  // A copy finds its draft used up by the first; it is told what the first was told.
  return (await answeredOnce(deps, intent)) ?? reply;
}

async function continueForm(deps: AppDeps, staff: Staff, intent: FormIntent): Promise<Reply> {
  switch (intent.form) {
    case 'propose':
      return continuePropose(deps, staff, intent);
    case 'send':
      return continueSend(deps, staff, intent);
    case 'hand_in':
      return handIn(deps, staff, intent);
    case 'reject':
    case 'request_changes':
      return decideWithReason(deps, staff, intent, intent.form);
    default:
      // Ids come from clients: a form nobody here made is one that no longer exists.
      return stale(staff);
  }
}

async function runAction(deps: AppDeps, staff: Staff, intent: ActionIntent): Promise<Reply> {
  const { action, subject } = intent;
  const proposal = parseProposalSubject(subject);
  switch (action) {
    case 'approve':
    case 'withdraw':
      return proposal ? decideProposal(deps, staff, intent, { subject: proposal, kind: action }) : stale(staff);
    case 'reject':
    case 'request_changes':
      return proposal ? askReason(deps, staff, intent, action, proposal) : stale(staff);
    case 'edit':
    case 'fix_and_resubmit':
      return proposal ? openRevision(deps, staff, intent, proposal) : stale(staff);
    case 'hand_in':
      return proposal ? openHandIn(deps, staff, proposal) : stale(staff);
    case 'retry_submission':
      return proposal ? retrySubmission(deps, staff, intent, proposal) : stale(staff);
    case 'accept_provider_content':
      return acceptProviderContent(deps, staff, intent, subject);
    case 'enable_template':
      return setEnabled(deps, staff, intent, subject, true);
    case 'disable_template':
      return setEnabled(deps, staff, intent, subject, false);
    case 'cancel_send':
      return cancelSend(deps, staff, intent, subject);
    case 'settle_send': {
      const [sendId = '', how] = subject.split(':');
      if (how === 'go_on') return goOnSend(deps, staff, intent, sendId);
      return how === 'arrived' || how === 'lost' ? settleSend(deps, staff, intent, sendId, how) : stale(staff);
    }
    case 'retry_send':
      return retrySend(deps, staff, intent, subject);
    case 'link_account':
      return confirmLink(deps, staff, intent, subject);
    case 'resume_sender':
      return resumeStoppedSender(deps, staff, intent, subject);
    default:
      return openByButton(deps, staff, intent);
  }
}

/** Buttons that stand for a command: the same rooms through another door. */
async function openByButton(deps: AppDeps, staff: Staff, intent: ActionIntent): Promise<Reply> {
  const { action, subject } = intent;
  switch (action) {
    case 'open_propose':
    case 'resume_draft':
      return openPropose(deps, staff, intent);
    case 'open_send': {
      const command = parseSendCommand(subject);
      return command.name === 'send' ? openSend(deps, staff, intent, command) : sendHelp(deps, staff);
    }
    case 'list_templates': {
      const [page = '1', ...text] = subject.split(' ');
      return listKnownTemplates(deps, staff, text.join(' '), Number.parseInt(page, 10) || 1);
    }
    case 'send_status':
      return subject === '' ? listSends(deps, staff) : showSend(deps, staff, subject);
    case 'help':
      return templateHelp(deps, staff);
    default:
      return stale(staff);
  }
}

function stale(staff: Staff): Reply {
  return refusalReply(staff, { kind: 'form_expired' });
}
