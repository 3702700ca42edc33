// A provider's webhook: verified over raw bytes, every event stored with its own id, answered 200, applied later by jobs.

import type { RawRequest, RawResponse, Route } from '../../ports/http.ts';
import type { ProviderEvent } from '../../ports/provider.ts';
import { receive } from '../../store/queues/inbox.ts';
import { applyPreference, receiveMessage } from '../conversations/receive-message.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import { tellAdmins } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';
import { applyTemplateEvent } from '../review/apply.ts';
import { stopSenderIn } from '../senders/health.ts';
import { applyDelivery } from '../sends/apply-delivery.ts';

const BODY_LIMIT = 3 * 1024 * 1024; // Meta: webhook payloads up to 3 MB
const APPLY_ATTEMPTS = 6;

/** One route per provider id for both methods: GET is the vendor's handshake, POST carries events. */
export function webhookRoutes(
  deps: AppDeps,
  providerId: string,
  count: (kind: ProviderEvent['kind'] | 'unverified') => void,
): readonly Route[] {
  const path = `/webhooks/${providerId}/:senderId`;
  const providerOf = (request: RawRequest) => {
    const provider = deps.providers.get(request.params.senderId ?? '');
    return provider?.id === providerId ? provider : undefined;
  };
  return [
    { method: 'GET', path, handle: (request) => providerOf(request)?.answerHandshake(request) ?? { status: 404 } },
    {
      method: 'POST',
      path,
      bodyLimit: BODY_LIMIT,
      handle: async (request): Promise<RawResponse> => {
        const provider = providerOf(request);
        if (!provider) return { status: 404 };
        const read = provider.readWebhook(request, deps.now());
        if (!read.ok) {
          count('unverified');
          deps.log.warn({ sender: provider.senderId, why: read.error.why }, 'webhook refused');
          return { status: read.error.status };
        }
        await storeEvents(deps, provider.senderId, read.value);
        for (const event of read.value) count(event.kind);
        return { status: 200, body: 'ok' };
      },
    },
  ];
}

/** All events of a batch in one transaction: either the vendor gets its 200 and nothing is lost, or it sends them again. */
async function storeEvents(deps: AppDeps, senderId: string, events: readonly ProviderEvent[]): Promise<void> {
  if (events.length === 0) return;
  const at = isoNow(deps);
  await deps.store.write(async (tx) => {
    for (const event of events) {
      const deliveryId = `hook:${senderId}:${event.id}`;
      const isIgnored = event.kind === 'ignored';
      const delivery = {
        deliveryId,
        source: `hook:${senderId}`,
        at,
        ...(isIgnored && { payload: JSON.stringify(event) }),
      };
      if ((await receive(tx.db, delivery)) === 'seen' || isIgnored) continue;
      tx.enqueue(
        job(
          'webhook.apply',
          { senderId, event },
          { key: deliveryId, lane: laneOf(senderId, event), maxAttempts: APPLY_ATTEMPTS },
        ),
      );
    }
  });
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
    case 'sender':
    case 'ignored':
      return `hook:${senderId}`;
  }
}

/** Job `webhook.apply`. */
export async function applyEvent(
  deps: AppDeps,
  payload: { readonly senderId: string; readonly event: ProviderEvent },
  attempt: { readonly last: boolean },
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
