// The state of the fake Slack and what each Web API method does to it.
import { SCOPES } from '../../../adapters/chat/slack/app-facts.ts';
import { messageFaults, viewFaults } from './limits.ts';

export type Json = Readonly<Record<string, unknown>>;
export type ApiCall = {
  readonly method: string;
  readonly args: Json;
  readonly at: number;
  readonly token: string | undefined;
  readonly path: string;
  /** Slack's word for what was wrong with it; absent when nothing was, or no answer was given. */
  error?: string;
};
export type StoredMessage = {
  channel: string;
  ts: string;
  thread_ts?: string;
  text: string;
  blocks: Json[];
  metadata?: unknown;
};
export type Whisper = {
  readonly user: string;
  readonly channel: string;
  readonly thread_ts?: string;
  text: string;
  blocks: Json[];
};
/** `typed`: what stands in the inputs, by block id. */
export type OpenModal = {
  id: string;
  user: string;
  view: Json;
  hash: string;
  open: boolean;
  typed: Record<string, string>;
  errors: Record<string, string>;
};

export type FakeState = {
  readonly team: string;
  readonly scopes: string;
  readonly messages: StoredMessage[];
  readonly whispers: Whisper[];
  readonly modals: Map<string, OpenModal>;
  readonly triggers: Map<string, { user: string; used: boolean }>;
  readonly responseUrls: Map<string, { user: string; channel: string; ts?: string; ephemeral?: boolean; uses: number }>;
  readonly channels: Map<string, Json>;
  readonly locales: Map<string, string>;
  /** Display names; who is not in it has none. */
  readonly names: Map<string, string>;
  /** More of what `users.info` says of a person. */
  readonly users: Map<string, Json>;
  /** What Slack would have refused; a test that expects none asserts that this is empty. */
  readonly refused: string[];
};

export const BOT_USER = 'U0AVALBOT';

export function newState(team: string): FakeState {
  return {
    team,
    scopes: Object.keys(SCOPES).join(','),
    messages: [],
    whispers: [],
    modals: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    channels: new Map([
      ['C0APPROVAL', { id: 'C0APPROVAL', is_member: true, is_ext_shared: false, is_archived: false }],
    ]),
    locales: new Map(),
    names: new Map(),
    users: new Map(),
    refused: [],
  };
}

type Method = (state: FakeState, args: Json) => object;
const no = (error: string) => ({ ok: false, error });

let clock = 1_790_000_000_000_000;
function newTs(): string {
  clock += 1;
  const text = String(clock);
  return `${text.slice(0, 10)}.${text.slice(10)}`;
}

export const methods: Readonly<Record<string, Method>> = {
  'auth.test': (state) => ({
    ok: true,
    url: 'https://aval.slack.example/',
    team_id: state.team,
    user_id: BOT_USER,
    bot_id: 'B0AVAL',
  }),
  'users.info': (state, { user }) => ({
    ok: true,
    user: {
      id: user,
      locale: state.locales.get(String(user)) ?? 'en-US',
      ...state.users.get(String(user)),
      profile: {
        display_name: state.names.get(String(user)) ?? '',
        ...(state.users.get(String(user))?.profile as Json | undefined),
      },
    },
  }),
  'conversations.info': (state, { channel }) => {
    const known = state.channels.get(String(channel));
    return known ? { ok: true, channel: known } : no('channel_not_found');
  },
  'conversations.open': (_, { users, channel }) =>
    users === undefined
      ? { ok: true, channel: { id: channel, user: String(channel).slice(2) } }
      : { ok: true, channel: { id: `D-${String(users)}` } },
  'chat.postMessage': postMessage,
  'chat.update': updateMessage,
  'chat.postEphemeral': (state, args) => {
    state.whispers.push({
      user: String(args.user),
      channel: String(args.channel),
      text: String(args.text),
      blocks: args.blocks as Json[],
    });
    return { ok: true, message_ts: newTs() };
  },
  // Newest first, unlike replies.
  'conversations.history': (state, args) =>
    pageOf(state.messages.filter((m) => m.channel === args.channel && !m.thread_ts).toReversed(), args),
  'conversations.replies': (state, args) =>
    pageOf(
      state.messages.filter((m) => m.channel === args.channel && (m.ts === args.ts || m.thread_ts === args.ts)),
      args,
    ),
  'views.open': openView,
  'views.update': updateView,
};

function pageOf(all: readonly StoredMessage[], { limit, cursor, oldest }: Json): object {
  const from = Number(cursor ?? 0);
  const to = from + Number(limit ?? 100);
  const found = all.filter((message) => message.ts >= String(oldest ?? ''));
  const more = to < found.length && { response_metadata: { next_cursor: String(to) } };
  return { ok: true, messages: found.slice(from, to), ...more };
}

