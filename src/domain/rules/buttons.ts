// Buttons: how many of each kind, in which order, and what each one holds.

import { parseDialled } from '../contacts/phone.ts';
import { buttonField, buttonSampleField } from '../templates/fields.ts';
import { scanPlaceholders } from '../templates/placeholders.ts';
import { dialled } from '../templates/shape.ts';
import type { Button, Finding, Template } from '../templates/template.ts';
import { finding, type Spot, when } from './finding.ts';
import { ADVISED, LIMITS } from './limits.ts';
import { isPrivateHost, parseWebUrl } from './links.ts';
import { checkAppearance, hasMarkup } from './text.ts';
import { countChars, hasEmoji } from './text-measure.ts';

const BUTTONS = { component: 'buttons', field: 'button_count' } as const;

/** Where the parts of one button are reported: form fields, or one spot for all parts of a carousel card's button. */
export type ButtonSpots = { readonly label: Spot; readonly value: Spot; readonly sample: Spot };

export function checkButtons(template: Template): readonly Finding[] {
  const { buttons } = template;
  const spots = (index: number): ButtonSpots => ({
    label: { component: 'buttons', field: buttonField(index, 'label') },
    value: { component: 'buttons', field: buttonField(index, 'value') },
    sample: { component: 'buttons', field: buttonSampleField(index) },
  });
  return [
    ...checkCounts(buttons),
    ...checkOrder(buttons),
    ...checkDesktop(buttons),
    ...checkDuplicateLabels(buttons),
    ...checkDuplicateReplies(buttons),
    ...buttons.flatMap((button, index) => checkButton(button, spots(index), template.limitedTimeOffer !== undefined)),
  ];
}

/** One button's own rules; `inOffer` narrows the length of a code. */
export function checkButton(button: Button, at: ButtonSpots, inOffer: boolean): readonly Finding[] {
  switch (button.kind) {
    case 'quick_reply':
      return checkLabel(button.label, at.label);
    case 'url':
      return [...checkLabel(button.label, at.label), ...checkUrl(button, at)];
    case 'phone':
      return [...checkLabel(button.label, at.label), ...checkPhone(button.phone, at.value)];
    case 'copy_code':
      return checkCopyCode(button.sample, at.value, inOffer);
    case 'otp':
      return button.label === undefined ? [] : checkLabel(button.label, at.label);
    case 'other':
      return button.label === undefined ? [] : checkLabel(button.label, at.label);
  }
}

function checkCounts(buttons: readonly Button[]): readonly Finding[] {
  return [
    ...when(buttons.length > LIMITS.buttons, 'buttons-too-many', BUTTONS, {
      count: buttons.length,
      max: LIMITS.buttons,
    }),
    ...checkCount(buttons, 'url', 'buttons-url-limit', LIMITS.urlButtons),
    ...checkCount(buttons, 'phone', 'buttons-phone-limit', LIMITS.phoneButtons),
    ...checkCount(buttons, 'copy_code', 'buttons-copy-code-limit', LIMITS.copyCodeButtons),
  ];
}

/** At the first button that is one too many, which is where it can be changed. */
function checkCount(
  buttons: readonly Button[],
  kind: Button['kind'],
  rule: Parameters<typeof finding>[0],
  max: number,
): readonly Finding[] {
  const at = buttons.flatMap((button, index) => (button.kind === kind ? [index] : []));
  const first = at[max];
  if (first === undefined) return [];
  return [finding(rule, { component: 'buttons', field: buttonField(first, 'kind') }, { count: at.length, max })];
}

/** Quick replies must be one block at the start or at the end; reported at the first button that breaks the block. */
function checkOrder(buttons: readonly Button[]): readonly Finding[] {
  const replies = buttons.map((button) => button.kind === 'quick_reply');
  const turns = replies.flatMap((reply, index) => (index > 0 && reply !== replies[index - 1] ? [index] : []));
  const second = turns[1];
  if (second === undefined) return [];
  return [finding('buttons-interleaved', { component: 'buttons', field: buttonField(second, 'kind') })];
}

function checkDesktop(buttons: readonly Button[]): readonly Finding[] {
  const replies = buttons.filter((button) => button.kind === 'quick_reply').length;
  return [
    ...when(buttons.length > ADVISED.buttonsOnDesktop, 'buttons-desktop-many', BUTTONS, { count: buttons.length }),
    ...when(replies > 0 && replies < buttons.length, 'buttons-desktop-mixed', BUTTONS),
  ];
}

function checkDuplicateLabels(buttons: readonly Button[]): readonly Finding[] {
  const seen = new Set<string>();
  return buttons.flatMap((button, index) => {
    const label = 'label' in button ? (button.label?.trim().toLowerCase() ?? '') : '';
    const repeated = label !== '' && seen.has(label);
    seen.add(label);
    return when(
      repeated,
      'button-label-duplicate',
      { component: 'buttons', field: buttonField(index, 'label') },
      { label },
    );
  });
}

