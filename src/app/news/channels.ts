// Names of configured places, as people know them.
import type { Words } from '../../views/words/index.ts';
import type { AppDeps, ChatChannel } from '../deps.ts';
import { askAgain } from './ask-again.ts';

const ASK_AGAIN_MS = 60_000;

/**
 * Where approval requests go, in words: the channels' names as their platforms have told them, and never an id. Names that
 * are missing are asked for, so that they are there the next time.
 */
export function approvalPlaceName(deps: AppDeps, words: Words): string {
  const { approval } = deps.settings.places;
  const names = [...new Set(approval.flatMap((place) => deps.channelNames.get(keyOf(place)) ?? []))];
  const count = unnamed(deps).length;
  if (count === 0) return words.list(names);
  learnMissingNames(deps);
  const others = words.say(names.length === 0 ? 'propose.place' : 'propose.place.more', { count });
  return words.list([...names, others]);
}

/** A configured channel as people know it; its id where no platform has told yet. */
export function placeName(deps: AppDeps, place: { readonly platform: string; readonly channel?: string }): string {
  const { platform, channel = '' } = place;
  return deps.channelNames.get(keyOf({ platform, channel })) ?? channel;
}

/** Asks each platform for the names of the configured channels that are not known yet. */
export async function learnChannelNames(deps: AppDeps): Promise<void> {
  const { approval, admin, sends } = deps.settings.places;
  for (const place of [...approval, ...admin, ...sends]) {
    if (deps.channelNames.has(keyOf(place))) continue;
    const name = await deps.platforms.get(place.platform)?.channelName(place.channel);
    if (name !== undefined) deps.channelNames.set(keyOf(place), name);
  }
}

/**
 * The same while nobody waits for it, at most once a minute: Teams can name a channel only after something happened in its
 * team.
 */
export function learnMissingNames(deps: AppDeps): void {
  if (unnamed(deps).length > 0) askAgain(deps, 'channels', ASK_AGAIN_MS, () => learnChannelNames(deps));
}

function unnamed(deps: AppDeps): readonly ChatChannel[] {
  return deps.settings.places.approval.filter((place) => !deps.channelNames.has(keyOf(place)));
}

function keyOf({ platform, channel }: ChatChannel): string {
  return `${platform}:${channel}`;
}
