// The one place a message leaves. Whoever wins `attempted_at` calls the provider, once; an answer that never came makes
// the send `uncertain`, and nothing here ever sends it again.

import type { Failure } from '../../domain/fault.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Limits } from '../../domain/senders/limits.ts';
import { contentHash } from '../../domain/templates/content-hash.ts';
import type { Provider } from '../../ports/provider.ts';
import { take } from '../../store/queues/buckets.ts';
import { senderStop } from '../../store/senders.ts';
import { changeSend, findSend, type Send } from '../../store/sends/sends.ts';
import type { StoredTemplate } from '../../store/templates.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { repaint } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { templateOfSend } from '../senders/accounts.ts';
import { addresseeOf, contactOf, recipientOf } from '../sends/addressee.ts';
import { askGate } from '../sends/gate.ts';
import { MOST_ATTEMPTS, numberBucket, pairBucket, retryTime, waitForNext } from './again.ts';
import { accepted, failed, lost } from './outcomes.ts';

const STOPPED_RETRY_MS = 60_000;

/** Job `send.deliver`: from held through queued to the provider. */
export async function deliverSend(
  deps: AppDeps,
  payload: { readonly sendId: string },
  attempt: { readonly number: number; readonly last: boolean },
): Promise<JobOutcome> {
  const send = await released(deps, payload.sendId);
  if (send?.state !== 'queued') return { done: true };
  if (send.attemptedAt !== undefined) return lost(deps, send);

  const template = await templateOfSend(deps, deps.store.db, send);
  const refusal = await refusedNow(deps, send, template);
  // Drift is settled by an approver or at the provider; until then the message waits, as its thread says.
  if (refusal?.kind === 'drift') return waiting(deps, send, { until: isoIn(deps, STOPPED_RETRY_MS), why: 'drift' });
  if (!template || refusal) return failed(deps, send, refusedFailure(refusal), { isOurs: true });
  // Another category costs something else, and may be one this customer does not want: the agent says whether it still goes.
  if (send.category !== undefined && send.category !== template.category)
    return waiting(deps, send, { until: isoIn(deps, STOPPED_RETRY_MS), why: 'category' });
  const provider = deps.providers.get(send.senderId);
  if (!provider) return failed(deps, send, { kind: 'misconfigured', fault: 'not_registered', reaction: 'credentials' });
  const wait = await turn(deps, send, provider.limits);
  if (wait) return waiting(deps, send, wait);
  return call(deps, provider, { send, template, last: attempt.last });
}

/** The undo window is over: held → queued. Cancelled in between: nothing is left to do. */
async function released(deps: AppDeps, sendId: string): Promise<Send | undefined> {
  const send = await findSend(deps.store.db, sendId);
  if (send?.state !== 'held') return send;
  const at = isoNow(deps);
  await deps.store.write(async (tx) => {
    if (!(await changeSend(tx.db, { id: send.id, state: 'held' }, { state: 'queued' }, at))) return;
    tx.record({ actor: 'aval', kind: 'send', subjectKind: 'send', subjectId: send.id, from: 'held', to: 'queued' });
    await repaint(deps, tx, { kind: 'send', id: send.id }, 'queued');
  });
  return findSend(deps.store.db, sendId);
}

// What was true when the agent clicked may be false now: the gate is asked again, with the agent's right as given then.
async function refusedNow(
  deps: AppDeps,
  send: Send,
  template: StoredTemplate | undefined,
): Promise<Refusal | undefined> {
  const answers = await askGate(deps, deps.store.db, {
    isAgent: true,
    ask: [],
    template: template && contentHash(template.content, template.senderId) === send.contentHash ? template : undefined,
    to: send.phone,
    contact: await contactOf(deps.store.db, addresseeOf(send)),
    consentGiven: true,
  });
  for (const answer of answers) if (!answer.passed && answer.check !== 'sender') return answer.refusal;
  return undefined;
}

type Wait = { readonly until: string; readonly why: string };

