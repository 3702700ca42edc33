// The way in from Teams with everything around it made of small fakes: what the app is told, what it answers, what is said
// to whom afterwards. The HTTP answer never waits for the fakes behind `hold`.
import { readdirSync, readFileSync } from 'node:fs';
import type { Sighting } from '../../../adapters/chat/teams/connector/references.ts';
import type { InboundDeps } from '../../../adapters/chat/teams/in/inbound-deps.ts';
import { createIntake } from '../../../adapters/chat/teams/in/intake.ts';
import type { Standing } from '../../../adapters/chat/teams/people/membership.ts';
import { ok } from '../../../src/domain/result.ts';
import type { Dispatch, Intent, Reply, Search } from '../../../src/ports/chat.ts';
import type { RawResponse } from '../../../src/ports/http.ts';
import type { Option } from '../../../src/views/view.ts';
import { greetings } from '../../../src/views/words/word-lists.ts';
import { type Node, readCard, type SeenCard } from './read-teams.ts';
import { teamsWords } from './words.ts';

export const TENANT = '5c1d7f0e-2b7a-4a51-9d35-0f6f2c8b1a90';
export const OTHER_TENANT = 'aaaaaaaa-2b7a-4a51-9d35-0f6f2c8b1a90';
export const BOT = '28:7d1b3a52-6c0f-4f0e-8f2c-1b9a4e5d6c70';
export const ANA = '0b7c9f64-51d2-4c3e-9a5b-6e1f2d3c4b5a';
export const ANA_USER = '29:1kQ-ana-7fV2xW';
export const CHAT = 'a:1Vw9kXq2fLr7ToPz';
export const CHANNEL = '19:a1f7c0e4d2b94c1e8b3f6a5d7c9e0b12@thread.tacv2';
export const SERVICE = `https://smba.trafficmanager.net/emea/${TENANT}/`;

const FOLDER = new URL('../../fixtures/teams/', import.meta.url);

/** Every recorded activity, by the name of its file. */
export function fixtures(): ReadonlyMap<string, Node> {
  return new Map(readdirSync(FOLDER).map((file) => [file.replace('.json', ''), fixture(file.replace('.json', ''))]));
}

/** A recorded activity with some fields changed. */
export function fixture(name: string, change: Node = {}): Node {
  return { ...(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Node), ...change };
}

export const BROKEN: Dispatch = async () => {
  throw new Error('database is away');
};

export const APPROVE = { aval: { do: 'action', action: 'approve', subject: 'p1:1' } };
export const PROPOSE = { aval: { do: 'form', form: 'propose', context: 'd1:1', button: 'submit' } };

let made = 0;
/** No two presses have the same id. */
export function fresh(): { readonly id: string } {
  made += 1;
  return { id: `f:${made}` };
}

/** A button of a card pressed, with what it carries. */
export function aPress(data: Node = APPROVE, change: Node = {}): Node {
  const value = { action: { type: 'Action.Execute', verb: 'aval', data }, trigger: 'manual' };
  return fixture('button-pressed-on-a-card', { ...fresh(), value, ...change });
}

/** A button pressed that opens a dialog. */
export function anOpening(data: Node): Node {
  const value = { data: { ...data, msteams: { type: 'task/fetch' } } };
  return fixture('button-that-opens-a-dialog', { ...fresh(), value });
}

/** A dialog sent. */
export function aSubmission(data: Node, change: Node = {}): Node {
  return fixture('dialog-sent', { ...fresh(), value: { data }, ...change });
}

type Told = {
  readonly person: Parameters<InboundDeps['privately']['tell']>[0];
  readonly activity: Node;
  /** The card in it, or its sentence. */
  readonly seen: SeenCard;
};
type Updated = { readonly conversation: string; readonly id: string; readonly seen: SeenCard };

