// Who is in a conversation, as Teams' rosters tell it. They are asked about one person at a time.
import * as z from 'zod';
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { PlaceFault } from '../../../../src/ports/chat.ts';
import type { Connector } from '../connector/connector.ts';
import type { ConversationRef, References } from '../connector/references.ts';

/** Teams asked about one person, so that a company with hundreds of teams is not asked in all of them. */
const ROSTERS_ASKED = 20;

const PLACE_FAULTS: readonly PlaceFault[] = ['place_archived', 'place_gone', 'place_closed'];

const memberSchema = z.object({
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});
export type Member = z.infer<typeof memberSchema>;

export type Rosters = {
  /** One place per team that has the app, the configured channels' first: the channels of a team share the roster. */
  places(): Promise<readonly ConversationRef[]>;
  /** Undefined: not there, or not told who it is. */
  find(
    place: Pick<ConversationRef, 'serviceUrl' | 'conversation'>,
    personId: string,
  ): Promise<Result<Member | undefined, Failure>>;
  /** What is wrong with a place, as Teams says when it is asked who is there; undefined: nothing, or Teams is away. */
  faultOf(place: ConversationRef): Promise<PlaceFault | undefined>;
};

/** The same, and `onFound` hears of everybody who is found. */
export function watched(rosters: Rosters, onFound: (personId: string, member: Member) => void): Rosters {
  return {
    ...rosters,
    async find(place, personId) {
      const found = await rosters.find(place, personId);
      if (found.ok && found.value) onFound(personId, found.value);
      return found;
    },
  };
}

/** `channels`: the configured ones. */
export function createRosters(deps: {
  readonly connector: Connector;
  readonly references: References;
  readonly channels: readonly string[];
}): Rosters {
  const { connector, references, channels } = deps;
  return {
    async places() {
      const configured = await Promise.all(channels.map((channel) => references.ofChannel(channel)));
      const byTeam = new Map<string, ConversationRef>();
      for (const place of [...configured, ...(await references.channels())]) {
        const key = place.team ?? place.conversation;
        if (!byTeam.has(key)) byTeam.set(key, place);
      }
      return [...byTeam.values()].slice(0, ROSTERS_ASKED);
    },

    async find({ serviceUrl, conversation }, personId) {
      const path = `v3/conversations/${encodeURIComponent(conversation)}/members/${encodeURIComponent(personId)}`;
      const read = await connector.read(serviceUrl, path);
      if (!read.ok) return mayChange(read.error) ? err(read.error) : ok(undefined);
      const member = memberSchema.safeParse(read.value).data;
      return ok(member && isPerson(member, personId) ? member : undefined);
    },

    async faultOf({ serviceUrl, conversation }) {
      const read = await connector.read(
        serviceUrl,
        `v3/conversations/${encodeURIComponent(conversation)}/pagedmembers?pageSize=50`,
      );
      return read.ok ? undefined : PLACE_FAULTS.find((fault) => fault === read.error.fault);
    },
  };
}

/** Not an answer about the person or channel: Teams is away, or we are not let in at all. */
export function mayChange({ kind, reaction }: Failure): boolean {
  return reaction === 'retry' || kind === 'unauthorized';
}

function isPerson({ aadObjectId, objectId }: Member, personId: string): boolean {
  return (aadObjectId ?? objectId)?.toLowerCase() === personId.toLowerCase();
}

const pageSchema = z.object({ members: z.array(memberSchema.catch({})) });

/** How many on one page of a roster are not of our company, and how many it has. A page of another shape has nobody. */
export function outsidersOn(page: unknown, tenant: string): { readonly outsiders: number; readonly members: number } {
  const members = pageSchema.safeParse(page).data?.members ?? [];
  return { outsiders: members.filter((member) => !isOfOurs(member, tenant)).length, members: members.length };
}

/** Somebody of our own company: not a guest, not of another tenant, not someone without an account. */
export function isOfOurs({ userRole, userPrincipalName, tenantId }: Member, tenant: string | undefined): boolean {
  const role = userRole?.toLowerCase();
  if (role === 'guest' || role === 'anonymous' || userPrincipalName?.toLowerCase().includes('#ext#')) return false;
  return !tenantId || !tenant || tenantId.toLowerCase() === tenant.toLowerCase();
}
