// The one place a message leaves. Whoever wins `attempted_at` calls the provider, once; an answer that never came makes
// the send `uncertain`, and nothing here ever sends it again.

import type { Failure } from '../../domain/fault.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { mergeDelivery } from '../../domain/sends/state.ts';
import { contentHash } from '../../domain/templates/content-hash.ts';
import type { Accepted } from '../../ports/provider.ts';
import { contactById, learnAliases } from '../../store/contacts.ts';
import { take } from '../../store/queues/buckets.ts';
import { senderStop } from '../../store/senders.ts';
import { changeSend, findSend, type Send } from '../../store/sends.ts';
import { findTemplate, type StoredTemplate } from '../../store/templates.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { note, repaint } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';
import { askGate } from './gate.ts';
import { reactToFailure } from './react-to-failure.ts';

// Meta: 1 message per 6 s to one person, with a burst on credit; we stay at a small burst.
const PAIR = { capacity: 3, refillPerSecond: 1 / 6 };
// Meta: 80 messages per second and number.
const THROUGHPUT = { capacity: 80, refillPerSecond: 80 };
const STOPPED_RETRY_MS = 60_000;
/** Meta sends no answer twice; a status usually follows within this time. */
export const UNCERTAIN_CHECK_MS = 120_000;

/** Job `send.deliver`: from held through queued to the provider. */
export async function deliverSend(
  deps: AppDeps,
  payload: { readonly sendId: string },
  attempt: { readonly number: number; readonly last: boolean },
): Promise<JobOutcome> {
  const send = await released(deps, payload.sendId);
  if (send?.state !== 'queued') return { done: true };
  if (send.attemptedAt !== undefined) return lost(deps, send);

  const template = await findTemplate(deps.store.db, send.templateId);
  const refusal = await refusedNow(deps, send, template);
  // Drift is settled by an approver or at the provider; until then the message waits, as its thread says.
  if (refusal?.kind === 'drift') return waiting(deps, send, { until: isoIn(deps, STOPPED_RETRY_MS), why: 'drift' });
  if (!template || refusal) return failed(deps, send, refusedFailure(refusal), { isOurs: true });
  const wait = await turn(deps, send);
  if (wait) return waiting(deps, send, wait);
  return call(deps, send, template, attempt);
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
    contact: await contactById(deps.store.db, send.contactId),
    consentGiven: true,
  });
  for (const answer of answers) if (!answer.passed && answer.check !== 'sender') return answer.refusal;
  return undefined;
}

type Wait = { readonly until: string; readonly why: string };

