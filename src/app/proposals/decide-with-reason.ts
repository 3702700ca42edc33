// Reject and Request changes: the form that asks for the reason, and the decision once there is one.
import { OURS } from '../../domain/rules/limits.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import { rejectForm, requestChangesForm } from '../../views/proposals/decide-form.ts';
import type { AppDeps } from '../deps.ts';
import { type ProposalSubject, parseProposalSubject, proposalSubject } from '../news/subject.ts';
import { refusalReply, refuseOpening } from '../people/refuse.ts';
import { personRefs, type Staff } from '../people/staff.ts';
import { aboutSender } from '../words-about.ts';
import { decideProposal, refusalToDecide } from './decide.ts';
import { loadProposal } from './view.ts';

type FormIntent = Extract<Intent, { kind: 'form' }>;
type ActionIntent = Extract<Intent, { kind: 'action' }>;

/** The reason form opens only for people who could decide right now; the decision itself checks everything again. */
export async function askReason(
  deps: AppDeps,
  staff: Staff,
  intent: ActionIntent,
  kind: 'reject' | 'request_changes',
  subject: ProposalSubject,
): Promise<Reply> {
  const refusal = await refusalToDecide(deps, staff, { subject, kind });
  if (refusal) return refuseOpening(deps, staff, intent, refusal);
  return decideForm(deps, staff, kind, subject, {}, {});
}

/** The reason form was sent. */
export async function decideWithReason(
  deps: AppDeps,
  staff: Staff,
  intent: FormIntent,
  kind: 'reject' | 'request_changes',
): Promise<Reply> {
  const subject = parseProposalSubject(intent.context);
  if (!subject) return refusalReply(staff, { kind: 'form_expired' });
  const reason = (intent.values.reason ?? '').trim();
  if (reason === '' || reason.length > OURS.reason) {
    const { words } = staff;
    const error =
      reason === '' ? words.say('decide.reason.missing') : words.say('decide.reason.long', { max: OURS.reason });
    return decideForm(deps, staff, kind, subject, intent.values, { reason: error });
  }
  return decideProposal(deps, staff, intent, { subject, kind, reason });
}

async function decideForm(
  deps: AppDeps,
  staff: Staff,
  kind: 'reject' | 'request_changes',
  subject: ProposalSubject,
  values: Readonly<Record<string, string>>,
  errors: Readonly<Record<string, string>>,
): Promise<Reply> {
  const loaded = await loadProposal(deps, subject.proposalId);
  if (!loaded) return refusalReply(staff, { kind: 'not_found', what: 'proposal' });
  const { proposal } = loaded;
  const { words } = aboutSender(deps, staff, proposal.senderId);
  const proposer = (await personRefs(deps.store.db, [proposal.proposerId])).get(proposal.proposerId)?.name ?? '?';
  const view = {
    subject: proposalSubject(subject),
    number: proposal.number,
    name: proposal.name,
    language: proposal.language,
    proposer,
    values,
    errors,
  };
  return {
    show: 'form',
    form: kind === 'reject' ? rejectForm(words, view) : requestChangesForm(words, view),
  };
}
