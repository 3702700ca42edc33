// People's languages and names as Slack knows them. Requests do not carry them, so they are asked for once and kept; a command is never
// held up for it, the first answer may come in the default language.
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../../../src/ports/process.ts';
import type { SlackClient } from './client.ts';

const KEPT = 5000;
const ASKING_MAX = 4;
/** How old the word may be that an account is still in use. */
const STANDING_MS = 10 * 60_000;

export type Profiles = {
  /** Asks, unless it is known; undefined when Slack does not say. */
  profile(userId: string): Promise<Profile | undefined>;
  /** Without asking anybody; starts asking when not known. */
  known(userId: string): Profile | undefined;
  locale(userId: string): Promise<string | undefined>;
  /** Display name, or the full name where there is none. */
  name(userId: string): Promise<string | undefined>;
  /** The account was deactivated: Slack takes what is posted to it, and nobody reads it. False where that is not known. */
  isGone(userId: string): Promise<boolean>;
};

export type Profile = {
  /** `''`: Slack answered without one. */
  readonly locale: string;
  readonly name: string;
  /** The workspaces they are a member of, as far as Slack says: home, and those of their organisation (Enterprise Grid). */
  readonly teams: readonly string[];
  /** Of another company, or not here any more. */
  readonly isOutside: boolean;
  readonly isDeactivated: boolean;
  readonly isGuest: boolean;
};

export function createProfiles(client: SlackClient, track: (work: Promise<unknown>) => void, now: Clock): Profiles {
  const kept = new LRUCache<string, Profile>({ max: KEPT });
  const seenAt = new LRUCache<string, number>({ max: KEPT });
  const asking = new Map<string, Promise<Profile | undefined>>();

  async function ask(userId: string): Promise<Profile | undefined> {
    const got = await client.call('users.info', { user: userId, include_locale: true }, { lane: 'background' });
    if (!got.ok) return undefined;
    const profile = profileOf(got.value.answer.user);
    kept.set(userId, profile);
    seenAt.set(userId, now().getTime());
    return profile;
  }

  function profile(userId: string): Promise<Profile | undefined> {
    const known = kept.get(userId);
    if (known !== undefined) return Promise.resolve(known);
    let asked = asking.get(userId);
    if (!asked) {
      asked = ask(userId).finally(() => asking.delete(userId));
      asking.set(userId, asked);
    }
    return asked;
  }

  return {
    profile,
    locale: async (userId) => (await profile(userId))?.locale || undefined,
    name: async (userId) => (await profile(userId))?.name || undefined,
    async isGone(userId) {
      if ((seenAt.get(userId) ?? 0) < now().getTime() - STANDING_MS) kept.delete(userId);
      return (await profile(userId))?.isDeactivated === true;
    },
    known(userId) {
      const known = kept.get(userId);
      if (known === undefined && asking.size < ASKING_MAX && !asking.has(userId)) track(profile(userId));
      return known;
    },
  };
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

export function profileOf(answered: unknown): Profile {
  const user = (answered ?? {}) as Readonly<Record<string, unknown>>;
  const names = (user.profile ?? {}) as { readonly display_name?: unknown; readonly real_name?: unknown };
  const { teams } = (user.enterprise_user ?? {}) as { readonly teams?: unknown };
  return {
    locale: text(user.locale),
    name: text(names.display_name) || text(names.real_name) || text(user.real_name),
    teams: [user.team_id, ...(Array.isArray(teams) ? teams : [])].filter((team) => typeof team === 'string'),
    isOutside: user.is_stranger === true,
    isDeactivated: user.deleted === true,
    isGuest: user.is_restricted === true || user.is_ultra_restricted === true,
  };
}

/** `#name` of a channel the bot can see. */
export async function channelName(client: SlackClient, channel: string): Promise<string | undefined> {
  const got = await client.call('conversations.info', { channel }, { lane: 'background' });
  const found = got.ok ? (got.value.answer.channel as { readonly name?: unknown } | undefined) : undefined;
  return text(found?.name) === '' ? undefined : `#${text(found?.name)}`;
}
