// How a durable job ended. The worker settles its row accordingly.

export type JobOutcome =
  | { readonly done: true }
  /** Again at that ISO time. `countsAsAttempt: false` for waiting one's turn, which is no failure. */
  | { readonly retryAt: string; readonly why: string; readonly countsAsAttempt?: false }
  /** Given up: kept, and told to people. */
  | { readonly bury: string };
