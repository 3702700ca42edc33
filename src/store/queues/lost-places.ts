// Places that do not take messages, as platforms told of them or as calls found out. A loss is one episode, however often it is
// heard of, and ends when the place is back.
import type { Kysely } from 'kysely';
import type { Tables } from '../engine/tables.ts';

/** `channel` is empty for the whole platform. */
type Place = { readonly platform: string; readonly channel: string };
type Event = { readonly id: string; readonly at: string };
/** `episode` names the loss, for keys of what is told about it. */
export type Loss = { readonly episode: string; readonly knownBy: 'event' | 'call'; readonly isNew: boolean };

/** A call found the place lost. What is already known stays as it is. */
export async function losePlace(
  db: Kysely<Tables>,
  place: Place & { readonly fault: string; readonly episode: string },
): Promise<Loss> {
  const { fault, episode } = place;
  const row = await rowOf(db, place);
  if (row && row.fault !== null) return { episode: row.episode, knownBy: row.known_by, isNew: false };
  await keep(db, place, { fault, episode, known_by: 'call', ...(!row && { event_id: '', event_at: '' }) });
  return { episode, knownBy: 'call', isNew: true };
}

/** The platform says that it is lost. Undefined: an event of before what is known, or the same one again. */
export async function hearOfLoss(
  db: Kysely<Tables>,
  place: Place & { readonly fault: string; readonly episode: string },
  event: Event,
): Promise<Loss | undefined> {
  const row = await rowOf(db, place);
  if (row && isOld(row, event)) return undefined;
  const { fault } = place;
  const isNew = row?.fault !== fault;
  const episode = isNew ? place.episode : row.episode;
  await keep(db, place, { fault, episode, known_by: 'event', event_id: event.id, event_at: event.at });
  return { episode, knownBy: 'event', isNew };
}

/** The platform says that it is there again. False: it was not known to be lost, or this is old. */
export async function hearOfReturn(db: Kysely<Tables>, place: Place, event: Event): Promise<boolean> {
  const row = await rowOf(db, place);
  if (row && isOld(row, event)) return false;
  await keep(db, place, { fault: null, episode: '', known_by: 'event', event_id: event.id, event_at: event.at });
  return row !== undefined && row.fault !== null;
}

/** A message was taken: the place, and its platform, are not lost. `onlyIn`: faults that this disproves. True: it was lost. */
export async function findPlace(
  db: Kysely<Tables>,
  { platform, channel, onlyIn }: Place & { readonly onlyIn?: readonly string[] },
): Promise<boolean> {
  const lost = await db
    .selectFrom('lost_places')
    .select(['channel', 'fault'])
    .where('platform', '=', platform)
    .where('channel', 'in', [channel, ''])
    .where('fault', 'is not', null)
    .execute();
  const found = lost.filter(({ fault }) => fault !== null && (onlyIn?.includes(fault) ?? true));
  if (found.length === 0) return false;
  await db
    .updateTable('lost_places')
    .set({ fault: null })
    .where('platform', '=', platform)
    .where(
      'channel',
      'in',
      found.map((row) => row.channel),
    )
    .execute();
  return true;
}

/** Those lost now. */
export async function lostPlaces(db: Kysely<Tables>): Promise<readonly (Place & { readonly fault: string })[]> {
  const rows = await db
    .selectFrom('lost_places')
    .select(['platform', 'channel', 'fault'])
    .where('fault', 'is not', null)
    .execute();
  return rows.map(({ fault, ...place }) => ({ ...place, fault: fault ?? '' }));
}

/**
 * The channel has another id: its posts, and the work that waits for it, follow. False: that is known. Work being done right now
 * still carries the old one, and finds the new one when it is tried again.
 */
export async function movePlace(
  db: Kysely<Tables>,
  { platform, channel, to }: Place & { readonly to: string },
  event: Event,
): Promise<boolean> {
  const row = await rowOf(db, { platform, channel });
  if (row?.moved_to === to) return false;
  const moved = { fault: null, episode: '', known_by: 'event', event_id: event.id, event_at: event.at } as const;
  await keep(db, { platform, channel }, { ...moved, moved_to: to });
  // What was moved away from before comes along; a move back ends the earlier one.
  const here = db.updateTable('lost_places').where('platform', '=', platform);
  await here.set({ moved_to: to }).where('moved_to', '=', channel).execute();
  await here.set({ moved_to: null }).where('channel', '=', to).execute();
  const posts = db.updateTable('posts').set({ channel: to }).where('platform', '=', platform);
  await posts.where('channel', '=', channel).execute();
  await moveWork(db, platform, channel, to);
  return true;
}

/** Old id → new id, by platform. */
export async function movedPlaces(db: Kysely<Tables>): Promise<readonly (Place & { readonly to: string })[]> {
  const rows = await db
    .selectFrom('lost_places')
    .select(['platform', 'channel', 'moved_to'])
    .where('moved_to', 'is not', null)
    .execute();
  return rows.map(({ platform, channel, moved_to }) => ({ platform, channel, to: moved_to ?? channel }));
}

const WOKEN_AT_MOST = 2_000;

/** Work of these kinds that was tried in vain is tried now, and what waits behind it in its lane. */
export async function wakeWaiting(db: Kysely<Tables>, kinds: readonly string[], at: string): Promise<void> {
  const open = db.selectFrom('outbox').where('finished_at', 'is', null).where('buried_at', 'is', null);
  const tried = await open
    .select(['id', 'lane', 'run_at'])
    .where('kind', 'in', kinds)
    .where('last_error', 'is not', null)
    .where('leased_by', 'is', null)
    .where('run_at', '>', at)
    .orderBy('id')
    .limit(WOKEN_AT_MOST)
    .execute();
  for (const { id, lane, run_at } of tried) {
    const change = db.updateTable('outbox').set({ run_at: at }).where('leased_by', 'is', null);
    await change.where('id', '=', id).execute();
    if (lane !== null) await change.where('lane', '=', lane).where('run_at', '=', run_at).execute();
  }
}

async function moveWork(db: Kysely<Tables>, platform: string, channel: string, to: string): Promise<void> {
  const waiting = await db
    .selectFrom('outbox')
    .select(['id', 'payload'])
    .where('finished_at', 'is', null)
    .where('payload', 'like', `%${channel}%`)
    .execute();
  for (const { id, payload } of waiting) {
    const work = JSON.parse(payload) as Partial<Place>; // written by `job()`
    if (work.platform !== platform || work.channel !== channel) continue;
    const moved = JSON.stringify({ ...work, channel: to });
    await db.updateTable('outbox').set({ payload: moved }).where('id', '=', id).execute();
  }
}

function isOld(row: { readonly event_id: string; readonly event_at: string }, { id, at }: Event): boolean {
  return id === row.event_id || at < row.event_at;
}

async function rowOf(db: Kysely<Tables>, { platform, channel }: Place) {
  const rows = db.selectFrom('lost_places').selectAll().where('platform', '=', platform);
  return rows.where('channel', '=', channel).executeTakeFirst();
}

async function keep(
  db: Kysely<Tables>,
  { platform, channel }: Place,
  change: Partial<Omit<Tables['lost_places'], 'platform' | 'channel'>> &
    Pick<Tables['lost_places'], 'fault' | 'episode' | 'known_by'>,
): Promise<void> {
  await db
    .insertInto('lost_places')
    .values({ platform, channel, event_id: '', event_at: '', moved_to: null, ...change })
    .onConflict((c) => c.columns(['platform', 'channel']).doUpdateSet(change))
    .execute();
}
