// The person behind an intent, with what they may do right now. Roles are read at every click, never remembered.
import { may, missingRole, RIGHTS, type Right } from '../../domain/people/may.ts';
import { type IdentityParts, identityKey, namedIn, type Role, rolesOf } from '../../domain/people/roles.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Actor, ChatPlatform } from '../../ports/chat.ts';
import {
  livingId,
  type Person,
  peopleById,
  peopleWithAccounts,
  personById,
  personOf,
  rememberLocale,
} from '../../store/people/people.ts';
import type { PersonRef } from '../../views/view.ts';
import type { Words } from '../../views/words/index.ts';
import type { AppDeps, Db } from '../deps.ts';
import { wordsIn } from '../words-about.ts';
import { askForEmailLater } from './ask-for-email.ts';
import { learnMissingPeople, learnNameOf } from './learn.ts';

export type Staff = {
  readonly person: Person;
  /** The platform they act on right now. */
  readonly platform: string;
  readonly roles: ReadonlySet<Role>;
  /** On the platform they act on. */
  readonly isGuest: boolean;
  /** In the person's own language: for what only they see. */
  readonly words: Words;
};

/** Finds or creates the person of an account. Writes only when the account is new or its name changed. */
export async function staffOf(deps: AppDeps, actor: Actor): Promise<Staff> {
  const whenNew = () => askForEmailLater(deps, identityKey(actor));
  const person = await personOf(deps.store.db, actor, { newId: deps.newId, now: deps.now(), whenNew });
  if (person.name === '') learnNameOf(deps, person);
  const known = person.identities.find((who) => who.platform === actor.platform)?.locale;
  if (actor.locale !== undefined && actor.locale !== known) await rememberLocale(deps.store.db, actor, actor.locale);
  const isGuest = actor.guest === true;
  return {
    person,
    platform: actor.platform,
    roles: rolesOf(person.identities, deps.settings.roles, { isGuest }),
    isGuest,
    words: actor.locale === undefined ? wordsOf(deps, person, actor.platform) : wordsIn(deps, actor.locale),
  };
}

/**
 * The same person inside a transaction that counts them: their accounts may have been linked since `staffOf`. Read it after
 * taking the row that is to be changed.
 */
export async function staffNow(deps: AppDeps, db: Db, staff: Staff): Promise<Staff> {
  const id = await livingId(db, staff.person.id);
  if (id === staff.person.id) return staff;
  const person = await personById(db, id);
  if (!person) throw new Error(`person ${staff.person.id} was merged into nobody`);
  return { ...staff, person, roles: rolesOf(person.identities, deps.settings.roles, staff) };
}

/** The language of one stored person: as this platform knows it, else as another one does, else the channel's. */
export function wordsOf(deps: AppDeps, person: Person, platform: string): Words {
  const here = person.identities.find((who) => who.platform === platform)?.locale;
  const elsewhere = person.identities.find((who) => who.locale !== null)?.locale;
  return wordsIn(deps, here ?? elsewhere ?? deps.settings.channelLocale);
}

/** Where a person can be written to: their accounts on platforms that are set up, the one on `first` before the others. */
export function accountsOf(
  deps: AppDeps,
  person: Person,
  first?: string,
): readonly { readonly platform: ChatPlatform; readonly id: string }[] {
  const isLater = (platform: string) => Number(platform !== first);
  return person.identities
    .toSorted((a, b) => isLater(a.platform) - isLater(b.platform))
    .flatMap(({ platform: name, id }) => {
      const platform = deps.platforms.get(name);
      return platform ? [{ platform, id }] : [];
    });
}

export function channelWords(deps: AppDeps): Words {
  return wordsIn(deps, deps.settings.channelLocale);
}

export function personRef(person: Person | undefined): PersonRef {
  if (!person) return { name: '?', ids: {} };
  return { name: person.name, ids: Object.fromEntries(person.identities.map((who) => [who.platform, who.id])) };
}

