// A status from the provider about one send. Merged as a join, so order and repeats do not matter.
import { mergeDelivery } from '../../domain/sends/state.ts';
import type { ProviderEvent } from '../../ports/provider.ts';
import { changeContact, learnAliases } from '../../store/contacts.ts';
import { addSendEvent, changeSend, findSend, sendByExternalId } from '../../store/sends.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { repaint } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { reactToFailure } from './react-to-failure.ts';

type Delivery = Extract<ProviderEvent, { kind: 'delivery' }>;
const UNKNOWN_RETRY_MS = 5_000;

/**
 * A status may come before the answer that tells us the provider's id; our own id in it finds the send all the same.
 * A status of a message that is not ours is dropped after a few tries.
 */
export async function applyDelivery(
  deps: AppDeps,
  senderId: string,
  event: Delivery,
  attempt: { readonly last: boolean },
): Promise<JobOutcome> {
  const ids = { externalId: event.externalId, ...(event.messageId && { messageId: event.messageId }) };
  const found = await sendByExternalId(deps.store.db, senderId, ids);
  if (!found)
    return attempt.last ? { done: true } : { retryAt: isoIn(deps, UNKNOWN_RETRY_MS), why: 'send not known yet' };
  const changed = await deps.store.write(async (tx) => {
    const send = await findSend(tx.db, found.id);
    if (!send) return undefined;
    const next = mergeDelivery(send.state, event.status);
    await learnAliases(tx.db, send.contactId, event.aliases, isoNow(deps));
    const ids = send.externalId === undefined ? { externalId: event.externalId } : {};
    if (next === send.state) {
      await noteLate(tx.db, send.id, event);
      if (ids.externalId) await changeSend(tx.db, { id: send.id, state: send.state }, ids, isoNow(deps));
      return undefined;
    }
    const failure = event.status === 'failed' ? event.failure : undefined;
    const change = {
      state: next,
      ...ids,
      waitReason: null,
      ...(next === 'failed' ? { failure: failure ?? null } : { failure: null }),
    };
    if (!(await changeSend(tx.db, { id: send.id, state: send.state }, change, event.at))) {
      throw new Error('a send changed under its own transaction');
    }
    tx.record({
      actor: 'provider',
      kind: 'send',
      subjectKind: 'send',
      subjectId: send.id,
      from: send.state,
      to: next,
      ...(failure?.code && { detail: failure.code }),
    });
    await repaint(deps, tx, { kind: 'send', id: send.id }, next);
    if (next === 'failed' && failure) await reactToFailure(deps, tx, send, failure);
    if (next === 'delivered' || next === 'read') await changeContact(tx.db, send.contactId, { unreachableAt: null });
    return { from: send.state, to: next };
  });
  if (changed) {
    deps.counts.send(changed.to);
    deps.log.info({ send: found.id, ...changed }, 'send changed');
  }
  return { done: true };
}

// `sent` that arrives after `delivered` still belongs in the timeline, at its own time.
async function noteLate(db: AppDeps['store']['db'], sendId: string, event: Delivery): Promise<void> {
  await addSendEvent(db, sendId, event.status, event.at);
}
