// Chat work as durable jobs: one per platform that shows the subject, each with a lane and a key of its own. A platform that
// is away delays only its own copy.

import { livePosts, type PostSubject, postsOf } from '../../store/posts.ts';
import type { Tx } from '../../store/store.ts';
import type { AppDeps, ChatChannel, Db } from '../deps.ts';
import { job } from './jobs.ts';
import type { ThreadNote } from './thread-note.ts';

/**
 * Chat work about one subject keeps its order on a platform, apart from provider work, so that a slow chat never delays a
 * send. Without a platform: the subject has one copy only.
 */
export function chatLane({ kind, id }: PostSubject, platform: string | undefined): string {
  return platform === undefined ? `chat:${kind}:${id}` : `chat:${platform}:${kind}:${id}`;
}

/** A repaint after a change. `change` names the change, so that a replay of the same change is the same job. */
export async function repaint(deps: AppDeps, tx: Tx, subject: PostSubject, change: string): Promise<void> {
  const shown = await platformsOf(deps, tx.db, subject);
  // Notices about it may stand in somebody's own messages elsewhere.
  const noticed = (await livePosts(tx.db, subject)).map(({ ref }) => ref);
  const elsewhere = shown.includes(undefined) ? [] : connected(deps, noticed);
  for (const platform of new Set([...shown, ...elsewhere])) {
    const key = keyOn(platform, `${subject.kind}:${subject.id}:${change}`);
    tx.enqueue(job('repaint', { subject, ...on(platform) }, { key, lane: chatLane(subject, platform) }));
  }
}

/** A card into the subject's threads. `change` as for `repaint`. */
export async function note(
  deps: AppDeps,
  tx: Tx,
  subject: PostSubject,
  content: ThreadNote,
  change: string,
): Promise<void> {
  for (const platform of await platformsOf(deps, tx.db, subject)) noteOn(tx, subject, platform, content, change);
}

/** The key, as the queue knows it, of the job that tells this in a subject's threads of one platform. */
export function noteKey(
  subject: PostSubject,
  platform: string | undefined,
  kind: ThreadNote['kind'],
  change: string,
): string {
  return `note:${keyOn(platform, `${subject.kind}:${subject.id}:${kind}:${change}`)}`;
}

export function noteOn(
  tx: Tx,
  subject: PostSubject,
  platform: string | undefined,
  content: ThreadNote,
  change: string,
): void {
  const key = keyOn(platform, `${subject.kind}:${subject.id}:${content.kind}:${change}`);
  const payload = { subject, note: content, ...on(platform) };
  tx.enqueue(job('note', payload, { key, lane: chatLane(subject, platform) }));
}

/** `key` names the news, so that telling it twice is once. `except`: platforms where it could not be told now. */
export function tellAdmins(
  deps: AppDeps,
  tx: Tx,
  content: ThreadNote,
  key: string,
  except: ReadonlySet<string> = new Set(),
): void {
  for (const platform of connected(deps, deps.settings.places.admin)) {
    if (except.has(platform)) continue;
    tx.enqueue(job('tell.admins', { note: content, platform }, { key: keyOn(platform, key) }));
  }
}

/** Privately. `platform`: where this person would look for it, when that is known. */
export function tellPerson(
  tx: Tx,
  who: { readonly personId: string; readonly platform?: string | undefined },
  content: ThreadNote,
  key: string,
): void {
  const payload = { personId: who.personId, note: content, ...on(who.platform) };
  tx.enqueue(job('tell.person', payload, { key }));
}

/** Platforms of these places that are set up, each once. */
export function connected(deps: AppDeps, places: readonly ChatChannel[]): readonly string[] {
  return [...new Set(places.map((place) => place.platform))].filter((platform) => deps.platforms.has(platform));
}

/**
 * Where a subject is shown or will be: its configured places, and wherever older copies hang. `undefined` is one copy
 * wherever it went.
 */
export async function platformsOf(
  deps: AppDeps,
  db: Db,
  subject: PostSubject,
): Promise<readonly (string | undefined)[]> {
  const { approval, sends } = deps.settings.places;
  const places = subject.kind === 'proposal' ? approval : sends;
  // A send's card in its agent's own messages: a single copy, and which platform reaches the agent is seen when it is posted.
  if (subject.kind === 'send' && places.length === 0) return [undefined];
  const named = connected(deps, places);
  if (named.length === deps.platforms.size) return named;
  const shown = (await postsOf(db, subject, 'root')).map((post) => ({
    platform: post.platform,
    channel: post.channel,
  }));
  return connected(deps, [...places, ...shown]);
}

function keyOn(platform: string | undefined, key: string): string {
  return platform === undefined ? key : `${key}:${platform}`;
}

function on(platform: string | undefined): { readonly platform?: string } {
  return platform === undefined ? {} : { platform };
}
