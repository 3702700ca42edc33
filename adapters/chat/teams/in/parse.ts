// Teams activity → Intent. Pure. Nothing that comes from a person's client is believed here beyond its shape; who may do what,
// and whether a context exists, is the app's to check. An `undefined` is "not for us" and leads to no dispatch.

import { parseCommand } from '../../../../src/domain/command.ts';
import { phonesIn } from '../../../../src/domain/contacts/phone.ts';
import type { Actor, Intent, MessageRef } from '../../../../src/ports/chat.ts';
import type { FormId, Values } from '../../../../src/views/view.ts';
import { EXTENSION_COMMANDS, PLATFORM } from '../app-facts.ts';
import { type CardData, readCardData } from '../drawing/card-data.ts';
import { readDataset } from '../drawing/search-field.ts';
import {
  type Activity,
  channelOf,
  deliveryOf,
  FetchTask,
  isFromBot,
  isJoining,
  isOfTenant,
  kindOf,
  pressedMessage,
  rootOf,
  SearchQuery,
} from './activity.ts';
import { commandText, mentionsUs, plainLine, typedText } from './typed-text.ts';

type CommandIntent = Extract<Intent, { kind: 'command' }>;
type ActionIntent = Extract<Intent, { kind: 'action' }>;
export type FormIntent = Extract<Intent, { kind: 'form' }>;

const FREE_TEXT_MAX = 200;
const VALUES_MAX = 200;

/**
 * The person behind an activity, by their Entra id; the name may be empty, as Teams leaves it out when the app is installed,
 * and then the app keeps the one it knows. Undefined when it names none, comes from a bot, or is not of `tenant`:
 * then it can have no effect.
 */
function actorOf(activity: Activity, tenant: string): Actor | undefined {
  const { aadObjectId: id, name } = activity.from;
  if (!id || isFromBot(activity) || !isOfTenant(activity, tenant)) return undefined;
  const { locale } = activity;
  return { platform: PLATFORM, tenant, id, name: name ?? '', ...(locale && { locale }) };
}

function baseOf(activity: Activity, actor: Actor) {
  return { actor, deliveryId: deliveryOf(activity), channel: channelOf(activity) };
}

/**
 * A typed message. To us, in the private chat or with a mention: a command, or words that are none, which the app answers with
 * what there is. In a thread of a channel anything else is one more message of that thread.
 */
export function parseTyped(
  activity: Activity,
  tenant: string,
  greetings: ReadonlySet<string>,
): CommandIntent | ThreadIntent | undefined {
  const actor = activity.type === 'message' ? actorOf(activity, tenant) : undefined;
  if (!actor) return undefined;
  const text = typedText(activity);
  const root = threadRoot(activity);
  const isPrivate = kindOf(activity) === 'personal' || activity.recipient.isTargeted === true;
  const isToUs = isPrivate || mentionsUs(activity);
  const command = isToUs ? commandIn(commandText(activity), greetings) : undefined;
  if (command) {
    return { ...baseOf(activity, actor), kind: 'command', ...command, ...(!isPrivate && { inPublic: true }) };
  }
  // What was written for our eyes only never becomes a message of a thread.
  if (root && !isPrivate)
    return { ...baseOf(activity, actor), kind: 'thread_message', root, text, ...(isToUs && { toUs: true }) };
  if (!isToUs) return undefined;
  return { ...baseOf(activity, actor), kind: 'command', command: 'template', text: text.slice(0, FREE_TEXT_MAX) };
}
type ThreadIntent = Extract<Intent, { kind: 'thread_message' }>;

/** Our name alone asks what we can do. */
function commandIn(text: string, greetings: ReadonlySet<string>): ReturnType<typeof parseCommand> {
  return text === '' ? { command: 'template', text: '' } : parseCommand(text, greetings);
}

/** The person behind a message that waits for an answer of ours: words to us, or a button of an old client. */
export function actorAskingUs(activity: Activity, tenant: string): Actor | undefined {
  const isAsking =
    readCardData(activity.value) !== undefined || activity.recipient.isTargeted === true || mentionsUs(activity);
  return isAsking ? actorOf(activity, tenant) : undefined;
}

function threadRoot(activity: Activity): MessageRef | undefined {
  const root = rootOf(activity);
  if (!root || root === activity.id) return undefined;
  return { platform: PLATFORM, channel: channelOf(activity), message: root, thread: root };
}

export type Pressed =
  | { readonly do: 'intent'; readonly intent: CommandIntent | ActionIntent | FormIntent; readonly data: CardData }
  /** `typed`: what to keep of the form before it goes. */
  | { readonly do: 'close'; readonly actor: Actor; readonly typed?: FormIntent };

