// What the adapters remember, for their own checks: read from the database as it is, nothing is created or changed.
import type { Clock, Memory } from '../../ports/process.ts';
import { appliedMigrations } from '../../store/engine/migrate.ts';
import { createMemory } from '../../store/memory.ts';
import { connect } from '../../store/open.ts';
import { notYetThere } from './database.ts';

type Notes = { readonly memory: (platform: string) => Memory; close(): Promise<void> };

const NOTHING: Notes = {
  memory: () => ({ read: async () => undefined, write: async () => undefined, list: async () => [] }),
  close: async () => undefined,
};

/** Without a database that can be read, nothing is remembered: the database's own check says why. */
export async function openNotes(url: string, now: Clock): Promise<Notes> {
  if (notYetThere(url) !== undefined) return NOTHING;
  let opened: Awaited<ReturnType<typeof connect>>;
  try {
    opened = await connect(url);
  } catch {
    // Not reachable.
    return NOTHING;
  }
  try {
    const applied = await appliedMigrations(opened.db);
    if (applied.some((name) => name.endsWith('_memory')))
      return {
        memory: (platform) => ({ ...createMemory(opened, platform, now), write: async () => undefined }),
        close: opened.close,
      };
  } catch {
    // Reachable, but not to be read.
  }
  await opened.close();
  return NOTHING;
}