async function turn(deps: AppDeps, send: Send, limits: Limits): Promise<Wait | undefined> {
  if (await senderStop(deps.store.db, send.senderId))
    return { until: isoIn(deps, STOPPED_RETRY_MS), why: 'sender_stopped' };
  const now = deps.now();
  const pair = await take(deps.store.db, pairBucket(send), limits.pair, now);
  if (!pair.ok) return { until: pair.retryAt, why: 'pair_rate' };
  const number = await take(deps.store.db, numberBucket(send), limits.throughput, now);
  return number.ok ? undefined : { until: number.retryAt, why: 'throughput' };
}

async function waiting(deps: AppDeps, send: Send, wait: Wait): Promise<JobOutcome> {
  if (send.waitReason !== wait.why) await setWait(deps, send, wait.why);
  return { retryAt: wait.until, why: wait.why, countsAsAttempt: false };
}

async function setWait(deps: AppDeps, send: Send, why: string): Promise<void> {
  const at = isoNow(deps);
  await deps.store.write(async (tx) => {
    if (!(await changeSend(tx.db, { id: send.id, state: 'queued' }, { waitReason: why }, at))) return;
    await repaint(deps, tx, { kind: 'send', id: send.id }, `wait:${why}:${at}`);
  });
}

type Call = { readonly send: Send; readonly template: StoredTemplate; readonly last: boolean };

async function call(deps: AppDeps, provider: Provider, { send, template, last }: Call): Promise<JobOutcome> {
  const at = isoNow(deps);
  const begun = { attemptedAt: at, waitReason: null, waitUntil: null };
  const won = await deps.store.write((tx) =>
    changeSend(tx.db, { id: send.id, state: 'queued', attempted: false, attempt: send.attempt }, begun, at),
  );
  if (!won) return { done: true };

  const answer = await provider.sendTemplate({
    messageId: send.id,
    to: recipientOf(send),
    template: template.content,
    ...(template.externalId !== undefined && { externalId: template.externalId }),
    values: send.values,
    attempt: send.attempt,
  });
  if (answer.ok) return accepted(deps, send, answer.value);
  const failure = answer.error;
  if (failure.kind === 'uncertain') return lost(deps, send, failure);
  if (failure.reaction === 'retry' && !last && send.attempt < MOST_ATTEMPTS) return tryAgain(deps, send, failure);
  return failed(deps, send, failure);
}

/** The provider answered that it did not take the message: trying again later cannot double it. */
async function tryAgain(deps: AppDeps, send: Send, failure: Failure): Promise<JobOutcome> {
  const retryAt = retryTime(deps, failure, send.attempt);
  const waits = await deps.store.write((tx) => waitForNext(deps, tx, send, { from: 'queued', failure, retryAt }));
  // A later attempt has a job of its own.
  return waits ? { retryAt, why: failure.fault } : { done: true };
}

// A refusal between the click and the send, in the words of a failure.
function refusedFailure(refusal: Refusal | undefined): Failure {
  const fault = (): Failure['fault'] => {
    switch (refusal?.kind) {
      case 'opted_out':
        return 'opted_out';
      case 'marketing_cap':
        return 'marketing_cap';
      case 'unreachable':
      case 'number_needed':
      case 'not_reached':
        return 'undeliverable';
      case 'not_sendable':
        return refusal.review === 'disabled' ? 'template_disabled' : 'template_paused';
      default:
        return 'template_changed';
    }
  };
  return { kind: 'rejected', fault: fault(), reaction: 'template' };
}

/** The job was given up: what may have left is uncertain, what cannot have left has failed. */
export async function giveUpSend(deps: AppDeps, payload: { readonly sendId: string }): Promise<void> {
  const send = await findSend(deps.store.db, payload.sendId);
  if (send?.state !== 'held' && send?.state !== 'queued') return;
  if (send.attemptedAt !== undefined) await lost(deps, send);
  else await failed(deps, send, { kind: 'unavailable', fault: 'unknown_error', reaction: 'retry' }, { isOurs: true });
}
