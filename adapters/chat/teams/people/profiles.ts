// People's names and addresses, and channels' names, as Teams' rosters tell them. A roster is asked only about one person
// at a time; what was learned from activities comes first.
import * as z from 'zod';
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Clock } from '../../../../src/ports/process.ts';
import type { Connector } from '../connector/connector.ts';
import type { Ours, References } from '../connector/references.ts';
import { createExpiring } from '../expiring.ts';
import { isOfOurs, type Member, mayChange, type Rosters } from './rosters.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Somebody who is on no roster may join one soon. */
const KEPT_MS = { found: 12 * HOUR_MS, missing: 10 * MINUTE_MS };
export type Profiles = {
  /** Display name, from the last activity or a roster. */
  name(personId: string): Promise<string | undefined>;
  /** Lower-case address, only where Entra vouches for it (see `vouchedEmail`). */
  email(personId: string): Promise<Result<string | undefined, Failure>>;
  /** As people see it; Teams has no name for the first channel of a team, so that is called by the team's. */
  channelName(channel: string): Promise<string | undefined>;
};

export type ProfilesDeps = {
  readonly connector: Connector;
  readonly references: References;
  readonly rosters: Rosters;
  readonly ours: () => Ours;
  readonly now: Clock;
};

export function createProfiles({ connector, references, rosters, ours, now }: ProfilesDeps): Profiles {
  const members = createExpiring<Member>(now, KEPT_MS);
  const names = createExpiring<string>(now, KEPT_MS);

  async function findMember(personId: string): Promise<Member | undefined | 'unknown'> {
    let isSure = true;
    for (const place of await rosters.places()) {
      const found = await rosters.find(place, personId);
      if (found.ok && found.value) return found.value;
      if (!found.ok) isSure = false;
    }
    return isSure ? undefined : 'unknown';
  }

  const member = (personId: string) => members.get(personId, () => findMember(personId));

  /** Never out of memory: an address that went to somebody else would make one person of two. */
  async function askForEmail(personId: string): Promise<Result<string | undefined, Failure>> {
    let failure: Failure | undefined;
    for (const place of await rosters.places()) {
      const found = await rosters.find(place, personId);
      if (found.ok && found.value) return ok(vouchedEmail(found.value, ours().tenant));
      if (!found.ok) failure = found.error;
    }
    return failure ? err(failure) : ok(undefined);
  }

  async function findChannelName(channel: string): Promise<string | undefined | 'unknown'> {
    const { team, serviceUrl } = await references.ofChannel(channel);
    if (!team) return 'unknown';
    const path = `v3/teams/${encodeURIComponent(team)}`;
    const read = await connector.read(serviceUrl, channel === team ? path : `${path}/conversations`);
    if (!read.ok) return mayChange(read.error) ? 'unknown' : undefined;
    if (channel === team) return teamSchema.safeParse(read.value).data?.name || undefined;
    const listed = channelsSchema.safeParse(read.value).data?.conversations ?? [];
    return listed.find((one) => one.id === channel)?.name || undefined;
  }

  return {
    name: async (personId) =>
      (await references.nameOf(personId)) ?? ((await member(personId))?.name?.trim() || undefined),
    email: askForEmail,
    channelName: (channel) => names.get(channel, () => findChannelName(channel)),
  };
}

const teamSchema = z.object({ name: z.string().nullish() });
const channelsSchema = z.object({
  conversations: z.array(z.object({ id: z.string(), name: z.string().nullish() })),
});

/**
 * The address of a member of our own tenant, lower-case. Accounts are linked by it, so it must be one that nobody can give
 * to themselves: Entra lets only a verified domain into a user principal name (UPN), so the address must be the UPN or stand in its
 * domain. Guests have an address of somebody else's making, and `#EXT#` in their UPN.
 */
export function vouchedEmail(member: Member, tenant: string | undefined): string | undefined {
  const email = member.email?.trim().toLowerCase();
  const upn = member.userPrincipalName?.trim().toLowerCase();
  if (!email || !upn || !isOfOurs(member, tenant)) return undefined;
  const domain = domainOf(upn);
  return domain !== undefined && domainOf(email) === domain ? email : undefined;
}

/** Of a plain address with one `@`. */
function domainOf(address: string): string | undefined {
  return /^[^@\s]+@([^@\s]+)$/.exec(address)?.[1];
}
