// What is known of places that do not take messages: told once while it lasts, and which event was the newest. A channel that
// got another id is kept with the new one, so that a configuration that names the old one goes on.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('lost_places')
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('fault', 'text')
    .addColumn('known_by', 'text', (column) => column.notNull())
    .addColumn('episode', 'text', (column) => column.notNull())
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('event_at', 'text', (column) => column.notNull())
    .addColumn('moved_to', 'text')
    .addPrimaryKeyConstraint('lost_places_place', ['platform', 'channel'])
    .execute();
}
