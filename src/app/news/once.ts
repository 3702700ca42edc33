// One delivery, one effect: the delivery's id and everything it causes are written in the same transaction.
import { createHash } from 'node:crypto';
import type { Intent, Reply } from '../../ports/chat.ts';
import { receive, saveReply, storedReply } from '../../store/queues/inbox.ts';
import type { Tx } from '../../store/store.ts';
import { type AppDeps, isoNow } from '../deps.ts';

/**
 * Runs `work` inside one transaction unless this delivery was seen before; then its stored Reply is given again.
 * A crash before the commit leaves nothing, so the platform's retry runs as if it were the first.
 */
export async function once(deps: AppDeps, intent: Intent, work: (tx: Tx) => Promise<Reply>): Promise<Reply> {
  return deps.store.write(async (tx) => {
    const at = isoNow(deps);
    const deliveryId = deliveryKey(intent);
    if ((await receive(tx.db, { deliveryId, source: intent.actor.platform, at })) === 'seen') {
      const stored = await storedReply(tx.db, deliveryId);
      return stored === undefined ? { show: 'nothing' } : (JSON.parse(stored) as Reply); // written below only
    }
    const reply = await work(tx);
    await saveReply(tx.db, deliveryId, JSON.stringify(reply), at);
    return reply;
  });
}

/** What an earlier copy of this delivery, or this one itself, was answered by `once`; undefined when there was none. */
export async function answeredOnce(deps: AppDeps, intent: Intent): Promise<Reply | undefined> {
  const stored = await storedReply(deps.store.db, deliveryKey(intent));
  return stored === undefined ? undefined : (JSON.parse(stored) as Reply); // written above only
}

/** Marks a delivery whose answer comes outside of a transaction. False for a copy, which must do nothing. */
export async function firstTime(deps: AppDeps, intent: Intent): Promise<boolean> {
  const delivery = { deliveryId: deliveryKey(intent), source: intent.actor.platform, at: isoNow(deps) };
  return (await deps.store.receive(delivery)) === 'new';
}

/** An id that every copy of this delivery gives: what they make is one thing. */
export function idOfDelivery(intent: Intent): string {
  return createHash('sha256').update(deliveryKey(intent)).digest('hex').slice(0, 32);
}

function deliveryKey(intent: Intent): string {
  return `${intent.actor.platform}:${intent.kind}:${intent.deliveryId}`;
}
