// Links accounts of one person on two platforms by the e-mail address that both directories vouch for now. Any doubt means
// that nothing is linked: the people can still do it themselves, with a code.
import type { Failure } from '../../domain/fault.ts';
import { ok, type Result } from '../../domain/result.ts';
import { type Account, accountByKey, accountsToAsk, accountsWithEmail, saveEmail } from '../../store/people/emails.ts';
import type { Tx } from '../../store/store.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import type { JobPayloads } from '../news/jobs.ts';
import { enqueueQuestion, isUseful } from './ask-for-email.ts';
import { linkPeople } from './link-people.ts';

const ASK_AGAIN_MS = 24 * 3_600_000;
/** After a directory did not answer; twice that after the next time, up to a day. */
const LATER_MS = 10 * 60_000;
const ASKED_AT_ONCE = 500;
/** Slack answers some hundred profiles a minute without complaint; other platforms have limits of their own. */
const APART_MS = 1_000;

/**
 * Job `people.email`: asks the directory about one account, and links it to the one other account with that address, once its
 * directory has said so again just now: people leave, and addresses are given to others.
 */
export async function askForEmail(deps: AppDeps, payload: JobPayloads['people.email']): Promise<JobOutcome> {
  const account = await accountByKey(deps.store.db, payload.account);
  if (!account || !deps.platforms.has(account.platform)) return { done: true };
  const told = await askNow(deps, account);
  if (!told.ok) return askLater(deps, payload);
  if (told.value === undefined) return { done: true };
  const accounts = await accountsWithEmail(deps.store.db, told.value);
  const others = othersOf(account.key, accounts);
  if (!isClear(account, others)) return { done: true };
  for (const other of others) {
    if (!(await askNow(deps, other)).ok) return askLater(deps, payload);
  }
  await deps.store.write((tx) => linkByEmail(deps, tx, account.key, told.value));
  return { done: true };
}

/** What the directory says at this moment, remembered. A platform that is not set up any more vouches for nothing. */
async function askNow(deps: AppDeps, account: Account): Promise<Result<string | undefined, Failure>> {
  const told = (await deps.platforms.get(account.platform)?.emailOf(account.id)) ?? ok(undefined);
  if (!told.ok) return told;
  return ok(await saveEmail(deps.store.db, account.key, told.value, isoNow(deps)));
}

/** A directory is away. A question of its own, so that those behind this one in the lane do not wait for it. */
async function askLater(deps: AppDeps, { account, tries = 0 }: JobPayloads['people.email']): Promise<JobOutcome> {
  const runAt = isoIn(deps, Math.min(LATER_MS * 2 ** tries, ASK_AGAIN_MS));
  await deps.store.write(async (tx) => enqueueQuestion(tx, account, { ask: runAt, runAt, tries: tries + 1 }));
  return { done: true };
}

async function linkByEmail(deps: AppDeps, tx: Tx, key: string, email: string | undefined): Promise<void> {
  const accounts = email === undefined ? [] : await accountsWithEmail(tx.db, email);
  const mine = accounts.find((account) => account.key === key);
  const others = othersOf(key, accounts);
  const [other] = others;
  if (!mine || !other || !isClear(mine, others)) return;
  await linkPeople(deps, tx, { one: mine.personId, other: other.personId, how: 'email', actor: 'aval' });
}

function othersOf(key: string, accounts: readonly Account[]): readonly Account[] {
  return accounts.filter((account) => account.key !== key);
}

/**
 * One other person has the address, and not on the platform of this account: there, one of the two must be wrong. Where an
 * admin has parted one of them, the address has been wrong before.
 */
function isClear(mine: Account, others: readonly Account[]): boolean {
  if ([mine, ...others].some((account) => account.isUnlinked)) return false;
  const people = new Set(others.map((account) => account.personId));
  return people.size === 1 && !people.has(mine.personId) && others.every(({ platform }) => platform !== mine.platform);
}

/** After a start: asks about every account whose address is not known, a few at a time. */
export async function askForMissingEmails(deps: AppDeps): Promise<void> {
  if (!isUseful(deps)) return;
  const platforms = [...deps.platforms.keys()];
  const before = isoIn(deps, -ASK_AGAIN_MS);
  const accounts = await accountsToAsk(deps.store.db, { platforms, before, limit: ASKED_AT_ONCE });
  const ask = isoNow(deps);
  await deps.store.write(async (tx) => {
    for (const [index, { key }] of accounts.entries()) {
      enqueueQuestion(tx, key, { ask, runAt: isoIn(deps, index * APART_MS) });
    }
  });
}
