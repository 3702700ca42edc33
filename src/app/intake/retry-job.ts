// Admin's click under the news that work was given up: it is tried again, from its first attempt.
import type { Intent, Reply } from '../../ports/chat.ts';
import { revive } from '../../store/queues/outbox.ts';
import { revivedNotice } from '../../views/operation/buried-notice.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import { once } from '../news/once.ts';
import { refuseNow } from '../people/refuse.ts';
import { requireRight, type Staff } from '../people/staff.ts';

/** `key`: of the job. One that is not buried any more is left as it is. */
export async function retryJob(deps: AppDeps, staff: Staff, intent: Intent, key: string): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'retry_job');
  if (missing) return refuseNow(deps, staff, missing);
  return once(deps, intent, async (tx) => {
    const isRevived = await revive(tx.db, key, isoNow(deps));
    if (isRevived)
      tx.record({ actor: staff.person.id, kind: 'job_revived', subjectKind: 'job', subjectId: key.slice(0, 200) });
    return { show: 'notice', card: revivedNotice(staff.words, isRevived) };
  });
}
