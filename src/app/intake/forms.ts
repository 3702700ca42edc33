// Every form and the use-case that takes what was typed in it. A form that a view draws and this table lacks does not compile.
import type { Intent, Reply } from '../../ports/chat.ts';
import type { FormId } from '../../views/view.ts';
import type { AppDeps } from '../deps.ts';
import { answeredOnce } from '../news/once.ts';
import { formExpired } from '../people/refuse.ts';
import type { Staff } from '../people/staff.ts';
import { decideWithReason } from '../proposals/decide-with-reason.ts';
import { continuePropose } from '../proposals/propose.ts';
import { handIn } from '../review/hand-off.ts';
import { liftBlock } from '../sends/lift.ts';
import { continueSend } from '../sends/start.ts';

export type FormIntent = Extract<Intent, { kind: 'form' }>;

type Handler = (deps: AppDeps, staff: Staff, intent: FormIntent) => Promise<Reply>;

export const FORMS: Readonly<Record<FormId, Handler>> = {
  propose: continuePropose,
  send: continueSend,
  hand_in: handIn,
  lift_block: liftBlock,
  reject: (deps, staff, intent) => decideWithReason(deps, staff, intent, 'reject'),
  request_changes: (deps, staff, intent) => decideWithReason(deps, staff, intent, 'request_changes'),
};

/** Ids come from clients: a form nobody here made is one that no longer exists. */
export async function runForm(deps: AppDeps, staff: Staff, intent: FormIntent): Promise<Reply> {
  const reply = Object.hasOwn(FORMS, intent.form) ? await FORMS[intent.form](deps, staff, intent) : formExpired(staff);
  // A copy finds its draft used up by the first; it is told what the first was told.
  return (await answeredOnce(deps, intent)) ?? reply;
}
