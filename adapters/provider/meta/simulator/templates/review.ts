// Meta's review as documented rules: the name decides (magic-names.ts), then the content. Surprise: a promotional
// UTILITY template is not refused but becomes MARKETING in the answer to its creation.

import { fields, text } from '../json.ts';
import { effectOfName } from '../magic-names.ts';
import type { Category, RejectionInfo, StoredTemplate } from '../model.ts';
import type { World } from '../world.ts';
import { approve, changeCategory, disable, pause, reject, setQuality, unpause } from './events.ts';

/** Words that make a UTILITY template MARKETING: English, Spanish, Portuguese. */
const PROMOTIONAL_WORDS =
  'discount|on sale|special offer|promo|coupon|buy now|free shipping|% off|' +
  'descuento|descuentos|oferta|ofertas|promoción|cupón|rebajas|envío gratis|aprovechá|aprovecha|' +
  'desconto|descontos|promoção|cupom|frete grátis|aproveite';

/** Words that ask for secrets: rejected as SCAM. */
const SECRET_WORDS = 'full card number|cvv|número completo de tarjeta|número completo do cartão';

/** Category Meta files the template under. */
export function reviewedCategory(category: Category, words: string): Category {
  return category === 'UTILITY' && holds(words, PROMOTIONAL_WORDS) ? 'MARKETING' : category;
}

/** Starts the review of a new or edited template; `instant` templates are approved on the spot, without a webhook. */
export function startReview(world: World, template: StoredTemplate): StoredTemplate {
  const effect = effectOfName(template.name);
  world.agenda.cancel((task) => 'templateId' in task && task.templateId === template.id);
  const status = effect?.kind === 'instant' ? 'APPROVED' : 'PENDING';
  const started: StoredTemplate = { ...template, status, rejectedReason: 'NONE' };
  world.state.templates.put(started);
  if (status === 'PENDING') {
    const { slowReviewMs, reviewDelayMs } = world.settings;
    world.agenda.plan(
      { kind: 'review', templateId: template.id },
      effect?.kind === 'slow' ? slowReviewMs : reviewDelayMs,
    );
  }
  return started;
}

/** Carries out the verdict now. Nothing when the template is no longer pending. */
export function settleReview(world: World, templateId: string): void {
  const template = world.state.templates.get(templateId);
  if (template?.status !== 'PENDING') return;
  const effect = effectOfName(template.name);
  const fault = effect?.kind === 'reject' ? effect : contentFault(wordsOf(template));
  if (fault) {
    reject(world, template, fault.reason, fault.info);
    return;
  }
  approve(world, template, effect?.kind !== 'silent');
  if (effect?.kind === 'later') world.agenda.plan({ kind: 'later', templateId }, world.settings.laterMs);
}

/** What the name announced for some time after the approval. */
export function carryOutLater(world: World, templateId: string): void {
  const template = world.state.templates.get(templateId);
  const effect = template && effectOfName(template.name);
  if (template?.status !== 'APPROVED' || effect?.kind !== 'later') return;
  switch (effect.does) {
    case 'pause':
      pause(world, template);
      break;
    case 'disable':
      disable(world, template);
      break;
    case 'recategorise':
      changeCategory(world, template, 'MARKETING', 'later');
      break;
    case 'low_quality':
      setQuality(world, template, 'RED');
      break;
  }
}

export function endPause(world: World, templateId: string): void {
  const template = world.state.templates.get(templateId);
  if (template) unpause(world, template);
}

/** The announced category takes effect. */
export function recategorise(world: World, templateId: string): void {
  const template = world.state.templates.get(templateId);
  if (template?.correctCategory) changeCategory(world, template, template.correctCategory, 'now');
}

/** All words of all components, as one text. */
export function wordsOf(template: Pick<StoredTemplate, 'components'>): string {
  return template.components.map((component) => text(fields(component).text) ?? '').join('\n');
}

function contentFault(words: string): { readonly reason: string; readonly info?: RejectionInfo } | undefined {
  if (/\}\}[^\S\n]*\{\{/.test(words)) {
    return {
      reason: 'INVALID_FORMAT',
      info: {
        reason: 'Two variables stand next to each other without text between them.',
        recommendation: 'Put words between the variables so that their meaning is clear.',
      },
    };
  }
  return holds(words, SECRET_WORDS) ? { reason: 'SCAM' } : undefined;
}

/** Whole words; a phrase that begins with a sign needs no gap before it. */
function holds(words: string, wanted: string): boolean {
  return new RegExp(`(?:(?<!\\p{L})|(?=%))(?:${wanted})(?!\\p{L})`, 'iu').test(words);
}
