// How long and how many the parts of a WhatsApp template may be: each number once, with its source. The rules, the forms and
// what is checked before a send all read it here. What one provider or one chat platform allows besides is its adapter's.
// Lengths are in code points. Sources are the pages of `catalogue.ts`.
import type { Category } from '../templates/template.ts';

export const LIMITS = {
  /** WhatsApp: create template. */
  name: 512,
  /** WhatsApp: template components, code 2388040. */
  body: 1024,
  header: 60,
  footer: 60,
  /** The filled-in message: WhatsApp, send template, code 132005. */
  filledBody: 1024,
  filledHeader: 60,
  /** WhatsApp: template components, buttons. */
  buttons: 10,
  urlButtons: 2,
  phoneButtons: 1,
  copyCodeButtons: 1,
  buttonLabel: 25,
  buttonUrl: 2000,
  buttonPhone: 20,
  /** 15 until December 2025. */
  copyCode: 20,
  /** WhatsApp: supported media types. */
  mediaMegabytes: { image: 5, video: 16, document: 100 },
  /** Links of media are nowhere given a length: as long as the link of a button. */
  mediaLink: 2000,
  /** WhatsApp: limited-time offers. */
  offerBody: 600,
  offerText: 16,
  offerCode: 15,
  /** WhatsApp: carousel templates. */
  carouselCards: { min: 2, max: 10 },
  carouselBody: 160,
  carouselButtons: 2,
  /** WhatsApp: authentication templates. Characters of the code, minutes until it expires. */
  oneTimeCode: 15,
  codeExpiry: { min: 1, max: 90 },
} as const;

/** WhatsApp `message_send_ttl_seconds`, seconds. −1 (30 days) only where `endless`. */
export const TIME_TO_LIVE: Readonly<
  Record<Category, { readonly min: number; readonly max: number; readonly endless: boolean }>
> = {
  AUTHENTICATION: { min: 30, max: 900, endless: true },
  UTILITY: { min: 30, max: 43_200, endless: true },
  MARKETING: { min: 43_200, max: 2_592_000, endless: false },
};

/** What is usual or seen whole on a desktop: beyond it the rules warn. Reported by providers, not documented by WhatsApp. */
export const ADVISED = {
  bodyEmoji: 10,
  buttonsOnDesktop: 3,
  /** WhatsApp publishes no threshold (code 2388293): below `least` it refuses, from `safe` on it never did. */
  wordsPerVariable: { least: 2, safe: 3 },
} as const;

/** Ours: what people type for each other, in the forms of decisions and consent. */
export const OURS = {
  reason: 1000,
  consentNote: 500,
  /** A provider's id of a template, typed by whoever carried it there. */
  externalId: 200,
  /** WhatsApp says no time (its code 131026): people install it, change phones, accept its terms. So long a number is left alone. */
  unreachableDays: 7,
} as const;
