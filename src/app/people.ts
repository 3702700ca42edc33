// The person behind an intent, with what they may do right now. Roles are read at every click, never remembered.
import { type Role, rolesOf } from '../domain/policy.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Actor } from '../ports.ts';
import { type Person, peopleById, personOf, rememberLocale } from '../store/people.ts';
import type { PersonRef } from '../views/view.ts';
import { type Words, wordsFor } from '../views/words/index.ts';
import type { AppDeps, Db } from './deps.ts';

export type Staff = {
  readonly person: Person;
  readonly roles: ReadonlySet<Role>;
  /** In the person's own language: for what only they see. */
  readonly words: Words;
};

/** Finds or creates the person of an account. Writes only when the account is new or its name changed. */
export async function staffOf(deps: AppDeps, actor: Actor): Promise<Staff> {
  const person = await personOf(deps.store.db, actor, { newId: deps.newId, now: deps.now() });
  const known = person.identities.find((who) => who.platform === actor.platform)?.locale;
  if (actor.locale !== undefined && actor.locale !== known) await rememberLocale(deps.store.db, actor, actor.locale);
  return {
    person,
    roles: rolesOf(person.identities, deps.settings.roles),
    words: wordsFor(localeOf(deps, person, actor)),
  };
}

function localeOf(deps: AppDeps, person: Person, actor: Actor): string {
  const known = person.identities.find((who) => who.platform === actor.platform)?.locale;
  return actor.locale ?? known ?? deps.settings.channelLocale;
}

/** The language of one stored person, on a platform; the channel language when unknown. */
export function wordsOf(deps: AppDeps, person: Person, platform: string): Words {
  const locale = person.identities.find((who) => who.platform === platform)?.locale;
  return wordsFor(locale ?? deps.settings.channelLocale);
}

export function channelWords(deps: AppDeps): Words {
  return wordsFor(deps.settings.channelLocale);
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
 * People of a role as the configuration names them, for "ask …" and for mentions. Names come from accounts seen before;
 * an account never seen is left out of names but still mentioned by its id.
 */
export async function holdersOf(
  deps: AppDeps,
  role: 'approver' | 'agent' | 'admin',
  db: Db = deps.store.db,
): Promise<readonly PersonRef[]> {
  const entries = new Set(deps.settings.roles[role]);
  if (entries.size === 0) return [];
  const rows = await db
    .selectFrom('identities')
    .innerJoin('people', 'people.id', 'identities.person_id')
    .select(['platform', 'tenant', 'external_id', 'name'])
    .where(
      'external_id',
      'in',
      [...entries].map((entry) => entry.split(':').at(-1) ?? ''),
    )
    .orderBy('identities.key')
    .execute();
  const seen = rows.filter(
    (row) =>
      entries.has(`${row.platform}:${row.external_id}`) ||
      entries.has(`${row.platform}:${row.tenant}:${row.external_id}`),
  );
  const known = seen.map((row) => ({ name: row.name, ids: { [row.platform]: row.external_id } }));
  const knownIds = new Set(seen.map((row) => `${row.platform}:${row.external_id}`));
  const unknown = [...entries]
    .map((entry) => ({ platform: entry.split(':')[0] ?? '', id: entry.split(':').at(-1) ?? '' }))
    .filter((who) => !knownIds.has(`${who.platform}:${who.id}`))
    .map((who) => ({ name: '', ids: { [who.platform]: who.id } }));
  return [...known, ...unknown];
}

/** Display names to ask for a role: its holders for decisions, admins for grants. `except`: nobody is told to ask themselves. */
export async function namesToAsk(
  deps: AppDeps,
  role: 'approver' | 'agent' | 'admin',
  except?: Person,
  db: Db = deps.store.db,
): Promise<readonly string[]> {
  const own = new Set(except?.identities.map((who) => `${who.platform}:${who.id}`));
  const isOwn = ({ ids }: PersonRef) => Object.entries(ids).some(([platform, id]) => own.has(`${platform}:${id}`));
  const others = (await holdersOf(deps, role, db)).filter((who) => who.name !== '' && !isOwn(who));
  return others.map((who) => who.name).slice(0, 3);
}

/** Undefined when the person has the role, else the refusal that names it and whom to ask. */
export async function requireRole(deps: AppDeps, staff: Staff, role: Role): Promise<Refusal | undefined> {
  if (staff.roles.has(role)) return undefined;
  return { kind: 'not_allowed', role, ask: await namesToAsk(deps, 'admin') };
}
