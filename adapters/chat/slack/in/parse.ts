// Slack payload → Intent. Pure. Nothing that comes from a person's client is believed here beyond its shape; who may do what,
// and whether a context exists, is the app's to check. An `undefined` is "not for us" and leads to no dispatch.
import { createHash } from 'node:crypto';
import type { Actor, Intent, MessageRef } from '../../../../src/ports/chat.ts';
import type { ActionId, FormId, Values } from '../../../../src/views/view.ts';
import { COMMANDS, PLATFORM, SHORTCUTS } from '../app-facts.ts';
import { unpack } from '../drawing/packed-fields.ts';
import { FORM_BUTTONS } from '../drawing/render-form.ts';
import type { Profile } from '../out/profiles.ts';
import {
  type BlockActions,
  type CommandPayload,
  FormMetadata,
  type MessageEvent,
  type Shortcut,
  type Suggestion,
  type ViewPayload,
  type ViewSubmission,
} from './payload.ts';
import { readableText } from './readable-text.ts';

type Typed = Extract<Intent, { kind: 'command' }>;
export type Known = (userId: string) => Profile | undefined;

function actorOf(
  user: { id: string; name?: string | null | undefined; username?: string | null | undefined },
  team: string,
  known: Known,
): Actor {
  const profile = known(user.id);
  return {
    platform: PLATFORM,
    tenant: team,
    id: user.id,
    // The handle in the payload is not what people are called.
    name: profile?.name || user.name || user.username || user.id,
    ...(profile?.locale && { locale: profile.locale }),
    ...(profile?.isGuest && { guest: true as const }),
  };
}

// The manifest leaves `should_escape` off, so the text comes as typed; where an admin turned it on, a number becomes this.
const TELEPHONE_TOKEN = /<tel:[^|>]*\|([^>]*)>/g;

/** A typed command; `undefined` for one that is not ours. Copies of one delivery share Slack's trigger id. */
export function parseCommand(payload: CommandPayload, known: Known): Typed | undefined {
  const command = Object.hasOwn(COMMANDS, payload.command)
    ? COMMANDS[payload.command as keyof typeof COMMANDS]
    : undefined;
  if (!command) return undefined;
  return {
    kind: 'command',
    actor: actorOf({ id: payload.user_id, name: payload.user_name }, payload.team_id, known),
    deliveryId: `slack:command:${payload.trigger_id}`,
    command,
    text: payload.text.replace(TELEPHONE_TOKEN, '$1').trim(),
    ...(payload.channel_id && { channel: payload.channel_id }),
  };
}

export function parseShortcut(payload: Shortcut, known: Known): Typed | undefined {
  if (!Object.hasOwn(SHORTCUTS, payload.callback_id)) return undefined;
  const { command, text } = SHORTCUTS[payload.callback_id as keyof typeof SHORTCUTS];
  const actor = actorOf(payload.user, payload.team.id, known);
  return { kind: 'command', actor, deliveryId: `slack:shortcut:${payload.trigger_id}`, command, text };
}

/** The command behind a "try again" button: our own button, carrying the words that were typed. */
export function parseAgain(payload: BlockActions, known: Known): Typed | undefined {
  const value = payload.actions[0]?.value ?? '';
  const cut = value.indexOf(' ');
  const word = cut < 0 ? value : value.slice(0, cut);
  if (word !== 'template' && word !== 'send-active') return undefined;
  return {
    kind: 'command',
    actor: actorOf(payload.user, payload.team.id, known),
    deliveryId: actionDelivery(payload),
    command: word,
    text: cut < 0 ? '' : value.slice(cut + 1),
    ...channelOf(payload),
  };
}

export function parseSubmission(payload: ViewSubmission, known: Known): Extract<Intent, { kind: 'form' }> | undefined {
  const form = formOf(payload.view);
  if (!form) return undefined;
  const { id, hash, callback_id, private_metadata, state } = payload.view;
  return {
    kind: 'form',
    actor: actorOf(payload.user, payload.team.id, known),
    // Slack does not promise a new hash after a refused submission, so the values belong to the key; the trigger id tells
    // a person's second press of the same values from a copy of the first.
    deliveryId: `slack:view:${digest([payload.team.id, payload.user.id, id, hash, callback_id, private_metadata, payload.trigger_id, state?.values])}`,
    form: form.id,
    context: form.context,
    button: 'submit',
    values: valuesOf(payload.view),
  };
}

