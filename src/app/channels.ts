// Names of configured places, as people know them.
import type { AppDeps } from './deps.ts';

/** Where approval requests go, in words: the channels' names, or their ids until the platform told a name. */
export function approvalPlaceName(deps: AppDeps): string {
  const names = deps.settings.places.approval.map(
    ({ platform, channel }) => deps.channelNames.get(`${platform}:${channel}`) ?? `#${channel}`,
  );
  return names.join(', ');
}

/** Asks each platform for the names of the approval channels. */
export async function learnChannelNames(deps: AppDeps): Promise<void> {
  for (const { platform, channel } of deps.settings.places.approval) {
    const name = await deps.platforms.get(platform)?.channelName(channel);
    if (name !== undefined) deps.channelNames.set(`${platform}:${channel}`, name);
  }
}
