// Carousel and limited-time offer: not offered by the form, met in files given to `aval lint` and in synced templates.

import type { CarouselCard, Finding, Template } from '../templates/template.ts';
import { checkButton } from './buttons.ts';
import { finding, when } from './finding.ts';
import { LIMITS } from './limits.ts';
import { checkMedia } from './links.ts';
import { checkBodyText, checkLength } from './text.ts';
import { countChars } from './text-measure.ts';
import type { Wordings } from './wording.ts';

const CAROUSEL = { component: 'carousel', field: 'carousel' } as const;
const OFFER = { component: 'limited_time_offer', field: 'limited_time_offer' } as const;

export function checkCarousel(template: Template, wordings: Wordings): readonly Finding[] {
  const { carousel, category } = template;
  if (!carousel) return [];
  const count = carousel.length;
  const shapes = new Set(carousel.map(shapeOf));
  return [
    ...when(category !== 'MARKETING', 'carousel-category', CAROUSEL, { category }),
    ...when(count < LIMITS.carouselCards.min || count > LIMITS.carouselCards.max, 'carousel-cards', CAROUSEL, {
      ...LIMITS.carouselCards,
      count,
    }),
    ...when(shapes.size > 1, 'carousel-structure', CAROUSEL),
    ...carousel.flatMap((card, index) => checkCard(card, index + 1, template, wordings)),
  ];
}

/** What must be the same on every card: header format, having a body, kinds of buttons in order. */
function shapeOf(card: CarouselCard): string {
  const buttons = card.buttons.map((button) => (button.kind === 'other' ? button.type : button.kind));
  return [card.header?.format ?? 'none', card.body ? 'body' : 'none', ...buttons].join(',');
}

function checkCard(card: CarouselCard, number: number, template: Template, wordings: Wordings): readonly Finding[] {
  const { header, body, buttons } = card;
  const spots = { label: CAROUSEL, value: CAROUSEL, sample: CAROUSEL };
  // Product cards show the product's own picture in place of a header.
  const isProduct = buttons.some((button) => button.kind === 'other');
  const pictured = header?.format === 'image' || header?.format === 'video' || isProduct;
  const own = [
    ...when(!pictured, 'carousel-header', CAROUSEL),
    ...(header ? checkMedia(header, CAROUSEL) : []),
    ...(body ? checkLength(body.text, LIMITS.carouselBody, 'carousel-body-too-long', CAROUSEL) : []),
    ...(body ? checkBodyText(body, { ...CAROUSEL, template, wordings, sampleField: () => 'carousel' }) : []),
    ...when(buttons.length > LIMITS.carouselButtons, 'carousel-buttons', CAROUSEL, { max: LIMITS.carouselButtons }),
    ...buttons.flatMap((button) => checkButton(button, spots, false)),
  ];
  return own.map((found) => ({ ...found, facts: { ...found.facts, card: number } }));
}

export function checkOffer(template: Template): readonly Finding[] {
  const { limitedTimeOffer: offer, category, header } = template;
  if (!offer) return [];
  const length = countChars(offer.text);
  const wrongHeader = header !== undefined && header.format !== 'image' && header.format !== 'video';
  return [
    ...when(category !== 'MARKETING', 'offer-category', OFFER, { category }),
    ...when(template.footer !== undefined, 'offer-footer', { component: 'footer', field: 'footer' }),
    ...when(wrongHeader, 'offer-header', { component: 'header', field: 'header_format' }),
    ...(offer.text.trim() === '' ? [finding('offer-text-missing', OFFER)] : []),
    ...when(length > LIMITS.offerText, 'offer-text-too-long', OFFER, { max: LIMITS.offerText, length }),
  ];
}
