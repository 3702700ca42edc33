// Jobs that talk to chat: post, repaint, note, tell. Cards are made from state at the moment they are posted. Telling
// twice is a nuisance, not telling is a fault: a lost answer is tried again.
import type { Failure } from '../domain/fault.ts';
import type { ChatPlatform, Destination, MessageRef } from '../ports.ts';
import { personById } from '../store/people.ts';
import { type PostRole, type PostSubject, postsOf, savePost } from '../store/posts.ts';
import { findSend } from '../store/sends.ts';
import { proposalCard } from '../views/proposal-card.ts';
import { sendCard } from '../views/send-card.ts';
import type { Card } from '../views/view.ts';
import { type AppDeps, isoIn, isoNow } from './deps.ts';
import { detailCard } from './detail-card.ts';
import type { JobOutcome } from './job-outcome.ts';
import { noteCard } from './note-card.ts';
import { channelWords, wordsOf } from './people.ts';
import { loadProposal, viewOf } from './proposal-view.ts';
import { sendView } from './send-view.ts';
import type { ThreadNote } from './thread-note.ts';

const RETRY_MS = 5_000;

/** Job `proposal.post`: the card in the channel, then everything else in its thread. Each is posted once per place. */
export async function postProposal(
  deps: AppDeps,
  payload: { readonly proposalId: string; readonly platform: string; readonly channel: string },
): Promise<JobOutcome> {
  const platform = deps.platforms.get(payload.platform);
  const loaded = await loadProposal(deps, payload.proposalId);
  if (!platform || !loaded) return { done: true };
  const subject = { kind: 'proposal', id: payload.proposalId } as const;
  const here = (ref: MessageRef) => ref.platform === payload.platform && ref.channel === payload.channel;
  let root: MessageRef | undefined = (await postsOf(deps.store.db, subject, 'root')).find(here);
  if (!root) {
    const card = proposalCard(channelWords(deps), await viewOf(deps, loaded));
    const posted = await postOnce(
      deps,
      platform,
      subject,
      'root',
      { to: 'channel', channel: payload.channel },
      card,
      `root:${payload.channel}`,
    );
    if ('failure' in posted) return retryOf(deps, posted.failure);
    root = posted.ref;
  }
  if ((await postsOf(deps.store.db, subject, 'details')).some(here)) return { done: true };
  const details = await detailCard(deps, loaded);
  const posted = await postOnce(
    deps,
    platform,
    subject,
    'details',
    { to: 'thread', root },
    details,
    `details:${payload.channel}`,
  );
  return 'failure' in posted ? retryOf(deps, posted.failure) : { done: true };
}

type Posted = { readonly ref: MessageRef } | { readonly failure: Failure };

async function postOnce(
  deps: AppDeps,
  platform: ChatPlatform,
  subject: PostSubject,
  role: PostRole,
  to: Destination,
  card: Card,
  key: string,
): Promise<Posted> {
  const answer = await platform.post(to, card, `${subject.kind}:${subject.id}:${key}`);
  if (!answer.ok) return { failure: answer.error };
  await savePost(deps.store.db, { id: deps.newId(), subject, ref: answer.value, role, at: isoNow(deps) });
  return { ref: answer.value };
}

function retryOf(deps: AppDeps, failure: Failure): JobOutcome {
  if (failure.kind === 'rejected') return { bury: `${failure.fault} ${failure.code ?? ''}`.trim() };
  const waits = failure.kind === 'limited';
  return {
    retryAt: failure.retryAt ?? isoIn(deps, RETRY_MS),
    why: failure.code ?? failure.fault,
    ...(waits && { countsAsAttempt: false as const }),
  };
}

/** Job `send.post`: the send's card, where its thread will be: the configured channels, or the agent's own messages. */
export async function postSend(deps: AppDeps, payload: { readonly sendId: string }): Promise<JobOutcome> {
  const send = await findSend(deps.store.db, payload.sendId);
  const agent = send && (await personById(deps.store.db, send.agentId));
  if (!send || !agent) return { done: true };
  const subject = { kind: 'send', id: send.id } as const;
  const posted = await postsOf(deps.store.db, subject, 'root');
  const channels = deps.settings.places.sends.map((place) => ({
    platform: place.platform,
    to: { to: 'channel', channel: place.channel } as Destination,
  }));
  const privately = agent.identities
    .slice(0, 1)
    .map((who) => ({ platform: who.platform, to: { to: 'person', id: who.id } as Destination }));
  for (const [index, place] of (channels.length > 0 ? channels : privately).entries()) {
    const platform = deps.platforms.get(place.platform);
    if (!platform || posted[index]) continue;
    const words = place.to.to === 'person' ? wordsOf(deps, agent, place.platform) : channelWords(deps);
    const card = sendCard(words, await sendView(deps, send));
    const answer = await postOnce(deps, platform, subject, 'root', place.to, card, `root:${index}`);
    if ('failure' in answer) return retryOf(deps, answer.failure);
  }
  return { done: true };
}