/** A click or a live input: on a form's own button, on a live field, or on a card's button (in a message or a modal). */
export function parseAction(
  payload: BlockActions,
  known: Known,
): Extract<Intent, { kind: 'form' | 'action' }> | undefined {
  const [action] = payload.actions;
  if (!action) return undefined;
  const base = {
    actor: actorOf(payload.user, payload.team.id, known),
    deliveryId: actionDelivery(payload),
    ...channelOf(payload),
  };
  const form = payload.view ? formOf(payload.view) : undefined;
  if (payload.view && form) {
    const isButton = action.type === 'button' && action.block_id.startsWith(FORM_BUTTONS);
    return {
      ...base,
      kind: 'form',
      form: form.id,
      context: form.context,
      button: isButton ? action.action_id : 'live',
      values: valuesOf(payload.view),
    };
  }
  if (action.type !== 'button') return undefined;
  const message = messageOf(payload);
  const id = action.action_id.replace(/:\d+$/, '');
  if (!/^[a-z_]{1,40}$/.test(id)) return undefined;
  // A closed list in our own type: the app looks the word up and refuses one it does not know.
  return { ...base, kind: 'action', action: id as ActionId, subject: action.value ?? '', ...(message && { message }) };
}

export function parseSuggestion(payload: Suggestion, known: Known) {
  const form = payload.view ? formOf(payload.view) : undefined;
  if (!form) return undefined;
  return {
    actor: actorOf(payload.user, payload.team.id, known),
    form: form.id,
    context: form.context,
    field: payload.block_id || payload.action_id,
    text: payload.value,
  };
}

const KEPT_SUBTYPES = new Set<string | undefined>([undefined, 'file_share', 'thread_broadcast']);

/**
 * A person's message in a thread, or anywhere with our name in it or to us alone. Bots (ourselves too), edits, deletions and
 * joins are not for us. In a shared channel the event's own `team_id` may be its writer's workspace, so the person is filed
 * under ours, which it was addressed to.
 */
export function parseMessage(
  payload: MessageEvent,
  ours: string | undefined,
  known: Known,
  ourId?: string,
): Extract<Intent, { kind: 'thread_message' }> | undefined {
  const { event } = payload;
  if (!event.user || event.bot_id || !KEPT_SUBTYPES.has(event.subtype ?? undefined)) return undefined;
  const isToUs = event.channel_type === 'im' || (ourId !== undefined && event.text.includes(`<@${ourId}>`));
  const isInThread = event.thread_ts && event.thread_ts !== event.ts;
  if (!isInThread && !isToUs) return undefined;
  if (ours === undefined) return undefined;
  const root = event.thread_ts || event.ts;
  return {
    kind: 'thread_message',
    actor: actorOf({ id: event.user }, ours, known),
    deliveryId: `slack:event:${payload.event_id}`,
    channel: event.channel,
    root: { platform: PLATFORM, channel: event.channel, message: root, thread: root },
    text: readableText(event.text),
    ...(isToUs && { toUs: true }),
  };
}

function channelOf(payload: BlockActions): { channel?: string } {
  const channel = payload.channel?.id ?? payload.container.channel_id;
  return channel ? { channel } : {};
}

/** The clicked message as the app stored it; nothing for private messages and modals, which are not stored. */
function messageOf(payload: BlockActions): MessageRef | undefined {
  const { channel } = channelOf(payload);
  const message = payload.container.message_ts ?? payload.message?.ts;
  if (!channel || !message || payload.container.is_ephemeral) return undefined;
  return {
    platform: PLATFORM,
    channel,
    message,
    thread: payload.container.thread_ts ?? payload.message?.thread_ts ?? message,
  };
}

function actionDelivery(payload: BlockActions): string {
  const [action] = payload.actions;
  const where = payload.view?.id ?? [payload.container.channel_id, payload.container.message_ts];
  const what = [
    action?.action_id,
    action?.block_id,
    action?.action_ts ?? payload.trigger_id,
    action?.value,
    action?.selected_option?.value,
  ];
  return `slack:action:${digest([payload.team.id, payload.user.id, where, ...what])}`;
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}

function formOf(view: ViewPayload): { id: FormId; context: string } | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(view.private_metadata);
  } catch {
    // Not our form: a notice, or something made up.
    return undefined;
  }
  const metadata = FormMetadata.safeParse(raw);
  if (!metadata.success || metadata.data.form !== view.callback_id) return undefined;
  // The closed list of forms is the app's; it refuses ids it does not know.
  return { id: metadata.data.form as FormId, context: metadata.data.context };
}

/**
 * What stands in the modal's inputs, by block id whatever the action id. A field the client did not echo is absent (the app
 * keeps what it has); an emptied one is `''`.
 */
export function valuesOf(view: ViewPayload): Values {
  const values: [string, string][] = [];
  for (const [block, byAction] of Object.entries(view.state?.values ?? {})) {
    const [state] = Object.values(byAction);
    if (!state) continue;
    const value = state.value ?? state.selected_option?.value ?? '';
    const packed = unpack(block, value);
    if (packed) values.push(...Object.entries(packed));
    else values.push([block, value]);
  }
  return Object.fromEntries(values);
}
