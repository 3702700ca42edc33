// Quality, category and text of a template as the provider tells them, each by its own times.

import { approvedFingerprint, providerFingerprint } from '../../domain/review/fingerprint.ts';
import { orderOf, type Telling, withTelling } from '../../domain/review/news-order.ts';
import type { Quality } from '../../domain/review/review.ts';
import type { Category } from '../../domain/templates/template.ts';
import type { RemoteTemplate } from '../../ports/provider.ts';
import type { Tx } from '../../store/store.ts';
import { changeTemplate, type StoredTemplate, type TemplateChange } from '../../store/templates.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import { tellTemplateNews } from './news.ts';

/** `too_soon`: a read that contradicts what was told a moment ago; it changed nothing. */
export type Applied = 'done' | 'too_soon';

/** `id` names the news, so that it is told once. */
type Told = { readonly id: string; readonly telling: Telling };

export async function applyQualityIn(
  deps: AppDeps,
  tx: Tx,
  template: StoredTemplate,
  to: Quality,
  { id, telling }: Told,
): Promise<Applied> {
  const order = orderOf(template.heard, 'quality', telling);
  const isSame = template.quality === to;
  if (order === 'old' || (isSame && telling.source === 'read')) return 'done';
  if (order === 'too_soon') return 'too_soon';
  const heard = withTelling(template.heard, 'quality', telling);
  await changeTemplate(tx.db, template, { quality: to, heard }, isoNow(deps));
  if (isSame) return 'done';
  const news = { kind: 'quality', templateId: template.id, from: template.quality, to } as const;
  await tellTemplateNews(deps, tx, template, news, id);
  return 'done';
}

type CategoryNews = Told & {
  readonly from?: Category;
  readonly to: Category;
  readonly effective: 'now' | 'later';
  readonly effectiveAt?: string;
};

/** Category is money: whatever brought the change, it is told and recorded. */
export async function applyCategoryIn(
  deps: AppDeps,
  tx: Tx,
  template: StoredTemplate,
  event: CategoryNews,
): Promise<Applied> {
  const { telling } = event;
  const order = orderOf(template.heard, 'category', telling);
  if (order === 'old') return 'done';
  if (order === 'too_soon') return 'too_soon';
  const later = event.effective === 'later';
  const heard = withTelling(template.heard, 'category', telling);
  if (later ? template.futureCategory === event.to : template.category === event.to && !template.futureCategory) {
    await changeTemplate(tx.db, template, { heard }, isoNow(deps));
    return 'done';
  }
  const change: TemplateChange = later
    ? { futureCategory: { to: event.to, at: event.effectiveAt }, heard }
    : { category: event.to, futureCategory: null, heard };
  await changeTemplate(tx.db, template, change, isoNow(deps));
  tx.record({
    actor: 'provider',
    kind: 'category',
    subjectKind: 'template',
    subjectId: template.id,
    from: template.category,
    to: event.to,
    detail: event.effective,
  });
  const news = {
    kind: 'category',
    templateId: template.id,
    from: event.from ?? template.category,
    to: event.to,
    effective: event.effective,
    ...(event.effectiveAt && { effectiveAt: event.effectiveAt }),
  } as const;
  await tellTemplateNews(deps, tx, template, news, event.id);
  return 'done';
}

/** Text as read. An edit told a moment ago that a read does not show yet is `too_soon`. */
export async function applyContentIn(
  deps: AppDeps,
  tx: Tx,
  template: StoredTemplate,
  remote: RemoteTemplate,
  telling: Telling,
): Promise<Applied> {
  const readAt = telling.at;
  const order = orderOf(template.heard, 'content', telling);
  if (order === 'old') return 'done';
  const fingerprint = providerFingerprint(remote.template);
  if (order === 'too_soon' && template.remoteFingerprint === fingerprint) return 'too_soon';
  const { content, proposalId } = template;
  const approved = approvedFingerprint(
    { content, fingerprint: template.approvedFingerprint, isOurs: proposalId !== undefined },
    remote.template,
  );
  const drifted = approved.fingerprint !== fingerprint;
  const was = template.driftedAt !== undefined;
  await changeTemplate(
    tx.db,
    template,
    {
      externalId: remote.externalId,
      remote: { content: remote.template, fingerprint, at: readAt },
      heard: withTelling(template.heard, 'content', telling),
      ...(drifted !== was && { driftedAt: drifted ? readAt : null }),
      ...(template.approvedFingerprint !== undefined && { approvedFingerprint: approved.fingerprint }),
      ...(approved.isReadAnew && { content: remote.template }),
    },
    isoNow(deps),
  );
  if (drifted && (!was || template.remoteFingerprint !== fingerprint)) {
    tx.record({
      actor: 'provider',
      kind: 'drift',
      subjectKind: 'template',
      subjectId: template.id,
      to: 'held',
      contentHash: fingerprint,
    });
    const news = {
      kind: 'drift',
      templateId: template.id,
      approved: template.content,
      remote: remote.template,
    } as const;
    await tellTemplateNews(deps, tx, template, news, `${fingerprint}:${readAt}`);
  }
  if (!drifted && was)
    await tellTemplateNews(deps, tx, template, { kind: 'drift_over', templateId: template.id }, readAt);
  return 'done';
}
