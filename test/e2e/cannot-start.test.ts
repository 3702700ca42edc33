// A start that cannot succeed: one line that says what is wrong and what helps, no stack, no hanging, and the exit code of a failure.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beginChild } from '../support/process/child-process.ts';
import { type Installation, installRehearsal } from '../support/process/real-aval.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aval-cannot-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What it wrote before it ended. Fails when it starts, or does neither within 20 s. */
async function refusal(env: Readonly<Record<string, string>>): Promise<string> {
  const { child, ready } = beginChild({ script: MAIN, cwd: folder, env: { PORT: '0', ...env }, ready: /is ready at/ });
  const error = await ready.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('it started');
  expect(child.exitCode).toBe(1);
  return error.message.split('\n').slice(1).join('\n').trim();
}

test.each([
  [
    'a database in a place where nothing can be made',
    { DATABASE_URL: 'sqlite:/proc/nope/x.db' },
    /Make the folder|Give this user/,
  ],
  ['a folder for a database', { DATABASE_URL: 'sqlite:.' }, /is a folder\. Name a file/],
  ['a disk that is full', { DATABASE_URL: 'sqlite:/dev/full' }, /no room left|cannot be opened/],
  [
    'a PostgreSQL that does not run',
    { DATABASE_URL: 'postgres://aval:secret@127.0.0.1:1/aval' },
    /cannot be reached\. See/,
  ],
  [
    'an address nobody can read',
    { DATABASE_URL: 'postgres://aval:se#cret@db/aval' },
    /cannot be understood\. Write it as/,
  ],
])('%s is told in one line', async (_what, env, words) => {
  const written = await refusal(env);
  expect(written).toMatch(words);
  expect(written).toMatch(/^Aval could not start: [^\n]+\.$/);
  expect(written).not.toMatch(/secret|cret@|node:internal/);
});

test('a port that is taken is told in one line', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  expect(await refusal({ PORT: String(port) })).toBe(
    `Aval could not start: port ${port} is taken by another program, perhaps another Aval. Stop it, or set PORT to a free one.`,
  );
  taken.close();
});

test('a configuration file that is a folder is a problem among the others, without a stack', async () => {
  const written = await refusal({ AVAL_CONFIG: folder });
  expect(written).toContain('AVAL_CONFIG (environment)');
  expect(written).not.toContain('node:fs');
});

test('a second process on one SQLite file is refused, and may start when the first has ended, even by force', async () => {
  let first: Installation | undefined;
  try {
    first = await installRehearsal();
    const child = await first.start();
    expect(await refusal({ DATABASE_URL: `sqlite:${first.databasePath}` })).toMatch(
      /^Aval could not start: another Aval is running on the database file .*aval\.db\. Stop it, or .*$/,
    );
    await child.end('SIGKILL');
    const again = await first.start();
    await again.end('SIGTERM');
  } finally {
    first?.remove();
  }
});

test('a damaged file is told in one line', async () => {
  writeFileSync(join(folder, 'x.db'), 'Dear diary, '.repeat(100));
  expect(await refusal({ DATABASE_URL: 'sqlite:x.db' })).toMatch(
    /^Aval could not start: .*is not an SQLite database\. .*$/,
  );
});
