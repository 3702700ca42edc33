// The card somebody clicked is drawn by the repaint job and by nothing else: an answer to a click was computed when it was
// clicked, and may arrive after somebody else's. A card we do not know (its post was recorded by nobody: the answer was lost, the
// process died) is taken in, so that it stops offering what is over.
import type { Intent, MessageRef, Reply } from '../../ports/chat.ts';
import { type PostSubject, postAt, savePost } from '../../store/posts.ts';
import type { ActionId } from '../../views/view.ts';
import { type AppDeps, type Db, isoNow } from '../deps.ts';
import { chatLane } from './chat-jobs.ts';
import { job } from './jobs.ts';
import { parseProposalSubject } from './subject.ts';

type ActionIntent = Extract<Intent, { kind: 'action' }>;

/** Buttons of a subject's own card. */
const ON_CARD: { readonly [A in ActionId]?: PostSubject['kind'] } = {
  approve: 'proposal',
  withdraw: 'proposal',
  reject: 'proposal',
  request_changes: 'proposal',
  edit: 'proposal',
  fix_and_resubmit: 'proposal',
  retry_submission: 'proposal',
  hand_in: 'proposal',
  cancel_send: 'send',
  settle_send: 'send',
  retry_send: 'send',
};

/**
 * What the platform is to show of this reply. A card that the repaint job draws is not painted by the answer. `clicked.message`:
 * as the client said it.
 */
export async function settleClicked(deps: AppDeps, clicked: ActionIntent, reply: Reply): Promise<Reply> {
  const { message } = clicked;
  if (!message) return reply;
  const known = await postAt(deps.store.db, message);
  const isLive = known?.role === 'live';
  const isCard = known?.role === 'root' || known?.role === 'copy' || isLive;
  if (known && !isCard) return reply;
  const subject = known?.subject ?? (await subjectOf(deps.store.db, clicked));
  if (!subject) return reply;
  // A refusal may mean that what the card offers is over, and a notice may stand where no job goes by itself.
  if (!known || isLive || reply.show === 'notice') await drawAgain(deps, clicked, { subject, message, isNew: !known });
  return reply.show === 'card' ? { show: 'nothing' } : reply;
}

async function drawAgain(
  deps: AppDeps,
  { deliveryId }: ActionIntent,
  what: { readonly subject: PostSubject; readonly message: MessageRef; readonly isNew: boolean },
): Promise<void> {
  const { subject, message, isNew } = what;
  const { platform, channel } = message;
  if (!deps.platforms.has(platform)) return;
  if (isNew) deps.log.warn({ subject, platform }, 'a click came from a card that nobody had recorded');
  await deps.store.write(async (tx) => {
    const at = isoNow(deps);
    if (isNew) await savePost(tx.db, { id: deps.newId(), subject, ref: message, role: 'copy', at });
    const key = `${subject.kind}:${subject.id}:clicked:${deliveryId}:${platform}`;
    const lane = `${chatLane(subject, platform)}:${channel}`;
    tx.enqueue(job('repaint', { subject, platform, channel }, { key, lane }));
  });
}

/** The subject whose own card has such a button, when there is one. */
async function subjectOf(db: Db, { action, subject }: ActionIntent): Promise<PostSubject | undefined> {
  const kind = ON_CARD[action];
  if (!kind) return undefined;
  const id = kind === 'proposal' ? parseProposalSubject(subject)?.proposalId : subject.split(':')[0];
  if (id === undefined) return undefined;
  const table = kind === 'proposal' ? ('proposals' as const) : ('sends' as const);
  const row = await db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst();
  return row && { kind, id };
}
