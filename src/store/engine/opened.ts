// An open database, whichever engine it is.

import type { Kysely } from 'kysely';
import type { Engine } from './migrate.ts';
import type { Tables } from './tables.ts';

export type Opened = {
  readonly db: Kysely<Tables>;
  readonly engine: Engine;
  /** Waits until what was committed is on disk, where commit alone does not promise that. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
};
