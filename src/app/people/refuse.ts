// A refusal: told to the actor only, recorded in the audit trail, and nothing else happens.
import type { Refusal } from '../../domain/refusal.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import type { Tx } from '../../store/store.ts';
import { refusalCard } from '../../views/refusals/card.ts';
import type { AppDeps } from '../deps.ts';
import { once } from '../news/once.ts';
import type { Staff } from './staff.ts';

/** Inside a transaction: the refusal becomes part of it. */
export function refuse(deps: AppDeps, tx: Tx, staff: Staff, refusal: Refusal): Reply {
  recordRefusal(tx, staff, refusal);
  tx.after(() => deps.log.info({ person: staff.person.id, refusal: refusal.kind }, 'refused'));
  return refusalReply(staff, refusal);
}

/** Without an effect to share a transaction with. */
export async function refuseNow(deps: AppDeps, staff: Staff, refusal: Refusal): Promise<Reply> {
  return deps.store.write(async (tx) => refuse(deps, tx, staff, refusal));
}

/** For openings, which are answered again to every copy of their delivery: the refusal is recorded with the first. */
export async function refuseOpening(deps: AppDeps, staff: Staff, intent: Intent, refusal: Refusal): Promise<Reply> {
  return once(deps, intent, async (tx) => refuse(deps, tx, staff, refusal));
}

export function refusalReply(staff: Staff, refusal: Refusal): Reply {
  return { show: 'notice', card: refusalCard(staff.words, refusal) };
}

/** For what a client sends that no form or button of ours stands behind any more. */
export function formExpired(staff: Staff): Reply {
  return refusalReply(staff, { kind: 'form_expired' });
}

// Only what guards something is evidence; a mistyped number is not.
const RECORDED = new Set<Refusal['kind']>([
  'not_allowed',
  'own_proposal',
  'not_yours',
  'stale',
  'wrong_workspace',
  'link_code',
  'same_platform',
]);

function recordRefusal(tx: Tx, staff: Staff, refusal: Refusal): void {
  if (!RECORDED.has(refusal.kind)) return;
  const detail = refusal.kind === 'not_allowed' ? refusal.role : '';
  tx.record({
    actor: staff.person.id,
    kind: 'refused',
    subjectKind: 'person',
    subjectId: staff.person.id,
    to: refusal.kind,
    ...(detail && { detail }),
  });
}
