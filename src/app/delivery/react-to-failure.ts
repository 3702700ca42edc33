// What a provider's refusal of one message teaches us about the customer, the template and the sender.
import type { Failure } from '../../domain/fault.ts';
import { type ContactChange, changeContact } from '../../store/contacts/contacts.ts';
import type { Send } from '../../store/sends/sends.ts';
import type { Tx } from '../../store/store.ts';
import { findTemplate } from '../../store/templates.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { job } from '../news/jobs.ts';
import { stopSenderIn, stopsSender } from '../senders/health.ts';

/** Where the provider does not say how long its cap on marketing lasts. */
const CAP_MS = 86_400_000;

/** Our clock may be ahead of the provider's: what a customer wrote about when they could not be reached shows that they can. */
const CLOCKS_MS = 60_000;

function capEnd(at: string): string {
  return new Date(Date.parse(at) + CAP_MS).toISOString();
}

/**
 * WhatsApp's own switch, named by the provider, ends marketing alone: a template may have become marketing since it was sent as
 * another category. Without that word, refused marketing says that the customer wants none; where anything else is refused,
 * nothing gets through.
 */
async function refusedBy(tx: Tx, send: Send, failure: Failure, at: string): Promise<ContactChange> {
  if (failure.scope === 'marketing') return { optedOutAt: at };
  const category = send.category ?? (await findTemplate(tx.db, send.templateId))?.category;
  return category === 'MARKETING' ? { optedOutAt: at } : { stopped: { at, by: 'provider' } };
}

/**
 * Inside the transaction that marks the send as failed. The same for a synchronous error and for one by webhook, which says by
 * `toldAt` when it happened.
 */
export async function reactToFailure(
  deps: AppDeps,
  tx: Tx,
  send: Send,
  failure: Failure,
  toldAt?: string,
): Promise<void> {
  const at = toldAt ?? isoNow(deps);
  if (stopsSender(failure)) await stopSenderIn(deps, tx, send.senderId, failure);
  switch (failure.fault) {
    case 'opted_out':
      await changeContact(tx.db, send.contactId, await refusedBy(tx, send, failure, at), at);
      break;
    case 'marketing_cap':
      await changeContact(tx.db, send.contactId, { marketingBlockedUntil: failure.retryAt ?? capEnd(at) }, at);
      break;
    case 'undeliverable':
      await changeContact(tx.db, send.contactId, { unreachableAt: at }, toldAt ?? isoIn(deps, -CLOCKS_MS));
      break;
    default:
      break;
  }
  if (failure.reaction === 'template') {
    // The provider knows something about this template that we do not: read it again.
    tx.enqueue(job('template.refresh', { templateId: send.templateId }, { key: `${send.templateId}:send:${send.id}` }));
  }
}
