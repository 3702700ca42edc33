// What the use-cases have of the database: reading, and the one way to change it.

import type { Kysely, Transaction } from 'kysely';
import type { Engine } from './engine/migrate.ts';
import type { Tables } from './engine/tables.ts';
import type { NewEvent } from './events.ts';
import type { Delivery } from './queues/inbox.ts';
import type { NewJob } from './queues/outbox.ts';

export type Tx = {
  readonly db: Transaction<Tables>;
  /** Appended to the audit chain if the transaction commits. */
  record(event: NewEvent): void;
  /** Put into the outbox if the transaction commits. */
  enqueue(job: NewJob): void;
  /**
   * Run once, when the transaction is durable; never when it was undone. The place for what must not happen twice or too
   * soon, such as counting and logging. It may not throw.
   */
  after(effect: () => void): void;
};

export type Store = {
  /** For reading, and for single statements that need neither an event nor a job. */
  readonly db: Kysely<Tables>;
  readonly engine: Engine;
  /**
   * One transaction; when it resolves, its effects outlive a crash and a power cut. `work` may run more than once
   * (PostgreSQL undoes one of two transactions that block each other; on SQLite a neighbour that failed undoes the one they
   * share), so it must do nothing but queries on `tx.db`; what else it does goes through `tx.after`.
   * A query on `store.db` inside it is refused: on SQLite, which has one connection, it would wait for ever.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Begins what goes on in the background, from inside a `write` or not; nobody may wait for it there. */
  aside(begin: () => void): void;
  /** Remembers a delivery that has no effect but an answer. `seen`: a copy of it was here before. */
  receive(delivery: Delivery): Promise<'new' | 'seen'>;
  /** Calls `listener` after each `write` that enqueued. Returns the way to stop it. */
  onJobs(listener: () => void): () => void;
  close(): Promise<void>;
};
