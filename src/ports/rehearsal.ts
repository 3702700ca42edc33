// The customers’ side of a rehearsal. Types only.
import type { DeliveryStatus } from '../domain/sends/state.ts';
import type { PreviewMessage } from '../domain/templates/preview.ts';

/** One bubble on a customer's phone. */
export type PhoneMessage = {
  readonly id: string;
  /** As the customer sees it: `in` came from the business, `out` was written or tapped by the customer. */
  readonly direction: 'in' | 'out';
  /** ISO time it reached the phone (`in`) or was written (`out`). */
  readonly at: string;
  /** A plain text is a preview with only a body. The buttons a customer can tap are `preview.buttons`. */
  readonly preview: PreviewMessage;
  /** Only `in`: the last status reported to the business. */
  readonly status?: DeliveryStatus;
  /** Id of the message this one quotes, or whose button was tapped. */
  readonly answers?: string;
};

/**
 * The customers' phones of the rehearsal: what reached them, and a way to answer. Numbers are E.164 with `+`.
 * A phone shows what was delivered, not what was sent.
 */
export interface CustomerPhone {
  /** Numbers with at least one message, latest first. `unread`: messages that arrived and are not yet read. */
  numbers(): readonly { readonly e164: string; readonly unread: number }[];
  /** Oldest first; empty for a number that is not known. */
  messages(e164: string): readonly PhoneMessage[];
  /** False (and no effect) when the text is empty, the number is no number, or `answers` is not on this phone. */
  reply(e164: string, answer: { readonly text: string; readonly answers?: string }): boolean;
  /** Taps a quick reply. False for a message or button that is not there or that sends nothing back (links, calls). */
  tap(e164: string, messageId: string, buttonIndex: number): boolean;
  /** Called after anything changed on any phone; the number tells which. Returns how to stop listening. */
  onChange(listener: (e164: string) => void): () => void;
}
