// Meta's words about a template, in our review vocabulary. `event` (webhooks) and `status` (reads) are two lists.

import { QUOTA_REACHED, type Quality, type Review, type ReviewState } from '../../../../src/domain/review/review.ts';
import { CATEGORIES, type Category } from '../../../../src/domain/templates/template.ts';
import type { TemplateRow, TemplateStatus } from '../schema.ts';

const STATE_OF_STATUS: Readonly<Record<string, ReviewState>> = {
  PENDING: 'pending',
  APPROVED: 'approved',
  REJECTED: 'rejected',
  PAUSED: 'paused',
  DISABLED: 'disabled',
  IN_APPEAL: 'in_appeal',
  PENDING_DELETION: 'deleted',
  DELETED: 'deleted',
  ARCHIVED: 'archived',
};

// UNARCHIVED restores a state the event does not name, LOCKED is not explained: `unknown` until the next read.
const STATE_OF_EVENT: Readonly<Record<string, ReviewState>> = {
  ...STATE_OF_STATUS,
  REINSTATED: 'approved',
  // At risk, but usable until the date that comes along.
  FLAGGED: 'approved',
};

// Words that mean plain use; every other one folded into it is a warning.
const IN_USE = new Set(['APPROVED', 'REINSTATED']);

const HOUR = 3_600_000;
// Meta, "Template pausing": the third time it is disabled instead. Pauses by pacing last until someone unpauses.
const PAUSE_LASTS: Readonly<Record<string, number>> = { FIRST_PAUSE: 3 * HOUR, SECOND_PAUSE: 6 * HOUR };

/** The review a template read from Meta is in. */
export function reviewOfRow(row: TemplateRow): Review {
  return reviewOfStatus(row.status, row.rejected_reason);
}

/** The review a bare status stands for, with its reason code if it has one. */
export function reviewOfStatus(status: string, reason?: string): Review {
  const raw = status.toUpperCase();
  return {
    state: lookUp(STATE_OF_STATUS, raw) ?? 'unknown',
    raw,
    ...withReason(raw, reason),
  };
}

/** The review a status webhook tells; `at` is the provider's time, pauses are counted from it. */
export function reviewOfEvent(update: TemplateStatus, at: Date): Review {
  const raw = update.event.toUpperCase();
  const state = lookUp(STATE_OF_EVENT, raw) ?? 'unknown';
  const title = update.other_info?.title;
  const reason = isReason(update.reason) ? update.reason : title;
  const explanation = update.rejection_info?.reason ?? update.other_info?.description;
  const recommendation = update.rejection_info?.recommendation;
  const until = readDate(update.disable_info?.disable_date) ?? (state === 'paused' ? pauseEnd(title, at) : undefined);
  return {
    state,
    raw,
    ...withReason(raw, reason),
    ...(explanation === undefined ? {} : { explanation }),
    ...(recommendation === undefined ? {} : { recommendation }),
    ...(until === undefined ? {} : { until }),
    ...(state === 'approved' && !IN_USE.has(raw) ? { warned: true } : {}),
  };
}

/** Meta's category word in any case; undefined for words of former years. */
export function readCategory(word: string | undefined): Category | undefined {
  return CATEGORIES.find((category) => category === word?.toUpperCase());
}

const QUALITIES: readonly Quality[] = ['green', 'yellow', 'red'];

/** Meta's quality score in any case; whatever else it says is `unknown`. */
export function readQuality(score: string | undefined): Quality {
  return QUALITIES.find((quality) => quality === score?.toLowerCase()) ?? 'unknown';
}

// The account holds as many templates as it may. No state of ours: the word says why the template is not in use.
function withReason(raw: string, reason: string | undefined): Pick<Review, 'reason'> {
  if (raw === 'LIMIT_EXCEEDED') return { reason: QUOTA_REACHED };
  return isReason(reason) ? { reason } : {};
}

/** Meta says "no reason" in several ways. */
function isReason(reason: string | undefined): reason is string {
  return reason !== undefined && reason !== '' && reason.toUpperCase() !== 'NONE';
}

function pauseEnd(title: string | undefined, at: Date): string | undefined {
  const lasts = lookUp(PAUSE_LASTS, title ?? '');
  return lasts === undefined ? undefined : new Date(at.getTime() + lasts).toISOString();
}

/** Documented as a string or as unix seconds; a string may hold either a date or the seconds. */
function readDate(value: string | number | undefined): string | undefined {
  if (value === undefined) return undefined;
  const isSeconds = typeof value === 'number' || /^\d+$/.test(value);
  const date = new Date(isSeconds ? Number(value) * 1_000 : value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** A table look-up that does not find `constructor`. */
function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