/** One of our buttons, wherever it was pressed. `data` is what Teams brought back with it. */
export function parsePressed(activity: Activity, data: unknown, tenant: string): Pressed | undefined {
  const actor = actorOf(activity, tenant);
  const read = readCardData(data);
  if (!actor || !read) return undefined;
  if (read.data.do === 'close')
    return { do: 'close', actor, ...typedSince(activity, actor, read.data.draft, read.values) };
  return { do: 'intent', intent: intentOf(activity, actor, read.data, read.values), data: read.data };
}

function intentOf(
  activity: Activity,
  actor: Actor,
  data: Exclude<CardData, { do: 'close' }>,
  values: Values,
): CommandIntent | ActionIntent | FormIntent {
  const base = baseOf(activity, actor);
  switch (data.do) {
    case 'command':
      return { ...base, kind: 'command', command: data.command, text: data.text };
    case 'action': {
      const message = pressedMessage(activity);
      return { ...base, kind: 'action', action: data.action, subject: data.subject, ...(message && { message }) };
    }
    case 'form': {
      const { form, context, button } = data;
      return { ...base, kind: 'form', form, context, button, values: fieldsOf(values) };
    }
  }
}

/** As a client that tells what is typed when a form is closed. */
function typedSince(
  activity: Activity,
  actor: Actor,
  draft: Extract<CardData, { do: 'close' }>['draft'],
  values: Values,
): { readonly typed?: FormIntent } {
  if (!draft) return {};
  const { form, context } = draft;
  const base = baseOf(activity, actor);
  return { typed: { ...base, kind: 'form', form, context, button: 'live', values: fieldsOf(values) } };
}

/** Ids of fields are ours and plain; what else a client puts beside them is dropped. */
function fieldsOf(values: Values): Values {
  const fields = Object.entries(values).filter(([id]) => /^[a-z][\w.~-]{0,99}$/i.test(id));
  return Object.fromEntries(fields.slice(0, VALUES_MAX));
}

/** A message-extension command. Without a number, the one in the message it was chosen on is taken, if there is just one. */
export function parseExtension(activity: Activity, tenant: string): CommandIntent | undefined {
  const actor = actorOf(activity, tenant);
  const fetch = FetchTask.safeParse(activity.value);
  if (!actor || !fetch.success || !Object.hasOwn(EXTENSION_COMMANDS, fetch.data.commandId)) return undefined;
  const { command, text } = EXTENSION_COMMANDS[fetch.data.commandId as keyof typeof EXTENSION_COMMANDS];
  const base = { ...baseOf(activity, actor), kind: 'command', command } as const;
  if (command !== 'send-active') return { ...base, text };
  const { body, attachments } = fetch.data.messagePayload ?? {};
  const cards = (attachments ?? []).map((card) => textOf(card?.content));
  return { ...base, text: onePhoneIn([body?.content ?? '', ...cards].join('\n')) ?? text };
}

/** A card's texts, each a line of its own: quotes and escapes of its JSON end a line as well as anything. */
function textOf(content: unknown): string {
  const json = typeof content === 'string' ? content : (JSON.stringify(content) ?? '');
  return json.slice(0, PHONE_TEXT_MAX).replace(/\\[nr]|["\\]/g, '\n');
}

/** Typing in a searchable field. */
export function parseSearch(activity: Activity, tenant: string) {
  const actor = actorOf(activity, tenant);
  const query = SearchQuery.safeParse(activity.value);
  const field = query.success ? readDataset(query.data.dataset) : undefined;
  if (!actor || !query.success || !field) return undefined;
  // Which forms exist is the app's to know.
  return { actor, ...field, form: field.form as FormId, text: query.data.queryText };
}

/** We were put into the private chat with a person: they are told what there is, once however often Teams tells us. */
export function parseJoining(activity: Activity, tenant: string): CommandIntent | undefined {
  const actor = actorOf(activity, tenant);
  if (!actor || kindOf(activity) !== 'personal' || !isJoining(activity)) return undefined;
  const deliveryId = `welcome:${deliveryOf({ ...activity, id: 'chat' })}`;
  return { ...baseOf(activity, actor), deliveryId, kind: 'command', command: 'template', text: 'help' };
}

const PHONE_TEXT_MAX = 20_000;
/** Where one thing ends and the next begins, so that two numbers are not read as one. */
const LINE_END = /<\/?(?:p|div|br|li|ul|ol|td|tr|table|h\d)\b[^<>]*>|[\r\n]/giu;
const TAG = /<[^<>]*>/g;

/** The only number in a message (Teams' HTML), as E.164; undefined when there is none, or more than one. */
export function onePhoneIn(html: string): string | undefined {
  const found = new Set<string>();
  for (const line of html.slice(0, PHONE_TEXT_MAX).split(LINE_END)) {
    for (const phone of phonesIn(plainLine(line.replace(TAG, '')))) found.add(phone);
  }
  const [only] = found;
  return found.size === 1 ? only : undefined;
}
