// What Slack tells of channels and of our access → the port's events. Pure, but for the listener that hands them over; a throw of
// it travels up on purpose: the delivery is then not acknowledged, and Slack sends it again.
import * as z from 'zod';
import type { PlatformEvent } from '../../../../src/ports/chat.ts';
import { PLATFORM } from '../app-facts.ts';
import { type ListenerDeps, read } from './listener-deps.ts';

/** Of the events in app-facts.ts those that are about a place or our access. */
export const PLACE_EVENTS = [
  'channel_archive',
  'channel_unarchive',
  'channel_deleted',
  'channel_left',
  'channel_id_changed',
  'group_archive',
  'group_unarchive',
  'group_deleted',
  'group_left',
  'member_joined_channel',
  'member_left_channel',
  'tokens_revoked',
  'app_uninstalled',
] as const;

const PlaceEvent = z.object({
  event_id: z.string().min(1),
  event_time: z.number().optional(),
  event: z.object({
    type: z.enum(PLACE_EVENTS),
    event_ts: z.string().optional().catch(undefined),
    user: z.string().optional().catch(undefined),
    /** An id everywhere; some older clients send the channel itself. */
    channel: z
      .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
      .optional()
      .catch(undefined),
    old_channel_id: z.string().optional().catch(undefined),
    new_channel_id: z.string().optional().catch(undefined),
    tokens: z
      .object({ bot: z.array(z.string()).optional().catch(undefined) })
      .optional()
      .catch(undefined),
  }),
});
type PlaceEvent = z.infer<typeof PlaceEvent>;

export async function onPlaceEvent(body: unknown, deps: ListenerDeps): Promise<void> {
  const payload = read(PlaceEvent, body, deps);
  const event = payload && parsePlaceEvent(payload, deps.ourId());
  if (event) await deps.hear?.(event);
}

/** `ourId`: who we are; others come and go as they like. */
export function parsePlaceEvent(payload: PlaceEvent, ourId: string | undefined): PlatformEvent | undefined {
  const { event, event_id, event_time } = payload;
  const seconds = Number(event.event_ts ?? event_time);
  if (!Number.isFinite(seconds)) return undefined;
  const base = { platform: PLATFORM, eventId: event_id, at: new Date(seconds * 1000).toISOString() };
  const { channel } = event;
  switch (event.type) {
    case 'tokens_revoked':
      // A person's own token is none of ours.
      return event.tokens?.bot?.length ? { ...base, kind: 'access_lost' } : undefined;
    case 'app_uninstalled':
      return { ...base, kind: 'access_lost' };
    case 'channel_id_changed': {
      const { old_channel_id: from, new_channel_id: to } = event;
      return from && to ? { ...base, kind: 'place_moved', channel: from, to } : undefined;
    }
  }
  if (!channel) return undefined;
  switch (event.type) {
    case 'channel_archive':
    case 'group_archive':
      return { ...base, kind: 'place_lost', channel, fault: 'place_archived' };
    case 'channel_deleted':
    case 'group_deleted':
      return { ...base, kind: 'place_lost', channel, fault: 'place_gone' };
    case 'channel_left':
    case 'group_left':
      return { ...base, kind: 'place_lost', channel, fault: 'place_closed' };
    case 'member_left_channel':
      return event.user === ourId ? { ...base, kind: 'place_lost', channel, fault: 'place_closed' } : undefined;
    case 'member_joined_channel':
      return event.user === ourId ? { ...base, kind: 'place_back', channel } : undefined;
    case 'channel_unarchive':
    case 'group_unarchive':
      return { ...base, kind: 'place_back', channel };
  }
}
