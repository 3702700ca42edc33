// An adapter's own notes, kept across restarts: one text per platform and key, the last write wins. What they say is the
// adapter's business.
import type { Kysely } from 'kysely';
import type { Clock, Memory } from '../ports/process.ts';
import { storable } from './engine/storable.ts';
import type { Tables } from './engine/tables.ts';

/** The notes of one platform. Each call is a single statement, so that writers never wait for each other's reads. */
export function createMemory(store: { readonly db: Kysely<Tables> }, platform: string, now: Clock): Memory {
  const { db } = store;
  return {
    async read(key) {
      const row = await db
        .selectFrom('memory')
        .select('text')
        .where('platform', '=', platform)
        .where('key', '=', storable(key))
        .executeTakeFirst();
      return row?.text;
    },

    async write(key, text) {
      const changed = { text: storable(text), updated_at: now().toISOString() };
      await db
        .insertInto('memory')
        .values({ platform, key: storable(key), ...changed })
        .onConflict((c) => c.columns(['platform', 'key']).doUpdateSet(changed))
        .execute();
    },

    async list(prefix) {
      const start = storable(prefix);
      // `like` ignores case on SQLite, and ranges follow the locale on PostgreSQL; both count characters alike here.
      const rows = await db
        .selectFrom('memory')
        .select(['key', 'text'])
        .where('platform', '=', platform)
        .where((eb) => eb(eb.fn('substr', ['key', eb.lit(1), eb.val([...start].length)]), '=', start))
        .execute();
      return rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    },
  };
}
