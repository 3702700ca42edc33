// What must hold for this process to serve, and what an operator should know beside that: work that waits or was given up, by
// place, and statuses of messages nobody knows. And who may see more of it than yes or no.
import { createHash, timingSafeEqual } from 'node:crypto';
import { isLocal } from '../adapters/shared/local-request.ts';
import type { Secret } from './config/secret.ts';
import type { Worker } from './jobs/worker.ts';
import type { ChatPlatform } from './ports/chat.ts';
import type { RawRequest } from './ports/http.ts';
import type { Check, Clock, Log } from './ports/process.ts';
import { stuckWork } from './store/queues/job-states.ts';
import { orphanCounts } from './store/sends/orphans.ts';
import type { Store } from './store/store.ts';

/** However often we are asked: looking writes, and strangers may ask. */
const WRITE_EVERY_MS = 2_000;
/** A page of either database is smaller: a disk without room for one more does not pass. */
const PROBE_LENGTH = 20_000;
const SHOWN_PLACES = 20;

export function createReadiness(deps: {
  readonly store: Store;
  readonly worker: () => Worker | undefined;
  /** Whose doors are looked at; none when left out. */
  readonly platforms?: readonly Pick<ChatPlatform, 'id' | 'lockedOut'>[];
  readonly now: Clock;
  readonly log: Log;
}): () => Promise<readonly Check[]> {
  const { store, worker, log } = deps;
  let failing = false;
  let looked: { readonly at: number; readonly check: Promise<Check> } | undefined;

  async function look(): Promise<Check> {
    try {
      await tryWriting(store, deps.now().toISOString());
      failing = false;
      return { name: 'database', status: 'ok', detail: store.engine, fix: '' };
    } catch (error) {
      // Turned into a failed check: this is what /ready is for. The log hears it once.
      if (!failing) log.error({ error }, 'the database takes no writes');
      failing = true;
      const detail = error instanceof Error ? error.message : String(error);
      return {
        name: 'database',
        status: 'failed',
        detail,
        fix: 'see that it runs, has room on its disk, and takes writes',
      };
    }
  }

  function database(): Promise<Check> {
    if (looked === undefined || performance.now() - looked.at > WRITE_EVERY_MS) {
      looked = { at: performance.now(), check: look() };
    }
    return looked.check;
  }

  return async () => {
    const alive = worker()?.alive() === true;
    const serving: readonly Check[] = [
      await database(),
      { name: 'worker', status: alive ? 'ok' : 'failed', detail: '', fix: alive ? '' : 'restart the process' },
    ];
    const doors = (deps.platforms ?? []).map(door);
    if (serving[0]?.status === 'failed') return [...serving, ...doors];
    return [...serving, ...doors, await work(store), await statuses(store)];
  };
}

/** Whether people of a chat platform can reach us. */
function door({ id: name, lockedOut }: Pick<ChatPlatform, 'id' | 'lockedOut'>): Check {
  const failure = lockedOut?.();
  if (!failure) return { name, status: 'ok', detail: '', fix: '' };
  const { fault, code, detail } = failure;
  return {
    name,
    status: 'warning',
    detail: [fault, code, detail].filter(Boolean).join(' '),
    fix: `ask "npm run aval -- doctor" what ${name} needs; where a token is mended in place, this process finds out by itself`,
    degrades: true,
  };
}

/** What a real write does, and it leaves nothing: reading goes on where the disk is full or only reads. */
async function tryWriting({ write }: Store, at: string): Promise<void> {
  const probe = { platform: 'probe', key: at };
  await write(async ({ db }) => {
    await db
      .insertInto('memory')
      .values({ ...probe, text: 'x'.repeat(PROBE_LENGTH), updated_at: at })
      .onConflict((c) => c.columns(['platform', 'key']).doUpdateSet({ updated_at: at }))
      .execute();
    await db.deleteFrom('memory').where('platform', '=', probe.platform).where('key', '=', probe.key).execute();
  });
}

// Neither makes a process unfit to serve: another one would not do better.
async function work({ db }: Store): Promise<Check> {
  const stuck = await stuckWork(db);
  const places = stuck
    .slice(0, SHOWN_PLACES)
    .map(({ state, count, kind, place, why }) => `${count} ${state} ${kind} ${place} (${why})`.replace(/ +/g, ' '));
  if (places.length === 0) return { name: 'work', status: 'ok', detail: '', fix: '' };
  const fix = 'mend what is named; what was given up has a Retry button where it was told';
  return { name: 'work', status: 'warning', detail: places.join('; '), fix };
}

async function statuses({ db }: Store): Promise<Check> {
  const { waiting, oldest, dropped } = await orphanCounts(db);
  const detail = `${waiting} of messages nobody knows${oldest === undefined ? '' : `, since ${oldest}`}; ${dropped} dropped`;
  if (waiting === 0) return { name: 'statuses', status: 'ok', detail, fix: '' };
  return { name: 'statuses', status: 'warning', detail, fix: 'see whether another system sends from the same number' };
}

/**
 * Whether a request may read figures and causes. With a token: who brings it. Without: this machine, and no proxy on it, which
 * would make the whole network look like this machine.
 */
export function mayLook(token: Secret | undefined): (request: RawRequest) => boolean {
  if (token === undefined) return isLocal;
  const expected = digest(`Bearer ${token.reveal()}`);
  return ({ headers }) => timingSafeEqual(digest(headers.authorization ?? ''), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