/** Refs of several people at once; unknown ids become "?" rather than an error. */
export async function personRefs(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, PersonRef>> {
  const people = await peopleById(db, ids);
  return new Map(ids.map((id) => [id, personRef(people.get(id))]));
}

/**
 * People of one of these roles as the configuration names them, for "ask …" and for mentions: each once, with all their
 * accounts. Names come from accounts seen before; an account never seen is left out of names but still mentioned by its id,
 * and its platform is asked for the name.
 */
export async function holdersOf(
  deps: AppDeps,
  roles: Role | readonly Role[],
  db: Db = deps.store.db,
): Promise<readonly PersonRef[]> {
  const all = await holdersKnown(deps, roles, db);
  if (all.some((who) => who.name === '')) learnMissingPeople(deps);
  return all;
}

/** The same where they are only counted: no platform is asked for a name. */
export async function holdersKnown(
  deps: AppDeps,
  roles: Role | readonly Role[],
  db: Db,
): Promise<readonly PersonRef[]> {
  const entries = new Set(namedIn(deps.settings.roles, [roles].flat()));
  if (entries.size === 0) return [];
  const ids = [...entries].map((entry) => entry.split(':').at(-1) ?? '');
  const found = await peopleWithAccounts(db, ids);
  const isNamed = (who: IdentityParts) => entries.has(`${who.platform}:${who.id}`) || entries.has(identityKey(who));
  const holders = found.filter((person) => person.identities.some(isNamed));
  const known = holders.map(personRef);
  const knownIds = new Set(holders.flatMap((person) => person.identities.map((who) => `${who.platform}:${who.id}`)));
  const unknown = [...entries]
    .map((entry) => ({ platform: entry.split(':')[0] ?? '', id: entry.split(':').at(-1) ?? '' }))
    .filter((who) => !knownIds.has(`${who.platform}:${who.id}`))
    .map((who) => ({ name: '', ids: { [who.platform]: who.id } }));
  return [...known, ...unknown];
}

/**
 * Display names to ask: holders of a role for what they decide, admins for grants. `reader`: nobody is told to ask themselves;
 * left out only where it is not one person who reads it.
 * Empty when no name is known, which `askSentence` makes "an admin" of.
 */
export async function namesToAsk(
  deps: AppDeps,
  roles: Role | readonly Role[],
  reader?: Person,
  db: Db = deps.store.db,
): Promise<readonly string[]> {
  const others = await othersThan(deps, roles, reader, db);
  const names = others.map((who) => who.name).filter((name) => name !== '');
  return names.slice(0, 3);
}

/** Whoever holds one of these roles, besides this person with any of their accounts. */
export async function othersThan(
  deps: AppDeps,
  roles: Role | readonly Role[],
  reader: Person | undefined,
  db: Db,
): Promise<readonly PersonRef[]> {
  const own = new Set(reader?.identities.map((who) => `${who.platform}:${who.id}`));
  const isOwn = ({ ids }: PersonRef) => Object.entries(ids).some(([platform, id]) => own.has(`${platform}:${id}`));
  return (await holdersOf(deps, roles, db)).filter((who) => !isOwn(who));
}

/** Who parts accounts that were linked by mistake, for this reader. */
export async function unlinkers(deps: AppDeps, reader: Person | undefined, db: Db = deps.store.db) {
  const yours = reader !== undefined && rolesOf(reader.identities, deps.settings.roles).has('admin');
  return { ask: await namesToAsk(deps, 'admin', reader, db), yours };
}

/** Every right the person has now. */
export function rightsOf({ roles }: Staff): ReadonlySet<Right> {
  return new Set(RIGHTS.filter((right) => may(roles, right)));
}

/** Undefined when the person may, else the refusal that names the role they lack and whom to ask for it. */
export async function requireRight(deps: AppDeps, staff: Staff, right: Right): Promise<Refusal | undefined> {
  const role = missingRole(staff.roles, right);
  if (role === undefined) return undefined;
  const asGuest = staff.isGuest && deps.settings.roles[role] === 'everyone';
  return {
    kind: 'not_allowed',
    role,
    ask: await namesToAsk(deps, 'admin', staff.person),
    ...(asGuest && { guest: true }),
  };
}
