// A database that cannot be used says so in words: what is wrong and what helps, never a driver's stack and never a password.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { asUnusable, StoreUnusable, shownUrl, tooOld } from '../../../src/store/engine/unusable.ts';
import { connect, openStore } from '../../../src/store/open.ts';
import { counterIds, fakeClock } from '../../support/fake-clock.ts';
import { describeOnBothEngines } from '../../support/process/database.ts';

const how = { now: fakeClock().now, newId: counterIds() };

async function refusalOf(url: string, more: { readonly alone?: boolean } = {}): Promise<string> {
  const error = await openStore({ url, ...how, ...more }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(StoreUnusable);
  return error instanceof Error ? error.message : '';
}

describe('an SQLite file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aval-unusable-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('in a place where nothing can be made is refused at once', async () => {
    const began = performance.now();
    expect(await refusalOf('sqlite:/proc/nope/deeper/x.db')).toMatch(
      /\/proc\/nope\/deeper\/x\.db .*Make the folder, or/,
    );
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test.each([
    ['a folder', '', 'is a folder. Name a file'],
    ['below a file', 'text/x.db', 'is in a folder that cannot be made. Make the folder'],
    ['something else', 'text', 'is not an SQLite database. Move that file away'],
  ])('that is %s is refused', async (_what, path, words) => {
    writeFileSync(join(folder, 'text'), 'Dear diary, '.repeat(100));
    expect(await refusalOf(`sqlite:${join(folder, path)}`)).toContain(words);
  });

  test('may lie in folders that are not there yet, which then belong to this user only', async () => {
    const store = await openStore({ url: `sqlite:${join(folder, 'a/b/x.db')}`, ...how });
    await store.close();
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'a/b')).mode & 0o777).toBe(0o700);
  });

  test('is served by one process only, until that one has ended; the command line may look at it', async () => {
    const url = `sqlite:${join(folder, 'x.db')}`;
    const serving = await openStore({ url, ...how, alone: true });

    expect(await refusalOf(url, { alone: true })).toMatch(/another Aval is running .*x\.db\. Stop it, or .*PostgreSQL/);
    await (await connect(url)).close();

    await serving.close();
    await (await openStore({ url, ...how, alone: true })).close();
  });

  test('that is full says so, not what became of the attempt to undo', async () => {
    const { db, close } = await connect(`sqlite:${join(folder, 'x.db')}`);
    await sql`create table filler (text text)`.execute(db);
    await sql`pragma max_page_count = 1`.execute(db);
    const filling = db.transaction().execute(async (tx) => {
      for (let row = 0; row < 100; row += 1) await sql`insert into filler values (${'x'.repeat(3_000)})`.execute(tx);
    });
    await expect(filling).rejects.toThrow('database or disk is full');
    await close();
  });
});