/** Job `repaint`: every posted copy, from the state of now. A deleted message is given up, the others go on. */
export async function repaintSubject(deps: AppDeps, payload: { readonly subject: PostSubject }): Promise<JobOutcome> {
  let outcome: JobOutcome = { done: true };
  for (const post of await postsOf(deps.store.db, payload.subject, 'root')) {
    const platform = deps.platforms.get(post.platform);
    const card = await cardOf(deps, payload.subject, post.platform);
    if (!platform || !card) continue;
    const answer = await platform.update(post, card);
    if (answer.ok) continue;
    if (answer.error.kind !== 'rejected') outcome = retryOf(deps, answer.error);
    deps.log.warn(
      { subject: payload.subject, fault: answer.error.fault, code: answer.error.code },
      'could not repaint a card',
    );
  }
  return outcome;
}

async function cardOf(deps: AppDeps, subject: PostSubject, platform: string): Promise<Card | undefined> {
  if (subject.kind === 'proposal') {
    const loaded = await loadProposal(deps, subject.id);
    return loaded && proposalCard(channelWords(deps), await viewOf(deps, loaded));
  }
  const send = await findSend(deps.store.db, subject.id);
  if (!send) return undefined;
  const agent = deps.settings.places.sends.length > 0 ? undefined : await personById(deps.store.db, send.agentId);
  return sendCard(agent ? wordsOf(deps, agent, platform) : channelWords(deps), await sendView(deps, send));
}

/** Job `note`: one card into every thread of the subject. Which threads have it already is remembered by its key. */
export async function postNote(
  deps: AppDeps,
  payload: { readonly subject: PostSubject; readonly note: ThreadNote },
  key: string,
): Promise<JobOutcome> {
  const roots = await postsOf(deps.store.db, payload.subject, 'root');
  if (roots.length === 0) return { retryAt: isoIn(deps, RETRY_MS), why: 'the card is not posted yet' };
  const card = await noteCard(deps, channelWords(deps), payload.note);
  if (!card) return { done: true };
  for (const root of roots) {
    const platform = deps.platforms.get(root.platform);
    if (!platform) continue;
    // A key stands for one message: the same one for a second thread would find the message in the first.
    const answer = await platform.post({ to: 'thread', root }, card, `${key}:${root.channel}:${root.message}`);
    if (!answer.ok) return retryOf(deps, answer.error);
    await savePost(deps.store.db, {
      id: deps.newId(),
      subject: payload.subject,
      ref: answer.value,
      role: 'note',
      at: isoNow(deps),
    });
  }
  return { done: true };
}

/** Job `tell.person`: privately, on the first platform they are known on. */
export async function tellPerson(
  deps: AppDeps,
  payload: { readonly personId: string; readonly note: ThreadNote },
  key: string,
): Promise<JobOutcome> {
  const person = await personById(deps.store.db, payload.personId);
  const who = person?.identities[0];
  const platform = who && deps.platforms.get(who.platform);
  if (!person || !who || !platform) return { done: true };
  const card = await noteCard(deps, wordsOf(deps, person, who.platform), payload.note);
  if (!card) return { done: true };
  const answer = await platform.post({ to: 'person', id: who.id }, card, key);
  return answer.ok ? { done: true } : retryOf(deps, answer.error);
}

/** Job `tell.admins`: in the admin places. */
export async function tellAdmins(
  deps: AppDeps,
  payload: { readonly note: ThreadNote },
  key: string,
): Promise<JobOutcome> {
  const card = await noteCard(deps, channelWords(deps), payload.note);
  if (!card) return { done: true };
  for (const place of deps.settings.places.admin) {
    const platform = deps.platforms.get(place.platform);
    if (!platform) continue;
    const answer = await platform.post({ to: 'channel', channel: place.channel }, card, `${key}:${place.channel}`);
    if (!answer.ok) return retryOf(deps, answer.error);
  }
  return { done: true };
}
