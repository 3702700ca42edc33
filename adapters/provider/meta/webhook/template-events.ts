// Webhooks about templates: review, quality, category, edits. Meta's own sample of a quality update carries the name of
// the status field, so a quality update is told by its keys.
import type { ProviderEvent, TemplateKey } from '../../../../src/ports/provider.ts';
import { TemplateCategory, TemplateQuality, TemplateRef, TemplateStatus } from '../schema.ts';
import { readCategory, readQuality, reviewOfEvent } from '../templates/review.ts';
import { type Change, eventId, fingerprint, ignored, isoTime, label, member } from './event-base.ts';

/** One event per template change; `ignored` when its shape or a word in it is unknown. */
export function readTemplateChange(change: Change): ProviderEvent {
  if (member(change.value, 'new_quality_score') !== undefined) return readQualityUpdate(change);
  switch (change.field) {
    case 'message_template_status_update':
      return readStatusUpdate(change);
    case 'template_category_update':
      return readCategoryUpdate(change);
    case 'message_template_components_update':
      return readComponentsUpdate(change);
    default:
      return unreadable(change);
  }
}

function readStatusUpdate(change: Change): ProviderEvent {
  const read = TemplateStatus.safeParse(change.value);
  if (!read.success || !isNamed(read.data)) return unreadable(change);
  const at = isoTime(change.entryTime, change.now);
  const category = readCategory(read.data.message_template_category);
  return {
    ...base(change, read.data, read.data.event),
    kind: 'review',
    review: reviewOfEvent(read.data, new Date(at)),
    ...(category === undefined ? {} : { category }),
  };
}

function readQualityUpdate(change: Change): ProviderEvent {
  const read = TemplateQuality.safeParse(change.value);
  if (!read.success || !isNamed(read.data)) return unreadable(change);
  return {
    ...base(change, read.data, `quality_${read.data.new_quality_score}`),
    kind: 'quality',
    from: readQuality(read.data.previous_quality_score),
    to: readQuality(read.data.new_quality_score),
  };
}

/** Announced: `new_category` is today's and `correct_category` the coming one. Done: `previous_category` says so. */
function readCategoryUpdate(change: Change): ProviderEvent {
  const read = TemplateCategory.safeParse(change.value);
  if (!read.success || !isNamed(read.data)) return unreadable(change);
  const { previous_category, new_category, correct_category, category_update_timestamp } = read.data;
  const isLater = previous_category === undefined && correct_category !== undefined;
  const from = readCategory(isLater ? new_category : previous_category);
  const to = readCategory(isLater ? correct_category : new_category);
  if (to === undefined) return ignored(change, 'category_unknown');
  const effectiveAt =
    isLater && category_update_timestamp !== undefined ? isoTime(category_update_timestamp, change.now) : undefined;
  return {
    ...base(change, read.data, `category_${isLater ? 'later' : 'now'}_${to}`),
    kind: 'category',
    ...(from === undefined ? {} : { from }),
    to,
    effective: isLater ? 'later' : 'now',
    ...(effectiveAt === undefined ? {} : { effectiveAt }),
  };
}

function readComponentsUpdate(change: Change): ProviderEvent {
  const read = TemplateRef.safeParse(change.value);
  if (!read.success || !isNamed(read.data)) return unreadable(change);
  return { ...base(change, read.data, 'content'), kind: 'content' };
}

function base(
  change: Change,
  ref: TemplateRef,
  event: string,
): { id: string; heardBy?: string; at: string; template: TemplateKey } {
  const { message_template_id: externalId, message_template_name: name, message_template_language } = ref;
  const when = change.entryTime === undefined ? fingerprint(change.value) : `${change.entryTime}`;
  // Meta's samples write `en-US`, its API `en_US`.
  const language = message_template_language?.replaceAll('-', '_');
  return {
    id: eventId('t', externalId ?? `${name}/${language}`, event, when),
    ...(change.heardBy === undefined ? {} : { heardBy: change.heardBy }),
    at: isoTime(change.entryTime, change.now),
    template: {
      ...(externalId === undefined ? {} : { externalId }),
      ...(name === undefined ? {} : { name }),
      ...(language === undefined ? {} : { language }),
    },
  };
}

/** Without an id, name and language together still name one template. */
function isNamed(ref: TemplateRef): boolean {
  return (
    ref.message_template_id !== undefined ||
    (ref.message_template_name !== undefined && ref.message_template_language !== undefined)
  );
}

function unreadable(change: Change): ProviderEvent {
  return ignored(change, `unreadable:${label(change.field)}`);
}