describe('a PostgreSQL', () => {
  const server = () => new URL(inject('postgresUrl'));
  const at = (other: Partial<Record<'password' | 'pathname' | 'search', string>>) =>
    Object.assign(server(), { pathname: '/postgres', ...other }).href;

  test('that does not run', async () => {
    const url = 'postgres://aval:secret@127.0.0.1:1/aval';
    expect(await refusalOf(url)).toMatch(
      /^the database postgres:\/\/aval@127\.0\.0\.1:1\/aval cannot be reached\. See/,
    );
  });

  test('whose host nobody knows', async () => {
    expect(await refusalOf('postgres://aval:secret@nowhere.invalid/aval')).toMatch(
      /no name server knows.*Correct the host|does not answer/,
    );
  });

  test('that refuses the password, which is not shown', async () => {
    const words = await refusalOf(at({ password: 'wrong-one' }));
    expect(words).toContain('refuses the password. Correct the user and the password');
    expect(words).not.toContain('wrong-one');
  });

  test('that wants a password where none is given', async () => {
    expect(await refusalOf(at({ password: '' }))).toContain('refuses the password');
  });

  test('without that database', async () => {
    expect(await refusalOf(at({ pathname: '/not_there' }))).toContain('/not_there does not exist. Create');
  });

  test('without TLS, where DATABASE_URL asks for it', async () => {
    expect(await refusalOf(at({ search: '?sslmode=verify-full' }))).toContain('speaks no TLS. Take sslmode');
  });

  test('behind an address that something else listens on', async () => {
    const other = createServer((socket) => void socket.end('220 mail.example.com ready\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const refusal = openStore({ url: `postgres://a:b@127.0.0.1:${port}/aval`, ...how });
    await expect(refusal).rejects.toThrow(/cannot be reached/);
    other.close();
  });

  test.each([
    'postgres://aval:sec#ret@db.example.com/aval',
    'postgres://aval:12/3@db.example.com/aval',
    'postgres://aval:12?3@db.example.com/aval',
    'postgres://aval:secret@db.example.com:port/aval',
    'postgres://aval:secret@db.example.com/%E0%A4%A',
  ])('whose address cannot be understood, and is not repeated: %s', async (url) => {
    const words = await refusalOf(url);
    expect(words).toMatch(/^DATABASE_URL cannot be understood\. Write it as postgres:/);
    expect(words).not.toMatch(/ret@|secret|12/);
  });
});

describe('what is told', () => {
  const broken = (code: string, message = 'no') => Object.assign(new Error(message), { code });
  const told = (url: string, error: Error) => {
    const words = asUnusable(url, error);
    return words instanceof StoreUnusable ? words.message : undefined;
  };

  test.each([
    ['EACCES', 'may not be written'],
    ['EROFS', 'may not be written'],
    ['SQLITE_READONLY_DIRECTORY', 'may not be written'],
    ['SQLITE_CANTOPEN', 'cannot be opened'],
    ['SQLITE_CORRUPT_VTAB', 'is damaged'],
    ['SQLITE_BUSY_SNAPSHOT', 'is held by another program'],
    ['SQLITE_FULL', 'no room left'],
    ['ENOSPC', 'no room left'],
    ['SQLITE_IOERR_WRITE', 'cannot be read or written'],
  ])('of SQLite: %s', (code, words) => {
    expect(told('sqlite:./data/aval.db', broken(code))).toMatch(
      new RegExp(`^the database file ./data/aval.db .*${words}.*\\. [A-Z].*\\.$`),
    );
  });

  test.each([
    ['28000', 'does not let this user in'],
    ['42501', 'make tables'],
    ['53300', 'takes no more connections'],
    ['57P03', 'is starting or stopping'],
    ['25006', 'it is a replica'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
    ['ETIMEDOUT', 'does not answer'],
  ])('of PostgreSQL: %s', (code, words) => {
    expect(told('postgres://a:secret@db/aval', broken(code))).toMatch(
      new RegExp(`^the database postgres://a@db/aval .*${words}.*\\. [A-Z].*\\.$`),
    );
  });

  test('a host with several addresses is told by the first', () => {
    const each = new AggregateError([broken('ECONNREFUSED'), broken('ECONNREFUSED')], '');
    expect(told('postgres://db/aval', each)).toContain('cannot be reached');
  });

  test('a migration that failed because of the disk is told by that', () => {
    expect(told('sqlite:x.db', new Error('Migration failed', { cause: broken('SQLITE_FULL') }))).toContain(
      'no room left',
    );
  });

  test('a PostgreSQL that is too old is told by its version', () => {
    expect(tooOld('postgres://a:secret@db/aval', '9.6.24')?.message).toBe(
      'the database postgres://a@db/aval is PostgreSQL 9.6.24, and Aval needs 14 or later. Upgrade it, or set DATABASE_URL to another server.',
    );
    expect(tooOld('postgres://db/aval', '14.0')).toBeUndefined();
    expect(tooOld('postgres://db/aval', '18.4 (Debian 18.4-1)')).toBeUndefined();
  });

  test('what nobody expected stays what it is', () => {
    const bug = new TypeError('x is not a function');
    expect(asUnusable('sqlite:x.db', bug)).toBe(bug);
  });

  test('an address is shown without password and settings', () => {
    expect(shownUrl('postgres://aval:secret@db:5433/x?sslpassword=secret')).toBe('postgres://aval@db:5433/x');
  });
});

describeOnBothEngines('a database that serves', ({ fresh }) => {
  test('is opened as before', async () => {
    const { url } = await fresh();
    await (await openStore({ url, ...how, alone: true })).close();
  });
});
