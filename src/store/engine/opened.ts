// An open database, whichever engine it is.

import type { Kysely } from 'kysely';
import type { Engine } from './migrate.ts';
import type { Tables } from './tables.ts';

export type Opened = {
  readonly db: Kysely<Tables>;
  readonly engine: Engine;
  /** Waits until what was committed is on disk, where commit alone does not promise that. */
  readonly settle: () => Promise<void>;
  /** From here on people wait: another process's lock may not stop the event loop any more. */
  readonly serve: () => void;
  readonly close: () => Promise<void>;
};
