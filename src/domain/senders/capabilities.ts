// What a provider can do, as data. Forms, the gate, cards and `doctor` ask this before a person has typed anything.

/** How a customer is addressed: by phone number, or by the business-scoped user id that stands in for one. */
export type Address = 'phone' | 'bsuid';

/** True of a provider in general, whatever an account may do; what an account lacks is a failure of a call. */
export type Capabilities = {
  /** How an approved template gets there: Aval calls, or a person carries it (`hand_off`). */
  readonly submits: 'api' | 'hand_off';
  /** A refused or paused template can be changed in place. Where not, the next revision needs another name. */
  readonly edits: boolean;
  /** Templates can be listed and read back. */
  readonly lists: boolean;
  /** How news of a review comes: told (polling mends what got lost), or only by asking. */
  readonly follows: 'webhook' | 'polling';
  /** What may be sent inside the customer service window. */
  readonly session: { readonly text: boolean; readonly media: boolean };
  /** A send that nobody answered for can be looked up. */
  readonly looksUp: boolean;
  /** Opens a conversation of its own with every send. */
  readonly opensConversations: boolean;
  /** Decides itself where an answer goes (flow, queue, bot), chosen per send. */
  readonly returnRoutes: boolean;
  /** Tells when a customer reacts to a message with an emoji. */
  readonly inboundReactions: boolean;
  /** Whom it can send to. */
  readonly reaches: readonly Address[];
};
