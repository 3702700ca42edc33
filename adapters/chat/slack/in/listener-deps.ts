// What every listener is given, and the two questions each asks first: do we know this shape, and is this one of our people.
import type * as z from 'zod';
import type { Dispatch, Reply, Search } from '../../../../src/ports/chat.ts';
import type { Log } from '../../../../src/ports/process.ts';
import type { DrawForm } from '../drawing/drawn-forms.ts';
import type { Count } from '../metrics.ts';
import type { Showing } from '../out/showing.ts';
import type { WordsIn } from '../words.ts';
import { homeOf, type Payload } from './intake.ts';
import type { LiveUpdates } from './live-updates.ts';
import type { Known } from './parse.ts';
import type { RecentDeliveries } from './recent-deliveries.ts';

export type ListenerDeps = {
  readonly dispatch: Dispatch;
  readonly search: Search;
  readonly showing: Showing;
  readonly recent: RecentDeliveries;
  readonly live: LiveUpdates;
  readonly known: Known;
  readonly drawForm: DrawForm;
  readonly words: WordsIn;
  readonly tenant: () => string | undefined;
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

/** Somebody of another workspace, in a shared channel. */
export function isStranger(body: unknown, deps: ListenerDeps): boolean {
  const home = homeOf(body as Payload);
  if (home === undefined || home === deps.tenant()) return false;
  deps.count('slack_refused', { why: 'other_workspace' });
  return true;
}
