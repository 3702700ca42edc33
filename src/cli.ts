// The command line. Each command is loaded only when it is asked for, so that `lint` needs neither configuration
// nor database.

import { COMMANDS, type CommandName, isCommand, usage } from './cli/help.ts';
import { type Io, terminal } from './cli/io.ts';
import { nearest } from './config/nearest.ts';
import { describeProblems, type Problem } from './config/problems.ts';
import { loadConfig, loadDatabaseUrl, loadTeamsApp } from './config.ts';
import type { Result } from './domain/result.ts';

/** Resolves to the exit status: 0 fine, 1 something was found, 2 wrong usage. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '-h' || name === '--help') {
    io.out(usage());
    return name === undefined ? 2 : 0;
  }
  if (!isCommand(name)) {
    const meant = nearest(name, Object.keys(COMMANDS));
    io.err(`There is no command ${name}.${meant === undefined ? '' : ` Did you mean ${meant}?`}\n\n${usage()}`);
    return 2;
  }
  return await run(name, rest, io);
}

async function run(name: CommandName, argv: readonly string[], io: Io): Promise<number> {
  switch (name) {
    case 'lint':
      return await (await import('./cli/lint.ts')).runLint(argv, io);
    case 'doctor': {
      const { doctor } = await import('./cli/doctor/doctor.ts');
      return await configured(loadConfig(), io, (config) => doctor(config, io));
    }
    case 'audit': {
      const { runAudit } = await import('./cli/audit.ts');
      return await configured(loadDatabaseUrl(), io, (url) => runAudit(argv, io, { DATABASE_URL: url }));
    }
    case 'migrate': {
      const { runMigrate } = await import('./cli/migrate.ts');
      return await configured(loadDatabaseUrl(), io, (url) => runMigrate(argv, io, { DATABASE_URL: url }));
    }
    case 'unlink': {
      const { runUnlink } = await import('./cli/unlink.ts');
      return await configured(loadDatabaseUrl(), io, (url) => runUnlink(argv, io, { DATABASE_URL: url }));
    }
    case 'package-teams':
      return await (await import('./cli/package-teams.ts')).runPackageTeams(argv, io, loadTeamsApp());
    case 'providers-table':
      io.out((await import('./cli/providers-table.ts')).providersTableText());
      return 0;
    case 'config-table':
      io.out((await import('./config/table.ts')).configTableText());
      return 0;
    case 'help':
      io.out(usage());
      return 0;
  }
}

async function configured<T>(
  loaded: Result<T, readonly Problem[]>,
  io: Io,
  work: (value: T) => Promise<number>,
): Promise<number> {
  if (loaded.ok) return await work(loaded.value);
  io.err(describeProblems(loaded.error));
  return 1;
}

if (import.meta.main) process.exitCode = await runCli(process.argv.slice(2), terminal());
