// What Teams tells of places before a call fails: we were taken out of a team or chat, a channel or team was deleted or
// archived, or is there again. The app hears of every channel that it means.

import type { Hear, PlaceFault, PlatformEvent } from '../../../../src/ports/chat.ts';
import type { Clock } from '../../../../src/ports/process.ts';
import { PLATFORM } from '../app-facts.ts';
import type { ConversationRef, References } from '../connector/references.ts';
import { type Activity, channelOf, deliveryOf, isJoining, isLeaving, kindOf } from './activity.ts';

/** `team`: every channel of it. `fault` undefined: the place is there again. */
export type PlaceNews = { readonly fault?: PlaceFault } & (
  | { readonly channel: string }
  | { readonly team: string; readonly group?: string }
);

// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
const OF_TEAM: ReadonlyMap<string, PlaceFault | undefined> = new Map([
  ['teamArchived', 'place_archived'],
  ['teamDeleted', 'place_gone'],
  ['teamHardDeleted', 'place_gone'],
  ['teamUnarchived', undefined],
  ['teamRestored', undefined],
]);
const OF_CHANNEL: ReadonlyMap<string, PlaceFault | undefined> = new Map([
  ['channelDeleted', 'place_gone'],
  ['channelRestored', undefined],
]);

/** Undefined: it tells nothing of a place where others read. */
export function parsePlaceNews(activity: Activity): PlaceNews | undefined {
  const { type, channelData } = activity;
  if (type !== 'conversationUpdate' && type !== 'installationUpdate') return undefined;
  const event = type === 'conversationUpdate' ? (channelData?.eventType ?? '') : '';
  const channel = channelData?.channel?.id;
  const team = teamOf(activity);
  if (OF_CHANNEL.has(event)) return channel === undefined ? undefined : { channel, ...faultOf(OF_CHANNEL.get(event)) };
  if (OF_TEAM.has(event)) return team && { ...team, ...faultOf(OF_TEAM.get(event)) };
  const isLeft = isLeaving(activity);
  if (kindOf(activity) === 'personal' || !(isLeft || isJoining(activity))) return undefined;
  const fault = faultOf(isLeft ? 'place_closed' : undefined);
  if (kindOf(activity) === 'group') return { channel: channelOf(activity), ...fault };
  // A private or shared channel has members of its own, and we are one of them or not.
  const hasOwnMembers = event.startsWith('channelMember') || isApart(channelData?.channel?.type);
  if (hasOwnMembers) return { channel: channel ?? channelOf(activity), ...fault };
  return { ...(team ?? { team: channelOf(activity) }), ...fault };
}

function isApart(type: string | null | undefined): boolean {
  return type === 'private' || type === 'shared';
}

function faultOf(fault: PlaceFault | undefined): { readonly fault?: PlaceFault } {
  return fault === undefined ? {} : { fault };
}

function teamOf({ channelData }: Activity): { readonly team: string; readonly group?: string } | undefined {
  const { id, aadGroupId } = channelData?.team ?? {};
  return id ? { team: id, ...(aadGroupId && { group: aadGroupId }) } : undefined;
}

/** Tells the app of each channel that is meant. Rejects when the app could not keep it: Teams should tell it again. */
export type TellOfPlaces = (activity: Activity, hear: Hear | undefined) => Promise<void>;

export function createPlaceEvents(deps: {
  readonly references: Pick<References, 'ofChannel' | 'channels'>;
  /** The configured ones, of which nobody may ever have written from. */
  readonly channels: readonly string[];
  /** What is wrong with a channel whose team we do not know, by asking Teams; undefined: nothing that we are told. */
  readonly ask: (place: ConversationRef) => Promise<PlaceFault | undefined>;
  readonly now: Clock;
}): TellOfPlaces {
  const { references, ask } = deps;

  async function placesOf(news: Extract<PlaceNews, { team: string }>): Promise<readonly string[]> {
    const { team, group, fault } = news;
    const isIn = (place: ConversationRef) =>
      place.team === team || place.conversation === team || (group !== undefined && place.group === group);
    const configured = await Promise.all(deps.channels.map((channel) => references.ofChannel(channel)));
    const known = [...configured, ...(await references.channels())].filter(isIn);
    const strangers = configured.filter((place) => place.team === undefined && !isIn(place));
    const asked = await Promise.all(
      strangers.map(async (place) => ((await ask(place)) === undefined) === (fault === undefined)),
    );
    const found = [...known, ...strangers.filter((_, index) => asked[index])];
    return [...new Set(found.map((place) => place.conversation))];
  }

  return async (activity, hear) => {
    const news = parsePlaceNews(activity);
    if (!news || !hear) return;
    const places = 'channel' in news ? [news.channel] : await placesOf(news);
    const base = { platform: PLATFORM, eventId: deliveryOf(activity), at: timeOf(activity, deps.now) };
    const { fault } = news;
    for (const channel of places) {
      const event: PlatformEvent = fault
        ? { ...base, kind: 'place_lost', channel, fault }
        : { ...base, kind: 'place_back', channel };
      await hear(event);
    }
  };
}

/** One way of writing for all, so that events can be put in order. */
function timeOf({ timestamp }: Activity, now: Clock): string {
  const at = new Date(timestamp ?? '');
  return (Number.isNaN(at.getTime()) ? now() : at).toISOString();
}
