// Gathers everything a send's card shows.

import type { Category } from '../../domain/templates/template.ts';
import { contactById } from '../../store/contacts/contacts.ts';
import type { Send } from '../../store/sends/sends.ts';
import { findTemplate } from '../../store/templates.ts';
import type { SendView, Wait, WaitReason } from '../../views/sends/data.ts';
import { type AppDeps, type Db, isoNow, senderLabel } from '../deps.ts';
import { personRefs } from '../people/staff.ts';

const WAIT_REASONS: readonly WaitReason[] = [
  'pair_rate',
  'throughput',
  'call_budget',
  'service',
  'quality_check',
  'sender_stopped',
  'drift',
  'category',
];

export async function sendView(deps: AppDeps, send: Send, db: Db = deps.store.db): Promise<SendView> {
  const template = await findTemplate(db, send.templateId);
  if (!template) throw new Error(`send ${send.id} lacks its template`);
  const contact = await contactById(db, send.contactId);
  const agent = (await personRefs(db, [send.agentId])).get(send.agentId);
  const wait = waitOf(deps, send, template.category);
  return {
    id: send.id,
    number: send.number,
    to: send.phone,
    ...(contact?.name && { contactName: contact.name }),
    agent: agent ?? { name: '?', ids: {} },
    sender: senderLabel(deps.settings, send.senderId),
    template: template.content,
    values: send.values,
    state: send.state,
    at: send.updatedAt,
    ...(send.state === 'held' && send.holdUntil && { holdUntil: send.holdUntil }),
    ...(wait && { wait }),
    ...(send.failure && (send.state === 'failed' || send.state === 'uncertain') && { failure: send.failure }),
    ...(send.externalId && { externalId: send.externalId }),
  };
}

function waitOf(deps: AppDeps, send: Send, category: Category): Wait | undefined {
  if (send.state === 'accepted' && send.providerHeld) return { why: 'quality_check' };
  if (send.state !== 'queued') return undefined;
  const why = WAIT_REASONS.find((reason) => reason === send.waitReason);
  if (why === undefined) return undefined;
  const isAhead = send.waitUntil !== undefined && send.waitUntil > isoNow(deps);
  return {
    why,
    ...(isAhead && { until: send.waitUntil }),
    ...(why === 'category' && { to: category, ...(send.category && { from: send.category }) }),
  };
}
