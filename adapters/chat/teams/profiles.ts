// People's names and addresses, and channels' names, as Teams' rosters tell them. A roster is asked only about one person
// at a time; what was learned from activities comes first.
import * as z from 'zod';
import type { Failure } from '../../../src/domain/fault.ts';
import type { Clock } from '../../../src/ports.ts';
import type { Connector } from './connector.ts';
import { createExpiring } from './expiring.ts';
import type { ConversationRef, Ours, References } from './references.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Somebody who is on no roster may join one soon. */
const KEPT_MS = { found: 12 * HOUR_MS, missing: 10 * MINUTE_MS };
/** Teams asked about one person, so that a company with hundreds of teams is not asked in all of them. */
const ROSTERS_ASKED = 20;

const memberSchema = z.object({
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});
type Member = z.infer<typeof memberSchema>;

export type Profiles = {
  /** Display name, from the last activity or a roster. */
  name(personId: string): Promise<string | undefined>;
  /** Lower-case address, only where Entra vouches for it (see `vouchedEmail`). */
  email(personId: string): Promise<string | undefined>;
  /** As people see it; Teams has no name for the first channel of a team, so that is called by the team's. */
  channelName(channel: string): Promise<string | undefined>;
};

export type ProfilesDeps = {
  readonly connector: Connector;
  readonly references: References;
  readonly ours: () => Ours;
  readonly now: Clock;
  /** Configured channels: asked first. */
  readonly channels: readonly string[];
};

export function createProfiles({ connector, references, ours, now, channels }: ProfilesDeps): Profiles {
  const members = createExpiring<Member>(now, KEPT_MS);
  const names = createExpiring<string>(now, KEPT_MS);

  /** One place per team: its channels share the roster. */
  async function rosters(): Promise<readonly ConversationRef[]> {
    const configured = await Promise.all(channels.map((channel) => references.ofChannel(channel)));
    const byTeam = new Map<string, ConversationRef>();
    for (const place of [...configured, ...(await references.channels())]) {
      const key = place.team ?? place.conversation;
      if (!byTeam.has(key)) byTeam.set(key, place);
    }
    return [...byTeam.values()].slice(0, ROSTERS_ASKED);
  }

  async function findMember(personId: string): Promise<Member | undefined | 'unknown'> {
    let isSure = true;
    for (const place of await rosters()) {
      const path = `v3/conversations/${encodeURIComponent(place.conversation)}/members/${encodeURIComponent(personId)}`;
      const read = await connector.read(place.serviceUrl, path);
      const member = read.ok ? memberSchema.safeParse(read.value).data : undefined;
      if (member && isPerson(member, personId)) return member;
      if (!read.ok && mayChange(read.error)) isSure = false;
    }
    return isSure ? undefined : 'unknown';
  }

  const member = (personId: string) => members.get(personId, () => findMember(personId));

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
    async email(personId) {
      const found = await member(personId);
      return found && vouchedEmail(found, ours().tenant);
    },
    channelName: (channel) => names.get(channel, () => findChannelName(channel)),
  };
}

const teamSchema = z.object({ name: z.string().nullish() });
const channelsSchema = z.object({
  conversations: z.array(z.object({ id: z.string(), name: z.string().nullish() })),
});

/** Not an answer about the person or channel: Teams is away, or we are not let in at all. */
function mayChange({ kind, reaction }: Failure): boolean {
  return reaction === 'retry' || kind === 'unauthorized';
}

function isPerson({ aadObjectId, objectId }: Member, personId: string): boolean {
  return (aadObjectId ?? objectId)?.toLowerCase() === personId.toLowerCase();
}

/**
 * The address of a member of our own tenant, lower-case. Accounts are linked by it, so it must be one that nobody can give
 * to themselves: Entra lets only a verified domain into a user principal name (UPN), so the address must be the UPN or stand in its
 * domain. Guests have an address of somebody else's making, and `#EXT#` in their UPN.
 */
export function vouchedEmail(member: Member, tenant: string | undefined): string | undefined {
  const email = member.email?.trim().toLowerCase();
  const upn = member.userPrincipalName?.trim().toLowerCase();
  if (!email || !upn || member.userRole?.toLowerCase() === 'guest' || upn.includes('#ext#')) return undefined;
  if (member.tenantId && tenant && member.tenantId.toLowerCase() !== tenant.toLowerCase()) return undefined;
  const domain = domainOf(upn);
  return domain !== undefined && domainOf(email) === domain ? email : undefined;
}

/** Of a plain address with one `@`. */
function domainOf(address: string): string | undefined {
  return /^[^@\s]+@([^@\s]+)$/.exec(address)?.[1];
}