/** WhatsApp refuses two quick replies of one text outright. */
function checkDuplicateReplies(buttons: readonly Button[]): readonly Finding[] {
  const labels = buttons.map((button) => (button.kind === 'quick_reply' ? button.label.trim() : ''));
  return labels.flatMap((label, index) =>
    when(
      label !== '' && labels.indexOf(label) < index,
      'quick-reply-duplicate',
      { component: 'buttons', field: buttonField(index, 'label') },
      { label },
    ),
  );
}

function checkLabel(label: string, at: Spot): readonly Finding[] {
  if (label.trim() === '') return [finding('button-label-missing', at)];
  const { placeholders, faults } = scanPlaceholders(label);
  const length = countChars(label);
  return [
    ...when(length > LIMITS.buttonLabel, 'button-label-too-long', at, {
      max: LIMITS.buttonLabel,
      length,
      over: length - LIMITS.buttonLabel,
    }),
    ...when(placeholders.length + faults.length > 0, 'button-label-variable', at),
    ...when(/[\n\r]/.test(label), 'button-label-line-break', at),
    ...when(hasEmoji(label), 'button-label-emoji', at),
    ...when(hasMarkup(label), 'button-label-formatting', at),
    ...checkAppearance(label, at),
  ];
}

function checkUrl(button: Extract<Button, { kind: 'url' }>, at: ButtonSpots): readonly Finding[] {
  const url = button.url;
  if (url.trim() === '') return [finding('button-url-missing', at.value)];
  const { placeholders, faults } = scanPlaceholders(url);
  const variable = placeholders[0];
  const fixed = variable ? url.slice(0, variable.start) : url;
  const parsed = parseWebUrl(variable ? `${fixed}x` : url);
  return [
    ...when(countChars(url) > LIMITS.buttonUrl, 'button-url-too-long', at.value, {
      max: LIMITS.buttonUrl,
      length: countChars(url),
    }),
    ...when(!parsed && placeholders.length < 2, 'button-url-invalid', at.value),
    ...faults.map(({ rule, text, at: offset }) => finding(rule, at.value, { written: text, position: offset + 1 })),
    ...when(placeholders.length > 1, 'button-url-variables-many', at.value, { count: placeholders.length }),
    ...(placeholders.length === 1 && variable ? checkUrlVariable(button, variable, fixed, at) : []),
    ...when(/%7B%7B|%7D%7D/i.test(url), 'button-url-encoded-variable', at.value),
    ...when(parsed?.protocol === 'http:', 'button-url-http', at.value),
    ...when(parsed !== undefined && isPrivateHost(parsed.hostname), 'button-url-private', at.value, {
      host: parsed?.hostname ?? '',
    }),
    ...checkAppearance(variable ? `${fixed}x` : url, at.value),
  ];
}

function checkUrlVariable(
  button: Extract<Button, { kind: 'url' }>,
  variable: { readonly key: string; readonly end: number },
  fixed: string,
  at: ButtonSpots,
): readonly Finding[] {
  const sample = button.sample?.trim() ?? '';
  const isWholeUrl = /^https?:\/\//i.test(sample);
  return [
    ...when(variable.end !== button.url.length, 'button-url-variable-place', at.value),
    ...when(variable.key !== '1', 'button-url-variable-name', at.value, { variable: variable.key }),
    ...when(sample === '', 'button-url-sample-missing', at.sample, { variable: variable.key }),
    ...when(isWholeUrl && !sample.startsWith(fixed), 'button-url-sample-other', at.sample, { start: fixed }),
    ...when(!/^https?:\/\/[^/?#]+[/?#]/i.test(fixed), 'button-url-open-host', at.value, { start: fixed }),
  ];
}

function checkPhone(phone: string, at: Spot): readonly Finding[] {
  if (phone.trim() === '') return [finding('button-phone-missing', at)];
  const read = parseDialled(phone);
  const example = read.ok || !('example' in read.error) ? '' : read.error.example;
  const hasZero = hasTrunkZero(phone);
  return [
    ...when(!read.ok && !hasZero, 'button-phone-invalid', at, { example }),
    ...when(countChars(phone) > LIMITS.buttonPhone, 'button-phone-too-long', at, {
      max: LIMITS.buttonPhone,
      length: countChars(phone),
    }),
    ...when(hasZero, 'button-phone-zero', at),
  ];
}

/** A zero right after the country code, as in `+44 (0)20…`: WhatsApp drops it. */
function hasTrunkZero(phone: string): boolean {
  return /^\+[\d\s().-]{6,40}$/.test(phone.trim()) && dialled(phone) !== phone.replace(/\D/g, '');
}

function checkCopyCode(code: string, at: Spot, inOffer: boolean): readonly Finding[] {
  if (code.trim() === '') return [finding('button-copy-code-missing', at)];
  const max = inOffer ? LIMITS.offerCode : LIMITS.copyCode;
  const rule = inOffer ? 'offer-code-too-long' : 'button-copy-code-too-long';
  return when(countChars(code) > max, rule, at, { max, length: countChars(code) });
}
