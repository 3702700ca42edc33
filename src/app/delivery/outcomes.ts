// What a call to the provider ends in: taken, not taken for good, or nobody knows. Each written in one transaction, merged
// with what statuses said meanwhile.
import type { Failure } from '../../domain/fault.ts';
import { mergeDelivery } from '../../domain/sends/state.ts';
import type { Accepted } from '../../ports/provider.ts';
import { Overtaken } from '../../store/engine/sql-errors.ts';
import { changeSend, findSend, type Send } from '../../store/sends/sends.ts';
import type { Tx } from '../../store/store.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { repaint } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';
import { joinId } from './join-id.ts';
import { learnNames } from './learn-names.ts';
import { reactToFailure } from './react-to-failure.ts';

/** Where no provider is left to say how long a status takes. */
const STATUS_WITHIN_MS = 120_000;

/** `send` as it was when the call was begun. */
export async function accepted(deps: AppDeps, send: Send, answer: Accepted): Promise<JobOutcome> {
  const changed = await deps.store.write((tx) => acceptedIn(deps, tx, send, answer));
  if (!changed) return { done: true };
  deps.counts.send('accepted');
  deps.log.info({ send: send.id, from: 'queued', to: 'accepted' }, 'send changed');
  return { done: true };
}

/** False when the state stays as it is: a status was faster, or asked for another attempt already. */
export async function acceptedIn(deps: AppDeps, tx: Tx, send: Send, answer: Accepted): Promise<boolean> {
  const at = isoNow(deps);
  await learnNames(deps, tx, send.contactId, answer.aliases);
  const current = await findSend(tx.db, send.id);
  if (!current) return false;
  const isMine = await joinId(tx, send, { externalId: answer.externalId, attempt: send.attempt });
  if (!isMine || current.attempt !== send.attempt) return false;
  const from = current.state;
  // A status webhook may have been faster than this answer, and this answer slower than our patience with it.
  const to = mergeDelivery(from, 'accepted');
  const facts = { externalId: answer.externalId, providerHeld: answer.held };
  const change = to === from ? facts : { ...facts, state: to, failure: null };
  const seen = { id: send.id, state: from, attempt: send.attempt };
  if (!(await changeSend(tx.db, seen, change, at))) throw new Overtaken('a send');
  if (to === from) return false;
  tx.record({ actor: 'aval', kind: 'send', subjectKind: 'send', subjectId: send.id, from, to });
  await repaint(deps, tx, { kind: 'send', id: send.id }, send.attempt === 1 ? 'accepted' : `accepted:${send.attempt}`);
  return true;
}

/** The bytes may have left and no answer is stored. Never sent again by us: a status, a look-up or a person settles it. */
export async function lost(deps: AppDeps, send: Send, failure?: Failure): Promise<JobOutcome> {
  const at = isoNow(deps);
  const known: Failure = failure ?? { kind: 'uncertain', fault: 'no_answer', reaction: 'permanent' };
  const patience = deps.providers.get(send.senderId)?.limits.statusWithinMs ?? STATUS_WITHIN_MS;
  await deps.store.write(async (tx) => {
    const change = { state: 'uncertain', failure: known } as const;
    if (!(await changeSend(tx.db, { id: send.id, state: 'queued', attempt: send.attempt }, change, at))) return;
    const subject = { kind: 'send', id: send.id } as const;
    const told = send.attempt === 1 ? '' : `:${send.attempt}`;
    tx.record({
      actor: 'aval',
      kind: 'send',
      subjectKind: 'send',
      subjectId: send.id,
      from: 'queued',
      to: 'uncertain',
    });
    await repaint(deps, tx, subject, `uncertain${told}`);
    const runAt = isoIn(deps, patience);
    tx.enqueue(job('send.check', { sendId: send.id }, { key: `${send.id}${told}`, runAt }));
  });
  deps.counts.send('uncertain');
  deps.log.warn({ send: send.id, from: 'queued', to: 'uncertain', fault: known.fault }, 'send changed');
  return { done: true };
}

/** `isOurs`: refused here, so nothing was learned about the customer, the template or the sender. */
export async function failed(
  deps: AppDeps,
  send: Send,
  failure: Failure,
  { isOurs = false }: { readonly isOurs?: boolean } = {},
): Promise<JobOutcome> {
  const at = isoNow(deps);
  await deps.store.write(async (tx) => {
    const current = await findSend(tx.db, send.id);
    if (!current || current.attempt !== send.attempt) return;
    const from = current.state;
    // A refusal that comes after we stopped waiting for it settles what was uncertain.
    if (from !== 'held' && from !== 'queued' && from !== 'uncertain') return;
    const change = { state: 'failed', failure, waitReason: null, waitUntil: null } as const;
    const seen = { id: send.id, state: from, attempt: send.attempt };
    if (!(await changeSend(tx.db, seen, change, at))) throw new Overtaken('a send');
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
