// `/template list`, `show`, `sync`, and the buttons that let agents send a template or stop them.
import { may } from '../../domain/people/may.ts';
import { normaliseLanguage } from '../../domain/templates/languages.ts';
import type { Intent, Reply } from '../../ports/chat.ts';
import { isRoot } from '../../store/posts.ts';
import { findProposal, openProposalNamed, waitingProposals } from '../../store/proposals.ts';
import type { Tx } from '../../store/store.ts';
import {
  changeTemplate,
  findTemplate,
  listTemplates,
  proposalsOf,
  type StoredTemplate,
} from '../../store/templates.ts';
import { proposalCard } from '../../views/proposals/card.ts';
import type { TemplateListItem, TemplateView } from '../../views/templates/data.ts';
import { syncStartedCard, templateCard, templateListCard } from '../../views/templates/list-card.ts';
import { type AppDeps, type Db, isoNow } from '../deps.ts';
import { job } from '../news/jobs.ts';
import { once } from '../news/once.ts';
import { refusalReply, refuse, refuseNow } from '../people/refuse.ts';
import { channelWords, requireRight, type Staff } from '../people/staff.ts';
import { viewOf, withRevision } from '../proposals/view.ts';
import { tellTemplateNews } from '../review/news.ts';
import { senderLabels, sendersOf } from '../senders/accounts.ts';
import { aboutSender, wordsAboutSender } from '../words-about.ts';
import { refusalFor } from './refusal.ts';
import { nameMeant, similarNames } from './similar-names.ts';

const PAGE = 10;

/** `page` from 1; one beyond the end shows the last. */
export async function listKnownTemplates(deps: AppDeps, staff: Staff, text: string, page = 1): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'list_templates');
  if (missing) return refuseNow(deps, staff, missing);
  const { total } = await listTemplates(deps.store.db, { text, limit: 1 });
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const shown = Math.min(Math.max(1, page), pages);
  const { templates } = await listTemplates(deps.store.db, { text, limit: PAGE, offset: (shown - 1) * PAGE });
  const view = {
    text,
    items: templates.map((template) => ({ ...itemOf(template), ...senderOf(deps, template) })),
    page: shown,
    pages,
    total,
    // Nothing is at the provider, yet something may be on its way there.
    ...(total === 0 && { waiting: (await waitingProposals(deps.store.db, 100)).length }),
  };
  return { show: 'notice', card: templateListCard(staff.words, view) };
}

/** Said where there is more than one. */
function senderOf(deps: AppDeps, template: StoredTemplate) {
  return deps.settings.senders.length > 1 ? { from: senderLabels(deps, template) } : {};
}

function itemOf(template: StoredTemplate): TemplateListItem {
  const { name, language, category, review, quality } = template;
  return {
    name,
    language,
    category,
    review,
    quality,
    enabled: template.enabledAt !== undefined,
    drifted: template.driftedAt !== undefined,
  };
}

export async function showTemplate(
  deps: AppDeps,
  staff: Staff,
  typedName: string,
  typedLanguage: string | undefined,
  senderId?: string,
): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'show_template');
  if (missing) return refuseNow(deps, staff, missing);
  const language = typedLanguage === undefined ? undefined : normaliseLanguage(typedLanguage);
  const name = await nameMeant(deps.store.db, typedName);
  const { templates } = await listTemplates(deps.store.db, { name, limit: 50 });
  const wanted = templates
    .filter((t) => language === undefined || t.language === language)
    .filter(
      (t) => senderId === undefined || sendersOf(deps, t).some((id) => id.toLowerCase() === senderId.toLowerCase()),
    );
  const languages = [...new Set(wanted.map((t) => t.language))];
  if (languages.length > 1) return refusalReply(staff, { kind: 'language_needed', name, languages });
  if (wanted.length > 1) {
    const senders = wanted.flatMap((t) => sendersOf(deps, t));
    return refusalReply(staff, { kind: 'sender_needed', name, language: languages[0] ?? '', senders });
  }
  const template = wanted[0];
  if (!template) {
    // Not at the provider yet: the proposal that is on its way there.
    const proposal = await openProposalNamed(deps.store.db, name, language);
    if (proposal) {
      const view = await viewOf(deps, await withRevision(deps.store.db, proposal));
      return { show: 'notice', card: proposalCard(wordsAboutSender(deps, staff.words, proposal.senderId), view) };
    }
    const inOthers = [...new Set(templates.map((one) => `${one.name} ${one.language}`))];
    const known = inOthers.length > 0 ? inOthers : await similarNames(deps.store.db, name);
    return refusalReply(staff, { kind: 'unknown_template', name, ...(language && { language }), known });
  }
  const { words } = aboutSender(deps, staff, template.senderId);
  return { show: 'notice', card: templateCard(words, await templateView(deps, staff, template)) };
}

