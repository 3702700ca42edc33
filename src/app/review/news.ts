// Where news about a template is told: the thread of its proposal (of each, where it was stored for several senders), or the admin places for an unmanaged one.
import type { Tx } from '../../store/store.ts';
import { proposalsOf, type StoredTemplate } from '../../store/templates.ts';
import type { AppDeps } from '../deps.ts';
import { note, repaint, tellAdmins } from '../news/chat-jobs.ts';
import type { ThreadNote } from '../news/thread-note.ts';

/** `change` names the news, so that hearing it twice tells it once. */
export async function tellTemplateNews(
  deps: AppDeps,
  tx: Tx,
  template: StoredTemplate,
  news: ThreadNote,
  change: string,
): Promise<void> {
  const proposals = await proposalsOf(tx.db, template);
  if (proposals.length === 0) tellAdmins(deps, tx, news, `${template.id}:${news.kind}:${change}`);
  for (const id of proposals) {
    const subject = { kind: 'proposal', id } as const;
    await note(deps, tx, subject, news, change);
    await repaint(deps, tx, subject, `${news.kind}:${change}`);
  }
}
