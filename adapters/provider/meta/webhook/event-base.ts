// What every event made from a webhook needs: a time, a dedupe id, a way to say "seen but not read".
// Meta gives events no id, so each is named by the fact it tells; a redelivery makes the same name.
import { createHash } from 'node:crypto';
import type { ProviderEvent } from '../../../../src/ports/provider.ts';

export type Alias = { readonly kind: 'wa_id' | 'bsuid'; readonly value: string };

/** Around one change of a webhook. */
export type Change = {
  readonly field: string;
  readonly value: unknown;
  /** Unix seconds of the entry; absent in some samples of Meta's. */
  readonly entryTime?: number;
  /** When we received it: stands in for missing provider times. */
  readonly now: Date;
  /** The account the change is about, as the key of its senders (`recipients.ts`). */
  readonly heardBy?: string;
};

const LAST_SECOND = 8_640_000_000_000;

/** Unix seconds → ISO; `now` when there are none or they are no date. Milliseconds are recognised by their size. */
export function isoTime(seconds: number | undefined, now: Date): string {
  if (seconds === undefined) return now.toISOString();
  const inSeconds = seconds > 100_000_000_000 ? Math.floor(seconds / 1_000) : seconds;
  return inSeconds <= LAST_SECOND ? new Date(inSeconds * 1_000).toISOString() : now.toISOString();
}

/** A dedupe id of readable parts; hashed when it would be too long for an indexed column. */
export function eventId(...parts: readonly string[]): string {
  const id = parts.join(':');
  return id.length <= 250 ? id : `${parts[0] ?? ''}:${fingerprint(id)}`;
}

/** Stands in for a missing time or id: the same piece of JSON always gives the same one. */
export function fingerprint(piece: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(piece) ?? 'undefined')
    .digest('hex')
    .slice(0, 32);
}

/** Something we do not read. `why` is a label of bounded variety: it ends up in a metric. */
export function ignored(change: Change, why: string, piece: unknown = change.value): ProviderEvent {
  return {
    id: eventId('x', why, fingerprint([change.field, piece, change.entryTime ?? 0])),
    at: isoTime(change.entryTime, change.now),
    kind: 'ignored',
    why,
  };
}

/** A vendor's word made safe as a metric label: short, lower case, no free text. */
export function label(word: string): string {
  return /^[a-z][a-z0-9_]{0,47}$/i.test(word) ? word.toLowerCase() : 'unreadable';
}

/** The names one customer goes by, each kind at most once, empty ones left out. */
export function aliases(waId: string | undefined, bsuid: string | undefined): readonly Alias[] {
  return [
    ...(waId ? [{ kind: 'wa_id' as const, value: waId.replace(/^\+/, '') }] : []),
    ...(bsuid ? [{ kind: 'bsuid' as const, value: bsuid }] : []),
  ];
}

/** The members of an array; nothing for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** One member of an object; undefined for anything else. Own properties only. */
export function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