async function turn(deps: AppDeps, send: Send): Promise<Wait | undefined> {
  if (await senderStop(deps.store.db, send.senderId))
    return { until: isoIn(deps, STOPPED_RETRY_MS), why: 'sender_stopped' };
  const now = deps.now();
  const pair = await take(deps.store.db, `pair:${send.senderId}:${send.contactId}`, PAIR, now);
  if (!pair.ok) return { until: pair.retryAt, why: 'pair_rate' };
  const number = await take(deps.store.db, `number:${send.senderId}`, THROUGHPUT, now);
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

async function call(
  deps: AppDeps,
  send: Send,
  template: StoredTemplate,
  attempt: { readonly number: number; readonly last: boolean },
): Promise<JobOutcome> {
  const provider = deps.providers.get(send.senderId);
  if (!provider) return failed(deps, send, { kind: 'misconfigured', fault: 'not_registered', reaction: 'credentials' });
  const at = isoNow(deps);
  const won = await deps.store.write((tx) =>
    changeSend(tx.db, { id: send.id, state: 'queued', attempted: false }, { attemptedAt: at, waitReason: null }, at),
  );
  if (!won) return { done: true };

  const answer = await provider.sendTemplate({
    messageId: send.id,
    to: { kind: 'phone', e164: send.phone },
    template: template.content,
    ...(template.externalId !== undefined && { externalId: template.externalId }),
    values: send.values,
    attempt: attempt.number,
  });
  if (answer.ok) return accepted(deps, send, answer.value);
  const failure = answer.error;
  if (failure.kind === 'uncertain') return lost(deps, send, failure);
  if (failure.reaction === 'retry' && !attempt.last) return tryAgain(deps, send, failure, attempt.number);
  return failed(deps, send, failure);
}

async function accepted(deps: AppDeps, send: Send, answer: Accepted): Promise<JobOutcome> {
  const at = isoNow(deps);
  await deps.store.write(async (tx) => {
    const facts = { externalId: answer.externalId, providerHeld: answer.held };
    await learnAliases(tx.db, send.contactId, answer.aliases, at);
    const from = (await findSend(tx.db, send.id))?.state;
    if (from === undefined) return;
    // A status webhook may have been faster than this answer, and this answer slower than our patience with it.
    const to = mergeDelivery(from, 'accepted');
    const change = to === from ? facts : { ...facts, state: to, failure: null };
    await changeSend(tx.db, { id: send.id, state: from }, change, at);
    if (to === from) return;
    tx.record({ actor: 'aval', kind: 'send', subjectKind: 'send', subjectId: send.id, from, to });
    await repaint(deps, tx, { kind: 'send', id: send.id }, 'accepted');
  });
  deps.counts.send('accepted');
  deps.log.info({ send: send.id, from: 'queued', to: 'accepted' }, 'send changed');
  return { done: true };
}

/** The bytes may have left and no answer is stored. Never sent again by us: a webhook or a person settles it. */
async function lost(deps: AppDeps, send: Send, failure?: Failure): Promise<JobOutcome> {
  const at = isoNow(deps);
  const known: Failure = failure ?? { kind: 'uncertain', fault: 'no_answer', reaction: 'permanent' };
  await deps.store.write(async (tx) => {
    if (!(await changeSend(tx.db, { id: send.id, state: 'queued' }, { state: 'uncertain', failure: known }, at)))
      return;
    const subject = { kind: 'send', id: send.id } as const;
    tx.record({
      actor: 'aval',
      kind: 'send',
      subjectKind: 'send',
      subjectId: send.id,
      from: 'queued',
      to: 'uncertain',
    });
    await repaint(deps, tx, subject, 'uncertain');
    tx.enqueue(job('send.check', { sendId: send.id }, { key: send.id, runAt: isoIn(deps, UNCERTAIN_CHECK_MS) }));
  });
  deps.counts.send('uncertain');
  deps.log.warn({ send: send.id, from: 'queued', to: 'uncertain', fault: known.fault }, 'send changed');
  return { done: true };
}

/** The provider answered that it did not take the message: trying again later cannot double it. */
async function tryAgain(deps: AppDeps, send: Send, failure: Failure, attempt: number): Promise<JobOutcome> {
  const at = isoNow(deps);
  const ours = isoIn(deps, backoffMs(failure, attempt));
  const retryAt = failure.retryAt !== undefined && failure.retryAt > ours ? failure.retryAt : ours;
  await deps.store.write(async (tx) => {
    const change = { attemptedAt: null, waitReason: waitWord(failure), failure };
    if (await changeSend(tx.db, { id: send.id, state: 'queued', attempted: true }, change, at)) {
      await repaint(deps, tx, { kind: 'send', id: send.id }, `retry:${at}`);
    }
  });
  return { retryAt, why: failure.fault };
}

// Meta: pair rate 4^n seconds (1, 4, 16, 64); else doubling from 2 s, at most 5 minutes. The vendor's own time counts if later.
function backoffMs(failure: Failure, attempt: number): number {
  if (failure.fault === 'pair_rate') return 1_000 * 4 ** Math.min(attempt - 1, 4);
  return Math.min(1_000 * 2 ** attempt, 300_000);
}

function waitWord(failure: Failure): string {
  if (failure.fault === 'pair_rate' || failure.fault === 'throughput' || failure.fault === 'call_budget')
    return failure.fault;
  return 'service';
}

/** `isOurs`: refused here, so nothing was learned about the customer, the template or the sender. */
async function failed(
  deps: AppDeps,
  send: Send,
  failure: Failure,
  { isOurs = false }: { readonly isOurs?: boolean } = {},
): Promise<JobOutcome> {
  const at = isoNow(deps);
  await deps.store.write(async (tx) => {
    const from = (await findSend(tx.db, send.id))?.state;
    // A refusal that comes after we stopped waiting for it settles what was uncertain.
    if (from !== 'held' && from !== 'queued' && from !== 'uncertain') return;
    await changeSend(tx.db, { id: send.id, state: from }, { state: 'failed', failure, waitReason: null }, at);
    tx.record({
      actor: 'aval',
      kind: 'send',
      subjectKind: 'send',
      subjectId: send.id,
      from,
      to: 'failed',
      detail: failure.code ?? failure.fault,
    });
    await repaint(deps, tx, { kind: 'send', id: send.id }, 'failed');
    if (!isOurs) await reactToFailure(deps, tx, send, failure);
  });
  deps.counts.send('failed');
  deps.log.warn(
    { send: send.id, from: 'queued', to: 'failed', fault: failure.fault, code: failure.code, trace: failure.traceId },
    'send changed',
  );
  return { done: true };
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

/** Job `send.check`: still no news of an uncertain send, so the agent is asked what they know. */
export async function checkSend(deps: AppDeps, payload: { readonly sendId: string }): Promise<JobOutcome> {
  const send = await findSend(deps.store.db, payload.sendId);
  if (send?.state !== 'uncertain') return { done: true };
  await deps.store.write(async (tx) => {
    await note(deps, tx, { kind: 'send', id: send.id }, { kind: 'uncertain', sendId: send.id }, 'check');
  });
  return { done: true };
}
