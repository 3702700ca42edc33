// Webhooks of the field `messages` (what customers wrote, what became of our sends) and of `user_preferences`.
// Batches hold many of each; a customer may come without a phone, known by a business-scoped user id only.

import { aliasesOf } from '../../../../src/domain/contacts/aliases.ts';
import type { Failure } from '../../../../src/domain/fault.ts';
import type { DeliveryStatus } from '../../../../src/domain/sends/state.ts';
import type { ProviderEvent } from '../../../../src/ports/provider.ts';
import { failureOf } from '../errors.ts';
import { Contents, InboundMessage, Preference, Profile, Status, SystemNews } from '../schema.ts';
import { type Alias, aliases, type Change, eventId, ignored, isoTime, label, listOf, member } from './event-base.ts';
import { readContent } from './inbound-content.ts';
import type { NumberRef } from './recipients.ts';

/** Every message and status of one change; `to` is the number they belong to. */
export function readMessages(change: Change, to: NumberRef): readonly ProviderEvent[] {
  const profiles = listOf(member(change.value, 'contacts')).flatMap((contact) => {
    const read = Profile.safeParse(contact);
    return read.success ? [read.data] : [];
  });
  const events = [
    ...listOf(member(change.value, 'messages')).map((message) => readInbound(message, profiles, change, to)),
    ...listOf(member(change.value, 'statuses')).map((status) => readStatus(status, change, to)),
    ...listOf(member(change.value, 'errors')).map((error) => ignored(change, 'errors', error)),
  ];
  return events.length > 0 ? events : [ignored(change, 'empty')];
}

function readInbound(piece: unknown, profiles: readonly Profile[], change: Change, to: NumberRef): ProviderEvent {
  const read = InboundMessage.safeParse(piece);
  if (!read.success) return ignored(change, 'unreadable:message', piece);
  const message = read.data;
  // Facts about the customer, nothing the customer said.
  if (message.type === 'system') return readSystem(piece, message, change, to);
  const profile = profileOf(message, profiles);
  const from = namesOf(message, profile);
  if (from.length === 0) return ignored(change, 'no_sender', piece);
  const content = readContent(message.type ?? typeIn(piece), piece);
  const answers = content.answers ?? message.context?.id;
  const name = profile?.profile?.name;
  return {
    id: eventId('m', to.id, message.id),
    heardBy: to.key,
    at: isoTime(message.timestamp, change.now),
    kind: 'inbound',
    externalId: message.id,
    from,
    ...(name === undefined ? {} : { profileName: name }),
    ...(answers === undefined ? {} : { answers }),
    ...(change.field === 'standby' ? { byAssistant: true as const } : {}),
    ...(message.group_id === undefined ? {} : { inGroup: true as const }),
    content: content.content,
  };
}

/** Brazil's, Mexico's and Argentina's numbers may be written in two ways: both names are kept, the message's own first. */
function namesOf(message: InboundMessage, profile: Profile | undefined): readonly Alias[] {
  const own = aliases(message.from, message.from_user_id);
  const told = aliases(profile?.wa_id, profile?.user_id);
  return [...own, ...told.filter(({ kind, value }) => !own.some((name) => name.kind === kind && name.value === value))];
}

const KNOWN_TYPES = [...Object.keys(Contents), 'edit'];

/** A message that does not say its type carries the member of one. */
function typeIn(piece: unknown): string {
  return KNOWN_TYPES.find((type) => member(piece, type) !== undefined) ?? 'unsupported';
}

/** Number and identity changes: every name of the customer, old and new. */
function readSystem(piece: unknown, message: InboundMessage, change: Change, to: NumberRef): ProviderEvent {
  const type = systemType(piece);
  const system = SystemNews.safeParse(member(piece, 'system'));
  if (!/^user_changed_/.test(type) || !system.success) return ignored(change, `system:${type}`, piece);
  const { wa_id, user_id, previous_user_id, customer } = system.data;
  const names = [
    ...aliases(message.from ?? customer, message.from_user_id ?? user_id),
    ...aliases(wa_id, user_id),
    ...aliases(undefined, previous_user_id),
  ];
  if (names.length === 0) return ignored(change, 'no_sender', piece);
  const at = isoTime(message.timestamp, change.now);
  return { id: eventId('i', to.id, message.id), heardBy: to.key, at, kind: 'identity', names };
}

