// Authentication templates: WhatsApp writes the text, so nearly everything else is forbidden in them.

import { AUTH_EXPIRY_FIELD, AUTH_SECURITY_FIELD, buttonField } from '../templates/fields.ts';
import { scanPlaceholders } from '../templates/placeholders.ts';
import type { Finding, Template } from '../templates/template.ts';
import { finding, when } from './finding.ts';
import { LIMITS } from './limits.ts';
import { hostsIn } from './links.ts';
import { hasEmoji } from './text-measure.ts';

const BUTTONS = { component: 'buttons', field: 'button_count' } as const;

export function checkAuthentication(template: Template): readonly Finding[] {
  if (template.category !== 'AUTHENTICATION') return checkOtherCategory(template);
  const { buttons, authentication, body } = template;
  const codes = buttons.filter((button) => button.kind === 'otp').length;
  const expiry = authentication?.expiryMinutes;
  const isNumber = expiry === undefined || !Number.isNaN(expiry);
  const badExpiry =
    expiry !== undefined &&
    isNumber &&
    (!Number.isInteger(expiry) || expiry < LIMITS.codeExpiry.min || expiry > LIMITS.codeExpiry.max);
  return [
    ...when(codes === 0, 'auth-otp-missing', BUTTONS),
    ...when(codes > 1, 'auth-otp-many', BUTTONS, { count: codes }),
    ...buttons.flatMap((button, index) =>
      when(button.kind !== 'otp', 'auth-button-kind', { component: 'buttons', field: buttonField(index, 'kind') }),
    ),
    ...when(template.header !== undefined, 'auth-header', { component: 'header', field: 'header_format' }),
    ...when(template.footer !== undefined, 'auth-footer', { component: 'footer', field: 'footer' }),
    ...when(breaksFixedText(body.text), 'auth-body', { component: 'body', field: 'body' }),
    ...when(
      badExpiry,
      'auth-expiry',
      { component: 'footer', field: AUTH_EXPIRY_FIELD },
      { ...LIMITS.codeExpiry, minutes: expiry ?? 0 },
    ),
    ...when(!isNumber, 'auth-expiry-number', { component: 'footer', field: AUTH_EXPIRY_FIELD }, LIMITS.codeExpiry),
  ];
}

/** WhatsApp's own text has one variable, the code, and neither link nor emoji. */
function breaksFixedText(text: string): boolean {
  const variables = scanPlaceholders(text).placeholders;
  return variables.length !== 1 || hostsIn(text).length > 0 || hasEmoji(text);
}

function checkOtherCategory(template: Template): readonly Finding[] {
  const { category, buttons, authentication } = template;
  const otp = buttons.findIndex((button) => button.kind === 'otp');
  const set = authentication?.securityRecommendation === true || authentication?.expiryMinutes !== undefined;
  return [
    ...(otp >= 0
      ? [finding('otp-category', { component: 'buttons', field: buttonField(otp, 'kind') }, { category })]
      : []),
    ...when(set, 'auth-settings-category', { component: 'category', field: AUTH_SECURITY_FIELD }, { category }),
  ];
}
