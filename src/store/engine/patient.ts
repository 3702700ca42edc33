// A SQLite file that another process holds (a backup, a shell left open): single statements look again, without stopping the
// event loop. Transactions do so in `group-commit.ts`, where those who wait are known.
import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseConnection, Dialect, Driver } from 'kysely';
import { isBusy } from './sql-errors.ts';

const LOOK_AGAIN_MS = 40;
/** Counted from when the file was first found held: statements queue for the one connection, and must not wait one by one. */
const PATIENCE_MS = 1_000;

/** The same dialect, whose statements outside a transaction survive a short lock, and fail at once during a long one. */
export function patient(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => patientDriver(dialect.createDriver()),
  };
}

function patientDriver(driver: Driver): Driver {
  const known = new WeakSet<DatabaseConnection>();
  const acquire = driver.acquireConnection.bind(driver);
  driver.acquireConnection = async (options) => {
    const connection = await acquire(options);
    if (!known.has(connection)) {
      known.add(connection);
      makePatient(connection);
    }
    return connection;
  };
  return driver;
}

function makePatient(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  let heldSince: number | undefined;
  connection.executeQuery = async (query, options) => {
    for (;;) {
      try {
        const result = await execute<never>(query, options);
        if (!query.sql.startsWith('select')) heldSince = undefined;
        return result;
      } catch (error) {
        if (!isBusy(error) || query.sql === 'begin') throw error;
        heldSince ??= performance.now();
        if (performance.now() - heldSince >= PATIENCE_MS) throw error;
        await delay(LOOK_AGAIN_MS);
      }
    }
  };
}
