// The provider's id of a message becomes known: in its answer, in a status, by a look-up. Whatever was told about the message
// before is applied now.

import type { ProviderEvent } from '../../ports/provider.ts';
import { ownExternalId } from '../../store/sends/attempts.ts';
import { takeOrphans } from '../../store/sends/orphans.ts';
import type { Send } from '../../store/sends/sends.ts';
import type { Tx } from '../../store/store.ts';
import { job } from '../news/jobs.ts';

/** Inside the transaction that stores the id. False when the id is another send's: it must not be stored. */
export async function joinId(
  tx: Tx,
  send: Send,
  known: { readonly externalId: string; readonly attempt: number },
): Promise<boolean> {
  if (!(await ownExternalId(tx.db, send, known))) return false;
  const { senderId } = send;
  for (const orphan of await takeOrphans(tx.db, { senderId, externalId: known.externalId })) {
    const event = JSON.parse(orphan.event) as ProviderEvent; // written by apply-delivery only
    const key = `joined:${senderId}:${orphan.eventId}`;
    tx.enqueue(job('webhook.apply', { senderId, event }, { key, lane: `hook:${senderId}:m:${known.externalId}` }));
  }
  return true;
}