async function templateView(
  deps: AppDeps,
  staff: Staff,
  template: StoredTemplate,
  db: Db = deps.store.db,
): Promise<TemplateView> {
  const proposal = template.proposalId === undefined ? undefined : await findProposal(db, template.proposalId);
  return {
    ...itemOf(template),
    id: template.id,
    template: template.content,
    sender: senderLabels(deps, template),
    ...(template.futureCategory && {
      futureCategory: {
        category: template.futureCategory,
        ...(template.futureCategoryAt && { at: template.futureCategoryAt }),
      },
    }),
    ...(proposal && { proposalNumber: proposal.number }),
    mayManage: may(staff.roles, 'enable_template'),
    maySend: may(staff.roles, 'send') && refusalFor(template, []) === undefined,
  };
}

/** Admin or approver. Enabling needs a review that says approved; disabling always works. */
export async function setEnabled(
  deps: AppDeps,
  staff: Staff,
  intent: Intent,
  templateId: string,
  enabled: boolean,
): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'enable_template');
  if (missing) return refuseNow(deps, staff, missing);
  return once(deps, intent, async (tx) => {
    const template = await findTemplate(tx.db, templateId);
    if (!template) return refuse(deps, tx, staff, { kind: 'not_found', what: 'template' });
    const refusal = enabled ? refusalFor({ ...template, enabledAt: 'asked for' }, []) : undefined;
    if (refusal) return refuse(deps, tx, aboutSender(deps, staff, template.senderId), refusal);
    if ((template.enabledAt !== undefined) !== enabled) await switchTo(deps, tx, staff, template, enabled);
    return repainted(deps, tx, staff, intent, templateId);
  });
}

/** The card that was clicked, from the new state: the proposal's own card stays one, any other becomes the template's. */
async function repainted(deps: AppDeps, tx: Tx, staff: Staff, intent: Intent, templateId: string): Promise<Reply> {
  const template = await findTemplate(tx.db, templateId);
  if (!template) throw new Error('a template vanished inside its own transaction');
  const clicked = intent.kind === 'action' ? intent.message : undefined;
  for (const proposalId of clicked ? await proposalsOf(tx.db, template) : []) {
    if (!clicked || !(await isRoot(tx.db, { kind: 'proposal', id: proposalId }, clicked))) continue;
    const proposal = await findProposal(tx.db, proposalId);
    if (proposal) {
      const view = await viewOf(deps, await withRevision(tx.db, proposal), tx.db);
      return { show: 'card', card: proposalCard(wordsAboutSender(deps, channelWords(deps), proposal.senderId), view) };
    }
  }
  const { words } = aboutSender(deps, staff, template.senderId);
  return { show: 'card', card: templateCard(words, await templateView(deps, staff, template, tx.db)) };
}

async function switchTo(
  deps: AppDeps,
  tx: Tx,
  staff: Staff,
  template: StoredTemplate,
  enabled: boolean,
): Promise<void> {
  const at = isoNow(deps);
  await changeTemplate(tx.db, template, { enabled: enabled ? { at, by: staff.person.id } : null }, at);
  const kind = enabled ? 'enabled' : 'disabled';
  tx.record({ actor: staff.person.id, kind, subjectKind: 'template', subjectId: template.id });
  if (template.proposalId !== undefined)
    await tellTemplateNews(deps, tx, template, { kind, by: staff.person.name, at }, at);
}

/** Admin's or approver's answer to drift: what the provider holds now becomes what was approved. */
export async function acceptProviderContent(
  deps: AppDeps,
  staff: Staff,
  intent: Intent,
  templateId: string,
): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'accept_drift');
  if (missing) return refuseNow(deps, staff, missing);
  return once(deps, intent, async (tx) => {
    const template = await findTemplate(tx.db, templateId);
    if (!template?.remoteContent || template.remoteFingerprint === undefined) {
      return refuse(deps, tx, staff, { kind: 'not_found', what: 'template' });
    }
    const at = isoNow(deps);
    if (template.driftedAt !== undefined) {
      const content = template.remoteContent;
      await changeTemplate(
        tx.db,
        template,
        { content, approvedFingerprint: template.remoteFingerprint, driftedAt: null },
        at,
      );
      tx.record({
        actor: staff.person.id,
        kind: 'drift_accepted',
        subjectKind: 'template',
        subjectId: template.id,
        contentHash: template.remoteFingerprint,
      });
      await tellTemplateNews(deps, tx, template, { kind: 'drift_accepted', by: staff.person.name, at }, at);
    }
    return repainted(deps, tx, staff, intent, templateId);
  });
}

/** Asks for a sync. It reads the provider, so it is a job; the result is told privately. */
export async function syncTemplates(deps: AppDeps, staff: Staff): Promise<Reply> {
  const missing = await requireRight(deps, staff, 'sync_templates');
  if (missing) return refuseNow(deps, staff, missing);
  await deps.store.write(async (tx) => {
    tx.enqueue(
      job(
        'templates.sync',
        { tell: staff.person.id, platform: staff.platform },
        { key: `${staff.person.id}:${isoNow(deps)}` },
      ),
    );
  });
  return { show: 'notice', card: syncStartedCard(staff.words) };
}
