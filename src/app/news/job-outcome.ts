// How a durable job ended. The worker settles its row accordingly.

/** What a job's last error begins with when it was given up after days of waiting for a person. */
export const WAITED_OUT = 'waited for a week: ';

export type JobOutcome =
  | { readonly done: true }
  /**
   * Again at that ISO time. `countsAsAttempt: false` for waiting one's turn, which is no failure. `backsOff`: later with every
   * attempt, for work whose repetition may be seen; and what backs off without counting waits for a person to mend something,
   * ever more rarely, for a week.
   */
  | {
      readonly retryAt: string;
      readonly why: string;
      readonly countsAsAttempt?: false;
      readonly backsOff?: true;
    }
  /** Given up: kept, and told to people. */
  | { readonly bury: string };
