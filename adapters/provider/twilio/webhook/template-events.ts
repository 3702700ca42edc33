// News of templates by Event Streams: a JSON array of CloudEvents, for all senders of the account.
import type { ProviderEvent, TemplateKey } from '../../../../src/ports/provider.ts';
import { CloudEvent, TemplateNews } from '../schema.ts';
import { readCategory, readQuality, reviewOfStatus, shownName } from '../templates/approval.ts';
import { accountKey, type Called, eventId, ignored, label } from './event-base.ts';

const UPDATED = 'com.twilio.messaging.template.approval.updated';

/** One event each; what is unknown or cannot be read is `ignored` and hides none of its neighbours. */
export function readEvents(body: unknown, called: Called): readonly ProviderEvent[] {
  const items = Array.isArray(body) ? body : [body];
  if (items.length === 0) return [ignored(called, 'empty')];
  return items.map((item, at) => readEvent(item, at, called));
}

function readEvent(item: unknown, at: number, called: Called): ProviderEvent {
  const event = CloudEvent.safeParse(item);
  if (!event.success) return ignored(called, 'unreadable:event', at);
  if (event.data.type !== UPDATED) return ignored(called, `event:${label(event.data.type)}`, at);
  const news = TemplateNews.safeParse(event.data.data);
  if (!news.success) return ignored(called, 'unreadable:template', at);
  if (news.data.accountSid !== called.settings.accountSid) return ignored(called, 'other_account', at);
  const base = {
    id: eventId('t', event.data.id),
    at: timeOf(news.data.dateUpdated ?? event.data.time, called.now),
    heardBy: accountKey(called.settings.accountSid),
    template: keyOf(news.data),
  };
  return readNews(news.data, base) ?? ignored(called, `template:${label(news.data.type)}`, at);
}

type Base = { readonly id: string; readonly at: string; readonly heardBy: string; readonly template: TemplateKey };

function readNews({ type, template }: TemplateNews, base: Base): ProviderEvent | undefined {
  const now = template.currentValue ?? '';
  switch (type) {
    case 'status_update':
      return now === '' ? undefined : { ...base, kind: 'review', review: reviewOfStatus(now) };
    case 'category_update': {
      const to = readCategory(now);
      if (to === undefined) return undefined;
      const from = readCategory(template.previousValue);
      return { ...base, kind: 'category', ...(from === undefined ? {} : { from }), to, effective: 'now' };
    }
    case 'quality_update':
      return { ...base, kind: 'quality', from: readQuality(template.previousValue), to: readQuality(now) };
    default:
      return undefined;
  }
}

/** The SID says which one; WhatsApp's name of it carries a suffix nobody gave. */
function keyOf({ template }: TemplateNews): TemplateKey {
  const name = template.friendlyName || template.externalTemplateName;
  return {
    externalId: template.sid,
    ...(name ? { name: shownName(name) } : {}),
    ...(template.language ? { language: template.language.replaceAll('-', '_') } : {}),
  };
}

function timeOf(text: string | null | undefined, now: Date): string {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? now.toISOString() : new Date(time).toISOString();
}
