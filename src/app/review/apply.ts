// What the provider says about a template: review, quality, category, content. Applied by provider time, told once.

import { providerFingerprint } from '../../domain/review/fingerprint.ts';
import {
  orderOf,
  READ_TRAILS_MS,
  REVIEW_TRAILS_MS,
  type Telling,
  withTelling,
} from '../../domain/review/news-order.ts';
import { applyReview, type Review } from '../../domain/review/review.ts';
import type { ProviderEvent, RemoteTemplate } from '../../ports/provider.ts';
import { Overtaken } from '../../store/engine/sql-errors.ts';
import type { Tx } from '../../store/store.ts';
import { dropSight } from '../../store/template-accounts.ts';
import {
  changeTemplate,
  findTemplate,
  lockTemplate,
  type StoredTemplate,
  type TemplateChange,
  templateByKey,
} from '../../store/templates.ts';
import { type AppDeps, isoIn, isoNow } from '../deps.ts';
import type { JobOutcome } from '../news/job-outcome.ts';
import { job } from '../news/jobs.ts';
import { applyCategoryIn, applyContentIn, applyQualityIn } from './apply-facts.ts';
import { tellTemplateNews } from './news.ts';

type TemplateEvent = Extract<ProviderEvent, { kind: 'review' | 'quality' | 'category' | 'content' }>;

const UNKNOWN_RETRY_MS = 5_000;
const READS_MEANWHILE = 24;

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
  const telling = { source: 'news', at: event.at } as const;
  await deps.store.write(async (tx) => {
    const current = await lockTemplate(tx.db, template.id, isoNow(deps));
    if (!current) return;
    const account = deps.providers.get(senderId)?.account;
    const sight = current.alsoSeen.find((one) => one.account === account);
    switch (event.kind) {
      case 'review': {
        // The same verdict once more is no news either, but its reason may be: it stays with the one who told it first.
        if (!sight || event.review.state !== current.review.state)
          await applyReviewIn(deps, tx, current, event.review, telling);
        const { category: to } = event;
        const after = to && to !== current.category ? await findTemplate(tx.db, current.id) : undefined;
        if (to && after) await applyCategoryIn(deps, tx, after, { id: event.id, to, effective: 'now', telling });
        break;
      }
      case 'quality':
        await applyQualityIn(deps, tx, current, event.to, { id: event.id, telling });
        break;
      case 'category':
        await applyCategoryIn(deps, tx, current, { ...event, telling });
        break;
      case 'content':
        // Not sent from there until a list shows the approved text again.
        if (sight) await dropSight(tx.db, sight);
        else
          await changeTemplate(tx.db, current, { heard: withTelling(current.heard, 'content', telling) }, isoNow(deps));
        break;
    }
    // Events and statuses are different vocabularies: after any event the template is read again. Not where another provider
    // told it: the list of this one may lag behind.
    if (sight) return;
    tx.enqueue(job('template.refresh', { templateId: current.id }, { key: `${current.id}:${event.id}` }));
  });
  return { done: true };
}

/**
 * Review as told at `telling.at`; older tellings change nothing. `too_soon`: a read that contradicts what was told a moment ago.
 * `trailsMs`: for how long after the news a read may do so.
 */
export async function applyReviewIn(
  deps: AppDeps,
  tx: Tx,
  template: StoredTemplate,
  review: Review,
  telling: Telling,
  trailsMs?: number,
): Promise<'done' | 'too_soon'> {
  const { source, at } = telling;
  const before = template.review;
  if (source === 'read' && saysNoMore(before, review)) {
    await keepTimes(deps, tx, template, telling);
    return 'done';
  }
  // A state without a name of ours waits for nothing but a read, unless it was told with a date.
  const waitsForRead = before.state === 'unknown' && before.until === undefined;
  if (!waitsForRead && orderOf(template.heard, 'review', telling, trailsMs) === 'too_soon') return 'too_soon';
  const applied = applyReview({ review: before, at: template.reviewAt }, { review, at });
  if (applied === 'stale') return 'done';
  if (applied === 'same') {
    await keepTimes(deps, tx, template, telling);
    return 'done';
  }
  const known = keepReason(before, applied.review, source);
  const change: TemplateChange = {
    review: known,
    reviewAt: applied.at,
    heard: withTelling(template.heard, 'review', telling),
  };
  if (!(await changeTemplate(tx.db, template, change, isoNow(deps)))) throw new Overtaken('a template');
  tx.record({
    actor: 'provider',
    kind: 'review',
    subjectKind: 'template',
    subjectId: template.id,
    from: before.state,
    to: known.state,
    ...(known.reason && { detail: known.reason }),
  });
  tx.after(() => deps.log.info({ template: template.id, from: before.state, to: known.state }, 'review changed'));
  if (
    isTold(before, known) ||
    (known.state === before.state && known.reason === before.reason && isToldTwice(template))
  )
    return 'done';
  await tellTemplateNews(
    deps,
    tx,
    template,
    { kind: 'review', templateId: template.id, review: known, at },
    `${known.state}:${at}`,
  );
  return 'done';
}

