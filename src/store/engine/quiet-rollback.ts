// A transaction that failed is told by what made it fail, not by the attempt to undo it.
import type { Dialect, Driver } from 'kysely';

/**
 * The same dialect, whose failed `rollback` is no error of its own: a connection that is gone, or a full disk, has undone the
 * transaction already, and "cannot rollback" would hide that cause from the log. The driver still drops such a connection.
 */
export function quietRollback(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => quiet(dialect.createDriver()),
  };
}

function quiet(driver: Driver): Driver {
  const undo = driver.rollbackTransaction.bind(driver);
  driver.rollbackTransaction = async (connection) => {
    try {
      await undo(connection);
    } catch {
      // Whoever asked for it throws the first error.
    }
  };
  return driver;
}
