// `template link`: a one-time code on one platform, typed on another, makes two accounts one person. Whoever types a code first
// is the only one who can use it, so that a code others have read is worth nothing to them.
import { randomInt } from 'node:crypto';
import { makeLinkCode, parseLinkCode, showLinkCode } from '../../domain/people/link-code.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import {
  claimLinkCode,
  digestOfCode,
  findLinkCode,
  saveLinkCode,
  takeLinkCode,
} from '../../store/people/link-codes.ts';
import { type Person, personById } from '../../store/people/people.ts';
import { take } from '../../store/queues/buckets.ts';
import { linkCodeCard, linkConfirmCard, linkedCard } from '../../views/people/account-cards.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import { once } from '../news/once.ts';
import { accountsIn, linkPeople } from './link-people.ts';
import { refusalReply, refuse, refuseNow } from './refuse.ts';
import { requireRight, type Staff, staffNow, unlinkers } from './staff.ts';

const CODE_LIVES_MS = 10 * 60_000;
/** Per person: five tries, then one every two minutes. */
const TRIES = { capacity: 5, refillPerSecond: 5 / 600 };

/** Without a code: shows one, once, to nobody else. With one: asks before anything is linked. */
export async function linkCommand(
  deps: AppDeps,
  staff: Staff,
  typed: {
    readonly code: string | undefined;
    /** Others read it, too. */
    readonly inPublic: boolean;
  },
): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'link_accounts');
  if (missing) return refuseNow(deps, staff, missing);
  const { code, inPublic } = typed;
  return code === undefined ? giveCode(deps, staff) : askToLink(deps, staff, { code, inPublic });
}

type Typed = { readonly code: string; readonly inPublic: boolean };

async function giveCode(deps: AppDeps, staff: Staff): Promise<Reply> {
  if (deps.platforms.size < 2) return refusalReply(staff, { kind: 'one_platform' });
  const mine = new Set(staff.person.identities.map((who) => who.platform));
  const platforms = [...deps.platforms.keys()].filter((platform) => !mine.has(platform));
  if (platforms.length === 0) return refusalReply(staff, { kind: 'already_linked' });
  const code = makeLinkCode((below) => randomInt(below));
  const expiresAt = isoIn(deps, CODE_LIVES_MS);
  const digest = digestOfCode(code);
  await saveLinkCode(deps.store.db, { personId: staff.person.id, platform: staff.platform, digest, expiresAt });
  const view = { code: showLinkCode(code), until: expiresAt, platforms };
  return { show: 'notice', card: linkCodeCard(staff.words, view) };
}

async function askToLink(deps: AppDeps, staff: Staff, { code: typed, inPublic }: Typed): Promise<Reply> {
  const tried = await take(deps.store.db, `link:${staff.person.id}`, TRIES, deps.now());
  if (!tried.ok) return refusalReply(staff, { kind: 'too_many_codes', until: tried.retryAt });
  const code = parseLinkCode(typed);
  const digest = code && digestOfCode(code);
  const given = digest && (await findLinkCode(deps.store.db, digest, isoNow(deps)));
  if (!digest || !given) return refuseNow(deps, staff, { kind: 'link_code' });
  // Also before a refusal: who is refused here has shown the code to others all the same. Only one's own code, typed in the
  // wrong app but for nobody's eyes, is still good in the right one.
  const isLost = inPublic || given.personId !== staff.person.id;
  const claim = { personId: staff.person.id, now: isoNow(deps) };
  if (isLost && !(await claimLinkCode(deps.store.db, digest, claim))) {
    return refuseNow(deps, staff, { kind: 'link_code' });
  }
  const other = await personById(deps.store.db, given.personId);
  const refusal = unlinkable(staff.person, other);
  if (refusal || !other) return refuseNow(deps, staff, refusal ?? { kind: 'link_code' });
  return {
    show: 'notice',
    card: linkConfirmCard(staff.words, { name: other.name, platform: given.platform }, { subject: digest, inPublic }),
  };
}

/** Told before the question already; the merge itself looks again. */
function unlinkable(one: Person, other: Person | undefined): Refusal | undefined {
  if (one.id === other?.id) return { kind: 'already_linked' };
  const mine = new Set(one.identities.map((who) => who.platform));
  const shared = other?.identities.find((who) => mine.has(who.platform));
  return shared && { kind: 'same_platform', platform: shared.platform };
}

/** The click under the question. `digest` stands for the code, which works once, for who typed it. */
export async function confirmLink(deps: AppDeps, staff: Staff, intent: Intent, digest: string): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'link_accounts');
  if (missing) return refuseNow(deps, staff, missing);
  const tried = await take(deps.store.db, `link:click:${staff.person.id}`, TRIES, deps.now());
  if (!tried.ok) return refusalReply(staff, { kind: 'too_many_codes', until: tried.retryAt });
  const unlink = await unlinkers(deps, staff.person);
  return once(deps, intent, async (tx) => {
    const me = await staffNow(deps, tx.db, staff);
    const code = await takeLinkCode(tx.db, digest, { personId: me.person.id, now: isoNow(deps) });
    if (!code) return refuse(deps, tx, me, { kind: 'link_code' });
    const other = await personById(tx.db, code.personId);
    const merge = await linkPeople(deps, tx, {
      one: me.person.id,
      other: code.personId,
      how: 'code',
      actor: me.person.id,
      deliveryId: intent.deliveryId,
    });
    if (!merge.ok) {
      const refusal: Refusal =
        merge.why === 'same_platform' ? { kind: merge.why, platform: merge.platform } : { kind: 'already_linked' };
      return refuse(deps, tx, me, refusal);
    }
    const view = { how: 'code', accounts: accountsIn([me.person, other]), at: isoNow(deps), ...unlink } as const;
    return { show: 'card', card: linkedCard(me.words, view) };
  });
}
