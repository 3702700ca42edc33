// One running Aval, put together from its configuration: store, adapters, use-cases, worker, schedule, HTTP. Started and
// stopped as a whole, so that the command line and the tests run the same thing.

import type { ProviderEntry } from '../adapters/provider/entry.ts';
import { PROVIDERS } from '../adapters/provider/registry.ts';
import type { AppDeps } from './app/deps.ts';
import { createDispatch } from './app/intake/dispatch.ts';
import { createSearch } from './app/intake/search.ts';
import { webhookRoutes } from './app/intake/webhooks.ts';
import { jobHandlers, SCHEDULE, tellBuried } from './app/job-handlers.ts';
import { learnChannelNames } from './app/news/channels.ts';
import { job } from './app/news/jobs.ts';
import { repaintPending } from './app/news/repaint-pending.ts';
import { learnPeople } from './app/people/learn.ts';
import { boundedPlatform } from './app/posting/bounded-platform.ts';
import { createHear, followMoves } from './app/posting/place-events.ts';
import { registerSenders } from './app/senders/accounts.ts';
import { createProviders, settingsOf } from './compose.ts';
import { createPlatforms } from './compose-chat.ts';
import { createReadiness, mayLook } from './compose-readiness.ts';
import { stopInTime } from './compose-stop.ts';
import type { Config } from './config.ts';
import { createHttpServer } from './http/server.ts';
import { startSchedule } from './jobs/schedule.ts';
import { startWorker, type Worker } from './jobs/worker.ts';
import { createMetrics } from './metrics.ts';
import type { Dispatch } from './ports/chat.ts';
import type { Clock, Log } from './ports/process.ts';
import { createDatabaseClock } from './store/engine/clock.ts';
import { newId } from './store/engine/new-id.ts';
import { createMemory } from './store/memory.ts';
import { openStore } from './store/open.ts';
import { stuckWork } from './store/queues/job-states.ts';
import { depth } from './store/queues/outbox.ts';
import { orphanCounts } from './store/sends/orphans.ts';

export type Aval = {
  /** Where people reach it, e.g. `http://127.0.0.1:3000`. */
  readonly address: string;
  readonly port: number;
  stop(): Promise<void>;
};

const WORKER_CONCURRENCY = 8;
const WORKER_POLL_MS = 500;

/** Resolves once it serves. Throws when it cannot; `StoreUnusable` and `CannotListen` are in words for people. */
export async function startAval(
  configured: Config,
  log: Log,
  entries: readonly ProviderEntry[] = PROVIDERS,
): Promise<Aval> {
  let port = configured.server.port;
  const here = () => `http://127.0.0.1:${port}`;
  const clock = createDatabaseClock();
  const { now } = clock;
  // First of all: a path that cannot be used, or is used by somebody else, is told before anything is made beside it.
  const store = await openStore({ url: configured.databaseUrl, now, newId, alone: true });
  const rehearsal = configured.rehearsal ? await rehearse(configured, entries, { now, baseUrl: here }) : undefined;
  const config = rehearsal?.config ?? configured;
  // Whatever is stored from here on may be compared by another process.
  const leaveClock = await clock.follow(store);
  const metrics = createMetrics(async () => ({
    ...(await depth(store.db, now())),
    stuck: await stuckWork(store.db),
    orphans: await orphanCounts(store.db),
  }));
  const made = {
    log,
    now,
    newId,
    count: metrics.counted,
    observe: metrics.acked,
    memory: (platform: string) => createMemory(store, platform, now),
    ...(rehearsal && {
      phone: rehearsal.standIn.phone,
      help: rehearsal.standIn.help,
      readSample: rehearsal.standIn.readSample,
      publicUrl: here,
    }),
  };
  const platforms = await createPlatforms(config, made);
  const providers = await createProviders(config, made, entries);
  const deps: AppDeps = {
    store,
    now,
    newId,
    log,
    settings: settingsOf(config, providers),
    platforms: new Map(platforms.map((platform) => [platform.id, boundedPlatform(platform, { now })])),
    providers: new Map(providers.map((provider) => [provider.senderId, provider])),
    counts: metrics,
    channelNames: new Map(),
    askedAgainAt: new Map(),
    firstForms: new Map(),
  };
  await followMoves(deps);
  let worker: Worker | undefined;
  const http = await createHttpServer({
    host: config.server.host,
    port: config.server.port,
    ...(config.server.publicUrl !== undefined && { publicUrl: config.server.publicUrl }),
    routes: [...platforms.flatMap((platform) => platform.routes), ...webhookRoutes(deps, metrics.webhookEvent)],
    log,
    ready: createReadiness({ store, worker: () => worker, platforms, now, log }),
    mayLook: mayLook(config.server.operationToken),
    metrics,
  });
  port = http.port;
  // Not before the port is ours: a second process started by mistake must not take jobs and die with them.
  await registerSenders(deps);
  worker = startWorker({
    store,
    handlers: jobHandlers(deps),
    now,
    log,
    newId,
    concurrency: WORKER_CONCURRENCY,
    pollMs: WORKER_POLL_MS,
    onBuried: (buried) => tellBuried(deps, buried),
  });
  const dispatch = measured(createDispatch(deps), (platform, seconds) => metrics.acked(platform, seconds));
  for (const platform of platforms)
    await platform.start({ dispatch, search: createSearch(deps), hear: createHear(deps) });
  // Neither may hold up the start or end it: names and templates are learned again later.
  void Promise.all([learnPeople(deps), learnChannelNames(deps)]).catch((error: unknown) =>
    log.warn({ error }, 'could not learn the names of people and channels'),
  );
  await repaintPending(deps);
  await store.write(async (tx) => tx.enqueue(job('templates.sync', {}, { key: `start:${newId()}` })));
  const stopSchedule = startSchedule({ store, entries: SCHEDULE, log });

  return {
    address: `http://${http.address.includes(':') ? `[${http.address}]` : http.address}:${http.port}`,
    port: http.port,
    stop: () =>
      stopInTime(
        {
          schedule: stopSchedule,
          requests: http.stop,
          worker: (ms) => worker?.stop(ms) ?? Promise.resolve(),
          platforms: () => Promise.all([...platforms.map((platform) => platform.stop()), rehearsal?.standIn.stop()]),
          store: () => {
            leaveClock();
            return store.close();
          },
        },
        log,
      ),
  };
}

async function rehearse(
  config: Config,
  entries: readonly ProviderEntry[],
  { now, baseUrl }: { readonly now: Clock; readonly baseUrl: () => string },
) {
  const wanted = config.rehearsalProvider;
  const entry = entries.find(({ rehearsal, facts }) => rehearsal !== undefined && (wanted ?? facts.id) === facts.id);
  if (!entry) throw new Error('no provider can be rehearsed with');
  const { startRehearsal } = await import('./rehearsal.ts');
  return startRehearsal(config, { now, newId, baseUrl }, entry);
}

function measured(dispatch: Dispatch, observe: (platform: string, seconds: number) => void): Dispatch {
  return async (intent) => {
    const started = performance.now();
    const reply = await dispatch(intent);
    observe(intent.actor.platform, (performance.now() - started) / 1000);
    return reply;
  };
}
