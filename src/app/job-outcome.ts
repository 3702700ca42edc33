// How a durable job ended. The worker settles its row accordingly.

export type JobOutcome =
  | { readonly done: true }
  /**
   * Again at that ISO time. `countsAsAttempt: false` for waiting one's turn, which is no failure. `backsOff`: later with every
   * attempt, for work whose repetition may be seen.
   */
  | {
      readonly retryAt: string;
      readonly why: string;
      readonly countsAsAttempt?: false;
      readonly backsOff?: true;
    }
  /** Given up: kept, and told to people. */
  | { readonly bury: string };
