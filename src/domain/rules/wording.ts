// Words that get a template recategorised or rejected: offers in a UTILITY template, requests for card or identity
// numbers. Lists for English, Spanish and Portuguese; a hit is only ever a warning.

import type { Finding } from '../templates/template.ts';
import { finding, type Spot } from './finding.ts';

const MARKETING = words([
  'discounts?',
  'sale',
  'special offers?',
  'exclusive offers?',
  'promo',
  'promotions?',
  'promo code',
  'coupons?',
  'vouchers?',
  'deals?',
  'buy now',
  'shop now',
  'limited time',
  'free gift',
  'cashback',
  'descuentos?',
  'ofertas?',
  'promo(?:ción|ciones|cion)',
  'rebajas?',
  'cup(?:ón|on|ones)',
  'gratis',
  'aprovech[aáe]\\p{L}*',
  'compr[aá] ahora',
  'liquidación',
  'descontos?',
  'promoç(?:ão|ões)',
  'cupo(?:m|ns)',
  'grátis',
  'aproveite',
  'compre agora',
  'black friday',
  'cyber monday',
]);
const PERCENT_OFF = /\d\s?% (?:off|de descuento|de desconto|menos)(?!\p{L})/iu;

const ASKING = words([
  'send',
  'enter',
  'reply with',
  'provide',
  'share',
  'confirm',
  'tell us',
  'env[ií]a\\p{L}*',
  'envíe\\p{L}*',
  'mand[aá]\\p{L}*',
  'indica\\p{L}*',
  'indique\\p{L}*',
  'ingres[aáe]\\p{L}*',
  'respond[eéa] con',
  'compart[eaí]\\p{L}*',
  'confirm[aáe]\\p{L}*',
  'envie',
  'informe',
  'responda com',
  'digite',
]);
const SECRET = words([
  '(?:credit |debit )?card number',
  'cvv',
  'cvc',
  'account number',
  'social security number',
  'ssn',
  'passport number',
  'national id(?: number)?',
  'password',
  'número de (?:la |su |tu )?(?:tarjeta|cuenta|pasaporte|documento)',
  'dni',
  'cédula',
  'contraseña',
  'clave bancaria',
  'número d[oe] (?:seu )?(?:cartão|conta|passaporte)',
  'número da (?:sua )?conta',
  'cpf',
  'senha',
]);
const PARTIAL = words([
  'last (?:four|4)',
  'ending in',
  '[uú]ltimos? (?:cuatro|4|quatro)',
  'termina(?:da|do|n)? e[nm]',
  'do not share',
  'never share',
  'no compartas',
  'nunca compartas',
  'não compartilhe',
]);

/** Warns when a UTILITY text reads like an offer; fact `word` is what gave it away. */
export function checkMarketingWords(text: string, at: Spot): readonly Finding[] {
  const word = MARKETING.exec(text)?.[0] ?? PERCENT_OFF.exec(text)?.[0];
  return word === undefined ? [] : [finding('marketing-wording', at, { word })];
}

/** Warns when one sentence asks the customer for a full card, account or identity number, or a password. */
export function checkSensitiveRequests(text: string, at: Spot): readonly Finding[] {
  for (const sentence of text.split(/[.!?\n]+/)) {
    const word = SECRET.exec(sentence)?.[0];
    if (word !== undefined && ASKING.test(sentence) && !PARTIAL.test(sentence)) {
      return [finding('sensitive-data', at, { word })];
    }
  }
  return [];
}

function words(alternatives: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
}
