// A database that cannot be used, told to whoever runs Aval: one sentence with the cause and one with the cure. What the driver
// says names neither, and may hold the password.

/** Expected at a start. The message is for people; `cause` is what the driver said. */
export class StoreUnusable extends Error {
  override readonly name: string = 'StoreUnusable';
}

/** The oldest PostgreSQL that its makers still mend, and the oldest we try. */
const POSTGRES_AT_LEAST = 14;

/** `error` in words, where it is one that is expected of this database; else the error itself. */
export function asUnusable(url: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnusable) return error;
  const inWords = url.startsWith('sqlite:') ? sqliteWords : postgresWords;
  // A migration that failed has the driver's error as its cause.
  const known = inWords(url, error) ?? (error.cause instanceof Error ? inWords(url, error.cause) : undefined);
  return known === undefined ? error : new StoreUnusable(known, { cause: error });
}

/** `version` as PostgreSQL gives it, such as `18.4`. */
export function tooOld(url: string, version: string): StoreUnusable | undefined {
  if (Number.parseInt(version, 10) >= POSTGRES_AT_LEAST) return undefined;
  const cause = `the database ${shownUrl(url)} is PostgreSQL ${version}, and Aval needs ${POSTGRES_AT_LEAST} or later`;
  return new StoreUnusable(`${cause}. Upgrade it, or set DATABASE_URL to another server.`);
}

/** `DATABASE_URL` without what nobody may read: user, host and database only. */
export function shownUrl(url: string): string {
  if (url.startsWith('sqlite:')) return sqliteFile(url);
  // A password with such a character in it ends where nobody meant it to, and its rest would be shown as the host.
  if (isAmbiguous(url)) return 'that DATABASE_URL names';
  const { username, hostname, port, pathname } = new URL(url);
  return `postgres://${username}${username && '@'}${hostname}${port && `:${port}`}${pathname}`;
}

/** `sqlite:./data/aval.db` and `sqlite://./data/aval.db` → `./data/aval.db`. */
export function sqliteFile(url: string): string {
  return url.slice('sqlite:'.length).replace(/^\/\/(?=.)/, '');
}

function isAmbiguous(url: string): boolean {
  return !URL.canParse(url) || /#|:\/\/[^@]*[/?].*@/.test(url);
}

export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

const ELSEWHERE = 'set DATABASE_URL to a file that can be written';

// By the start of the code: SQLite's own have extended forms, such as SQLITE_IOERR_WRITE.
const SQLITE: readonly (readonly [codes: RegExp, cause: string, cure: string])[] = [
  [
    /^(EACCES|EPERM|EROFS|SQLITE_READONLY|SQLITE_PERM|SQLITE_AUTH)/,
    'may not be written by this user',
    `Give this user the file and its folder, or ${ELSEWHERE}`,
  ],
  [/^(ENOENT|ENOTDIR|ELOOP|ENAMETOOLONG)/, 'is in a folder that cannot be made', `Make the folder, or ${ELSEWHERE}`],
  [/^EISDIR/, 'is a folder', 'Name a file in it, such as sqlite:./data/aval.db'],
  [/^SQLITE_CANTOPEN/, 'cannot be opened', `See that this user may write the file and its folder, or ${ELSEWHERE}`],
  [
    /^SQLITE_NOTADB/,
    'is not an SQLite database',
    'Move that file away, restore a backup, or set DATABASE_URL to another one',
  ],
  [/^SQLITE_CORRUPT/, 'is damaged', 'Stop whatever else uses it, and restore the last backup'],
  [
    /^SQLITE_(BUSY|LOCKED)/,
    'is held by another program',
    'Stop that program (a backup, a shell left open), then start again',
  ],
  [/^(ENOSPC|EDQUOT|SQLITE_FULL)/, 'has no room left on its disk', 'Free some space, then start again'],
  [
    /^(EIO|SQLITE_IOERR|SQLITE_PROTOCOL)/,
    'cannot be read or written by its disk',
    'Use a healthy disk of this machine; network folders do not serve',
  ],
];

function sqliteWords(url: string, error: Error): string | undefined {
  const code = codeOf(error);
  const known = SQLITE.find(([codes]) => codes.test(code));
  return known && `the database file ${sqliteFile(url)} ${known[1]}. ${known[2]}.`;
}

const URL_CURE =
  'Write it as postgres://USER:PASSWORD@HOST:5432/DATABASE, with characters such as @ and # in the password as %40 and %23';
const UP = 'See that PostgreSQL runs there and that DATABASE_URL names the right host and port';

// SQLSTATE, or the system's code of a connection that did not come about.
const POSTGRES: readonly (readonly [codes: RegExp, cause: string, cure: string])[] = [
  [/^(ECONNREFUSED|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|08...)$/, 'cannot be reached', UP],
  [/^(ENOTFOUND|EAI_AGAIN|EAI_FAIL)$/, 'has a host that no name server knows', 'Correct the host in DATABASE_URL'],
  [/^(ETIMEDOUT|EHOSTDOWN)$/, 'does not answer', UP],
  [/^28P01$/, 'refuses the password', 'Correct the user and the password in DATABASE_URL'],
  [/^28000$/, 'does not let this user in', "Correct the user in DATABASE_URL, or the server's pg_hba.conf"],
  [/^3D000$/, 'does not exist', 'Create the database, or correct its name in DATABASE_URL'],
  [/^(42501|42000|3F000)$/, 'does not let this user make tables', 'Make the user the owner of the database'],
  [/^53300$/, 'takes no more connections', 'Stop other programs that use it, or raise max_connections'],
  [/^(53100|58030)$/, 'has no room left on its disk', 'Free some space there, then start again'],
  [/^(57P0[123]|57014)$/, 'is starting or stopping', 'Start again in a moment'],
  [/^25006$/, 'only reads: it is a replica', 'Set DATABASE_URL to the server that takes writes'],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_\w+)$/,
    'has a certificate that is not trusted',
    'Name its authority by sslrootcert in DATABASE_URL',
  ],
  [/^ENOENT$/, 'needs a file that is not there', 'Correct the socket or the sslrootcert in DATABASE_URL'],
];

// What the driver says without a code.
const POSTGRES_WORDS: readonly (readonly [words: RegExp, as: string])[] = [
  [/timeout/i, 'ETIMEDOUT'],
  [/^Connection terminated|not queryable/, 'ECONNRESET'],
  [/password must be a string|no password/i, '28P01'],
];

function postgresWords(url: string, error: Error): string | undefined {
  if (isAmbiguous(url) || /URI malformed/.test(error.message)) return `DATABASE_URL cannot be understood. ${URL_CURE}.`;
  // A host of several addresses fails with one error for each.
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  const words = `${error.message} ${first.message}`;
  if (/does not support SSL/.test(words)) {
    return `the database ${shownUrl(url)} speaks no TLS. Take sslmode out of DATABASE_URL, or switch TLS on there.`;
  }
  const code = codeOf(first) || (POSTGRES_WORDS.find(([known]) => known.test(first.message))?.[1] ?? '');
  const known = POSTGRES.find(([codes]) => codes.test(code));
  return known && `the database ${shownUrl(url)} ${known[1]}. ${known[2]}.`;
}
