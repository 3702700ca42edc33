// A query on the database itself, made inside a transaction, waits for the very connection the transaction holds: for ever on
// SQLite, which has one. Such a query is a fault of ours, and fails at once instead.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Of one open database. */
export type Beside = {
  /** For queries outside of transactions: the same, refused while a transaction's work runs. */
  readonly db: Kysely<Tables>;
  /** Runs a transaction's work. What the work began and left behind may query again once the work is over. */
  inTransaction<T>(work: () => Promise<T>): Promise<T>;
  /** Begins what nobody in a transaction waits for: its queries come after it. */
  aside(begin: () => void): void;
};

export function besideTransactions(db: Kysely<Tables>): Beside {
  const transaction = new AsyncLocalStorage<{ open: boolean }>();
  return {
    db: db.withPlugin({
      transformQuery({ node }) {
        if (!transaction.getStore()?.open) return node;
        throw new Error('a query on the database inside a transaction: use its own');
      },
      transformResult: async ({ result }) => result,
    }),
    aside: (begin) => transaction.exit(begin),
    async inTransaction(work) {
      const mark = { open: true };
      try {
        return await transaction.run(mark, work);
      } finally {
        mark.open = false;
      }
    },
  };
}
