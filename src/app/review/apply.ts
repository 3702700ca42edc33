// What the provider says about a template: review, quality, category, content. Applied by provider time, told once.

import { approvedFingerprint, providerFingerprint } from '../../domain/review/fingerprint.ts';
import { applyReview, type Quality, type Review } from '../../domain/review/review.ts';
import type { Category } from '../../domain/templates/template.ts';
import type { ProviderEvent, RemoteTemplate } from '../../ports/provider.ts';
import { Overtaken } from '../../store/engine/sql-errors.ts';
import type { Tx } from '../../store/store.ts';
import { dropSight } from '../../store/template-accounts.ts';
import {
  changeTemplate,
  findTemplate,
  type StoredTemplate,
  type TemplateChange,
  templateByKey,
} from '../../store/templates.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';
import { tellTemplateNews } from './news.ts';

type TemplateEvent = Extract<ProviderEvent, { kind: 'review' | 'quality' | 'category' | 'content' }>;

const UNKNOWN_RETRY_MS = 5_000;

/**
 * One webhook event about a template. A template not known yet may still be on its way in (the webhook can beat the
 * answer to our own submission), so the event is tried again a few times before it is dropped; sync finds the rest.
 */
export async function applyTemplateEvent(
  deps: AppDeps,
  senderId: string,
  event: TemplateEvent,
  attempt: { readonly last: boolean },
): Promise<JobOutcome> {
  const template = await templateByKey(deps.store.db, senderId, event.template);
  if (!template) {
    if (!attempt.last) return { retryAt: isoIn(deps, UNKNOWN_RETRY_MS), why: 'template not known yet' };
    deps.log.info({ sender: senderId, event: event.kind }, 'event about a template that is not known here');
    return { done: true };
  }
  await deps.store.write(async (tx) => {
    const current = await findTemplate(tx.db, template.id);
    if (!current) return;
    const account = deps.providers.get(senderId)?.account;
    const sight = current.alsoSeen.find((one) => one.account === account);
    switch (event.kind) {
      case 'review':
        // The same verdict once more is no news either, but its reason may be: it stays with the one who told it first.
        if (!sight || event.review.state !== current.review.state)
          await applyReviewIn(deps, tx, current, event.review, event.at, event.category);
        break;
      case 'quality':
        await applyQualityIn(deps, tx, current, event.to, event.id);
        break;
      case 'category':
        await applyCategoryIn(deps, tx, current, event);
        break;
      case 'content':
        // Not sent from there until a list shows the approved text again.
        if (sight) await dropSight(tx.db, sight);
        break;
    }
    // Events and statuses are different vocabularies: after any event the template is read again. Not where another provider
    // told it: the list of this one may lag behind.
    if (sight) return;
    tx.enqueue(job('template.refresh', { templateId: current.id }, { key: `${current.id}:${event.id}` }));
  });
  return { done: true };
}

/** Review of provider time `at`. Older news changes nothing. */
export async function applyReviewIn(
  deps: AppDeps,
  tx: Tx,
  template: StoredTemplate,
  review: Review,
  at: string,
  category?: Category,
): Promise<void> {
  const applied = applyReview({ review: template.review, at: template.reviewAt }, { review, at });
  if (applied === 'stale') return;
  if (applied === 'same') {
    // Still so at that time: whatever comes in later about a time before is old.
    if (at > template.reviewAt) await changeTemplate(tx.db, template, { reviewAt: at }, isoNow(deps));
    return;
  }
  const known = keepReason(template.review, applied.review);
  const change: TemplateChange = {
    review: known,
    reviewAt: applied.at,
    ...(category && { category }),
  };
  if (!(await changeTemplate(tx.db, template, change, isoNow(deps)))) throw new Overtaken('a template');
  tx.record({
    actor: 'provider',
    kind: 'review',
    subjectKind: 'template',
    subjectId: template.id,
    from: template.review.state,
    to: known.state,
    ...(known.reason && { detail: known.reason }),
  });
  tx.after(() =>
    deps.log.info({ template: template.id, from: template.review.state, to: known.state }, 'review changed'),
  );
  if (
    known.state === template.review.state &&
    (known.raw === template.review.raw || isToldTwice(template)) &&
    known.reason === template.review.reason
  )
    return;
  await tellTemplateNews(
    deps,
    tx,
    template,
    { kind: 'review', templateId: template.id, review: known, at },
    `${known.state}:${at}`,
  );
}

/** Two providers tell of one verdict, each in a word of its own: the second word is no news. */
function isToldTwice({ alsoSeen, review }: StoredTemplate): boolean {
  return alsoSeen.length > 0 && review.state !== 'unknown';
}

// Reading back gives the bare status; the reason and advice came with the webhook and stay while the state does.
function keepReason(before: Review, now: Review): Review {
  // Unknown is no state: two words we do not know have nothing to do with each other.
  if (before.state !== now.state || (now.state === 'unknown' && before.raw !== now.raw)) return now;
  return { ...before, ...now };
}

async function applyQualityIn(deps: AppDeps, tx: Tx, template: StoredTemplate, to: Quality, id: string): Promise<void> {
  if (template.quality === to) return;
  await changeTemplate(tx.db, template, { quality: to }, isoNow(deps));
  const news = { kind: 'quality', templateId: template.id, from: template.quality, to } as const;
  await tellTemplateNews(deps, tx, template, news, id);
}

async function applyCategoryIn(
  deps: AppDeps,
  tx: Tx,
  template: StoredTemplate,
  event: {
    readonly id: string;
    readonly from?: Category;
    readonly to: Category;
    readonly effective: 'now' | 'later';
    readonly effectiveAt?: string;
  },
): Promise<void> {
  const later = event.effective === 'later';
  if (later ? template.futureCategory === event.to : template.category === event.to && !template.futureCategory) return;
  const change: TemplateChange = later
    ? { futureCategory: { to: event.to, at: event.effectiveAt } }
    : { category: event.to, futureCategory: null };
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
}

/** What a read-back shows, against what is stored: status, category, quality, and content for drift. */
export async function applyRemoteIn(
  deps: AppDeps,
  tx: Tx,
  template: StoredTemplate,
  remote: RemoteTemplate,
  readAt: string,
): Promise<void> {
  const change = `read:${readAt}`;
  if (remote.review.state !== template.review.state) {
    await applyReviewIn(deps, tx, template, remote.review, readAt);
    const reread = await findTemplate(tx.db, template.id);
    if (!reread) return;
    return applyRemoteIn(deps, tx, { ...reread, review: remote.review }, remote, readAt);
  }
  // A list without qualities says nothing against what another provider told.
  if (remote.quality !== 'unknown' || template.alsoSeen.length === 0)
    await applyQualityIn(deps, tx, template, remote.quality, change);
  if (remote.template.category !== template.category) {
    await applyCategoryIn(deps, tx, template, { id: change, to: remote.template.category, effective: 'now' });
  } else if (remote.futureCategory && remote.futureCategory !== template.futureCategory) {
    await applyCategoryIn(deps, tx, template, { id: change, to: remote.futureCategory, effective: 'later' });
  }
  await applyContentIn(deps, tx, template, remote, readAt);
}

async function applyContentIn(
  deps: AppDeps,
  tx: Tx,
  template: StoredTemplate,
  remote: RemoteTemplate,
  readAt: string,
): Promise<void> {
  const fingerprint = providerFingerprint(remote.template);
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
}