function isTold(before: Review, now: Review): boolean {
  const parts = ['state', 'raw', 'reason', 'explanation', 'recommendation', 'until', 'warned'] as const;
  return parts.every((part) => before[part] === now[part]);
}

// Still so at that time: whatever comes in later about a time before is old.
async function keepTimes(deps: AppDeps, tx: Tx, template: StoredTemplate, telling: Telling): Promise<void> {
  const heard = withTelling(template.heard, 'review', telling);
  const isNewer = telling.at > template.reviewAt;
  await changeTemplate(tx.db, template, { ...(isNewer && { reviewAt: telling.at }), heard }, isoNow(deps));
}

/** A read has the bare status: of a template in use it says no more than that, and a warning told before stands. */
function saysNoMore(before: Review, read: Review): boolean {
  return before.state === 'approved' && read.state === 'approved';
}

/** Two providers tell of one verdict, each in a word of its own: the second word is no news. */
function isToldTwice({ alsoSeen, review }: StoredTemplate): boolean {
  return alsoSeen.length > 0 && review.state !== 'unknown';
}

// Reading back gives the bare status; the reason and advice came with the webhook and stay while the state does.
function keepReason(before: Review, now: Review, source: Telling['source']): Review {
  // Unknown is no state: two words we do not know have nothing to do with each other.
  if (before.state !== now.state || (now.state === 'unknown' && before.raw !== now.raw)) return now;
  // In use again without a word of warning: the warning is over.
  if (now.state === 'approved' && source === 'news') return now;
  return { ...before, ...now };
}

/**
 * What a read-back shows, against what is stored: status, category, quality, and content for drift. What it may not change
 * yet is read again later.
 */
export async function applyRemoteIn(
  deps: AppDeps,
  tx: Tx,
  template: StoredTemplate,
  remote: RemoteTemplate,
  readAt: string,
): Promise<void> {
  // Read before our latest submission: it shows what that replaced.
  if (template.submittedAt !== undefined && readAt < template.submittedAt) return;
  const telling = { source: 'read', at: readAt } as const;
  const id = `read:${readAt}`;
  const now = async (): Promise<StoredTemplate> => (await findTemplate(tx.db, template.id)) ?? template;
  const hasOtherText =
    template.remoteFingerprint !== undefined && template.remoteFingerprint !== providerFingerprint(remote.template);
  const trailsMs = remote.review.state === 'pending' && !hasOtherText ? REVIEW_TRAILS_MS : undefined;
  const applied = [await applyReviewIn(deps, tx, template, remote.review, telling, trailsMs)];
  applied.push(await applyQualityIn(deps, tx, await now(), remote.quality, { id, telling }));
  const { category } = remote.template;
  const before = await now();
  const isSet = category !== before.category;
  const to = isSet ? category : remote.futureCategory;
  if (to && (isSet || to !== before.futureCategory))
    applied.push(await applyCategoryIn(deps, tx, before, { id, to, effective: isSet ? 'now' : 'later', telling }));
  applied.push(await applyContentIn(deps, tx, await now(), remote, telling));
  if (applied.includes('too_soon')) readAgainLater(deps, tx, template.id, readAt, trailsMs);
}

/** Once a read can no longer be older than the news. */
export function readAgainLater(deps: AppDeps, tx: Tx, templateId: string, change: string, trailsMs = 0): void {
  const runAt = isoIn(deps, Math.max(READ_TRAILS_MS, trailsMs / READS_MEANWHILE));
  tx.enqueue(job('template.refresh', { templateId }, { key: `${templateId}:again:${change}`, runAt }));
}
