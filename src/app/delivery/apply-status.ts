// A status from the provider about one send. Merged as a join over attempts, so order and repeats do not matter.
import type { Failure } from '../../domain/fault.ts';
import { mergeAttempts, type SendState } from '../../domain/sends/state.ts';
import type { ProviderEvent } from '../../ports/provider.ts';
import { changeContact } from '../../store/contacts/contacts.ts';
import { Overtaken } from '../../store/engine/sql-errors.ts';
import { attemptOf } from '../../store/sends/attempts.ts';
import { keepOrphan } from '../../store/sends/orphans.ts';
import { addSendEvent, changeSend, type Send, type SendChange, sendByExternalId } from '../../store/sends/sends.ts';
import type { Tx } from '../../store/store.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { repaint } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { enqueueAttempt, MOST_ATTEMPTS, retryTime, waitForNext } from './again.ts';
import { joinId } from './join-id.ts';
import { learnNames } from './learn-names.ts';
import { reactToFailure } from './react-to-failure.ts';

type Delivery = Extract<ProviderEvent, { kind: 'delivery' }>;
type Told = Pick<Delivery, 'externalId' | 'status' | 'failure' | 'at' | 'aliases'>;
const UNKNOWN_RETRY_MS = 5_000;

/**
 * A status may come before the answer that tells us the provider's id; our own id in it finds the send all the same. One
 * about a message nobody knows is kept until the id is stored. `attempt.number`: looked at once more, since the id may be
 * stored in this very moment.
 */
export async function applyDelivery(
  deps: AppDeps,
  senderId: string,
  event: Delivery,
  attempt: { readonly number: number },
): Promise<JobOutcome> {
  const ids = { externalId: event.externalId, ...(event.messageId && { messageId: event.messageId }) };
  const result = await deps.store.write(async (tx) => {
    const send = await sendByExternalId(tx.db, senderId, ids);
    if (send) return { id: send.id, ...(await applyStatus(deps, tx, send, event)) };
    const orphan = { senderId, eventId: event.id, externalId: event.externalId, event: JSON.stringify(event) };
    await keepOrphan(tx.db, orphan, isoNow(deps));
    return undefined;
  });
  if (result === undefined) {
    return attempt.number > 1 ? { done: true } : { retryAt: isoIn(deps, UNKNOWN_RETRY_MS), why: 'send not known yet' };
  }
  if (result.to !== undefined) {
    deps.counts.send(result.to);
    deps.log.info({ send: result.id, from: result.from, to: result.to }, 'send changed');
  }
  return { done: true };
}

type Changed = { readonly from?: SendState; readonly to?: SendState };

/** Inside a transaction, on the send as it is there. Nothing in the answer: the state stays. */
export async function applyStatus(deps: AppDeps, tx: Tx, send: Send, told: Told): Promise<Changed> {
  await learnNames(deps, tx, send.contactId, told.aliases);
  const attempt = (await attemptOf(tx.db, send, told.externalId)) ?? send.attempt;
  const isMine = await joinId(tx, send, { externalId: told.externalId, attempt });
  const stand = mergeAttempts(send, { attempt, state: told.status });
  const isLast = attempt === send.attempt;
  const id = isMine && isLast && send.externalId === undefined ? { externalId: told.externalId } : {};
  if (stand.state === send.state) {
    if (isLast) await addSendEvent(tx.db, send.id, told.status, told.at);
    const kept = !id.externalId || (await changeSend(tx.db, { id: send.id, state: send.state }, id, isoNow(deps)));
    if (!kept) throw new Overtaken('a send');
    return {};
  }
  const failure = told.status === 'failed' ? told.failure : undefined;
  if (failure?.reaction === 'retry' && send.attempt < MOST_ATTEMPTS) return comeAgain(deps, tx, send, failure);
  const settled = { waitReason: null, waitUntil: null, failure: stand.state === 'failed' ? (failure ?? null) : null };
  await change(deps, tx, send, { state: stand.state, ...id, ...settled }, told.at, failure);
  if (stand.state === 'failed' && failure) await reactToFailure(deps, tx, send, failure, told.at);
  if (stand.state === 'delivered' || stand.state === 'read')
    await changeContact(tx.db, send.contactId, { unreachableAt: null }, told.at);
  return { from: send.state, to: stand.state };
}

async function change(
  deps: AppDeps,
  tx: Tx,
  send: Send,
  to: SendChange & { readonly state: SendState },
  at: string,
  failure: Failure | undefined,
): Promise<void> {
  if (!(await changeSend(tx.db, { id: send.id, state: send.state }, to, at))) {
    throw new Overtaken('a send');
  }
  tx.record({
    actor: 'provider',
    kind: 'send',
    subjectKind: 'send',
    subjectId: send.id,
    from: send.state,
    to: to.state,
    ...(failure?.code && { detail: failure.code }),
  });
  const named = send.attempt === 1 ? to.state : `${to.state}:${send.attempt}`;
  await repaint(deps, tx, { kind: 'send', id: send.id }, named);
}

/** It was taken, and minutes later the provider asks to come again: a new attempt of the same send. */
async function comeAgain(deps: AppDeps, tx: Tx, send: Send, failure: Failure): Promise<Changed> {
  const retryAt = retryTime(deps, failure, send.attempt);
  if (!(await waitForNext(deps, tx, send, { from: send.state, failure, retryAt }))) throw new Overtaken('a send');
  tx.record({
    actor: 'provider',
    kind: 'send',
    subjectKind: 'send',
    subjectId: send.id,
    from: send.state,
    to: 'queued',
    detail: failure.code ?? failure.fault,
  });
  enqueueAttempt(tx, send, send.attempt + 1, retryAt);
  return { from: send.state, to: 'queued' };
}