/** The contact that names this sender, in whatever spelling; the only contact when it is the only one. */
function profileOf(message: InboundMessage, profiles: readonly Profile[]): Profile | undefined {
  const { from, from_user_id: userId } = message;
  const named = profiles.find((profile) => isSame(profile.user_id, userId) || isSame(profile.wa_id, from));
  if (named) return named;
  const spelt = from ? aliasesOf([{ kind: 'wa_id', value: from }]) : [];
  const other = profiles.find(({ wa_id }) => spelt.some(({ value }) => isSame(value.replace(/^\+/, ''), wa_id)));
  return other ?? (profiles.length === 1 && isNobodyElses(profiles[0], message) ? profiles[0] : undefined);
}

/** A contact that says another id than the message is somebody else. */
function isNobodyElses(profile: Profile | undefined, { from_user_id: userId }: InboundMessage): boolean {
  return !userId || !profile?.user_id || profile.user_id === userId;
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && a === b;
}

function systemType(piece: unknown): string {
  const type = member(member(piece, 'system'), 'type');
  return label(typeof type === 'string' ? type : 'unnamed');
}

const DELIVERY: Readonly<Record<string, DeliveryStatus>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  // A voice message was listened to.
  played: 'read',
  failed: 'failed',
};

function readStatus(piece: unknown, change: Change, to: NumberRef): ProviderEvent {
  const read = Status.safeParse(piece);
  if (!read.success) return ignored(change, 'unreadable:status', piece);
  const status = Object.hasOwn(DELIVERY, read.data.status) ? DELIVERY[read.data.status] : undefined;
  if (status === undefined) return ignored(change, `status:${label(read.data.status)}`, piece);
  const at = isoTime(read.data.timestamp, change.now);
  const messageId = read.data.biz_opaque_callback_data;
  return {
    id: eventId('s', to.id, read.data.id, read.data.status),
    heardBy: to.key,
    at,
    kind: 'delivery',
    externalId: read.data.id,
    ...(messageId ? { messageId } : {}),
    status,
    ...(status === 'failed' ? { failure: failureIn(read.data, new Date(at)) } : {}),
    aliases: aliases(read.data.recipient_id, read.data.recipient_user_id),
  };
}

function failureIn(status: Status, at: Date): Failure {
  const first = status.errors?.[0];
  if (first === undefined) return { kind: 'rejected', fault: 'unknown_error', reaction: 'permanent' };
  return failureOf(first, { at });
}

/** Customers who stop or resume marketing messages; one event each. */
export function readPreferences(change: Change, to: NumberRef): readonly ProviderEvent[] {
  const pieces = listOf(member(change.value, 'user_preferences'));
  if (pieces.length === 0) return [ignored(change, 'empty')];
  return pieces.map((piece) => {
    const read = Preference.safeParse(piece);
    if (!read.success) return ignored(change, 'unreadable:preference', piece);
    return readPreference(read.data, { change, to, piece });
  });
}

function readPreference(
  preference: Preference,
  { change, to, piece }: { readonly change: Change; readonly to: NumberRef; readonly piece: unknown },
): ProviderEvent {
  const value = preference.value.toLowerCase();
  const from: readonly Alias[] = aliases(preference.wa_id, preference.user_id);
  if (preference.category !== undefined && preference.category !== 'marketing_messages')
    return ignored(change, `preference:${label(preference.category)}`, piece);
  if (value !== 'stop' && value !== 'resume') return ignored(change, `preference:${label(value)}`, piece);
  if (from.length === 0) return ignored(change, 'no_sender', piece);
  const who = from.map((alias) => alias.value).join('/');
  const at = isoTime(preference.timestamp ?? change.entryTime, change.now);
  const when = preference.timestamp ?? change.entryTime;
  return {
    id: eventId('p', to.id, who, value, when === undefined ? 'undated' : `${when}`),
    heardBy: to.key,
    at,
    kind: 'marketing_preference',
    from,
    wants: value === 'resume',
  };
}
