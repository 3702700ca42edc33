// Aval's use-cases, real store on a file and real worker in this process; chat and provider are held in memory. For
// measuring what the application itself can do, without anybody's network.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { META } from '../../adapters/provider/meta/facts.ts';
import type { AppDeps, Settings } from '../../src/app/deps.ts';
import { createDispatch } from '../../src/app/intake/dispatch.ts';
import { createSearch } from '../../src/app/intake/search.ts';
import { jobHandlers, tellBuried } from '../../src/app/job-handlers.ts';
import { ok } from '../../src/domain/result.ts';
import type { Template } from '../../src/domain/templates/template.ts';
import { startWorker, type Worker } from '../../src/jobs/worker.ts';
import type { Actor, ChatPlatform, Dispatch, MessageRef, Search } from '../../src/ports/chat.ts';
import type { Log } from '../../src/ports/process.ts';
import type { Provider } from '../../src/ports/provider.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { roleTable, settingsWith } from '../support/app/settings.ts';

export type InProcess = {
  readonly store: Store;
  readonly deps: AppDeps;
  readonly dispatch: Dispatch;
  readonly search: Search;
  /** Templates created at the provider, by name; the second creation of a name is counted too. */
  readonly created: ReadonlyMap<string, number>;
  /** Cards posted and repainted. */
  readonly chat: { posts: number; updates: number };
  readonly troubles: string[];
  startWorker(): Worker;
  stop(): Promise<void>;
};

/** Where it is kept, and what the chat and its channel are called; a process started on the file takes them for its own. */
export type Place = { readonly databasePath?: string; readonly platform?: string; readonly channel?: string };

export function actor(id: string): Actor {
  return { platform: 'memory', tenant: 'T1', id, name: id, locale: 'en' };
}

/** As the configuration would give it; two approvers, `agent` may send, everyone may propose. */
export async function startInProcess(quorum: number, place: Place = {}): Promise<InProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'aval-bench-'));
  const { platform = 'memory', channel = 'approvals' } = place;
  const now = () => new Date();
  let serial = 0;
  const newId = () => {
    serial += 1;
    return `${Date.now().toString(36)}-${String(serial).padStart(9, '0')}`;
  };
  const url = `sqlite:${place.databasePath ?? join(folder, 'bench.db')}`;
  const store = await openStore({ url, now, newId });
  const troubles: string[] = [];
  const log: Log = {
    info: () => undefined,
    warn: (fields, message) => void troubles.push(`${message} ${JSON.stringify(fields)}`),
    error: (fields, message) => void troubles.push(`${message} ${String(fields.error)} ${JSON.stringify(fields)}`),
  };
  const created = new Map<string, number>();
  const chat = { posts: 0, updates: 0 };
  const deps: AppDeps = {
    store,
    now,
    newId,
    log,
    settings: settings(quorum, { platform, channel }),
    platforms: new Map([[platform, memoryChat(platform, chat)]]),
    providers: new Map([['main', memoryProvider(created)]]),
    counts: {
      command: () => undefined,
      decision: () => undefined,
      send: () => undefined,
      unreachable: () => undefined,
    },
    channelNames: new Map(),
    askedAgainAt: new Map(),
    firstForms: new Map(),
  };
  let worker: Worker | undefined;
  return {
    store,
    deps,
    dispatch: createDispatch(deps),
    search: createSearch(deps),
    created,
    chat,
    troubles,
    startWorker: () => {
      worker = startWorker({
        store,
        handlers: jobHandlers(deps),
        now,
        log,
        newId,
        concurrency: 8,
        pollMs: 500,
        onBuried: (buried) => tellBuried(deps, buried),
      });
      return worker;
    },
    stop: async () => {
      await worker?.stop(10_000);
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function settings(quorum: number, place: { readonly platform: string; readonly channel: string }): Settings {
  return settingsWith({
    places: { approval: [place], admin: [], sends: [] },
    roles: roleTable({ approver: ['memory:ann', 'memory:ben'], agent: ['memory:agent'] }),
    quorum,
    undoMs: 0,
    requireOptIn: true,
  });
}

function memoryChat(platform: string, chat: { posts: number; updates: number }): ChatPlatform {
  return {
    id: platform,
    tenant: () => 'T1',
    routes: [],
    start: async () => undefined,
    stop: async () => undefined,
    post: async (to) => {
      chat.posts += 1;
      const message = `m${chat.posts}`;
      const thread = to.to === 'thread' ? to.root.thread : message;
      const channel = to.to === 'channel' ? to.channel : to.to === 'thread' ? to.root.channel : `dm-${to.id}`;
      return ok<MessageRef>({ platform, channel, message, thread });
    },
    update: async (ref) => {
      chat.updates += 1;
      return ok(ref);
    },
    localeOf: async () => 'en',
    nameOf: async () => undefined,
    emailOf: async () => ok(undefined),
    channelName: async () => undefined,
    linkTo: async () => undefined,
    check: async () => [],
  };
}

function memoryProvider(created: Map<string, number>): Provider {
  const known = new Map<string, Template>();
  const review = { state: 'pending', raw: 'PENDING' } as const;
  const answer = (template: Template) => ({ externalId: `x-${template.name}`, review, category: template.category });
  return {
    ...META,
    senderId: 'main',
    account: 'sender main',
    keys: [],
    mediaHosts: [],
    trySample: async () => ok(undefined),
    submitTemplate: async (template) => {
      created.set(template.name, (created.get(template.name) ?? 0) + 1);
      known.set(template.name, template);
      return ok(answer(template));
    },
    editTemplate: async (_, template) => ok(answer(template)),
    findTemplate: async (name) => {
      const template = known.get(name);
      return ok(template && { externalId: `x-${name}`, template, review, quality: 'unknown' as const });
    },
    listTemplates: async () => ok([]),
    sendTemplate: async ({ messageId }) => ok({ externalId: `w-${messageId}`, held: false, aliases: [] }),
    lookUp: async () => ok({ found: 'nothing' }),
    readWebhook: () => ({ events: ok([]), answer: { status: 200 } }),
    check: async () => [],
  };
}
