// How work stands, for those who have to know: whether one thing was done, and what waits or was given up, by place.
import type { Kysely } from 'kysely';
import type { Tables } from '../engine/tables.ts';

export type JobState = {
  readonly key: string;
  readonly state: 'open' | 'finished' | 'buried';
  /** Its last error; empty when there was none. */
  readonly why: string;
};

/** Jobs of these keys, however they stand, and those of these lanes that are still to be done. */
export async function jobStates(
  db: Kysely<Tables>,
  keys: readonly string[],
  lanes: readonly string[],
): Promise<readonly JobState[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(['key', 'finished_at', 'buried_at', 'last_error'])
    .where((eb) =>
      eb.or([
        eb('key', 'in', keys),
        eb.and([eb('lane', 'in', lanes), eb('finished_at', 'is', null), eb('buried_at', 'is', null)]),
      ]),
    )
    .execute();
  return rows.map((row) => ({
    key: row.key,
    state: row.buried_at !== null ? 'buried' : row.finished_at !== null ? 'finished' : 'open',
    why: row.last_error ?? '',
  }));
}

/** Work that was tried and did not pass. `place`: `platform` or `platform:channel`; empty where it has none. */
export type Stuck = {
  readonly state: 'waiting' | 'buried';
  readonly place: string;
  readonly kind: string;
  readonly why: string;
  readonly count: number;
};

const LOOKED_AT = 2000;
const WHY_MAX = 120;

/** What waits for its place or its provider to be mended, and what was given up, oldest first, counted by place and cause. */
export async function stuckWork(db: Kysely<Tables>): Promise<readonly Stuck[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(['kind', 'payload', 'last_error', 'buried_at'])
    .where('finished_at', 'is', null)
    .where((eb) => eb.or([eb('last_error', 'is not', null), eb('buried_at', 'is not', null)]))
    .orderBy('id')
    .limit(LOOKED_AT)
    .execute();
  const groups = new Map<string, Stuck>();
  for (const row of rows) {
    const { platform, channel } = JSON.parse(row.payload) as { platform?: string; channel?: string }; // written by `job()`
    const stuck = {
      state: row.buried_at === null ? ('waiting' as const) : ('buried' as const),
      place: [platform, channel].filter(Boolean).join(':'),
      kind: row.kind,
      why: (row.last_error ?? '').slice(0, WHY_MAX),
    };
    const key = JSON.stringify(stuck);
    groups.set(key, { ...stuck, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()];
}
