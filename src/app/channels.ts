// Names of configured places, as people know them.
import type { Words } from '../views/words/index.ts';
import type { AppDeps, ChatChannel } from './deps.ts';

/** Where approval requests go, in words: the channels' names, as far as their platforms have told them. */
export function approvalPlaceName(deps: AppDeps, words: Words): string {
  const unnamed = words.say('propose.place');
  const names = deps.settings.places.approval.map((place) => deps.channelNames.get(keyOf(place)) ?? unnamed);
  return [...new Set(names)].join(', ');
}

/** Asks each platform for the names of the approval channels that are not known yet. */
export async function learnChannelNames(deps: AppDeps): Promise<void> {
  for (const place of deps.settings.places.approval) {
    if (deps.channelNames.has(keyOf(place))) continue;
    const name = await deps.platforms.get(place.platform)?.channelName(place.channel);
    if (name !== undefined) deps.channelNames.set(keyOf(place), name);
  }
}

/** The same while nobody waits for it: Teams can name a channel only after something happened in its team. */
export function learnMissingNames(deps: AppDeps): void {
  learnChannelNames(deps).catch((error: unknown) => deps.log.warn({ error }, 'could not learn the names of channels'));
}

function keyOf({ platform, channel }: ChatChannel): string {
  return `${platform}:${channel}`;
}
