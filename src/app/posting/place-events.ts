// What a chat platform tells of itself before a call fails: a place was archived, deleted or closed to us, is back, or has
// another id; our access was revoked. Told to admins as persons, and to whoever waits for what is shown there.
import type { Hear, PlatformEvent } from '../../ports/chat.ts';
import { subjectsIn } from '../../store/posts.ts';
import { findProposal } from '../../store/proposals.ts';
import {
  hearOfLoss,
  hearOfReturn,
  lostPlaces,
  movedPlaces,
  movePlace,
  wakeWaiting,
} from '../../store/queues/lost-places.ts';
import { findSend } from '../../store/sends/sends.ts';
import type { Tx } from '../../store/store.ts';
import type { PersonRef } from '../../views/view.ts';
import { type AppDeps, type ChatChannel, isoIn, isoNow } from '../deps.ts';
import { tellAdmins, tellPerson } from '../news/chat-jobs.ts';
import { CHAT_WORK } from '../news/jobs.ts';
import type { ThreadNote } from '../news/thread-note.ts';
import { holdersOf } from '../people/staff.ts';
import { tellThese } from './last-resort.ts';

type Of<K extends PlatformEvent['kind']> = Extract<PlatformEvent, { kind: K }>;

/** More than ever wait in one channel; who is beyond it hears from the thread. */
const SUBJECTS_AT_MOST = 500;
/** Of a send older than this nobody waits for news; what its customer answers reaches a person by itself. */
const SEND_IS_FRESH_MS = 24 * 3_600_000;

/** What adapters call. Each event is told once, however often it is delivered. */
export function createHear(deps: AppDeps): Hear {
  return async (event) => {
    switch (event.kind) {
      case 'place_lost':
        return placeLost(deps, event);
      case 'access_lost':
        return accessLost(deps, event);
      case 'place_back':
        return back(deps, event, event.channel);
      case 'access_back':
        return back(deps, event, '');
      case 'place_moved':
        return placeMoved(deps, event);
    }
  };
}

/** Configured places that got another id go by the new one. */
export async function followMoves(deps: AppDeps): Promise<void> {
  const moves = await movedPlaces(deps.store.db);
  const now = (place: ChatChannel): ChatChannel => {
    const to = moves.find(({ platform, channel }) => platform === place.platform && channel === place.channel)?.to;
    if (to === undefined) return place;
    const name = deps.channelNames.get(`${place.platform}:${place.channel}`);
    if (name !== undefined) deps.channelNames.set(`${place.platform}:${to}`, name);
    return { ...place, channel: to };
  };
  const { approval, admin, sends } = deps.settings.places;
  deps.settings.places = { approval: approval.map(now), admin: admin.map(now), sends: sends.map(now) };
}

async function placeLost(deps: AppDeps, event: Of<'place_lost'>): Promise<void> {
  const { platform, channel, fault } = event;
  const people = await whoWaitsIn(deps, event);
  if (!isConfigured(deps, event) && people.length === 0) return;
  const admins = await holdersOf(deps, 'admin');
  await deps.store.write(async (tx) => {
    const loss = await hearOfLoss(tx.db, { platform, channel, fault, episode: deps.newId() }, heard(event));
    if (!loss) return;
    for (const { personId, what, numbers } of people) {
      const note = { kind: 'place_lost', platform, channel, fault, what, numbers } as const;
      const key = `place_lost:${platform}:${channel}:${loss.episode}:${personId}:${what}`;
      tellPerson(tx, { personId }, note, key);
    }
    // Of a call that failed for the same reason admins have heard.
    if (!loss.isNew) return;
    await tellEverywhere(deps, tx, admins, { kind: 'chat_closed', platform, channel, fault }, loss.episode);
  });
}

async function accessLost(deps: AppDeps, event: Of<'access_lost'>): Promise<void> {
  const { platform } = event;
  const fault = 'token_invalid';
  deps.log.warn({ platform, fault }, 'our access to a chat platform was revoked');
  const admins = await holdersOf(deps, 'admin');
  await deps.store.write(async (tx) => {
    const loss = await hearOfLoss(tx.db, { platform, channel: '', fault, episode: deps.newId() }, heard(event));
    if (loss?.isNew) await tellEverywhere(deps, tx, admins, { kind: 'chat_closed', platform, fault }, loss.episode);
  });
}