function postMessage(state: FakeState, args: Json): object {
  const faults = messageFaults(args);
  if (faults.length > 0) return refuse(state, 'chat.postMessage', faults);
  const channel = String(args.channel);
  if (!channel.startsWith('D-') && !state.channels.has(channel)) return no('channel_not_found');
  const message: StoredMessage = {
    channel,
    ts: newTs(),
    text: String(args.text),
    blocks: args.blocks as Json[],
    metadata: args.metadata,
  };
  if (typeof args.thread_ts === 'string') message.thread_ts = args.thread_ts;
  state.messages.push(message);
  return { ok: true, channel, ts: message.ts, message };
}

function updateMessage(state: FakeState, args: Json): object {
  const faults = messageFaults(args);
  if (faults.length > 0) return refuse(state, 'chat.update', faults);
  const message = state.messages.find((each) => each.channel === args.channel && each.ts === args.ts);
  if (!message) return no('message_not_found');
  Object.assign(message, { text: String(args.text), blocks: args.blocks });
  return { ok: true, channel: message.channel, ts: message.ts };
}

function openView(state: FakeState, { trigger_id, view }: Json): object {
  const trigger = state.triggers.get(String(trigger_id)) ?? {
    user: String(trigger_id).split('.').at(-1) ?? '',
    used: false,
  };
  if (trigger.used) return no('exchanged_trigger_id');
  if (trigger.user === 'expired') return no('expired_trigger_id');
  state.triggers.set(String(trigger_id), { ...trigger, used: true });
  const faults = viewFaults(view as Json);
  if (faults.length > 0) return refuse(state, 'views.open', faults);
  const id = `V${state.modals.size + 1}`;
  const modal: OpenModal = { id, user: trigger.user, view: {}, hash: '', open: true, typed: {}, errors: {} };
  state.modals.set(id, modal);
  showView(modal, view as Json);
  return { ok: true, view: { ...(view as Json), id, hash: modal.hash } };
}

function updateView(state: FakeState, { view_id, hash, view }: Json): object {
  const modal = state.modals.get(String(view_id));
  if (!modal?.open) return no('not_found');
  if (hash !== undefined && hash !== modal.hash) return no('hash_conflict');
  const faults = viewFaults(view as Json);
  if (faults.length > 0) return refuse(state, 'views.update', faults);
  showView(modal, view as Json);
  return { ok: true, view: { ...(view as Json), id: modal.id, hash: modal.hash } };
}

/** Puts a view before its reader. What was typed stays where block and action id stay the same, as in Slack. */
export function showView(modal: OpenModal, view: Json): void {
  const before = new Set((modal.view.blocks as Json[] | undefined)?.map(inputKey));
  const typed: Record<string, string> = {};
  for (const block of view.blocks as Json[]) {
    if (block.type !== 'input') continue;
    const id = String(block.block_id);
    typed[id] = before.has(inputKey(block)) ? (modal.typed[id] ?? '') : initialOf(block.element as Json);
  }
  Object.assign(modal, { view, typed, errors: {}, hash: newTs() });
}

function inputKey(block: Json): string {
  return `${String(block.block_id)} ${String((block.element as Json | undefined)?.action_id)}`;
}

function initialOf(element: Json): string {
  return String(element.initial_value ?? (element.initial_option as Json | undefined)?.value ?? '');
}

/** A post to a response_url: replace, delete, or a message only its user sees. */
export function respondTo(state: FakeState, path: string, args: Json): object {
  const target = state.responseUrls.get(path);
  if (!target) return no('invalid_url');
  target.uses += 1;
  if (target.uses > 5) return no('used_url');
  if (args.delete_original === true) {
    if (target.ephemeral) removeLastWhisper(state, target.user);
    return { ok: true };
  }
  const faults = messageFaults(args);
  if (faults.length > 0) return refuse(state, 'response_url', faults);
  if (args.replace_original === true) {
    const message = state.messages.find((each) => each.channel === target.channel && each.ts === target.ts);
    if (message) Object.assign(message, { text: String(args.text), blocks: args.blocks });
    if (target.ephemeral) removeLastWhisper(state, target.user);
    if (!target.ephemeral) return { ok: true };
  }
  state.whispers.push({
    user: target.user,
    channel: target.channel,
    text: String(args.text),
    blocks: args.blocks as Json[],
    ...(typeof args.thread_ts === 'string' && { thread_ts: args.thread_ts }),
  });
  return { ok: true };
}

function removeLastWhisper(state: FakeState, user: string): void {
  const at = state.whispers.findLastIndex((whisper) => whisper.user === user);
  if (at >= 0) state.whispers.splice(at, 1);
}

function refuse(state: FakeState, method: string, faults: readonly string[]): object {
  state.refused.push(...faults.map((fault) => `${method}: ${fault}`));
  return { ok: false, error: 'invalid_blocks', response_metadata: { messages: faults } };
}
