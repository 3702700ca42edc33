// `aval migrate`: brings the database up to this version, for who wants that before the server starts.
import { migrate } from '../store/engine/migrate.ts';
import { connect } from '../store/open.ts';
import type { Io } from './io.ts';

const DEFAULT_URL = 'sqlite:./data/aval.db';

/** Gives the exit code: 0 done, 1 failed or refused (nothing was changed), 2 wrong usage. */
export async function runMigrate(argv: readonly string[], io: Io, env: NodeJS.ProcessEnv): Promise<0 | 1 | 2> {
  if (argv.length !== 0) {
    io.err('Usage: migrate');
    return 2;
  }
  try {
    const { db, engine, close } = await connect(env.DATABASE_URL ?? DEFAULT_URL);
    try {
      const applied = await migrate(db, engine);
      io.out(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`);
      return 0;
    } finally {
      await close();
    }
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
