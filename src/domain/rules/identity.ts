// Name, language and time to live.

import { isLanguage, suggestLanguage } from '../templates/languages.ts';
import type { Finding, Template } from '../templates/template.ts';
import { finding, when } from './finding.ts';
import { LIMITS, TIME_TO_LIVE } from './limits.ts';
import { countChars } from './text-measure.ts';

const NAME = { component: 'name', field: 'name' } as const;
const LANGUAGE = { component: 'language', field: 'language' } as const;

export function checkIdentity(template: Template): readonly Finding[] {
  return [...checkName(template.name), ...checkLanguage(template.language), ...checkTtl(template)];
}

function checkName(name: string): readonly Finding[] {
  if (name === '') return [finding('name-missing', NAME)];
  return [
    ...when(!/^[a-z0-9_]+$/.test(name), 'name-characters', NAME, { suggestion: suggestName(name) }),
    ...when(countChars(name) > LIMITS.name, 'name-too-long', NAME, { max: LIMITS.name, length: countChars(name) }),
  ];
}

/** A legal name near what was typed: `Pedido listo!` → `pedido_listo`. `order_ready` when nothing is left. */
export function suggestName(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const legal = plain.replace(/[^a-z0-9_]+/g, '_').replace(/_+/g, '_');
  return legal.slice(0, LIMITS.name).replace(/^_|_$/g, '') || 'order_ready';
}

function checkLanguage(language: string): readonly Finding[] {
  if (language === '') return [finding('language-missing', LANGUAGE)];
  const suggestion = suggestLanguage(language) ?? 'en_US';
  return when(!isLanguage(language), 'language-unknown', LANGUAGE, { language, suggestion });
}

function checkTtl({ category, ttlSeconds }: Template): readonly Finding[] {
  if (ttlSeconds === undefined) return [];
  const { min, max, endless } = TIME_TO_LIVE[category];
  const allowed =
    (endless && ttlSeconds === -1) || (Number.isInteger(ttlSeconds) && ttlSeconds >= min && ttlSeconds <= max);
  return when(
    !allowed,
    'ttl-range',
    { component: 'template', field: 'ttl' },
    { category, min, max, seconds: ttlSeconds },
  );
}
