// A provider's webhook: verified by its adapter, every event stored with its own id, answered as the adapter says,
// applied later by jobs.

import type { RawRequest, RawResponse, Route } from '../../ports/http.ts';
import type { Provider, ProviderEvent } from '../../ports/provider.ts';
import { receiveAll } from '../../store/queues/inbox-batch.ts';
import type { Tx } from '../../store/store.ts';
import { applyIdentity, applyPreference, receiveMessage } from '../conversations/receive-message.ts';
import { applyDelivery } from '../delivery/apply-status.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import { tellAdmins } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';
import { applyTemplateEvent } from '../review/apply.ts';
import { stopSenderIn } from '../senders/health.ts';
import { createHearing, type Heard, type Hearing } from './heard-by.ts';

const APPLY_ATTEMPTS = 6;
/** How long the event loop belongs to one batch: vendors put thousands of events into one. */
const EVENTS_A_TRANSACTION = 50;

type Count = (providerId: string, kind: ProviderEvent['kind'] | 'unverified') => void;

/**
 * The webhook addresses of every configured provider: the sender's own, and every one-part path below it, for vendors that let
 * us put something of ours there. Both methods go to the adapter, which tells a handshake from events.
 */
export function webhookRoutes(deps: AppDeps, count: Count): readonly Route[] {
  const ids = new Set([...deps.providers.values()].map((provider) => provider.id));
  const hear = createHearing(deps);
  return [...ids].flatMap((id) => {
    const mine = [...deps.providers.values()].filter((provider) => provider.id === id);
    const bodyLimit = Math.max(...mine.map((provider) => provider.limits.webhookBytes));
    const handle = async (request: RawRequest): Promise<RawResponse> => {
      const provider = mine.find(({ senderId }) => senderId === request.params.senderId);
      return provider ? receiveWebhook(deps, provider, request, { count, hear }) : { status: 404 };
    };
    const path = `/webhooks/${id}/:senderId`;
    return [path, `${path}/:part`].flatMap((path): readonly Route[] => [
      { method: 'GET', path, handle },
      { method: 'POST', path, bodyLimit, handle },
    ]);
  });
}

async function receiveWebhook(
  deps: AppDeps,
  provider: Provider,
  request: RawRequest,
  { count, hear }: { readonly count: Count; readonly hear: Hearing },
): Promise<RawResponse> {
  const { events, answer } = await hear(provider, request);
  if (!events.ok) {
    count(provider.id, 'unverified');
    deps.log.warn({ sender: provider.senderId, why: events.error.why }, 'webhook refused');
    return answer;
  }
  // A store that fails throws, which is answered with a 5xx: the vendor sends the batch again.
  await storeEvents(deps, events.value);
  for (const { event } of events.value) count(provider.id, event.kind);
  return answer;
}

/**
 * The vendor is told that the batch came once all of it is stored. Not in one transaction, which would hold up everybody: when
 * it breaks half-way the vendor sends all of it again, and what was stored is known by its id.
 */
async function storeEvents(deps: AppDeps, heard: readonly Heard[]): Promise<void> {
  const at = isoNow(deps);
  for (let start = 0; start < heard.length; start += EVENTS_A_TRANSACTION) {
    const some = heard.slice(start, start + EVENTS_A_TRANSACTION);
    await deps.store.write((tx) => storeSome(tx, some, at));
  }
}

async function storeSome(tx: Tx, heard: readonly Heard[], at: string): Promise<void> {
  const deliveries = heard.map(({ senderId, event }) => ({
    deliveryId: deliveryIdOf(senderId, event),
    source: `hook:${senderId}`,
    at,
    ...(event.kind === 'ignored' && { payload: JSON.stringify(event) }),
  }));
  const fresh = await receiveAll(tx.db, deliveries);
  for (const { senderId, event } of heard) {
    const key = deliveryIdOf(senderId, event);
    if (!fresh.delete(key) || event.kind === 'ignored') continue;
    const lane = laneOf(senderId, event);
    tx.enqueue(job('webhook.apply', { senderId, event }, { key, lane, maxAttempts: APPLY_ATTEMPTS }));
  }
}

function deliveryIdOf(senderId: string, event: ProviderEvent): string {
  return `hook:${senderId}:${event.id}`;
}

// Events about one thing are applied one at a time; different things at once.
function laneOf(senderId: string, event: ProviderEvent): string {
  switch (event.kind) {
    case 'review':
    case 'quality':
    case 'category':
    case 'content':
      return `hook:${senderId}:t:${event.template.externalId ?? `${event.template.name} ${event.template.language}`}`;
    case 'delivery':
      return `hook:${senderId}:m:${event.externalId}`;
    case 'inbound':
    case 'marketing_preference':
      return `hook:${senderId}:c:${event.from[0]?.value ?? ''}`;
    case 'identity':
      return `hook:${senderId}:c:${event.names[0]?.value ?? ''}`;
    case 'sender':
    case 'ignored':
      return `hook:${senderId}`;
  }
}

/** Job `webhook.apply`. */
export async function applyEvent(
  deps: AppDeps,
  payload: { readonly senderId: string; readonly event: ProviderEvent },
  attempt: { readonly number: number; readonly last: boolean },
): Promise<JobOutcome> {
  const { senderId, event } = payload;
  switch (event.kind) {
    case 'review':
    case 'quality':
    case 'category':
    case 'content':
      return applyTemplateEvent(deps, senderId, event, attempt);
    case 'delivery':
      return applyDelivery(deps, senderId, event, attempt);
    case 'inbound':
      return receiveMessage(deps, senderId, event);
    case 'marketing_preference':
      return applyPreference(deps, event);
    case 'identity':
      return applyIdentity(deps, event);
    case 'sender':
      return applySenderEvent(deps, senderId, event);
    case 'ignored':
      return { done: true };
  }
}

// Letting a sender run again is left to an admin: the provider's all-clear is only told.
async function applySenderEvent(
  deps: AppDeps,
  senderId: string,
  event: Extract<ProviderEvent, { kind: 'sender' }>,
): Promise<JobOutcome> {
  await deps.store.write(async (tx) => {
    if (event.state === 'restricted') {
      await stopSenderIn(deps, tx, senderId, {
        kind: 'rejected',
        fault: 'account_restricted',
        reaction: 'stop_sender',
        detail: event.detail,
      });
      return;
    }
    const note = { kind: 'sender_notice', senderId, detail: event.detail, at: event.at } as const;
    tellAdmins(deps, tx, note, event.id);
  });
  return { done: true };
}
