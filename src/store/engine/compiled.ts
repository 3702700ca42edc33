// Statements of the hot path, whose text never changes: building one costs more than running it.
import type { CompiledQuery, Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * Compiled when first run, once for each engine. `build` is called with stand-ins for what comes in as `parameters`, in the
 * order in which they stand in the text.
 */
export function compiledOnce<R>(
  build: (db: Kysely<Tables>) => CompiledQuery<R>,
): (db: Kysely<Tables>, parameters: readonly unknown[]) => Promise<readonly R[]> {
  // Not state: the same text would be made again for every call.
  const byEngine = new WeakMap<object, CompiledQuery<R>>();
  return async (db, parameters) => {
    const { adapter } = db.getExecutor();
    const compiled = byEngine.get(adapter) ?? build(db);
    byEngine.set(adapter, compiled);
    return (await db.executeQuery<R>({ ...compiled, parameters })).rows;
  };
}
