// A provider's webhook: verified by its adapter, every event stored with its own id, answered as the adapter says,
// applied later by jobs.

import type { RawRequest, RawResponse, Route } from '../../ports/http.ts';
import type { Provider, ProviderEvent } from '../../ports/provider.ts';
import { receive } from '../../store/queues/inbox.ts';
import { applyIdentity, applyPreference, receiveMessage } from '../conversations/receive-message.ts';
import { applyDelivery } from '../delivery/apply-status.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import { tellAdmins } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';
import { applyTemplateEvent } from '../review/apply.ts';
import { accountsOf } from '../senders/accounts.ts';
import { stopSenderIn } from '../senders/health.ts';

const APPLY_ATTEMPTS = 6;

type Count = (providerId: string, kind: ProviderEvent['kind'] | 'unverified') => void;

/**
 * The webhook addresses of every configured provider: the sender's own, and every one-part path below it, for vendors that let
 * us put something of ours there. Both methods go to the adapter, which tells a handshake from events.
 */
export function webhookRoutes(deps: AppDeps, count: Count): readonly Route[] {
  const ids = new Set([...deps.providers.values()].map((provider) => provider.id));
  const route = createRouting(deps);
  return [...ids].flatMap((id) => {
    const mine = [...deps.providers.values()].filter((provider) => provider.id === id);
    const bodyLimit = Math.max(...mine.map((provider) => provider.limits.webhookBytes));
    const handle = async (request: RawRequest): Promise<RawResponse> => {
      const provider = mine.find(({ senderId }) => senderId === request.params.senderId);
      return provider ? receiveWebhook(deps, provider, request, { count, route }) : { status: 404 };
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
  { count, route }: { readonly count: Count; readonly route: Routing },
): Promise<RawResponse> {
  const { events, answer } = provider.readWebhook(request, deps.now());
  if (!events.ok) {
    count(provider.id, 'unverified');
    deps.log.warn({ sender: provider.senderId, why: events.error.why }, 'webhook refused');
    return answer;
  }
  // A store that fails throws, which is answered with a 5xx: the vendor sends the batch again.
  const routed = events.value.flatMap((event) => route(provider, event));
  await storeEvents(deps, routed);
  for (const { event } of routed) count(provider.id, event.kind);
  return answer;
}

type Routed = { readonly senderId: string; readonly event: ProviderEvent };
type Routing = (called: Provider, event: ProviderEvent) => readonly Routed[];

/**
 * Who hears an event: whoever it names, else whose address was called. What names nobody of ours is kept as ignored. News of a
 * template are the account's: one of its senders hears them, always the same one.
 */
function createRouting(deps: AppDeps): Routing {
  const warned = new Set<string>();
  const speakers = new Map(
    accountsOf(deps).flatMap((account) => account.map(({ senderId }) => [senderId, account[0].senderId] as const)),
  );
  const routedTo = (providers: readonly Provider[], event: ProviderEvent): readonly Routed[] => {
    const ids = providers.map(({ senderId }) =>
      isOfTemplate(event) ? (speakers.get(senderId) ?? senderId) : senderId,
    );
    return [...new Set(ids)].map((senderId) => ({ senderId, event }));
  };
  return (called, event) => {
    const { heardBy } = event;
    if (heardBy === undefined) return routedTo([called], event);
    const heard = [...deps.providers.values()].filter(({ id, keys }) => id === called.id && keys.includes(heardBy));
    if (heard.length === 0) {
      const { id, at } = event;
      return [{ senderId: called.senderId, event: { id, at, heardBy, kind: 'ignored', why: 'unknown_recipient' } }];
    }
    const [first] = heard;
    const crossing = `${called.senderId} ${first?.senderId}`;
    if (!heard.includes(called) && !warned.has(crossing)) {
      warned.add(crossing);
      const fields = { address: called.senderId, sender: first?.senderId };
      deps.log.warn(fields, 'events of one sender come to the webhook address of another');
    }
    return routedTo(heard, event);
  };
}

function isOfTemplate(event: ProviderEvent): boolean {
  return 'template' in event;
}

/** All events of a batch in one transaction: either the vendor is told that they came and nothing is lost, or it sends them again. */
async function storeEvents(deps: AppDeps, routed: readonly Routed[]): Promise<void> {
  if (routed.length === 0) return;
  const at = isoNow(deps);
  await deps.store.write(async (tx) => {
    for (const { senderId, event } of routed) {
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
