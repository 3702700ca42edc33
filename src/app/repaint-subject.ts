// Job `repaint`: the posted copies of a subject on one platform, from the state of now.
import { type PostSubject, postsOf } from '../store/posts.ts';
import { findSend } from '../store/sends.ts';
import { proposalCard } from '../views/proposal-card.ts';
import { sendCard } from '../views/send-card.ts';
import type { Card } from '../views/view.ts';
import type { AppDeps } from './deps.ts';
import type { JobOutcome } from './job-outcome.ts';
import { channelWords } from './people.ts';
import { retryOf } from './post-once.ts';
import { wordsOfSend } from './post-send.ts';
import { loadProposal, viewOf } from './proposal-view.ts';
import { sendView } from './send-view.ts';

/** A deleted message is given up, the others go on. */
export async function repaintSubject(
  deps: AppDeps,
  payload: { readonly subject: PostSubject; readonly platform?: string },
): Promise<JobOutcome> {
  let outcome: JobOutcome = { done: true };
  for (const post of await postsOf(deps.store.db, payload.subject, 'root')) {
    if (payload.platform !== undefined && payload.platform !== post.platform) continue;
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
  return send && sendCard(await wordsOfSend(deps, send, platform), await sendView(deps, send));
}
