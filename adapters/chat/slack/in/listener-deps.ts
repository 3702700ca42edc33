// What every listener is given, and the two questions each asks first: do we know this shape, and is this one of our people.
import type * as z from 'zod';
import type { Dispatch, Hear, Reply, Search } from '../../../../src/ports/chat.ts';
import type { Log } from '../../../../src/ports/process.ts';
import type { DrawForm } from '../drawing/drawn-forms.ts';
import type { Count } from '../metrics.ts';
import type { Profile } from '../out/profiles.ts';
import type { Showing } from '../out/showing.ts';
import type { SlackWords, WordsIn } from '../words.ts';
import type { LiveUpdates } from './live-updates.ts';
import type { Known } from './parse.ts';
import type { RecentDeliveries } from './recent-deliveries.ts';
import { homesIn, standingOf } from './standing.ts';

export type ListenerDeps = {
  readonly dispatch: Dispatch;
  readonly search: Search;
  /** What Slack tells of our places and our access. */
  readonly hear?: Hear;
  readonly showing: Showing;
  readonly recent: RecentDeliveries;
  readonly live: LiveUpdates;
  readonly known: Known;
  /** What Slack says of a person; kept once it was said. */
  readonly profile: (userId: string) => Promise<Profile | undefined>;
  readonly drawForm: DrawForm;
  readonly words: WordsIn;
  readonly tenant: () => string | undefined;
  /** Slack refuses our token. */
  readonly isLockedOut: () => boolean;
  /** Who we are in a message's text; unknown until Slack told. */
  readonly ourId: () => string | undefined;
  /** Shows a card to one person, in a thread where there is one. */
  readonly whisper: (channel: string, threadTs: string | undefined, userId: string, reply: Reply) => void;
  /** Changes a message that has no response_url. */
  readonly repaint: (channel: string, messageTs: string, message: object) => Promise<unknown>;
  readonly log: Log;
  readonly count: Count;
};

export type Ack = (answer?: object) => Promise<void>;

/** Parses or counts and forgets: a payload of a shape we do not know is not ours to fail on. */
export function read<T>(schema: z.ZodType<T>, body: unknown, deps: ListenerDeps): T | undefined {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  deps.count('slack_refused', { why: 'unknown_shape' });
  deps.log.warn(
    { paths: parsed.error.issues.slice(0, 5).map((issue) => issue.path.join('.')) },
    'a Slack payload has an unknown shape',
  );
  return undefined;
}

/** Why whoever acts is turned away: the sentence that tells them; undefined for one of ours. */
export async function turnedAway(
  body: unknown,
  userId: string,
  words: SlackWords,
  deps: ListenerDeps,
): Promise<string | undefined> {
  const homes = homesIn(body as Readonly<Record<string, unknown>>);
  const standing = await standingOf(homes, deps.tenant(), () => deps.profile(userId));
  if (standing === 'ours') return undefined;
  deps.count('slack_refused', { why: standing === 'stranger' ? 'other_workspace' : 'not_checked' });
  deps.log.warn({ why: standing, homes }, 'somebody was turned away: not known to be of this workspace');
  if (standing === 'stranger') return words.otherWorkspace;
  return deps.isLockedOut() ? words.lockedOut : words.pressAgain;
}
