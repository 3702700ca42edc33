// Where news about a template is told: the thread of its proposal, or the admin places for an unmanaged one.
import type { Tx } from '../../store/store.ts';
import type { StoredTemplate } from '../../store/templates.ts';
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
  if (template.proposalId === undefined) {
    tellAdmins(deps, tx, news, `${template.id}:${news.kind}:${change}`);
    return;
  }
  const subject = { kind: 'proposal', id: template.proposalId } as const;
  await note(deps, tx, subject, news, change);
  await repaint(deps, tx, subject, `${news.kind}:${change}`);
}
