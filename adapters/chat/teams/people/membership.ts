// Whether a person is of our own company. The activity does not tell: in a shared channel somebody of another company is named
// like everybody else, and a guest is too. So the roster is asked once about each person, and who is on none gets nothing done.
import { LRUCache } from 'lru-cache';
import type { Clock, Log } from '../../../../src/ports/process.ts';
import type { Address } from '../connector/connector.ts';
import type { Ours, References } from '../connector/references.ts';
import { inTimeOr } from '../trust/in-time.ts';
import { isOfOurs, type Member, type Rosters } from './rosters.ts';

/** `unknown`: Teams has not said. */
export type Standing = 'ours' | 'stranger' | 'unknown';
export type Membership = {
  /** The person wrote in the private chat with us, which Teams gives to people of our tenant only. Never rejects. */
  met(personId: string): Promise<void>;
  /** A roster told about the person when it was asked for something else, as for the names of those in the configuration. */
  saw(personId: string, member: Member): void;
  /** `here`: where they are, without the thread. `unknown` at the latest after `withinMs`; the asking goes on. Never rejects. */
  standing(personId: string, here: Address, withinMs: number): Promise<Standing>;
};

const DAY_MS = 24 * 3_600_000;
/** Somebody may be taken into the company at any time. */
const STRANGER_MS = 10 * 60_000;
/** A look beside the work that failed is not repeated at once. */
const REST_MS = 5 * 60_000;
const KEPT = 5000;

type Known = { readonly standing: 'ours' | 'stranger'; readonly askAgainAt: number };

export function createMembership(deps: {
  readonly rosters: Rosters;
  readonly references: Pick<References, 'ofPerson' | 'memberSince' | 'rememberMember' | 'forgetMember'>;
  readonly ours: () => Ours;
  readonly now: Clock;
  readonly log: Log;
}): Membership {
  const { rosters, references } = deps;
  const known = new LRUCache<string, Known>({ max: KEPT });
  const asking = new Map<string, Promise<Standing>>();
  const now = () => deps.now().getTime();

  function keep(personId: string, standing: Known['standing'], askAgainAt: number): void {
    known.set(personId, { standing, askAgainAt });
  }

  /** Their place first; then the private chat, which a message extension can be used far away from; then the teams. */
  async function ask(personId: string, here: Address): Promise<Standing> {
    let isSure = true;
    const look = async (place: Address): Promise<Standing | undefined> => {
      const found = await rosters.find(place, personId);
      if (!found.ok) isSure = false;
      if (!found.ok || !found.value) return undefined;
      return isOfOurs(found.value, deps.ours().tenant) ? 'ours' : 'stranger';
    };
    const inSight = await look(here);
    if (inSight) return inSight;
    const chat = await references.ofPerson(personId);
    const inChat = chat && (await look(chat));
    if (inChat) return inChat;
    for (const place of await rosters.places()) {
      const found = await look(place);
      if (found) return found;
    }
    return isSure ? 'stranger' : 'unknown';
  }

  async function learn(personId: string, here: Address): Promise<Standing> {
    try {
      const standing = await ask(personId, here);
      const at = now();
      if (standing === 'unknown') return standing;
      keep(personId, standing, at + (standing === 'ours' ? DAY_MS : STRANGER_MS));
      if (standing === 'ours') await references.rememberMember(personId, new Date(at).toISOString());
      else await references.forgetMember(personId);
      return standing;
    } catch (cause) {
      // Memory is away: nobody is believed on its account, and the next press asks again.
      deps.log.error({ err: cause }, 'whether a person is of this company could not be found out');
      return 'unknown';
    }
  }

  function learnOnce(personId: string, here: Address): Promise<Standing> {
    const asked = asking.get(personId) ?? learn(personId, here).finally(() => asking.delete(personId));
    asking.set(personId, asked);
    return asked;
  }

  async function find(personId: string, here: Address): Promise<Standing> {
    const since = await references.memberSince(personId).catch(() => undefined);
    if (since === undefined) return learnOnce(personId, here);
    keep(personId, 'ours', Date.parse(since) + DAY_MS);
    return 'ours';
  }

  return {
    async met(personId) {
      const found = known.get(personId);
      if (found?.standing === 'ours' && found.askAgainAt > now()) return;
      keep(personId, 'ours', now() + DAY_MS);
      await references.rememberMember(personId, deps.now().toISOString());
    },

    saw(personId, member) {
      const standing = isOfOurs(member, deps.ours().tenant) ? 'ours' : 'stranger';
      if (known.get(personId)?.standing === standing) return;
      keep(personId, standing, now() + (standing === 'ours' ? DAY_MS : STRANGER_MS));
      void (standing === 'ours'
        ? references.rememberMember(personId, deps.now().toISOString())
        : references.forgetMember(personId).catch(() => undefined));
    },

    async standing(personId, here, withinMs) {
      const found = known.get(personId);
      if (!found) return inTimeOr(find(personId, here), withinMs, 'unknown');
      if (found.askAgainAt > now()) return found.standing;
      if (found.standing === 'stranger') return inTimeOr(learnOnce(personId, here), withinMs, 'unknown');
      // Known people never wait: the daily look is made beside their work.
      keep(personId, 'ours', now() + REST_MS);
      void learnOnce(personId, here);
      return 'ours';
    },
  };
}
