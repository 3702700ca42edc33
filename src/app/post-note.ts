// Jobs `note` and `tell.admins`: one card into every thread of a subject, or into the admin places, of one platform.
import { type Post, type PostSubject, postsOf, savePost } from '../store/posts.ts';
import { findSend } from '../store/sends.ts';
import type { Words } from '../views/words/index.ts';
import { type AppDeps, isoIn, isoNow } from './deps.ts';
import type { JobOutcome } from './job-outcome.ts';
import { noteCard } from './note-card.ts';
import { channelWords } from './people.ts';
import { RETRY_MS, retryOf } from './post-once.ts';
import { threadsOfSend, wordsOfSend } from './post-send.ts';
import type { ThreadNote } from './thread-note.ts';

/** Job `note`. Which threads have it already is remembered by its key. */
export async function postNote(
  deps: AppDeps,
  payload: { readonly subject: PostSubject; readonly note: ThreadNote; readonly platform?: string },
  key: string,
): Promise<JobOutcome> {
  const threads = await threadsOf(deps, payload.subject, payload.platform);
  if (!isThreads(threads)) return threads;
  for (const root of threads) {
    const platform = deps.platforms.get(root.platform);
    if (!platform) continue;
    const card = await noteCard(deps, await wordsOfThread(deps, payload.subject, root.platform), payload.note);
    if (!card) return { done: true };
    // A key stands for one message: the same one for a second thread would find the message in the first.
    const answer = await platform.post({ to: 'thread', root }, card, `${key}:${root.channel}:${root.message}`);
    if (!answer.ok) return retryOf(deps, answer.error);
    await savePost(deps.store.db, {
      id: deps.newId(),
      subject: payload.subject,
      ref: answer.value,
      role: 'note',
      at: isoNow(deps),
    });
  }
  return { done: true };
}

async function wordsOfThread(deps: AppDeps, subject: PostSubject, platform: string): Promise<Words> {
  const send = subject.kind === 'send' ? await findSend(deps.store.db, subject.id) : undefined;
  return send ? wordsOfSend(deps, send, platform) : channelWords(deps);
}

function isThreads(found: readonly Post[] | JobOutcome): found is readonly Post[] {
  return Array.isArray(found);
}

async function threadsOf(
  deps: AppDeps,
  subject: PostSubject,
  platform: string | undefined,
): Promise<readonly Post[] | JobOutcome> {
  const roots = await postsOf(deps.store.db, subject, 'root');
  const here = platform === undefined ? roots : roots.filter((root) => root.platform === platform);
  if (here.length > 0) return here;
  const { approval, sends } = deps.settings.places;
  if (subject.kind === 'send' && sends.length === 0) return threadsOfSend(deps, subject.id);
  const places = subject.kind === 'proposal' ? approval : sends;
  // Its place was taken out of the configuration before the card came there.
  if (platform !== undefined && !places.some((place) => place.platform === platform)) return [];
  return { retryAt: isoIn(deps, RETRY_MS), why: 'the card is not posted yet' };
}

/** Job `tell.admins`: in the admin places. */
export async function tellAdminPlaces(
  deps: AppDeps,
  payload: { readonly note: ThreadNote; readonly platform?: string },
  key: string,
): Promise<JobOutcome> {
  const card = await noteCard(deps, channelWords(deps), payload.note);
  if (!card) return { done: true };
  for (const place of deps.settings.places.admin) {
    const platform = deps.platforms.get(place.platform);
    if (!platform || (payload.platform !== undefined && payload.platform !== place.platform)) continue;
    const answer = await platform.post({ to: 'channel', channel: place.channel }, card, `${key}:${place.channel}`);
    if (!answer.ok) return retryOf(deps, answer.error);
  }
  return { done: true };
}
