// The use-cases on a real database in memory, with a clock, a chat and a provider that tests decide. Nothing runs by
// itself: `settle` does what is due now, `pass` lets time go by and does everything on the way.
import { expect, onTestFinished } from 'vitest';
import type { AppDeps, Settings } from '../../../src/app/deps.ts';
import { createDispatch } from '../../../src/app/intake/dispatch.ts';
import { createSearch } from '../../../src/app/intake/search.ts';
import { webhookRoutes } from '../../../src/app/intake/webhooks.ts';
import { jobHandlers, tellBuried } from '../../../src/app/job-handlers.ts';
import type { JobKind, JobPayloads } from '../../../src/app/news/jobs.ts';
import { registerSenders } from '../../../src/app/senders/accounts.ts';
import type { BuriedJob } from '../../../src/jobs/attempt.ts';
import { startWorker } from '../../../src/jobs/worker.ts';
import type { RawRequest, RawResponse } from '../../../src/ports/http.ts';
import type { LogFields } from '../../../src/ports/process.ts';
import type { Provider, ProviderEvent, ProviderFacts } from '../../../src/ports/provider.ts';
import { verifyChain } from '../../../src/store/events.ts';
import { type FakeClock, fakeClock } from '../fake-clock.ts';
import { openTestStore, type TestStore } from '../process/database.ts';
import { type FakeChat, fakeChat } from './fake-chat.ts';
import { type FakeAccount, type FakeProvider, fakeProvider } from './fake-provider.ts';
import { type Person, personIn } from './person.ts';
import { roleTable, settingsWith } from './settings.ts';

export type Logged = {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: LogFields;
  readonly message: string;
};

export type TestApp = {
  readonly deps: AppDeps;
  readonly store: TestStore;
  readonly clock: FakeClock;
  /** The first platform. */
  readonly chat: FakeChat;
  /** Any of them, by id. */
  chatOn(platform: string): FakeChat;
  /** Of the sender `main`. */
  readonly provider: FakeProvider;
  providerOf(senderId: string): FakeProvider;
  readonly logged: readonly Logged[];
  readonly buried: readonly BuriedJob[];
  /** Somebody at their chat client, by account id; on the first platform unless another is named. */
  person(id: string, platform?: string): Person;
  /** Everything due now, and what follows from it. */
  settle(): Promise<void>;
  /** Lets time go by, stopping at each moment something is due. */
  pass(ms: number): Promise<void>;
  /** The clock only: what became due stays undone. */
  skip(ms: number): void;
  /** What the schedule does at this minute, then settles. */
  tick(kind: 'proposals.due' | 'templates.poll' | 'templates.sync' | 'prune'): Promise<void>;
  /** Runs one job by hand, as a second process would that holds the same row. */
  run<K extends JobKind>(kind: K, payload: JobPayloads[K]): Promise<unknown>;
  /** A webhook of the provider, as it comes over HTTP; jobs are not run. */
  hook(events: readonly ProviderEvent[], change?: Partial<RawRequest>): Promise<RawResponse>;
  /** The same at the address of another sender. */
  hookAt(senderId: string, events: readonly ProviderEvent[]): Promise<RawResponse>;
  /** Kinds of events the webhooks counted, with their provider. */
  readonly counted: readonly string[];
  /** The next `count` transactions break as if the process had died before them. */
  dies(count?: number): void;
  /** Tests in which jobs are meant to break or be given up say so. */
  expectTrouble(): void;
};

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export type AppOptions = Partial<Settings> & {
  /** More providers than `main`, by sender id. */
  readonly senderIds?: readonly string[];
  /** What the provider of a sender is and can do, by sender id; Meta's facts when left out. */
  readonly facts?: Readonly<Record<string, ProviderFacts>>;
  /** The account of a sender, by sender id; its own when left out. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** A provider with a wire of its own in the place of the fake one, by sender id. */
  readonly wired?: Readonly<Record<string, (clock: FakeClock) => Provider>>;
  /** Ids of the chat platforms; one, `chat`, when left out. */
  readonly platforms?: readonly string[];
};

/** Sofía proposes, Andrés and Elena approve, Lucía and Bruno send, Marta is admin. */
const ROLES = roleTable({
  approver: ['chat:andres', 'chat:elena'],
  agent: ['chat:lucia', 'chat:bruno'],
  admin: ['chat:marta'],
});

function settingsOf({
  senderIds = ['main'],
  facts: _f,
  accounts: _a,
  wired: _w,
  platforms: _c,
  ...over
}: AppOptions): Settings {
  const senders = senderIds.map((id) => ({ id, label: `Sender ${id}`, ownNumber: '+541152639999' }));
  return settingsWith({ senders, roles: ROLES, ...over });
}

