// One message to one place, remembered. Telling twice is a nuisance, not telling is a fault: a lost answer is tried again.
import type { Failure } from '../domain/fault.ts';
import type { ChatPlatform, Destination, MessageRef } from '../ports.ts';
import { type PostRole, type PostSubject, savePost } from '../store/posts.ts';
import type { Card } from '../views/view.ts';
import { type AppDeps, isoIn, isoNow } from './deps.ts';
import type { JobOutcome } from './job-outcome.ts';

export const RETRY_MS = 5_000;

export type Posted = { readonly ref: MessageRef } | { readonly failure: Failure };

/** Posts and remembers where. `key` is the same for every try of the same post. */
export async function postOnce(
  deps: AppDeps,
  platform: ChatPlatform,
  post: {
    readonly subject: PostSubject;
    readonly role: PostRole;
    readonly to: Destination;
    readonly card: Card;
    readonly key: string;
  },
): Promise<Posted> {
  const answer = await platform.post(post.to, post.card, post.key);
  if (!answer.ok) return { failure: answer.error };
  const { subject, role } = post;
  await savePost(deps.store.db, { id: deps.newId(), subject, ref: answer.value, role, at: isoNow(deps) });
  return { ref: answer.value };
}

/**
 * What becomes of a job whose call failed: given up when it can never pass, else tried again. A platform that is away is
 * waited for, however long; a post that may have been made is tried ever more rarely, since each try may show it once more.
 */
export function retryOf(deps: AppDeps, failure: Failure): JobOutcome {
  if (failure.kind === 'rejected') return { bury: `${failure.fault} ${failure.code ?? ''}`.trim() };
  const waits = failure.kind === 'limited' || failure.kind === 'unavailable';
  return {
    retryAt: failure.retryAt ?? isoIn(deps, RETRY_MS),
    why: failure.code ?? failure.fault,
    ...(waits && { countsAsAttempt: false as const }),
    ...(failure.kind === 'uncertain' && { backsOff: true as const }),
  };
}
