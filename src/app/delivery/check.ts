// Job `send.check`: still no news of an uncertain send. It is looked up where the provider can tell, else its agent is asked
// what they know. It is never sent again from here.
import type { LookedUp, LookUp } from '../../ports/provider.ts';
import { takenIds } from '../../store/sends/attempts.ts';
import { findSend, type Send } from '../../store/sends/sends.ts';
import type { NotFound } from '../../views/sends/data.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { note } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { templateOfSend } from '../senders/accounts.ts';
import { recipientOf } from '../sends/addressee.ts';
import { applyStatus } from './apply-status.ts';
import { acceptedIn } from './outcomes.ts';

const RETRY_MS = 60_000;

export async function checkSend(
  deps: AppDeps,
  payload: { readonly sendId: string },
  attempt: { readonly last: boolean },
): Promise<JobOutcome> {
  const send = await findSend(deps.store.db, payload.sendId);
  if (send?.state !== 'uncertain') return { done: true };
  const found = await lookedUp(deps, send);
  if (found === undefined) return askAgent(deps, send, undefined);
  if (!found.ok) {
    const { error } = found;
    if (error.reaction === 'retry' && !attempt.last)
      return { retryAt: error.retryAt ?? isoIn(deps, RETRY_MS), why: error.fault };
    return askAgent(deps, send, { found: 'unknown', why: error.detail ?? error.fault });
  }
  const { value } = found;
  if (value.found !== 'accepted') return askAgent(deps, send, value);
  if (await settled(deps, send, value)) return { done: true };
  return askAgent(deps, send, { found: 'unknown', why: value.externalId });
}

/** Undefined where the provider cannot look one up. Outside of any transaction. */
async function lookedUp(deps: AppDeps, send: Send) {
  const provider = deps.providers.get(send.senderId);
  const template = await templateOfSend(deps, deps.store.db, send);
  if (!provider?.capabilities.looksUp || !template) return undefined;
  const asked: LookUp = {
    messageId: send.id,
    to: recipientOf(send),
    template: template.content,
    after: send.attemptedAt ?? send.createdAt,
    taken: await takenIds(deps.store.db, send),
  };
  return provider.lookUp(asked);
}

/** False when the message found is another send's. */
async function settled(
  deps: AppDeps,
  send: Send,
  { externalId, status, failure }: Extract<LookedUp, { found: 'accepted' }>,
): Promise<boolean> {
  return deps.store.write(async (tx) => {
    if ((await takenIds(tx.db, send)).includes(externalId)) return false;
    await acceptedIn(deps, tx, send, { externalId, held: false, aliases: [] });
    if (status === undefined) return true;
    const current = await findSend(tx.db, send.id);
    const told = { externalId, status, at: isoNow(deps), aliases: [], ...(failure && { failure }) };
    if (current) await applyStatus(deps, tx, current, told);
    return true;
  });
}

async function askAgent(deps: AppDeps, send: Send, looked: NotFound | undefined): Promise<JobOutcome> {
  await deps.store.write(async (tx) => {
    const current = await findSend(tx.db, send.id);
    if (current?.state !== 'uncertain') return;
    const content = { kind: 'uncertain', sendId: send.id, ...(looked && { looked }) } as const;
    await note(
      deps,
      tx,
      { kind: 'send', id: send.id },
      content,
      send.attempt === 1 ? 'check' : `check:${send.attempt}`,
    );
  });
  return { done: true };
}
