// Names of configured places, as people know them.
import type { AppDeps } from './deps.ts';

/** Where approval requests go, in words: the channel's name or id, several joined. */
export function approvalPlaceName(deps: AppDeps): string {
  return deps.settings.places.approval.map((place) => `#${place.channel.replace(/^#/, '')}`).join(', ');
}
