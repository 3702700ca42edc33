// The last step of the form: everything is checked once more, and the draft becomes a proposal or a new revision of one.
import { templateFromValues } from '../../domain/proposals/form.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import { lockDraft, useDraft } from '../../store/drafts.ts';
import type { AppDeps } from '../deps.ts';
import { once } from '../news/once.ts';
import { proposalSubject } from '../news/subject.ts';
import { refusalReply, refuse } from '../people/refuse.ts';
import type { Staff } from '../people/staff.ts';
import { alreadyProposed } from './already-proposed.ts';
import { keepDraft } from './propose-draft.ts';
import { errorsOf, type ProposeData, showAtFault, shownContent } from './propose-steps.ts';
import { recordProposal, recordRevision } from './record.ts';

/** Checks everything again, then writes proposal, revision, events and jobs in one transaction. */
export async function submitProposal(
  deps: AppDeps,
  staff: Staff,
  intent: Intent,
  draftId: string,
  data: ProposeData,
): Promise<Reply> {
  const errors = await errorsOf(deps, staff, data, 3);
  const pressed = { draftId, shown: shownContent(data) };
  if (Object.keys(errors).length > 0) {
    // Its name is taken, by what an earlier press made of this very draft.
    return (await alreadyProposed(deps, staff, pressed)) ?? showAtFault(deps, staff, draftId, data, errors);
  }
  const template = templateFromValues(data.values);
  return once(deps, intent, async (tx) => {
    // The draft is the right to submit: who locks it while it is open, submits. A second window with the same draft comes late.
    const draft = { id: draftId, personId: staff.person.id };
    if (!(await lockDraft(tx.db, draft))) {
      return (await alreadyProposed(deps, staff, pressed, tx.db)) ?? refusalReply(staff, { kind: 'form_expired' });
    }
    const recorded = await (data.revises ? recordRevision : recordProposal)(deps, tx, staff, data, template);
    if ('card' in recorded) {
      await useDraft(tx.db, { ...draft, became: proposalSubject(recorded.subject) });
      return { show: 'notice', card: recorded.card };
    }
    // Refused at the last moment: what was typed is still there when the form is opened again.
    await keepDraft(deps, tx.db, staff, { id: draftId, step: 3, data });
    return refuse(deps, tx, staff, recorded.refusal);
  });
}
