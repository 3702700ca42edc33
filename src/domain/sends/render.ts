// Template + values → what the customer will see. Values are put in once and never read again, so `{{1}}` or markup
// braces inside a value stay what they are.
import { AUTHENTICATION_SECURITY, authenticationFooter } from '../templates/authentication-text.ts';
import { fillPlaceholders, own } from '../templates/placeholders.ts';
import type { PreviewButton, PreviewMessage } from '../templates/preview.ts';
import type { Button, Header, Template } from '../templates/template.ts';
import { slotsOf } from './slots.ts';

type Values = Readonly<Record<string, string>>;

/** The message with the proposal's samples. A variable without a sample stays visible as `{{1}}`. */
export function renderWithSamples(template: Template): PreviewMessage {
  const samples = slotsOf(template).map((slot) => [slot.id, slot.sample] as const);
  const media = template.header && 'sample' in template.header ? template.header.sample : '';
  return renderWithValues(template, { ...Object.fromEntries(samples), 'header.link': media });
}

/** The message with values by slot id (see `slots.ts`). An empty or missing value leaves its placeholder visible. */
export function renderWithValues(template: Template, values: Values): PreviewMessage {
  const filled = (slotId: string) => own(values, slotId) || undefined;
  const fill = (text: string, component: string) => fillPlaceholders(text, (key) => filled(`${component}.${key}`));
  const header = template.header && renderHeader(template.header, filled, fill);
  const footer = renderFooter(template);
  return {
    ...(header ? { header } : {}),
    body: fill(bodyText(template), 'body'),
    ...(footer ? { footer } : {}),
    buttons: template.buttons.map((button, index) => renderButton(button, filled(`button.${index}`), filled('body.1'))),
  };
}

function renderHeader(
  header: Header,
  filled: (slotId: string) => string | undefined,
  fill: (text: string, component: string) => string,
): NonNullable<PreviewMessage['header']> {
  if (header.format === 'text') return { kind: 'text', text: fill(header.text, 'header') };
  if (header.format === 'location') {
    return { kind: 'location', name: filled('header.name') ?? '', address: filled('header.address') ?? '' };
  }
  return { kind: 'media', format: header.format, link: filled('header.link') ?? '' };
}

function bodyText(template: Template): string {
  const text = template.body.text;
  const adds = template.authentication?.securityRecommendation && text.startsWith('{{1}} is your');
  return adds && !text.includes(AUTHENTICATION_SECURITY) ? `${text} ${AUTHENTICATION_SECURITY}` : text;
}

function renderFooter(template: Template): string | undefined {
  const minutes = template.authentication?.expiryMinutes;
  return template.footer ?? (minutes === undefined ? undefined : authenticationFooter(minutes));
}

function renderButton(button: Button, value: string | undefined, code: string | undefined): PreviewButton {
  switch (button.kind) {
    case 'quick_reply':
      return { kind: 'quick_reply', label: button.label, detail: '' };
    case 'url':
      return { kind: 'url', label: button.label, detail: fillPlaceholders(button.url, () => value) };
    case 'phone':
      return { kind: 'phone', label: button.label, detail: button.phone };
    case 'copy_code':
      return { kind: 'copy_code', label: 'Copy code', detail: value ?? button.sample };
    case 'otp':
      return { kind: 'copy_code', label: button.label ?? 'Copy code', detail: code ?? '' };
    case 'other':
      return { kind: 'other', label: button.label ?? button.type, detail: '' };
  }
}
