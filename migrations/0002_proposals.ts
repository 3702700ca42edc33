// Proposals with every revision and vote, and the chat messages that show them.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('proposals')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('number', 'integer', (c) => c.notNull().unique())
    .addColumn('sender_id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('quorum', 'integer', (c) => c.notNull())
    .addColumn('proposer_id', 'text', (c) => c.notNull())
    .addColumn('submission', 'text')
    .addColumn('submission_failure', 'text')
    .addColumn('decided_at', 'text')
    .addColumn('remind_at', 'text')
    .addColumn('expires_at', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('proposals_state').on('proposals').columns(['state', 'created_at']).execute();
  await db.schema
    .createIndex('proposals_name')
    .on('proposals')
    .columns(['sender_id', 'name', 'language', 'created_at'])
    .execute();
  await db.schema.createIndex('proposals_proposer').on('proposals').columns(['proposer_id', 'created_at']).execute();

  await db.schema
    .createTable('revisions')
    .addColumn('proposal_id', 'text', (c) => c.notNull().references('proposals.id'))
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('content_hash', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('note', 'text')
    .addPrimaryKeyConstraint('revisions_key', ['proposal_id', 'revision'])
    .execute();

  await db.schema
    .createTable('votes')
    .addColumn('proposal_id', 'text', (c) => c.notNull().references('proposals.id'))
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('vote', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('votes_key', ['proposal_id', 'revision', 'person_id'])
    .execute();
  await db.schema
    .createIndex('votes_order')
    .on('votes')
    .columns(['proposal_id', 'revision', 'created_at', 'person_id'])
    .execute();

  await db.schema
    .createTable('posts')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('subject_kind', 'text', (c) => c.notNull())
    .addColumn('subject_id', 'text', (c) => c.notNull())
    .addColumn('platform', 'text', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('message', 'text', (c) => c.notNull())
    .addColumn('thread', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('posts_message', ['platform', 'channel', 'message'])
    .execute();
  await db.schema
    .createIndex('posts_subject')
    .on('posts')
    .columns(['subject_kind', 'subject_id', 'role', 'created_at'])
    .execute();
  await db.schema.createIndex('posts_thread').on('posts').columns(['platform', 'channel', 'thread']).execute();
}
