// What a provider's refusal of one message teaches us about the customer, the template and the sender.
import type { Failure } from '../../domain/fault.ts';
import { type ContactChange, changeContact } from '../../store/contacts.ts';
import type { Send } from '../../store/sends/sends.ts';
import type { Tx } from '../../store/store.ts';
import { findTemplate } from '../../store/templates.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { job } from '../news/jobs.ts';
import { stopSenderIn, stopsSender } from '../senders/health.ts';

/** Where the provider does not say how long its cap on marketing lasts. */
const CAP_MS = 86_400_000;

/** Marketing that is refused says that the customer wants none; where anything else is refused, nothing gets through. */
async function refusedBy(tx: Tx, send: Send, at: string): Promise<ContactChange> {
  const category = send.category ?? (await findTemplate(tx.db, send.templateId))?.category;
  return category === 'MARKETING' ? { optedOutAt: at } : { stopped: { at, by: 'provider' } };
}

/** Inside the transaction that marks the send as failed. The same for a synchronous error and for one by webhook. */
export async function reactToFailure(deps: AppDeps, tx: Tx, send: Send, failure: Failure): Promise<void> {
  const at = isoNow(deps);
  if (stopsSender(failure)) await stopSenderIn(deps, tx, send.senderId, failure);
  switch (failure.fault) {
    case 'opted_out':
      await changeContact(tx.db, send.contactId, await refusedBy(tx, send, at));
      break;
    case 'marketing_cap':
      await changeContact(tx.db, send.contactId, { marketingBlockedUntil: failure.retryAt ?? isoIn(deps, CAP_MS) });
      break;
    case 'undeliverable':
      await changeContact(tx.db, send.contactId, { unreachableAt: at });
      break;
    default:
      break;
  }
  if (failure.reaction === 'template') {
    // The provider knows something about this template that we do not: read it again.
    tx.enqueue(job('template.refresh', { templateId: send.templateId }, { key: `${send.templateId}:send:${send.id}` }));
  }
}
