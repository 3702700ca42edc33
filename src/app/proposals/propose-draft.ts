// The draft of a proposal: everything typed, kept for 24 h after the last step.
import { saveDraft } from '../../store/drafts.ts';
import { type AppDeps, type Db, isoIn, isoNow } from '../deps.ts';
import type { Staff } from '../people/staff.ts';
import type { ProposeData, Step } from './propose-steps.ts';

const KEPT_MS = 24 * 3_600_000;

/** A draft of a new proposal is offered again by the command; one of a revision belongs to its thread. */
export const NEW = 'propose';
export const REVISION = 'revise';

/** False when the id is another person's: a context that was not given to this one. */
export function keepDraft(
  deps: AppDeps,
  db: Db,
  staff: Staff,
  draft: { readonly id: string; readonly step: Step; readonly data: ProposeData },
): Promise<boolean> {
  return saveDraft(db, {
    id: draft.id,
    personId: staff.person.id,
    form: draft.data.revises ? REVISION : NEW,
    step: String(draft.step),
    data: draft.data,
    updatedAt: isoNow(deps),
    expiresAt: isoIn(deps, KEPT_MS),
  });
}
