// Whether whoever acts is one of our workspace. In a shared channel they may be another company's; on Enterprise Grid a
// member's home is another workspace of the organisation, or the organisation itself, so a home that differs proves nothing.
import type { Profile } from '../out/profiles.ts';

/** `not_checked`: Slack did not say in time. */
export type Standing = 'ours' | 'stranger' | 'not_checked';

/** Slack shows a press that is not acknowledged within 3 s as failed. */
const WITHIN_MS = 1500;

/** Every workspace a payload says its person belongs to: of clicks and forms, and of messages. */
export function homesIn(payload: Readonly<Record<string, unknown>>): readonly string[] {
  const event = payload.event as Readonly<Record<string, unknown>> | undefined;
  const user = payload.user as Readonly<Record<string, unknown>> | undefined;
  const named = [user?.team_id, event?.team, event?.user_team, event?.source_team];
  return named.filter((team) => typeof team === 'string' && team !== '') as readonly string[];
}

/**
 * By what the payload says when it names our workspace and no other; else by what Slack says of the person. `askProfile`
 * starts a look-up that is kept, so a second press is answered at once.
 */
export async function standingOf(
  homes: readonly string[],
  ours: string | undefined,
  askProfile: () => Promise<Profile | undefined>,
): Promise<Standing> {
  if (ours === undefined) return 'stranger';
  if (homes.length > 0 && homes.every((home) => home === ours)) return 'ours';
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), WITHIN_MS).unref();
  });
  const profile = await Promise.race([askProfile(), late]);
  if (!profile) return 'not_checked';
  if (profile.isOutside || profile.isDeactivated) return 'stranger';
  if (profile.teams.includes(ours)) return 'ours';
  // Where neither the payload nor Slack names any workspace, nothing speaks against the one it was sent from.
  return homes.length === 0 && profile.teams.length === 0 ? 'ours' : 'stranger';
}
