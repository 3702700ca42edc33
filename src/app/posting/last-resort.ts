// When the place something belongs to is broken: a customer's answer goes to a person who reads it, and news for admins to
// the admins themselves. Jobs `answer.reach` and `tell.admin`.
import { findInbound } from '../../store/inbound.ts';
import { personById } from '../../store/people/people.ts';
import { jobStates } from '../../store/queues/job-states.ts';
import { findSend } from '../../store/sends/sends.ts';
import type { Tx } from '../../store/store.ts';
import type { PersonRef } from '../../views/view.ts';
import { type AppDeps, isoIn } from '../deps.ts';
import { chatLane, noteKey } from '../news/chat-jobs.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { type JobPayloads, job } from '../news/jobs.ts';
import type { ThreadNote } from '../news/thread-note.ts';
import { channelWords, holdersOf, personRef } from '../people/staff.ts';
import { wordsAboutSender } from '../words-about.ts';
import { noteCard } from './note-card.ts';

const AGAIN_MS = 60_000;
/** A chat app that is only away is waited for so long; then a customer's answer goes wherever somebody reads it. */
const OUTAGE_MS = 10 * 60_000;
/** What a job waits for that no time mends: see `afterFailure`. */
const NEEDS_SOMEBODY = /^(place_|person_unreachable|token_invalid|permission_missing|unknown_error)/;

/** To each admin as a person, wherever they can be written to. `key` names the news: once each. */
export async function tellAdminsThemselves(deps: AppDeps, note: ThreadNote, key: string): Promise<void> {
  const admins = await holdersOf(deps, 'admin');
  await deps.store.write(async (tx) => tellThese(tx, admins, note, key));
}

/** The same in a transaction, to admins who were looked up before. */
export function tellThese(tx: Tx, admins: readonly PersonRef[], note: ThreadNote, key: string): void {
  for (const { ids } of admins) tx.enqueue(job('tell.admin', { ids, note }, { key: `${key}:${nameOf(ids)}` }));
}

/** Job `tell.admin`: on the first of their accounts that takes it. */
export async function tellAdmin(
  deps: AppDeps,
  { ids, note }: JobPayloads['tell.admin'],
  run: { readonly key: string },
): Promise<JobOutcome> {
  const told = await tell(deps, ids, note, run.key);
  if (told === 'away') return { retryAt: isoIn(deps, AGAIN_MS), why: 'away', countsAsAttempt: false, backsOff: true };
  if (told === 'nobody') deps.log.warn({ note: note.kind }, 'an admin cannot be written to');
  return { done: true };
}

/**
 * Job `answer.reach`, made with every customer's answer that has a thread: looks whether it got there. If it did not, its
 * agent is written to, and if they cannot be, the admins: with the customer's words, since somebody must answer them.
 */
export async function reachSomebody(
  deps: AppDeps,
  { inboundId }: JobPayloads['answer.reach'],
  run: { readonly key: string; readonly ageMs: number },
): Promise<JobOutcome> {
  const message = await findInbound(deps.store.db, inboundId);
  const send = message?.sendId === undefined ? undefined : await findSend(deps.store.db, message.sendId);
  if (!send) return { done: true };
  const subject = { kind: 'send', id: send.id } as const;
  const copies = [undefined, ...deps.platforms.keys()];
  const jobs = await jobStates(
    deps.store.db,
    copies.map((platform) => noteKey(subject, platform, 'inbound', inboundId)),
    copies.map((platform) => chatLane(subject, platform)),
  );
  if (jobs.some(({ state }) => state === 'finished')) return { done: true };
  const needsSomebody = jobs.some(({ state, why }) => state === 'buried' || NEEDS_SOMEBODY.test(why));
  const again = { retryAt: isoIn(deps, AGAIN_MS), why: 'its thread waits', countsAsAttempt: false } as const;
  if (!needsSomebody && run.ageMs < OUTAGE_MS) return again;
  const note = { kind: 'inbound', inboundId, instead: true } as const;
  const agent = personRef(await personById(deps.store.db, send.agentId));
  const toAgent = await tell(deps, agent.ids, note, run.key);
  if (toAgent === 'told') return { done: true };
  const admins = await Promise.all((await holdersOf(deps, 'admin')).map(({ ids }) => tell(deps, ids, note, run.key)));
  if (admins.includes('told')) return { done: true };
  return { ...again, why: 'nobody can be written to', backsOff: true };
}

type Told = 'told' | 'away' | 'nobody';

async function tell(deps: AppDeps, ids: PersonRef['ids'], note: ThreadNote, key: string): Promise<Told> {
  let told: Told = 'nobody';
  for (const [name, id] of Object.entries(ids)) {
    const platform = deps.platforms.get(name);
    const card = platform && (await noteCard(deps, await wordsFor(deps, note), note));
    if (!card) continue;
    const answer = await platform.post({ to: 'person', id }, card, `${key}:${name}:${id}`);
    if (answer.ok) return 'told';
    if (answer.error.kind !== 'rejected') told = 'away';
  }
  return told;
}

async function wordsFor(deps: AppDeps, note: ThreadNote) {
  const message = note.kind === 'inbound' ? await findInbound(deps.store.db, note.inboundId) : undefined;
  return message ? wordsAboutSender(deps, channelWords(deps), message.senderId) : channelWords(deps);
}

function nameOf(ids: PersonRef['ids']): string {
  return Object.entries(ids)
    .map(([platform, id]) => `${platform}:${id}`)
    .sort()
    .join(',');
}
