// The whole rule book over one template. Errors are what WhatsApp refuses mechanically; warnings are shown to approvers.

import { type Placeholder, scanPlaceholders } from '../templates/placeholders.ts';
import type { Finding, Template } from '../templates/template.ts';
import { checkAuthentication } from './authentication.ts';
import { checkButtons } from './buttons.ts';
import { finding } from './finding.ts';
import { checkIdentity } from './identity.ts';
import type { MediaHosts } from './links.ts';
import { checkCarousel, checkOffer } from './special.ts';
import { checkBody, checkFooter, checkHeader } from './text.ts';
import type { Wordings } from './wording.ts';

/**
 * Every broken rule and every risk, in the order of the message. Empty: WhatsApp has no mechanical reason to refuse it.
 * `wordings`: what gives an offer or a request for private data away, in any language. `hosts`: where samples may be without
 * https, for a provider on the same machine.
 */
export function checkTemplate(template: Template, wordings: Wordings, hosts: MediaHosts = []): readonly Finding[] {
  return [
    ...checkIdentity(template),
    ...checkHeader(template, hosts),
    ...checkBody(template, wordings),
    ...checkFooter(template),
    ...checkButtons(template),
    ...checkAuthentication(template),
    ...checkCarousel(template, wordings),
    ...checkOffer(template),
    ...checkFormats(template),
  ];
}

/** One format per template: a header with `{{1}}` above a body with `{{name}}` is seen only from here. */
function checkFormats(template: Template): readonly Finding[] {
  const headerText = template.header?.format === 'text' ? template.header.text : '';
  const header = formatOf(headerText);
  const body = formatOf(template.body.text);
  if (!header || !body || header.kind === body.kind) return [];
  const [number, name] = header.kind === 'positional' ? [header.key, body.key] : [body.key, header.key];
  return [finding('variables-mixed', { component: 'template', field: 'body' }, { number, name })];
}

function formatOf(text: string): Placeholder | undefined {
  return scanPlaceholders(text).placeholders[0];
}

/**
 * Compares with the templates that exist for the same sender: WhatsApp refuses a second one with the same body and footer in
 * the same language, unless both are AUTHENTICATION. `existing` must not hold the template itself (same name).
 */
export function checkAgainstExisting(template: Template, existing: readonly Template[]): readonly Finding[] {
  if (template.category === 'AUTHENTICATION') return [];
  const twin = existing.find(
    (other) =>
      other.name !== template.name &&
      other.language === template.language &&
      other.category !== 'AUTHENTICATION' &&
      other.body.text.trim() === template.body.text.trim() &&
      (other.footer ?? '').trim() === (template.footer ?? '').trim(),
  );
  return twin ? [finding('wording-duplicate', { component: 'body', field: 'body' }, { name: twin.name })] : [];
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
