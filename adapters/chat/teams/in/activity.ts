// The fields of Teams' activities that we read, and nothing else; and what they say about who, where and which thread.
// Permissive: Teams adds fields, and leaves some out. What we cannot do without is required.

import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { MessageRef } from '../../../../src/ports/chat.ts';
import { PLATFORM } from '../app-facts.ts';
import type { Address } from '../connector/connector.ts';
import type { Sighting } from '../connector/references.ts';

const CHANNEL_ID = 'msteams';

const Id = z.string().min(1).max(1000);
const Short = z.string().max(300);
const Maybe = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);
/** Elements of another shape are passed over. */
const Each = <T extends z.ZodType>(schema: T) => Maybe(z.array(Maybe(schema)).max(500));

const Account = z.object({ id: Id });
const Locale = z.string().min(2).max(35);

const Fields = z.object({
  type: z.string().min(1).max(100),
  name: Maybe(Short),
  action: Maybe(Short),
  id: Maybe(Id),
  timestamp: Maybe(Short),
  channelId: z.literal(CHANNEL_ID),
  /** Some events come without; the token then says it. */
  serviceUrl: z
    .string()
    .max(2000)
    .nullish()
    .transform((url) => url ?? ''),
  locale: Maybe(Locale),
  /** Left out where nobody did it, as when an app is taken away. */
  from: z
    .object({
      id: Id,
      name: Maybe(Short),
      // The configuration's ids are lower-cased too.
      aadObjectId: Maybe(z.string().min(1).max(100).toLowerCase()),
      role: Maybe(Short),
      tenantId: Maybe(Id),
    })
    .nullish()
    .transform((from) => from ?? { id: '' }),
  recipient: z.object({ id: Id, isTargeted: Maybe(z.boolean()) }),
  conversation: z.object({
    id: Id,
    conversationType: Maybe(Short),
    isGroup: Maybe(z.boolean()),
    tenantId: Maybe(Id),
  }),
  replyToId: Maybe(Id),
  /** No longer than a body; what is too long to be read is told so. */
  text: Maybe(z.string()),
  entities: Each(
    z.object({
      type: Short,
      text: Maybe(Short),
      mentioned: Maybe(z.object({ id: Id, name: Maybe(Short) })),
      locale: Maybe(Locale),
    }),
  ),
  membersAdded: Each(Account),
  membersRemoved: Each(Account),
  channelData: Maybe(
    z.object({
      tenant: Maybe(Account),
      team: Maybe(z.object({ id: Maybe(Id), aadGroupId: Maybe(Id) })),
      /** `type`: `standard`, `private` or `shared`. */
      channel: Maybe(z.object({ id: Id, type: Maybe(Short) })),
      eventType: Maybe(Short),
    }),
  ),
  value: z.unknown().optional(),
});
/** Some events tell the language only with what they tell of the person's client. */
export const Activity = Fields.transform((fields) => {
  const client = fields.entities?.find((entity) => entity?.type === 'clientInfo');
  return { ...fields, locale: fields.locale ?? client?.locale };
});
export type Activity = z.infer<typeof Activity>;

/** A button of a card, wherever it was pressed: `task/*` and message extensions. */
export const WithData = z.object({ data: z.unknown().optional() });
/** `adaptiveCard/action`. `automatic`: the client drew the card anew by itself, nobody pressed anything. */
export const Execute = z.object({ action: z.object({ data: z.unknown().optional() }), trigger: Maybe(Short) });
/** `composeExtension/fetchTask`. The message is there when the command was chosen on one. */
export const FetchTask = z.object({
  commandId: Short,
  messagePayload: Maybe(
    z.object({
      body: Maybe(z.object({ content: Maybe(z.string()) })),
      /** Cards: JSON as a text, or as it is. */
      attachments: Each(z.object({ content: z.unknown() })),
    }),
  ),
});
export type FetchTask = z.infer<typeof FetchTask>;
/** `application/search`. */
export const SearchQuery = z.object({
  queryText: z.string().max(1000).catch(''),
  dataset: z.string().min(1).max(2000),
});

/** Whether an activity is of this Entra tenant: it must name one, and every one it names must be it. */
export function isOfTenant({ conversation, channelData, from }: Activity, tenant: string): boolean {
  const place = [conversation.tenantId, channelData?.tenant?.id].filter((id) => id != null);
  // In a shared channel a person may be of another company; few activities say so.
  const named = from.tenantId == null ? place : [...place, from.tenantId];
  return place.length > 0 && named.every((id) => id.toLowerCase() === tenant.toLowerCase());
}

/** No command and no answer in a thread is longer. */
const READ_MAX = 100_000;