export type Inbound = {
  /** What the app was given. */
  readonly intents: Intent[];
  readonly searches: Parameters<Search>[0][];
  readonly told: Told[];
  readonly updated: Updated[];
  /** Sentences everybody in a conversation sees. */
  readonly said: { readonly conversation: string; readonly activity: Node }[];
  readonly learned: Sighting[];
  readonly forgotten: string[];
  /** Who was met in the private chat, and about whom the roster of which conversation was asked. */
  readonly met: string[];
  readonly asked: { readonly id: string; readonly conversation: string; readonly withinMs: number }[];
  standing: Standing;
  readonly counts: string[];
  readonly logged: string[];
  readonly verified: { authorization: string | undefined; channelId: string; serviceUrl: string }[];
  /** How often something was heard without a mention. */
  heard: number;
  /** What the app answers next; a function to look at the intent, or to throw. */
  answer: Reply | Dispatch;
  options: readonly Option[] | Search;
  /** Where private answers arrive. */
  place: 'targeted' | 'direct' | 'nowhere';
  post(activity: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  raw(body: Buffer | string, headers?: Readonly<Record<string, string>>): Promise<RawResponse>;
  /** Everything that goes on after its request was answered. */
  idle(): Promise<void>;
};

/** `body`: parsed, undefined when it is empty. */
export type Answer = { readonly status: number; readonly body: Node | undefined };

export function createInbound(change: Partial<InboundDeps> = {}): Inbound {
  const open = new Set<Promise<unknown>>();
  const intake = () =>
    createIntake({
      glance: () => ok(undefined),
      verify: async (authorization, claimed) => {
        inbound.verified.push({ authorization, ...claimed });
        return ok(undefined);
      },
      allowed: (serviceUrl) => serviceUrl.startsWith('https://smba.trafficmanager.net/'),
      tenant: TENANT,
      playground: false,
      references: {
        learn: async (sighting) => void inbound.learned.push(sighting),
        forgetPerson: async (id) => void inbound.forgotten.push(id),
        localeOf: async () => undefined,
      },
      membership: {
        met: async (id) => void inbound.met.push(id),
        standing: async (id, here, withinMs) => {
          inbound.asked.push({ id, conversation: here.conversation, withinMs });
          return inbound.standing;
        },
      },
      hearing: {
        heard: async () => {
          inbound.heard += 1;
        },
      },
      tellOfPlaces: async () => undefined,
      on: () => ({ dispatch, search }),
      privately: {
        tell: async (person, activity) => {
          inbound.told.push({ person, activity: activity as Node, seen: seenIn(activity as Node) });
          return inbound.place;
        },
      },
      update: async (to, id, activity) => {
        inbound.updated.push({ conversation: to.conversation, id, seen: seenIn(activity as Node) });
        return ok(undefined);
      },
      send: async (to, activity) => {
        inbound.said.push({ conversation: to.conversation, activity: activity as Node });
        return ok({ id: 'm1' });
      },
      country: 'AR',
      words: () => teamsWords,
      greetings,
      forms: 'dialog',
      log: {
        info: () => undefined,
        warn: (_, message) => inbound.logged.push(message),
        error: (_, message) => inbound.logged.push(message),
      },
      count: (metric, labels) => inbound.counts.push([metric, ...Object.values(labels)].join(' ')),
      track: (work) => {
        open.add(work);
        void work.finally(() => open.delete(work));
      },
      ...change,
    });
  const { route } = intake();

  const dispatch: Dispatch = async (intent) => {
    inbound.intents.push(intent);
    return typeof inbound.answer === 'function' ? inbound.answer(intent) : inbound.answer;
  };
  const search: Search = async (query) => {
    inbound.searches.push(query);
    return typeof inbound.options === 'function' ? inbound.options(query) : inbound.options;
  };

  const inbound: Inbound = {
    intents: [],
    searches: [],
    told: [],
    updated: [],
    said: [],
    learned: [],
    forgotten: [],
    met: [],
    asked: [],
    standing: 'ours',
    counts: [],
    logged: [],
    verified: [],
    heard: 0,
    answer: { show: 'nothing' },
    options: [],
    place: 'targeted',
    async post(activity, headers) {
      const { status, body } = await inbound.raw(JSON.stringify(activity), headers);
      return { status, body: typeof body === 'string' && body !== '' ? (JSON.parse(body) as Node) : undefined };
    },
    async raw(body, headers = {}) {
      return route.handle({
        method: 'POST',
        path: route.path,
        url: `http://127.0.0.1:3000${route.path}`,
        params: {},
        query: new URLSearchParams(),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          host: '127.0.0.1:3000',
          authorization: 'Bearer t',
          ...headers,
        },
        body: Buffer.from(body),
        remoteAddress: '127.0.0.1',
      });
    },
    async idle() {
      while (open.size > 0) await Promise.allSettled([...open]);
    },
  };
  return inbound;
}

function seenIn(activity: Node): SeenCard {
  if (activity.attachments !== undefined) return readCard(activity);
  return { text: String(activity.text), actions: [], fields: [], mentions: [], times: [] };
}

/** The card in an invoke's answer, in whatever shape it came. */
export function cardIn(answer: Answer): SeenCard {
  return readCard(answer.body?.task === undefined ? valueIn(answer) : pageIn(answer));
}

/** The page of a dialog: title, size and card. */
export function pageIn({ body }: Answer): Node {
  const task = body?.task as Node | undefined;
  return (task?.value ?? {}) as Node;
}

export function valueIn({ body }: Answer): Node {
  return (body?.value ?? {}) as Node;
}
