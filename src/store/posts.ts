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
/** `root`: the card itself, repainted on change. `note`: a line under it, left as it is. */
export type PostRole = 'root' | 'details' | 'note';
export type Post = PostRef & { readonly role: PostRole };

export async function savePost(
  db: Kysely<Tables>,
  post: {
    readonly id: string;
    readonly subject: PostSubject;
    readonly ref: PostRef;
    readonly role: PostRole;
    readonly at: string;
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
      created_at: post.at,
    })
    .onConflict((c) => c.columns(['platform', 'channel', 'message']).doNothing())
    .execute();
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