export function isTooLong({ text }: Activity): boolean {
  return (text?.length ?? 0) > READ_MAX;
}

/** Whether the sender is a bot, ourselves too. */
export function isFromBot({ from, recipient }: Activity): boolean {
  return from.id === recipient.id || from.role === 'bot' || from.id.startsWith('28:');
}

/**
 * Where it happened. Only what is certainly the chat between one person and us is `personal`: what is private is written
 * there. A message extension can be used in a chat between two people, which Teams calls personal too; its id starts `19:`.
 */
export function kindOf({ conversation, channelData }: Activity): Sighting['kind'] {
  const { id, conversationType, isGroup } = conversation;
  if (conversationType === 'channel') return 'channel';
  if (conversationType === 'personal') return id.startsWith('19:') || isGroup ? 'group' : 'personal';
  if (conversationType != null) return 'group';
  if (channelData?.channel || channelData?.team || id.includes('@thread.tacv2')) return 'channel';
  return id.startsWith('a:') && !isGroup ? 'personal' : 'group';
}

const ROOT = ';messageid=';

/** Conversation id without its thread. */
export function channelOf({ conversation }: Activity): string {
  return conversation.id.split(ROOT)[0] ?? conversation.id;
}

/** Root of the thread it happened in; undefined outside channels, and where Teams does not tell. */
export function rootOf(activity: Activity): string | undefined {
  if (kindOf(activity) !== 'channel') return undefined;
  return activity.conversation.id.split(ROOT)[1] || undefined;
}

/** The place itself, thread included, as the connector takes it. */
export function placeOf(activity: Activity): Address & { readonly kind: Sighting['kind'] } {
  const { serviceUrl, conversation } = activity;
  return { serviceUrl, conversation: conversation.id, kind: kindOf(activity) };
}

/** The posted message whose button was pressed; undefined when it was in a dialog. */
export function pressedMessage(activity: Activity): MessageRef | undefined {
  const { replyToId } = activity;
  // A card that was put into a message by its author has no message of ours.
  if (!replyToId || replyToId === '-1') return undefined;
  const thread = rootOf(activity) ?? replyToId;
  return { platform: PLATFORM, channel: channelOf(activity), message: replyToId, thread };
}

const DELIVERY_MAX = 200;

/** One id for all copies of a delivery: Teams sends an activity again, with its id, when we answer late. */
export function deliveryOf(activity: Activity): string {
  const { conversation, id, from, replyToId, name, value, timestamp } = activity;
  const key = `${conversation.id}:${id}`;
  if (id && key.length <= DELIVERY_MAX) return key;
  const parts = id ? [key] : [conversation.id, from.id, replyToId, name, value, timestamp];
  return `${PLATFORM}:${digest(parts)}`;
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}

/**
 * What an activity tells about who and where; undefined when it tells nothing to rely on: a message extension and typing in
 * a field come from any chat, also from those we are not in, and an app that was removed leaves.
 */
export function sightingOf(activity: Activity, tenant: string): Sighting | undefined {
  const { from, recipient, channelData, serviceUrl } = activity;
  const kind = kindOf(activity);
  if (kind !== 'personal' && isFromElsewhere(activity)) return undefined;
  if (isLeaving(activity)) return undefined;
  const { team } = channelData ?? {};
  const ref = {
    serviceUrl,
    conversation: channelOf(activity),
    tenant,
    bot: recipient.id,
    ...(kind === 'channel' && team?.id && { team: team.id }),
    ...(kind === 'channel' && team?.aadGroupId && { group: team.aadGroupId }),
  };
  if (!from.aadObjectId || isFromBot(activity)) return { ref, kind };
  const { name, aadObjectId } = from;
  const locale = activity.locale ? { locale: activity.locale } : {};
  return { ref, kind, person: { id: aadObjectId, user: from.id, name: name ?? '', ...locale } };
}

function isFromElsewhere({ name }: Activity): boolean {
  return name === 'application/search' || name?.startsWith('composeExtension/') === true;
}

/** We were taken out of the conversation. A new version of the app is told as another action, `remove-upgrade`. */
export function isLeaving({ type, action, membersRemoved, recipient }: Activity): boolean {
  if (type === 'installationUpdate') return action === 'remove';
  return type === 'conversationUpdate' && membersRemoved?.some((member) => member?.id === recipient.id) === true;
}

/** We were put into the conversation. Teams tells it twice: as an update of the installation and of the conversation. */
export function isJoining({ type, action, membersAdded, recipient }: Activity): boolean {
  if (type === 'installationUpdate') return action === 'add';
  return type === 'conversationUpdate' && membersAdded?.some((member) => member?.id === recipient.id) === true;
}
