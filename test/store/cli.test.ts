// `aval audit verify` and `aval migrate` on real databases.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { runAudit } from '../../src/cli/audit.ts';
import type { Io } from '../../src/cli/io.ts';
import { runMigrate } from '../../src/cli/migrate.ts';
import { describeOnBothEngines } from '../support/process/database.ts';

function aTerminal() {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = { out: (text) => void out.push(text), err: (text) => void err.push(text), stdin: async () => '' };
  return { io, out, err };
}

describeOnBothEngines('the command line', ({ fresh, empty }) => {
  test('audit verify says that an intact trail is intact', async () => {
    const { store, url } = await fresh();
    await store.write(async (tx) => tx.record({ actor: 'p1', kind: 'a', subjectKind: 'proposal', subjectId: 'x' }));
    const { io, out } = aTerminal();

    const code = await runAudit(['verify'], io, { DATABASE_URL: url });

    expect([code, out]).toEqual([0, ['The audit trail is intact: 1 events.']]);
  });

  test('audit verify names the first event that was changed', async () => {
    const { store, url } = await fresh();
    await store.write(async (tx) => tx.record({ actor: 'p1', kind: 'a', subjectKind: 'proposal', subjectId: 'x' }));
    await store.db.updateTable('events').set({ actor: 'p2' }).execute();
    const { io, err } = aTerminal();

    const code = await runAudit(['verify'], io, { DATABASE_URL: url });

    expect(code).toBe(1);
    expect(err.join()).toMatch(/changed at event 1/);
  });

  test('audit verify of a database that is not ours is no verdict', async () => {
    const { io, err } = aTerminal();

    const code = await runAudit(['verify'], io, { DATABASE_URL: await empty() });

    expect(code).toBe(2);
    expect(err.join()).toMatch(/DATABASE_URL|no file/);
  });

  test('migrate makes the schema, and the second time finds nothing to do', async () => {
    const url = await empty();
    const { io, out } = aTerminal();

    const codes = [await runMigrate([], io, { DATABASE_URL: url }), await runMigrate([], io, { DATABASE_URL: url })];

    expect(codes).toEqual([0, 0]);
    expect(out).toEqual([expect.stringMatching(/^Applied: 0001_people, /), 'The database is up to date.']);
  });

  test('migrate refuses a newer database and says what to do', async () => {
    const { store, url } = await fresh();
    await sql`insert into kysely_migration (name, timestamp) values ('9999_future', '2030')`.execute(store.db);
    const { io, err } = aTerminal();

    expect(await runMigrate([], io, { DATABASE_URL: url })).toBe(1);
    expect(err.join()).toMatch(/newer Aval.*9999_future/);
  });
});

test('audit verify does not create the database it was asked about', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aval-cli-'));
  const { io, err } = aTerminal();

  const code = await runAudit(['verify'], io, { DATABASE_URL: `sqlite:${folder}/none.db` });

  const files = await readdir(folder);
  await rm(folder, { recursive: true });
  expect([code, files]).toEqual([2, []]);
  expect(err.join()).toMatch(/no file .*none\.db/);
});

test('wrong usage is answered with the right one', async () => {
  const { io, err } = aTerminal();

  const codes = [await runAudit([], io, {}), await runAudit(['fix'], io, {}), await runMigrate(['now'], io, {})];

  expect(codes).toEqual([2, 2, 2]);
  expect(err).toEqual(['Usage: audit verify', 'Usage: audit verify', 'Usage: migrate']);
});
