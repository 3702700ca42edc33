// Changes of a stored template that Meta makes by itself, each with the webhook it sends. Surprise: in webhooks ids are
// JSON numbers, half of them beyond 2^53, and the status event writes the language with a dash.
import { LosslessNumber } from 'lossless-json';
import { type Fields, fields, list, text } from '../json.ts';
import type { Category, RejectionInfo, Score, StoredTemplate } from '../model.ts';
import type { World } from '../world.ts';

const STATUS_FIELD = 'message_template_status_update';

export function approve(world: World, template: StoredTemplate, tell = true): void {
  world.state.templates.put({ ...withoutVerdict(template), status: 'APPROVED' });
  if (tell) tellStatus(world, template, 'APPROVED', { reason: 'NONE' });
}

export function reject(world: World, template: StoredTemplate, reason: string, info?: RejectionInfo): void {
  world.state.templates.put({
    ...withoutVerdict(template),
    status: 'REJECTED',
    rejectedReason: reason,
    ...(info === undefined ? {} : { rejectionInfo: info }),
  });
  tellStatus(world, template, 'REJECTED', { reason, ...(info === undefined ? {} : { rejection_info: info }) });
}

/** First and second time for a while, with automatic return; the third time disables. */
export function pause(world: World, template: StoredTemplate): void {
  const strikes = template.strikes + 1;
  if (strikes > 2) {
    disable(world, { ...template, strikes });
    return;
  }
  world.state.templates.put({ ...template, status: 'PAUSED', strikes });
  const forMs = world.settings.pauseMs[strikes === 1 ? 0 : 1];
  world.agenda.plan({ kind: 'unpause', templateId: template.id }, forMs);
  tellStatus(world, template, 'PAUSED', {
    reason: 'NONE',
    other_info: {
      title: strikes === 1 ? 'FIRST_PAUSE' : 'SECOND_PAUSE',
      description: `Your WhatsApp message template has been paused for ${Math.round(forMs / 3_600_000)} hours because it had issues.`,
    },
  });
}

export function unpause(world: World, template: StoredTemplate): void {
  if (template.status !== 'PAUSED') return;
  world.state.templates.put({ ...template, status: 'APPROVED' });
  tellStatus(world, template, 'APPROVED', {
    reason: 'NONE',
    other_info: { title: 'UNPAUSE', description: 'The template can be used again.' },
  });
}

export function disable(world: World, template: StoredTemplate): void {
  world.state.templates.put({ ...template, status: 'DISABLED' });
  tellStatus(world, template, 'DISABLED', {
    reason: 'NONE',
    disable_info: { disable_date: seconds(world) },
    other_info: { title: 'DISABLED', description: 'The template had repeated issues and can no longer be used.' },
  });
}

export function setQuality(world: World, template: StoredTemplate, score: Score): void {
  world.state.templates.put({ ...template, score });
  world.webhooks.queue('message_template_quality_update', {
    previous_quality_score: template.score,
    new_quality_score: score,
    ...keys(template),
  });
}

/** `later`: announced for a day ahead (it then changes by itself); `now`: done without notice. */
export function changeCategory(world: World, template: StoredTemplate, to: Category, when: 'now' | 'later'): void {
  if (when === 'later') {
    const inMs = 86_400_000;
    world.state.templates.put({ ...template, correctCategory: to });
    world.agenda.plan({ kind: 'recategorise', templateId: template.id }, inMs);
    world.webhooks.queue('template_category_update', {
      ...keys(template),
      new_category: template.category,
      correct_category: to,
      category_update_timestamp: seconds(world) + inMs / 1000,
    });
    return;
  }
  const { correctCategory: _, ...rest } = template;
  world.state.templates.put({ ...rest, category: to });
  world.webhooks.queue('template_category_update', {
    ...keys(template),
    previous_category: template.category,
    new_category: to,
  });
}

/** New components, from our own edit or from somebody in Meta's manager. */
export function replaceComponents(world: World, template: StoredTemplate, components: readonly Fields[]): void {
  world.state.templates.put({ ...template, components });
  const part = (type: string): Fields => components.find((component) => component.type === type) ?? {};
  const title = text(part('HEADER').text);
  const footer = text(part('FOOTER').text);
  world.webhooks.queue('message_template_components_update', {
    ...keys(template),
    message_template_element: text(part('BODY').text) ?? '',
    ...(title === undefined ? {} : { message_template_title: title }),
    ...(footer === undefined ? {} : { message_template_footer: footer }),
    message_template_buttons: list(part('BUTTONS').buttons).map(fields).map(buttonNews),
  });
}

function buttonNews(button: Fields): Fields {
  return {
    message_template_button_type: button.type,
    message_template_button_text: button.text,
    message_template_button_url: button.url,
    message_template_button_phone_number: button.phone_number,
  };
}

function tellStatus(world: World, template: StoredTemplate, event: string, more: Fields): void {
  world.webhooks.queue(STATUS_FIELD, {
    event,
    ...keys(template),
    message_template_language: template.language.replace('_', '-'),
    message_template_category: template.category,
    ...more,
  });
}

function keys(template: StoredTemplate): Fields {
  return {
    message_template_id: new LosslessNumber(template.id),
    message_template_name: template.name,
    message_template_language: template.language,
  };
}

function withoutVerdict(template: StoredTemplate): StoredTemplate {
  const { rejectionInfo: _, ...rest } = template;
  return { ...rest, rejectedReason: 'NONE' };
}

function seconds(world: World): number {
  return Math.floor(world.settings.now().getTime() / 1000);
}
