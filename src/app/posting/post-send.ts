// Job `send.post`: the send's card, where its thread will be: the configured channels, or its agent's own messages, on the
// first of their accounts that works. An agent who cannot be written to is waited for: a customer's words never go to a
// channel instead.
import type { Failure } from '../../domain/fault.ts';
import type { MessageRef } from '../../ports/chat.ts';
import { type Person, personById } from '../../store/people/people.ts';
import { postsOf } from '../../store/posts.ts';
import { findSend, type Send } from '../../store/sends/sends.ts';
import { sendCard } from '../../views/sends/card.ts';
import type { Words } from '../../views/words/index.ts';
import { type AppDeps, isoIn } from '../deps.ts';
import { tellAdmins } from '../news/chat-jobs.ts';
import { type JobOutcome, WAITED_OUT } from '../news/job-outcome.ts';
import { accountsOf, channelWords, wordsOf } from '../people/staff.ts';
import { sendView } from '../sends/view.ts';
import { wordsAboutSender } from '../words-about.ts';
import { placeMissing, placeSend, repaintLate } from './place-cards.ts';
import { afterFailure, PATIENCE_MS, postOnce, type Unfinished, untilPatienceEnds } from './post-once.ts';

/** Why a job was given up whose person nobody could reach; admins have been told by then. */
export const PERSON_UNREACHABLE = 'person_unreachable';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How long messages for an agent who cannot be written to are kept ready, from the send on. */
const WAITS_MS = 7 * 24 * HOUR_MS;

export async function postSend(
  deps: AppDeps,
  payload: { readonly sendId: string; readonly platform?: string; readonly channel?: string },
  ageMs: number,
): Promise<JobOutcome> {
  const send = await findSend(deps.store.db, payload.sendId);
  if (!send) return { done: true };
  const subject = { kind: 'send', id: send.id } as const;
  const { platform, channel } = payload;
  if (platform !== undefined && channel !== undefined) {
    const place = { platform, channel };
    const outcome = await placeSend(deps, send.id, place);
    if ('done' in outcome) await repaintLate(deps, subject, place);
    return outcome;
  }
  if (deps.settings.places.sends.length > 0) return (await placeMissing(deps, subject, platform)) ?? { done: true };
  if ((await postsOf(deps.store.db, subject, 'root')).length > 0) return { done: true };
  const placed = await placePrivately(deps, send, { ageMs, first: platform });
  return 'root' in placed ? { done: true } : placed.outcome;
}

export type Placed = { readonly root: MessageRef } | { readonly outcome: Unfinished };

/** What kept a message from its agent so far, by where it was tried. */
export type Tried = {
  /** Platforms that may work again by themselves or after mending, and the first outcome of theirs. */
  readonly away: Map<string, Unfinished>;
  /** Refusals of the message itself, rather than of the person. */
  readonly refused: Failure[];
  /** Platforms that are not to be tried any more. */
  readonly over: Set<string>;
};

/**
 * The card in its agent's own messages, on the first of their accounts that can be written to, `first` before the others.
 * Within the first minute of a job a platform that is away is waited for; then the next account is tried.
 */
export async function placePrivately(
  deps: AppDeps,
  send: Send,
  how: { readonly ageMs: number; readonly first?: string | undefined; readonly tried?: Tried },
): Promise<Placed> {
  const { away, refused, over } = how.tried ?? { away: new Map<string, Unfinished>(), refused: [], over: new Set() };
  const subject = { kind: 'send', id: send.id } as const;
  const agent = await personById(deps.store.db, send.agentId);
  if (!agent) return { outcome: { bury: 'its agent is not known any more' } };
  const accounts = accountsOf(deps, agent, how.first);
  let unreachable = accounts.length === 0;
  // A key stands for one message: after a chat that is gone, the new card is another one.
  const key = `send:${send.id}:root:${(await postsOf(deps.store.db, subject, 'root')).length}`;
  for (const { platform, id } of accounts) {
    if (over.has(platform.id)) continue;
    const card = sendCard(
      wordsAboutSender(deps, wordsOf(deps, agent, platform.id), send.senderId),
      await sendView(deps, send),
    );
    const post = { subject, role: 'root', to: { to: 'person', id }, card, key } as const;
    const answer = await postOnce(deps, platform, post);
    if ('ref' in answer) return { root: answer.ref };
    const { failure } = answer;
    if (failure.fault === PERSON_UNREACHABLE) unreachable = true;
    else if (failure.kind === 'rejected') refused.push(failure);
    else {
      const outcome = await afterFailure(deps, { platform: platform.id }, failure);
      away.set(platform.id, outcome);
      if (how.ageMs < PATIENCE_MS) return { outcome: soon(deps, outcome, { ageMs: how.ageMs, accounts }) };
    }
  }
  const [reason] = refused;
  if (reason && !unreachable && away.size === 0) return { outcome: await afterFailure(deps, { platform: '' }, reason) };
  return { outcome: await waitFor(deps, send, agent, away) };
}

function soon(deps: AppDeps, outcome: Unfinished, at: { ageMs: number; accounts: readonly unknown[] }): Unfinished {
  return at.accounts.length > 1 ? untilPatienceEnds(deps, outcome, at.ageMs) : outcome;
}

/** The language of its card and thread: its agent's own where nobody else reads them. */
export async function wordsOfSend(deps: AppDeps, send: Send, platform: string): Promise<Words> {
  const agent = deps.settings.places.sends.length > 0 ? undefined : await personById(deps.store.db, send.agentId);
  return wordsAboutSender(deps, agent ? wordsOf(deps, agent, platform) : channelWords(deps), send.senderId);
}

/** Nobody can be told on a platform that is away; when it is back, this message is as well. */
async function waitFor(
  deps: AppDeps,
  send: Send,
  agent: Person,
  away: ReadonlyMap<string, Unfinished>,
): Promise<Unfinished> {
  const [waiting] = [...away.values()].filter((outcome) => 'retryAt' in outcome);
  if (!waiting) {
    deps.log.warn({ send: send.id, person: agent.id }, 'the agent of a send cannot be written to');
    deps.counts.unreachable('send');
  }
  await deps.store.write(async (tx) => {
    const note = { kind: 'person_unreachable', personId: agent.id, sends: true } as const;
    tellAdmins(deps, tx, note, `unreachable:${agent.id}:sends`, new Set(away.keys()));
  });
  const waitedMs = deps.now().getTime() - Date.parse(send.createdAt);
  if (waitedMs >= WAITS_MS) return { bury: waiting ? `${WAITED_OUT}${waiting.why}` : PERSON_UNREACHABLE };
  if (waiting) return waiting;
  const againMs = waitedMs < 10 * MINUTE_MS ? MINUTE_MS : waitedMs < 6 * HOUR_MS ? 10 * MINUTE_MS : HOUR_MS;
  return { retryAt: isoIn(deps, againMs), why: PERSON_UNREACHABLE, countsAsAttempt: false };
}
