// People named in the configuration become known at start, so that "ask …" and mentions have names before they first click;
// then the directories are asked for the e-mail addresses that are missing. Who is still unknown is asked about again later.
import { identityKey, namedIn, ROLES } from '../../domain/people/roles.ts';
import { type Person, peopleWithAccounts, personOf } from '../../store/people/people.ts';
import type { AppDeps } from '../deps.ts';
import { askAgain } from '../news/ask-again.ts';
import { askForEmailLater } from './ask-for-email.ts';
import { askForMissingEmails } from './email-links.ts';

const ASK_AGAIN_MS = 10 * 60_000;

/** Asks each platform for the names of the people it is configured with. Who cannot be found is left for later. */
export async function learnPeople(deps: AppDeps): Promise<void> {
  for (const entry of configured(deps)) await learn(deps, entry);
  await askForMissingEmails(deps);
}

/** The same for those without a name, while nobody waits for it: Teams tells a name only once it has seen the person. */
export function learnMissingPeople(deps: AppDeps): void {
  askAgain(deps, 'people', ASK_AGAIN_MS, async () => {
    for (const entry of await unnamed(deps)) {
      await learn(deps, entry, async (key) => askForEmailLater(deps, key));
    }
  });
}

/** The same for one person who is at work without a name. */
export function learnNameOf(deps: AppDeps, person: Person): void {
  for (const who of person.identities) {
    const key = identityKey(who);
    askAgain(deps, `account ${key}`, ASK_AGAIN_MS, () => learn(deps, key));
  }
}

function configured(deps: AppDeps): readonly string[] {
  // Nobody is ever told to ask a proposer.
  const asked = ROLES.filter((role) => role !== 'proposer');
  return namedIn(deps.settings.roles, asked);
}

async function unnamed(deps: AppDeps): Promise<readonly string[]> {
  const entries = configured(deps);
  const ids = entries.map((entry) => entry.split(':').at(-1) ?? '');
  const people = await peopleWithAccounts(deps.store.db, ids);
  const named = people.filter((person) => person.name !== '').flatMap((person) => person.identities);
  const known = new Set(named.flatMap((who) => [identityKey(who), `${who.platform}:${who.id}`]));
  return entries.filter((entry) => !known.has(entry));
}

async function learn(deps: AppDeps, entry: string, whenNew?: (account: string) => Promise<void>): Promise<void> {
  const [platformId = '', ...rest] = entry.split(':');
  const id = rest.at(-1) ?? '';
  const platform = deps.platforms.get(platformId);
  const tenant = rest.length > 1 ? rest[0] : platform?.tenant();
  if (!platform || tenant === undefined) return;
  const name = await platform.nameOf(id);
  if (name === undefined) return;
  const account = { platform: platformId, tenant, id };
  const tell = whenNew && { whenNew: () => whenNew(identityKey(account)) };
  await personOf(deps.store.db, { ...account, name }, { newId: deps.newId, now: deps.now(), ...tell });
}
