// `aval audit verify`: is the audit trail what was recorded?

import { appliedMigrations } from '../store/engine/migrate.ts';
import { verifyChain } from '../store/events.ts';
import { connect } from '../store/open.ts';
import type { Io } from './io.ts';

const DEFAULT_URL = 'sqlite:./data/aval.db';

/** Gives the exit code: 0 intact, 1 changed, 2 wrong usage or no database to check. Changes nothing. */
export async function runAudit(argv: readonly string[], io: Io, env: NodeJS.ProcessEnv): Promise<0 | 1 | 2> {
  if (argv.length !== 1 || argv[0] !== 'verify') {
    io.err('Usage: audit verify');
    return 2;
  }
  try {
    return await verify(env.DATABASE_URL ?? DEFAULT_URL, io);
  } catch (error) {
    io.err(`The audit trail could not be checked: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}

async function verify(url: string, io: Io): Promise<0 | 1 | 2> {
  const { db, close } = await connect(url, { create: false });
  try {
    if ((await appliedMigrations(db)).length === 0) {
      io.err('This database holds nothing of Aval. Check DATABASE_URL.');
      return 2;
    }
    const verdict = await verifyChain(db);
    if (verdict.ok) {
      io.out(`The audit trail is intact: ${verdict.count} events.`);
      return 0;
    }
    io.err(`The audit trail was changed at event ${verdict.seq}: ${verdict.why}.`);
    return 1;
  } finally {
    await close();
  }
}
