// Every button of a card and its use-case. An action that a view draws and this table lacks does not compile.
import { parseSendCommand } from '../../domain/command.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import type { ActionId } from '../../views/view.ts';
import type { AppDeps } from '../deps.ts';
import { type ProposalSubject, parseProposalSubject } from '../news/subject.ts';
import { confirmLink } from '../people/link-accounts.ts';
import { formExpired } from '../people/refuse.ts';
import type { Staff } from '../people/staff.ts';
import { decideProposal } from '../proposals/decide.ts';
import { askReason } from '../proposals/decide-with-reason.ts';
import { listPending } from '../proposals/pending.ts';
import { openPropose, openRevision } from '../proposals/propose.ts';
import { openHandIn } from '../review/hand-off.ts';
import { retrySubmission } from '../review/retry-submission.ts';
import { resumeStoppedSender } from '../senders/health.ts';
import { cancelSend, goOnSend, retrySend, settleSend } from '../sends/change.ts';
import { openLift } from '../sends/lift.ts';
import { openSend } from '../sends/start.ts';
import { listSends, showSend } from '../sends/status.ts';
import { acceptProviderContent, listKnownTemplates, setEnabled } from '../templates/manage.ts';
import { sendHelp } from './help.ts';
import { retryJob } from './retry-job.ts';

export type ActionIntent = Extract<Intent, { kind: 'action' }>;

/** `subject` is the action's own: made by us, but sent by a client, so every use-case looks it up. */
type Handler = (deps: AppDeps, staff: Staff, intent: ActionIntent, subject: string) => Promise<Reply>;

export const ACTIONS: Readonly<Record<ActionId, Handler>> = {
  approve: onProposal((deps, staff, intent, subject) =>
    decideProposal(deps, staff, intent, { subject, kind: 'approve' }),
  ),
  withdraw: onProposal((deps, staff, intent, subject) =>
    decideProposal(deps, staff, intent, { subject, kind: 'withdraw' }),
  ),
  reject: onProposal((deps, staff, intent, subject) => askReason(deps, staff, intent, 'reject', subject)),
  request_changes: onProposal((deps, staff, intent, subject) =>
    askReason(deps, staff, intent, 'request_changes', subject),
  ),
  edit: onProposal(openRevision),
  fix_and_resubmit: onProposal(openRevision),
  retry_submission: onProposal(retrySubmission),
  hand_in: onProposal((deps, staff, _intent, subject) => openHandIn(deps, staff, subject)),
  accept_provider_content: acceptProviderContent,
  enable_template: (deps, staff, intent, subject) => setEnabled(deps, staff, intent, subject, true),
  disable_template: (deps, staff, intent, subject) => setEnabled(deps, staff, intent, subject, false),
  cancel_send: cancelSend,
  settle_send: async (deps, staff, intent, subject) => {
    const [sendId = '', how] = subject.split(':');
    if (how === 'go_on') return goOnSend(deps, staff, intent, sendId);
    return how === 'arrived' || how === 'lost' ? settleSend(deps, staff, intent, sendId, how) : formExpired(staff);
  },
  retry_send: retrySend,
  lift_block: openLift,
  link_account: confirmLink,
  resume_sender: resumeStoppedSender,
  retry_job: retryJob,
  // Buttons that do what a command does.
  open_propose: openPropose,
  resume_draft: openPropose,
  open_send: async (deps, staff, intent, subject) => {
    const command = parseSendCommand(subject);
    return command.name === 'send' ? openSend(deps, staff, intent, command) : sendHelp(deps, staff);
  },
  list_templates: (deps, staff, _intent, subject) => {
    const [page = '1', ...text] = subject.split(' ');
    return listKnownTemplates(deps, staff, text.join(' '), Number.parseInt(page, 10) || 1);
  },
  list_pending: (deps, staff) => listPending(deps, staff),
  send_status: (deps, staff, _intent, subject) =>
    subject === '' ? listSends(deps, staff) : showSend(deps, staff, subject),
};

/** A click on something we made: an id that is not in the table, or never was, has expired. */
export async function runAction(deps: AppDeps, staff: Staff, intent: ActionIntent): Promise<Reply> {
  const { action, subject } = intent;
  return Object.hasOwn(ACTIONS, action) ? ACTIONS[action](deps, staff, intent, subject) : formExpired(staff);
}

function onProposal(
  run: (deps: AppDeps, staff: Staff, intent: ActionIntent, subject: ProposalSubject) => Promise<Reply>,
): Handler {
  return async (deps, staff, intent, subject) => {
    const proposal = parseProposalSubject(subject);
    return proposal ? run(deps, staff, intent, proposal) : formExpired(staff);
  };
}