/** Stopped by itself when the test ends; then no job may have broken that was not expected to. */
export async function startTestApp(options: AppOptions = {}): Promise<TestApp> {
  const clock = fakeClock();
  const store = await openTestStore(clock);
  const chats = new Map((options.platforms ?? ['chat']).map((id) => [id, fakeChat({ now: clock.now, id })]));
  const chatOn = (platform: string): FakeChat => {
    const found = chats.get(platform);
    if (!found) throw new Error(`no chat platform ${platform}`);
    return found;
  };
  const [first = 'chat'] = chats.keys();
  const chat = chatOn(first);
  const settings = settingsOf(options);
  const accounts = new Map<string, FakeAccount>();
  const accountOf = (senderId: string): FakeAccount => {
    const id = options.accounts?.[senderId] ?? `sender ${senderId}`;
    const account = accounts.get(id) ?? { id, templates: new Map() };
    accounts.set(id, account);
    return account;
  };
  const providers = new Map(
    settings.senders.map(({ id }) => [id, fakeProvider(id, options.facts?.[id], accountOf(id))]),
  );
  const logged: Logged[] = [];
  const at = (level: Logged['level']) => (fields: LogFields, message: string) =>
    void logged.push({ level, fields, message });
  const buried: BuriedJob[] = [];
  let deaths = 0;
  let troubleExpected = false;
  const write: TestStore['write'] = async (work) => {
    if (deaths === 0) return store.write(work);
    deaths -= 1;
    throw new Error('the process died here');
  };
  const deps: AppDeps = {
    store: { ...store, write },
    now: clock.now,
    newId: store.newId,
    log: { info: at('info'), warn: at('warn'), error: at('error') },
    settings,
    platforms: chats,
    providers: new Map<string, Provider>([
      ...providers,
      ...Object.entries(options.wired ?? {}).map(([id, make]) => [id, make(clock)] as const),
    ]),
    channelNames: new Map(),
    askedAgainAt: new Map(),
    firstForms: new Map(),
    counts: {
      command: () => undefined,
      decision: () => undefined,
      send: () => undefined,
      unreachable: () => undefined,
    },
  };
  await registerSenders(deps);
  const handlers = jobHandlers(deps);
  const worker = startWorker({
    store,
    handlers,
    now: clock.now,
    newId: store.newId,
    log: deps.log,
    concurrency: 4,
    pollMs: 600_000,
    random: () => 0,
    onBuried: async (job) => {
      buried.push(job);
      await tellBuried(deps, job);
    },
  });
  onTestFinished(async () => {
    await worker.idle();
    await worker.stop(1_000);
    const chain = await verifyChain(store.db);
    await store.close();
    expect(chain).toMatchObject({ ok: true });
    if (!troubleExpected) expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  const providerOf = (senderId: string): FakeProvider => {
    const found = providers.get(senderId);
    if (!found) throw new Error(`no sender ${senderId}`);
    return found;
  };
  const provider = providers.get('main') ?? fakeProvider('main');
  const counted: string[] = [];
  const routes = webhookRoutes(deps, (id, kind) => void counted.push(`${id} ${kind}`));
  const deliver = async (to: FakeProvider, request: RawRequest): Promise<RawResponse> => {
    const post = routes.find(({ method, path }) => method === 'POST' && path === `/webhooks/${to.id}/:senderId`);
    if (!post) throw new Error('no webhook route');
    return post.handle(request);
  };
  const dispatch = createDispatch(deps);
  const search = createSearch(deps);

  async function pass(ms: number): Promise<void> {
    const end = clock.now().getTime() + ms;
    await worker.idle();
    for (;;) {
      const next = await nextDue(store, clock.iso());
      if (next === undefined || Date.parse(next) > end) break;
      clock.set(next);
      await worker.idle();
    }
    clock.set(new Date(end).toISOString());
    await worker.idle();
  }

  return {
    deps,
    store,
    clock,
    chat,
    provider,
    providerOf,
    logged,
    buried,
    chatOn,
    person: (id, platform = first) => personIn({ dispatch, search, newId: store.newId }, id, platform),
    settle: () => worker.idle(),
    pass,
    skip: (ms) => clock.advance(ms),
    tick: async (kind) => {
      await store.write(async (tx) => tx.enqueue({ kind, payload: {}, key: `${kind}:${clock.iso()}` }));
      await worker.idle();
    },
    run: async (kind, payload) =>
      handlers[kind]?.run(JSON.parse(JSON.stringify(payload)), {
        key: `by-hand:${kind}`,
        attempts: 1,
        maxAttempts: 8,
        ageMs: 0,
      }),
    hook: (events, change = {}) => deliver(provider, { ...provider.webhook(events), ...change }),
    hookAt: (senderId, events) => deliver(providerOf(senderId), providerOf(senderId).webhook(events)),
    counted,
    dies: (count = 1) => {
      deaths = count;
    },
    expectTrouble: () => {
      troubleExpected = true;
    },
  };
}

async function nextDue(store: TestStore, now: string): Promise<string | undefined> {
  const row = await store.db
    .selectFrom('outbox')
    .select((eb) => eb.fn.min('run_at').as('at'))
    .where('finished_at', 'is', null)
    .where('buried_at', 'is', null)
    .where('run_at', '>', now)
    .executeTakeFirst();
  return row?.at ?? undefined;
}
