// An outbound message and the order-proof merge of its delivery states.

export const SEND_STATES = [
  'held',
  'queued',
  'accepted',
  'sent',
  'delivered',
  'read',
  'failed',
  'cancelled',
  'uncertain',
] as const;
export type SendState = (typeof SEND_STATES)[number];

/** What a provider's status webhook can say. */
export type DeliveryStatus = 'sent' | 'delivered' | 'read' | 'failed';

// `failed` outranks `sent` but a recorded delivery outranks `failed` (Meta: read receipts may arrive after an error report).
const RANK: Record<SendState, number> = {
  held: 0,
  queued: 1,
  uncertain: 2,
  accepted: 3,
  sent: 4,
  failed: 5,
  delivered: 6,
  read: 7,
  cancelled: 8,
};

/** Join of two states: commutative, associative, idempotent, so late and repeated webhooks change nothing. */
export function mergeDelivery(a: SendState, b: SendState): SendState {
  return RANK[a] >= RANK[b] ? a : b;
}
