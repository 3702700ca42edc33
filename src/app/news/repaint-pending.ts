// A process that died between "Working…" and the decision left a card without buttons. After a start, the cards that
// wait for a decision are drawn again.
import { pendingProposals } from '../../store/proposals.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { chatLane, platformsOf } from './chat-jobs.ts';
import { job } from './jobs.ts';

const CARDS = 50;
/** Slack takes some fifty changes of messages a minute without complaint. */
const APART_MS = 200;

export async function repaintPending(deps: AppDeps): Promise<void> {
  const start = isoNow(deps);
  const pending = await pendingProposals(deps.store.db, CARDS);
  await deps.store.write(async (tx) => {
    for (const [index, { id }] of pending.entries()) {
      const subject = { kind: 'proposal', id } as const;
      for (const platform of await platformsOf(deps, tx.db, subject)) {
        const key = `proposal:${id}:start:${start}:${platform}`;
        const runAt = isoIn(deps, index * APART_MS);
        const lane = chatLane(subject, platform);
        tx.enqueue(job('repaint', { subject, ...(platform && { platform }) }, { key, lane, runAt }));
      }
    }
  });
}
