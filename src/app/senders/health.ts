// A sender that the provider restricts sends nothing more until an admin resumes it. Its queue is kept.
import type { Failure } from '../../domain/fault.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import { resumeSender, stopSender } from '../../store/senders.ts';
import type { Tx } from '../../store/store.ts';
import { senderNotice } from '../../views/operation/sender-notice.ts';
import { type AppDeps, isoNow, senderById, senderLabel } from '../deps.ts';
import { tellAdmins } from '../news/chat-jobs.ts';
import { once } from '../news/once.ts';
import { refuse, refuseNow } from '../people/refuse.ts';
import { requireRight, type Staff } from '../people/staff.ts';
import { wordsAboutSender } from '../words-about.ts';

export function stopsSender(failure: Failure): boolean {
  return failure.reaction === 'stop_sender' || failure.reaction === 'credentials';
}

/** Stops the sender and tells admins, once per stop. */
export async function stopSenderIn(deps: AppDeps, tx: Tx, senderId: string, failure: Failure): Promise<void> {
  const at = isoNow(deps);
  const detail = [failure.code, failure.detail].filter(Boolean).join(' ');
  if (!(await stopSender(tx.db, senderId, { fault: failure.fault, since: at, detail }))) return;
  tx.record({
    actor: 'aval',
    kind: 'sender_stopped',
    subjectKind: 'sender',
    subjectId: senderId,
    to: 'stopped',
    detail: failure.fault,
  });
  const note = {
    kind: 'sender_stopped',
    senderId,
    fault: failure.fault,
    at,
    ...(failure.code && { code: failure.code }),
    ...(failure.detail && { detail: failure.detail }),
  } as const;
  tellAdmins(deps, tx, note, `${senderId}:stopped:${at}`);
}

/** Admin's click: the sender may send again, and what waited goes on. */
export async function resumeStoppedSender(
  deps: AppDeps,
  staff: Staff,
  intent: Intent,
  senderId: string,
): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'resume_sender');
  if (missing) return refuseNow(deps, staff, missing);
  return once(deps, intent, async (tx) => {
    const at = isoNow(deps);
    const unknown: Refusal = { kind: 'not_found', what: 'sender', asked: senderId };
    if (!senderById(deps.settings, senderId)) return refuse(deps, tx, staff, unknown);
    if (!(await resumeSender(tx.db, senderId))) {
      return refuse(deps, tx, staff, { kind: 'sender_running', sender: senderLabel(deps.settings, senderId) });
    }
    tx.record({
      actor: staff.person.id,
      kind: 'sender_resumed',
      subjectKind: 'sender',
      subjectId: senderId,
      from: 'stopped',
      to: 'running',
    });
    const facts = {
      kind: 'resumed',
      senderId,
      sender: senderLabel(deps.settings, senderId),
      admins: [],
      by: staff.person.name,
      at,
    } as const;
    return { show: 'card', card: senderNotice(wordsAboutSender(deps, staff.words, senderId), facts) };
  });
}
