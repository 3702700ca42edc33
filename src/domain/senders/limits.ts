// How fast a provider may be used and how long it takes, as data. The store's buckets, the worker and the schedule ask this.

/** A token bucket: `capacity` at once, then `refillPerSecond`. */
export type Rate = { readonly capacity: number; readonly refillPerSecond: number };

/** Every figure has its source beside it in the adapter. */
export type Limits = {
  /** Messages of one number. */
  readonly throughput: Rate;
  /** Messages of one number to one person. */
  readonly pair: Rate;
  /** Calls about templates in an hour and account that reading and polling may use; submitting goes before. */
  readonly readsPerHour: number;
  /** Milliseconds after which a new template must stand in the lists; until then its absence says nothing. */
  readonly listedWithinMs: number;
  /** Milliseconds within which a status of a message usually comes; then an uncertain one is looked up or asked about. */
  readonly statusWithinMs: number;
  /** Milliseconds one job may take, every call in it included. */
  readonly timeouts: { readonly submit: number; readonly read: number; readonly send: number };
  /** Days within which the provider may deliver an event again: ids of inbound events are kept longer than this. */
  readonly repeatsWithinDays: number;
  /** Days for which nobody can have the name of a deleted template; 0 where names are free at once. */
  readonly nameLockedDays: number;
  /** Hours after which a refused change may be tried again. */
  readonly editAgainHours: number;
  /** Bytes of the largest webhook it sends. */
  readonly webhookBytes: number;
};
