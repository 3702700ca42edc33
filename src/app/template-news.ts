// Where news about a template is told: the thread of its proposal, or the admin places for an unmanaged one.
import type { Tx } from '../store/open.ts';
import type { StoredTemplate } from '../store/templates.ts';
import { job, note, repaint } from './jobs.ts';
import type { ThreadNote } from './thread-note.ts';

/** `change` names the news, so that hearing it twice tells it once. */
export function tellTemplateNews(tx: Tx, template: StoredTemplate, news: ThreadNote, change: string): void {
  if (template.proposalId === undefined) {
    tx.enqueue(job('tell.admins', { note: news }, { key: `${template.id}:${news.kind}:${change}` }));
    return;
  }
  const subject = { kind: 'proposal', id: template.proposalId } as const;
  tx.enqueue(note(subject, news, change));
  tx.enqueue(repaint(subject, `${news.kind}:${change}`));
}
