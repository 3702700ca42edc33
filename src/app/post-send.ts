// Job `send.post`: the send's card, where its thread will be: the configured channels, or its agent's own messages. An agent
// who cannot be written to is waited for: a customer's words never go to a channel instead.
import { type Person, personById } from '../store/people.ts';
import { type Post, postsOf } from '../store/posts.ts';
import { findSend, type Send } from '../store/sends.ts';
import { sendCard } from '../views/send-card.ts';
import type { Words } from '../views/words/index.ts';
import { tellAdmins } from './chat-jobs.ts';
import { type AppDeps, isoIn } from './deps.ts';
import type { JobOutcome } from './job-outcome.ts';
import { accountsOf, channelWords, wordsOf } from './people.ts';
import { postOnce, retryOf } from './post-once.ts';
import { sendView } from './send-view.ts';

/** Why a job was given up whose person nobody could reach; admins have been told by then. */
export const PERSON_UNREACHABLE = 'person_unreachable';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How long messages for an agent who cannot be written to are kept ready, from the send on. */
const WAITS_MS = 7 * 24 * HOUR_MS;

export async function postSend(
  deps: AppDeps,
  payload: { readonly sendId: string; readonly platform?: string },
): Promise<JobOutcome> {
  const send = await findSend(deps.store.db, payload.sendId);
  if (!send) return { done: true };
  if (deps.settings.places.sends.length > 0) return postInChannels(deps, send, payload.platform);
  return (await placePrivately(deps, send, payload.platform)) ?? { done: true };
}

async function postInChannels(deps: AppDeps, send: Send, only: string | undefined): Promise<JobOutcome> {
  const subject = { kind: 'send', id: send.id } as const;
  const posted = await postsOf(deps.store.db, subject, 'root');
  for (const [index, { platform: id, channel }] of deps.settings.places.sends.entries()) {
    const platform = deps.platforms.get(id);
    const isDone = posted.some((post) => post.platform === id && post.channel === channel);
    if (!platform || isDone || (only !== undefined && only !== id)) continue;
    const card = sendCard(channelWords(deps), await sendView(deps, send));
    const key = `send:${send.id}:root:${index}`;
    const answer = await postOnce(deps, platform, { subject, role: 'root', to: { to: 'channel', channel }, card, key });
    if ('failure' in answer) return retryOf(deps, answer.failure);
  }
  return { done: true };
}

/**
 * The card in its agent's own messages, on the first of their accounts that can be written to, `first` before the others.
 * Undefined when it hangs there; else how the job that needs it goes on.
 */
export async function placePrivately(deps: AppDeps, send: Send, first?: string): Promise<JobOutcome | undefined> {
  const subject = { kind: 'send', id: send.id } as const;
  if ((await postsOf(deps.store.db, subject, 'root')).length > 0) return undefined;
  const agent = await personById(deps.store.db, send.agentId);
  if (!agent) return { done: true };
  for (const { platform, id } of accountsOf(deps, agent, first)) {
    const card = sendCard(wordsOf(deps, agent, platform.id), await sendView(deps, send));
    const post = { subject, role: 'root', to: { to: 'person', id }, card, key: `send:${send.id}:root:0` } as const;
    const answer = await postOnce(deps, platform, post);
    if ('ref' in answer) return undefined;
    if (answer.failure.fault !== PERSON_UNREACHABLE) return retryOf(deps, answer.failure);
  }
  return waitFor(deps, send, agent);
}

/** The language of its card and thread: its agent's own where nobody else reads them. */
export async function wordsOfSend(deps: AppDeps, send: Send, platform: string): Promise<Words> {
  const agent = deps.settings.places.sends.length > 0 ? undefined : await personById(deps.store.db, send.agentId);
  return agent ? wordsOf(deps, agent, platform) : channelWords(deps);
}

async function waitFor(deps: AppDeps, send: Send, agent: Person): Promise<JobOutcome> {
  deps.log.warn({ send: send.id, person: agent.id }, 'the agent of a send cannot be written to');
  deps.counts.unreachable('send');
  await deps.store.write(async (tx) => {
    const note = { kind: 'person_unreachable', personId: agent.id, sends: true } as const;
    tellAdmins(deps, tx, note, `unreachable:${agent.id}:sends`);
  });
  const waitedMs = deps.now().getTime() - Date.parse(send.createdAt);
  if (waitedMs >= WAITS_MS) return { bury: PERSON_UNREACHABLE };
  const againMs = waitedMs < 10 * MINUTE_MS ? MINUTE_MS : waitedMs < 6 * HOUR_MS ? 10 * MINUTE_MS : HOUR_MS;
  return { retryAt: isoIn(deps, againMs), why: PERSON_UNREACHABLE, countsAsAttempt: false };
}

/** The threads of a send that notes can go to, or how to wait for one. */
export async function threadsOfSend(deps: AppDeps, sendId: string): Promise<readonly Post[] | JobOutcome> {
  const subject = { kind: 'send', id: sendId } as const;
  const send = await findSend(deps.store.db, sendId);
  const wait = send && (await placePrivately(deps, send));
  return wait ?? postsOf(deps.store.db, subject, 'root');
}
