// An outbound message: what we may do with it, and the order-proof merge of what the provider reports.

export const SEND_STATES = [
  'held',
  'queued',
  'uncertain',
  'accepted',
  'sent',
  'failed',
  'delivered',
  'read',
  'cancelled',
] as const;
export type SendState = (typeof SEND_STATES)[number];

/** What a provider's status webhook can say. */
export type DeliveryStatus = 'sent' | 'delivered' | 'read' | 'failed';

// Later in the list wins. `failed` outranks `sent`, but a recorded delivery outranks `failed`.
const RANK = new Map(SEND_STATES.map((state, rank) => [state, rank]));

/** Join of two states: commutative, associative, idempotent, so late and repeated webhooks change nothing. */
export function mergeDelivery(a: SendState, b: SendState): SendState {
  return rankOf(a) >= rankOf(b) ? a : b;
}

function rankOf(state: SendState): number {
  return RANK.get(state) ?? -1;
}

/** Where a send stands: which attempt, and how far that one got. */
export type Stand = { readonly attempt: number; readonly state: SendState };

/**
 * Join over attempts, order-proof like `mergeDelivery`: what an earlier attempt reports never ends a later one, unless it
 * reached the customer after all, which ends every attempt. A later attempt begins only on the provider's own word that the
 * earlier one is over and may be repeated.
 */
export function mergeAttempts(a: Stand, b: Stand): Stand {
  const order =
    Number(isSettled(a)) - Number(isSettled(b)) ||
    (isSettled(a) ? rankOf(a.state) - rankOf(b.state) || a.attempt - b.attempt : 0) ||
    a.attempt - b.attempt ||
    rankOf(a.state) - rankOf(b.state);
  return order >= 0 ? a : b;
}

// Nothing needs to leave any more: the customer has it, or the agent took it back.
function isSettled({ state }: Stand): boolean {
  return state === 'delivered' || state === 'read' || state === 'cancelled';
}

/** Our own moves. Everything else comes from the provider through `mergeDelivery`. */
export const SEND_AFTER: Record<
  SendState,
  Partial<Record<'release' | 'cancel' | 'accept' | 'refuse' | 'lose', SendState>>
> = {
  held: { release: 'queued', cancel: 'cancelled' },
  queued: { accept: 'accepted', refuse: 'failed', lose: 'uncertain', cancel: 'cancelled' },
  uncertain: { accept: 'accepted', refuse: 'failed' },
  accepted: {},
  sent: {},
  failed: {},
  delivered: {},
  read: {},
  cancelled: {},
};

/** Nothing more will happen by itself. `delivered` may still become `read`. */
export function isFinal(state: SendState): boolean {
  return state === 'read' || state === 'failed' || state === 'cancelled';
}