/** The admin places that are well, and each admin as a person: the news may be about where they look. */
async function tellEverywhere(
  deps: AppDeps,
  tx: Tx,
  admins: readonly PersonRef[],
  note: ThreadNote,
  episode: string,
): Promise<void> {
  const lost = await lostPlaces(tx.db);
  const isLost = (place: ChatChannel) =>
    lost.some((each) => each.platform === place.platform && (each.channel === '' || each.channel === place.channel));
  const well = deps.settings.places.admin.filter((place) => !isLost(place)).map((place) => place.platform);
  const except = new Set([...deps.platforms.keys()].filter((id) => !well.includes(id)));
  tellAdmins(deps, tx, note, `event:${episode}`, except);
  tellThese(tx, admins, note, `event:${episode}`);
}

async function back(deps: AppDeps, event: PlatformEvent, channel: string): Promise<void> {
  const place = { platform: event.platform, channel };
  await deps.store.write(async (tx) => {
    if (!(await hearOfReturn(tx.db, place, heard(event)))) return;
    await wakeWaiting(tx.db, CHAT_WORK, isoNow(deps));
  });
}

async function placeMoved(deps: AppDeps, event: Of<'place_moved'>): Promise<void> {
  const { platform, channel, to } = event;
  const wasOurs = isConfigured(deps, event);
  await deps.store.write(async (tx) => {
    if (!(await movePlace(tx.db, { platform, channel, to }, heard(event)))) return;
    if (!wasOurs) return;
    await wakeWaiting(tx.db, CHAT_WORK, isoNow(deps));
    tellAdmins(deps, tx, { kind: 'place_moved', platform, channel, to }, `moved:${platform}:${channel}:${to}`);
  });
  await followMoves(deps);
}

type Waiting = {
  readonly personId: string;
  readonly what: 'proposal' | 'send';
  readonly numbers: readonly number[];
};

/** Proposers whose proposals can be decided nowhere else, and agents of fresh messages. */
async function whoWaitsIn(deps: AppDeps, place: ChatChannel): Promise<readonly Waiting[]> {
  const { db } = deps.store;
  const others = deps.settings.places.approval.filter((each) => !isSame(each, place));
  const lost = await lostPlaces(db);
  const canDecideElsewhere = others.some((each) => !lost.some((gone) => isSame(each, gone)));
  const proposals = canDecideElsewhere ? [] : await subjectsIn(db, place, 'proposal', '', SUBJECTS_AT_MOST);
  const sends = await subjectsIn(db, place, 'send', isoIn(deps, -SEND_IS_FRESH_MS), SUBJECTS_AT_MOST);
  const open = (await Promise.all(proposals.map((id) => findProposal(db, id)))).flatMap((proposal) =>
    proposal?.state === 'pending' ? [{ personId: proposal.proposerId, number: proposal.number }] : [],
  );
  const fresh = (await Promise.all(sends.map((id) => findSend(db, id)))).flatMap((send) =>
    send ? [{ personId: send.agentId, number: send.number }] : [],
  );
  return [...byPerson('proposal', open), ...byPerson('send', fresh)];
}

function byPerson(
  what: Waiting['what'],
  all: readonly { readonly personId: string; readonly number: number }[],
): readonly Waiting[] {
  const people = Map.groupBy(all, ({ personId }) => personId);
  return [...people].map(([personId, own]) => {
    const numbers = own.map(({ number }) => number).toSorted((a, b) => a - b);
    return { personId, what, numbers };
  });
}

function isConfigured(deps: AppDeps, place: ChatChannel): boolean {
  const { approval, admin, sends } = deps.settings.places;
  return [...approval, ...admin, ...sends].some((each) => isSame(each, place));
}

function isSame(a: ChatChannel, b: ChatChannel): boolean {
  return a.platform === b.platform && a.channel === b.channel;
}

function heard({ eventId, at }: PlatformEvent): { readonly id: string; readonly at: string } {
  return { id: eventId, at };
}
