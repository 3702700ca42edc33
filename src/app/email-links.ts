// Accounts of one person on two platforms find each other by the e-mail address both directories vouch for. Any doubt means
// that nothing is linked: the people can still do it themselves, with a code.
import { type Account, accountByKey, accountsToAsk, accountsWithEmail, saveEmail } from '../store/emails.ts';
import type { Tx } from '../store/open.ts';
import { enqueueQuestion, isUseful } from './ask-for-email.ts';
import { type AppDeps, isoIn, isoNow } from './deps.ts';
import type { JobOutcome } from './job-outcome.ts';
import { linkPeople } from './link-people.ts';

const ASK_AGAIN_MS = 24 * 3_600_000;
const ASKED_AT_ONCE = 500;
/** Slack answers some hundred profiles a minute without complaint; other platforms have limits of their own. */
const APART_MS = 1_000;

/** Job `people.email`: asks the directory about one account, and links it to the one other account with that address. */
export async function askForEmail(deps: AppDeps, payload: { readonly account: string }): Promise<JobOutcome> {
  const account = await accountByKey(deps.store.db, payload.account);
  const platform = account && deps.platforms.get(account.platform);
  if (!account || !platform) return { done: true };
  const told = account.email ?? (await platform.emailOf(account.id));
  const email = await saveEmail(deps.store.db, account.key, told, isoNow(deps));
  if (email !== undefined) await deps.store.write((tx) => linkByEmail(deps, tx, account.key, email));
  return { done: true };
}

async function linkByEmail(deps: AppDeps, tx: Tx, key: string, email: string): Promise<void> {
  const accounts = await accountsWithEmail(tx.db, email);
  const mine = accounts.find((account) => account.key === key);
  const others = accounts.filter((account) => account.key !== key);
  const [other] = others;
  if (!mine || !other || !isClear(mine, others)) return;
  await linkPeople(deps, tx, { one: mine.personId, other: other.personId, how: 'email', actor: 'aval' });
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
