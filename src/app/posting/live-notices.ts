// Notices that show state or buttons, in a thread or in somebody's own messages: what they were drawn from is kept with
// their post, and the repaint job of their subject draws them again. A notice offers only what its subject's own card offers.
import type { ChatPlatform, MessageRef } from '../../ports/chat.ts';
import { type Person, personById } from '../../store/people/people.ts';
import { forgetPost, livePosts, type PostSubject, savePost } from '../../store/posts.ts';
import { findSend } from '../../store/sends/sends.ts';
import { findTemplate } from '../../store/templates.ts';
import { keptTrue, overCard } from '../../views/operation/over-card.ts';
import type { Action, Card } from '../../views/view.ts';
import type { Words } from '../../views/words/index.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import type { ThreadNote } from '../news/thread-note.ts';
import { channelWords, wordsOf } from '../people/staff.ts';
import { loadProposal, viewOf } from '../proposals/view.ts';
import { noteCard } from './note-card.ts';
import { afterFailure, type Unfinished } from './post-once.ts';
import { wordsOfSend } from './post-send.ts';
import { subjectCard } from './subject-card.ts';

/** What a live post is drawn from. `title`: what it was posted with. `personId`: whose own messages it stands in. */
type Shown = { readonly note: ThreadNote; readonly title: string; readonly personId?: string };

/** Notices whose text alone says a state that passes. */
const TELLS_STATE: ReadonlySet<ThreadNote['kind']> = new Set(['decided', 'reminder', 'undecidable', 'not_shown']);

/** Buttons that stand under their own news only. */
const NOT_ON_CARD: ReadonlySet<Action['id']> = new Set(['accept_provider_content', 'fix_and_resubmit']);

/** Keeps where a notice went; one that shows nothing which passes is left as it is. */
export async function recordNotice(
  deps: AppDeps,
  posted: {
    readonly subject: PostSubject;
    readonly ref: MessageRef;
    readonly note: ThreadNote;
    readonly card: Card;
    readonly personId?: string;
  },
): Promise<void> {
  const { subject, ref, note, card, personId } = posted;
  const post = { id: deps.newId(), subject, ref, at: isoNow(deps) };
  const isLive = card.actions.length > 0 || TELLS_STATE.has(note.kind);
  if (!isLive) return savePost(deps.store.db, { ...post, role: 'note' });
  const shown: Shown = { note, title: card.title, ...(personId !== undefined && { personId }) };
  await savePost(deps.store.db, { ...post, role: 'live', shown: JSON.stringify(shown) });
}

/** Undefined when the note says nothing (any more). */
export async function noticeCard(
  deps: AppDeps,
  words: Words,
  what: { readonly subject: PostSubject | undefined; readonly note: ThreadNote; readonly platform: string },
  reader?: Person,
): Promise<Card | undefined> {
  const { subject, note, platform } = what;
  const card = await noteCard(deps, words, note, reader);
  if (!card || !subject || card.actions.length === 0) return card;
  const own = (await subjectCard(deps, subject, platform))?.actions ?? [];
  const isOpen = await isUnsettled(deps, subject, note);
  const offered = card.actions.filter(
    (action) =>
      (isOpen && NOT_ON_CARD.has(action.id)) ||
      own.some(({ id, subject: of }) => id === action.id && of === action.subject),
  );
  return keptTrue(words, card, offered);
}

/** Whether the news of a refused or changed template still stands. */
async function isUnsettled(deps: AppDeps, subject: PostSubject, note: ThreadNote): Promise<boolean> {
  if (note.kind === 'drift') return (await findTemplate(deps.store.db, note.templateId))?.driftedAt !== undefined;
  const loaded = note.kind === 'review' ? await loadProposal(deps, subject.id) : undefined;
  return loaded?.proposal.state === 'approved' && (await viewOf(deps, loaded)).review?.review.state === 'rejected';
}

/** Draws every notice about a subject on one platform (or all) again. Undefined: all is drawn, or not to be mended here. */
export async function repaintNotices(
  deps: AppDeps,
  subject: PostSubject,
  where: { readonly platform: string | undefined; readonly channel: string | undefined },
): Promise<Unfinished | undefined> {
  let unfinished: Unfinished | undefined;
  for (const { ref, shown } of await livePosts(deps.store.db, subject)) {
    const platform = deps.platforms.get(ref.platform);
    const isMeant = (where.platform ?? ref.platform) === ref.platform && (where.channel ?? ref.channel) === ref.channel;
    if (platform && isMeant) unfinished ??= await drawAgain(deps, { platform, subject, ref, shown });
  }
  return unfinished;
}

async function drawAgain(
  deps: AppDeps,
  post: {
    readonly platform: ChatPlatform;
    readonly subject: PostSubject;
    readonly ref: MessageRef;
    readonly shown: string;
  },
): Promise<Unfinished | undefined> {
  const { platform, subject, ref } = post;
  const { note, title, personId }: Shown = JSON.parse(post.shown); // written by recordNotice only
  const person = personId === undefined ? undefined : await personById(deps.store.db, personId);
  const words = person ? wordsOf(deps, person, platform.id) : await wordsOfThread(deps, subject, platform.id);
  const card =
    (await noticeCard(deps, words, { subject, note, platform: platform.id }, person)) ?? overCard(words, title);
  const answer = await platform.update(ref, card);
  if (answer.ok) {
    // Said anew where it could not be changed: once is enough for a notice, so the new one is kept true instead.
    if (answer.value.message === ref.message) return undefined;
    await forgetPost(deps.store.db, ref);
    await savePost(deps.store.db, {
      id: deps.newId(),
      subject,
      ref: answer.value,
      role: 'live',
      at: isoNow(deps),
      shown: post.shown,
    });
    return undefined;
  }
  const { kind, fault, code } = answer.error;
  deps.log.info({ subject, fault, code }, 'a notice could not be drawn again');
  // Deleted, or its person has gone: nobody reads it, and nobody has to mend anything.
  if (kind === 'rejected') await forgetPost(deps.store.db, ref);
  if (kind === 'rejected' || kind === 'misconfigured') return undefined;
  return afterFailure(deps, { platform: platform.id }, answer.error);
}

async function wordsOfThread(deps: AppDeps, subject: PostSubject, platform: string): Promise<Words> {
  const send = subject.kind === 'send' ? await findSend(deps.store.db, subject.id) : undefined;
  return send ? wordsOfSend(deps, send, platform) : channelWords(deps);
}
