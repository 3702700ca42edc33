// Where cards were posted, so that every copy can be repainted from state and threads be found again.
import type { Kysely } from 'kysely';
import type { Tables } from './engine/tables.ts';

/** Same shape as the chat port's MessageRef. */
export type PostRef = {
  readonly platform: string;
  readonly channel: string;
  readonly message: string;
  readonly thread: string;
};
export type PostSubject = { readonly kind: 'proposal' | 'send'; readonly id: string };
/**
 * `root`: the card itself, repainted on change. `copy`: the same card once more, which a click has told us of; repainted too, but
 * nothing is posted under it. `note`: a line under it, left as it is. `live`: a notice that shows state or buttons, under it or
 * in somebody's own messages; drawn again from what it shows.
 */
export type PostRole = 'root' | 'copy' | 'details' | 'note' | 'live';
export type Post = PostRef & { readonly role: PostRole };

export async function savePost(
  db: Kysely<Tables>,
  post: {
    readonly id: string;
    readonly subject: PostSubject;
    readonly ref: PostRef;
    readonly role: PostRole;
    readonly at: string;
    /** Of a `live` post: what it is drawn from, as JSON. */
    readonly shown?: string;
  },
): Promise<void> {
  await db
    .insertInto('posts')
    .values({
      id: post.id,
      subject_kind: post.subject.kind,
      subject_id: post.subject.id,
      platform: post.ref.platform,
      channel: post.ref.channel,
      message: post.ref.message,
      thread: post.ref.thread,
      role: post.role,
      shown: post.shown ?? null,
      created_at: post.at,
    })
    // What a click told us of first may turn out to be the card that was thought lost.
    .onConflict((c) =>
      c
        .columns(['platform', 'channel', 'message'])
        .doUpdateSet((row) => ({ role: row.ref('excluded.role') }))
        .where('posts.role', '=', 'copy'),
    )
    .execute();
}

/** What this message is a post of; undefined when we do not know it. */
export async function postAt(
  db: Kysely<Tables>,
  { platform, channel, message }: Pick<PostRef, 'platform' | 'channel' | 'message'>,
): Promise<{ readonly subject: PostSubject; readonly role: PostRole } | undefined> {
  const row = await db
    .selectFrom('posts')
    .select(['subject_kind', 'subject_id', 'role'])
    .where('platform', '=', platform)
    .where('channel', '=', channel)
    .where('message', '=', message)
    .executeTakeFirst();
  // Written above only.
  return row && { subject: { kind: row.subject_kind, id: row.subject_id } as PostSubject, role: row.role as PostRole };
}

export async function postsOf(db: Kysely<Tables>, subject: PostSubject, role: PostRole): Promise<Post[]> {
  const rows = await db
    .selectFrom('posts')
    .selectAll()
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .where('role', '=', role)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    platform: row.platform,
    channel: row.channel,
    message: row.message,
    thread: row.thread,
    role,
  }));
}

/** Ids of the subjects of one kind whose cards were posted in a channel since then, newest first. */
export async function subjectsIn(
  db: Kysely<Tables>,
  { platform, channel }: Pick<PostRef, 'platform' | 'channel'>,
  kind: PostSubject['kind'],
  since: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('posts')
    .select('subject_id')
    .where('platform', '=', platform)
    .where('channel', '=', channel)
    .where('subject_kind', '=', kind)
    .where('role', '=', 'root')
    .where('created_at', '>=', since)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
  return [...new Set(rows.map((row) => row.subject_id))];
}

/** The notices about a subject that are kept true, with what each shows. */
export async function livePosts(
  db: Kysely<Tables>,
  subject: PostSubject,
): Promise<readonly { readonly ref: PostRef; readonly shown: string }[]> {
  const rows = await db
    .selectFrom('posts')
    .select(['platform', 'channel', 'message', 'thread', 'shown'])
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .where('role', '=', 'live')
    .orderBy('created_at')
    .execute();
  return rows.flatMap(({ shown, ...ref }) => (shown === null ? [] : [{ ref, shown }]));
}

/** The message is gone: nobody draws it any more. */
export async function forgetPost(db: Kysely<Tables>, { platform, channel, message }: PostRef): Promise<void> {
  const gone = db.deleteFrom('posts').where('platform', '=', platform).where('channel', '=', channel);
  await gone.where('message', '=', message).execute();
}

/** Posts begun so long ago that nobody tries them again. */
export async function pruneBegunPosts(db: Kysely<Tables>, before: string): Promise<void> {
  await db.deleteFrom('begun_posts').where('at', '<', before).execute();
}

/** What a posted message, or the thread under it, is about; undefined for a message that is not ours. */
export async function subjectOfMessage(
  db: Kysely<Tables>,
  { platform, channel, message }: Pick<PostRef, 'platform' | 'channel' | 'message'>,
): Promise<PostSubject | undefined> {
  const row = await db
    .selectFrom('posts')
    .select(['subject_kind', 'subject_id'])
    .where('platform', '=', platform)
    .where('channel', '=', channel)
    .where('message', '=', message)
    .executeTakeFirst();
  return row && { kind: row.subject_kind as PostSubject['kind'], id: row.subject_id }; // written by savePost only
}

/** Whether this message is the subject's own card, rather than a note under it or a private answer. */
export async function isRoot(
  db: Kysely<Tables>,
  subject: PostSubject,
  message: Pick<PostRef, 'platform' | 'channel' | 'message'>,
): Promise<boolean> {
  return (await postsOf(db, subject, 'root')).some(
    (post) =>
      post.platform === message.platform && post.channel === message.channel && post.message === message.message,
  );
}

/** A message that can no longer be changed has been said anew: the new one takes its place. */
export async function movePost(db: Kysely<Tables>, from: PostRef, to: PostRef): Promise<void> {
  const old = db.selectFrom('posts').select('id').where('platform', '=', from.platform);
  const row = await old.where('channel', '=', from.channel).where('message', '=', from.message).executeTakeFirst();
  if (!row) return;
  if (await postAt(db, to)) await db.deleteFrom('posts').where('id', '=', row.id).execute();
  else {
    const { channel, message, thread } = to;
    await db.updateTable('posts').set({ channel, message, thread }).where('id', '=', row.id).execute();
  }
}

/** Marks that this post is being made. Gives the time of an earlier try whose end is not known, in whatever process. */
export async function beginPost(db: Kysely<Tables>, key: string, at: string): Promise<string | undefined> {
  const begun = await db
    .insertInto('begun_posts')
    .values({ key, at })
    .onConflict((c) => c.column('key').doNothing())
    .returning('key')
    .executeTakeFirst();
  if (begun) return undefined;
  const earlier = await db.selectFrom('begun_posts').select('at').where('key', '=', key).executeTakeFirst();
  return earlier?.at;
}

/** It is known what became of it. */
export async function endPost(db: Kysely<Tables>, key: string): Promise<void> {
  await db.deleteFrom('begun_posts').where('key', '=', key).execute();
}
