// `aval unlink ACCOUNT`: an account that was linked wrongly becomes a person of its own again. Works beside a running server,
// which reads who somebody is at every click.
import { nearest } from '../config/nearest.ts';
import { isCurrent } from '../store/engine/migrate.ts';
import { newId } from '../store/engine/new-id.ts';
import { connect, storeOver } from '../store/open.ts';
import { type KnownAccount, knownAccounts, unlinkAccount } from '../store/people/unlink.ts';
import type { Store } from '../store/store.ts';
import type { Io } from './io.ts';

const DEFAULT_URL = 'sqlite:./data/aval.db';
const USAGE = `Usage: unlink ACCOUNT

The account as it stands in the configuration, with or without its workspace or tenant:
slack:U0123ABCD, slack:T0123ABCD:U0123ABCD, teams:<object id> or teams:<tenant>:<object id>.
It becomes a person of its own. What was done so far, drafts included, stays with the person it leaves.
It is never linked by e-mail again; a code from “template link” still links it.`;
const SUGGESTED = 3;

/** Gives the exit code: 0 unlinked, 1 refused, 2 wrong usage or no database of ours. Both others change nothing. */
export async function runUnlink(argv: readonly string[], io: Io, env: NodeJS.ProcessEnv): Promise<0 | 1 | 2> {
  const [typed, ...more] = argv;
  if (typed === undefined || more.length > 0 || typed.startsWith('-')) {
    const asked = typed === '--help' || typed === '-h';
    (asked ? io.out : io.err)(USAGE);
    return asked ? 0 : 2;
  }
  try {
    return await unlink(env.DATABASE_URL ?? DEFAULT_URL, typed, io);
  } catch (error) {
    io.err(`Nothing was changed: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}

async function unlink(url: string, typed: string, io: Io): Promise<0 | 1 | 2> {
  const opened = await connect(url, { create: false });
  const now = () => new Date();
  const store = storeOver(opened, { now, newId });
  try {
    if (!(await isCurrent(opened.db))) {
      io.err('This database does not have the schema of this version. Run: npm run migrate');
      return 2;
    }
    const known = await knownAccounts(opened.db);
    const key = accountMeant(typed, known);
    return key === undefined ? unknown(typed, known, io) : await part(store, key, now().toISOString(), io);
  } finally {
    await store.close();
  }
}

/** Its whole name, or the short one where that is one account only. Letter case is the directories' own business. */
function accountMeant(typed: string, known: readonly KnownAccount[]): string | undefined {
  const said = typed.toLowerCase();
  const isIt = ({ key, platform, id }: KnownAccount) =>
    [key, `${platform}:${id}`].some((n) => n.toLowerCase() === said);
  const exact = known.find(({ key }) => key === typed);
  const [found, ...others] = exact ? [exact] : known.filter(isIt);
  return others.length === 0 ? found?.key : undefined;
}

function unknown(typed: string, known: readonly KnownAccount[], io: Io): 1 {
  const near = nearestOf(typed, known);
  const hint = near.length > 0 ? ` The nearest known: ${near.join(', ')}.` : ' “unlink --help” says how it is written.';
  io.err(`There is no one account ${typed}.${hint} Nothing was changed.`);
  return 1;
}

function nearestOf(typed: string, known: readonly KnownAccount[]): readonly string[] {
  let left = known.map(({ key, platform, id }) => ({ key, names: [key, `${platform}:${id}`] }));
  const near: string[] = [];
  while (near.length < SUGGESTED) {
    const names = left.flatMap((account) => account.names);
    const name = nearest(typed, names);
    const found = left.find((account) => name !== undefined && account.names.includes(name));
    if (!found) break;
    left = left.filter((account) => account !== found);
    near.push(found.key);
  }
  return near;
}

async function part(store: Store, key: string, at: string, io: Io): Promise<0 | 1> {
  const done = await store.write(async (tx) => {
    const parted = await unlinkAccount(tx.db, key, { newId: newId(), at });
    if (parted.ok) {
      tx.record({
        actor: 'operator',
        kind: 'people.unlinked',
        subjectKind: 'person',
        subjectId: parted.from.id,
        from: parted.from.id,
        to: parted.person,
        detail: 'by command line',
      });
    }
    return parted;
  });
  if (!done.ok) {
    const why = done.why === 'unknown' ? 'is gone' : `is the only account of ${done.name || 'its person'}`;
    io.err(`${key} ${why}, so there is nothing to unlink.`);
    return 1;
  }
  const { name, accounts } = done.from;
  io.out(
    `${key} is a person of its own now. What was done so far stays with ${name || 'the other account'} (${accounts.join(', ')}).`,
  );
  io.out('E-mail never links it again; a code from “template link” does.');
  return 0;
}
