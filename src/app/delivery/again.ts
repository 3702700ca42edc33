// The provider asked to come again: when, why that is shown, and what slows down meanwhile. The wait is the provider's; ours
// doubles where it says none.
import type { Failure } from '../../domain/fault.ts';
import type { SendState } from '../../domain/sends/state.ts';
import { pause } from '../../store/queues/buckets.ts';
import { changeSend, type Send } from '../../store/sends/sends.ts';
import type { Tx } from '../../store/store.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { repaint } from '../news/chat-jobs.ts';
import { job } from '../news/jobs.ts';

/** Calls for one send, whichever door the request to come again came through. */
export const MOST_ATTEMPTS = 8;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;

export function pairBucket(send: Pick<Send, 'senderId' | 'contactId'>): string {
  return `pair:${send.senderId}:${send.contactId}`;
}

export function numberBucket(send: Pick<Send, 'senderId'>): string {
  return `number:${send.senderId}`;
}

/** When to call again after attempt number `attempt`: as the failure says, else doubling from one second to five minutes. */
export function retryTime(deps: AppDeps, failure: Failure, attempt: number): string {
  return failure.retryAt ?? isoIn(deps, Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS));
}

/**
 * Inside a transaction: the send waits for its next attempt. `from`: its state now. Only this sender, or this pair of sender
 * and customer, slows down. False when something else was faster, or a later attempt has begun.
 */
export async function waitForNext(
  deps: AppDeps,
  tx: Tx,
  send: Send,
  { from, failure, retryAt }: { readonly from: SendState; readonly failure: Failure; readonly retryAt: string },
): Promise<boolean> {
  const at = isoNow(deps);
  const change = {
    state: 'queued',
    attempt: send.attempt + 1,
    attemptedAt: null,
    externalId: null,
    providerHeld: false,
    waitReason: waitWord(failure),
    waitUntil: retryAt,
    failure,
  } as const;
  if (!(await changeSend(tx.db, { id: send.id, state: from, attempt: send.attempt }, change, at))) return false;
  const limits = deps.providers.get(send.senderId)?.limits;
  if (limits && failure.fault === 'pair_rate') await pause(tx.db, pairBucket(send), limits.pair, retryAt);
  if (limits && failure.fault === 'throughput') await pause(tx.db, numberBucket(send), limits.throughput, retryAt);
  await repaint(deps, tx, { kind: 'send', id: send.id }, `retry:${send.attempt}:${at}`);
  return true;
}

/** The job of an attempt that no job is under way for. */
export function enqueueAttempt(tx: Tx, send: Send, attempt: number, runAt: string): void {
  const lane = `send:${send.senderId}:${send.contactId}`;
  const key = `${send.id}:${attempt}`;
  tx.enqueue(job('send.deliver', { sendId: send.id }, { key, lane, runAt, maxAttempts: MOST_ATTEMPTS }));
}

function waitWord(failure: Failure): string {
  if (failure.fault === 'pair_rate' || failure.fault === 'throughput' || failure.fault === 'call_budget')
    return failure.fault;
  return 'service';
}
