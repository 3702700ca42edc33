// What is typed in the proposal form, as a template, and back. Lenient: an unfinished form gives a template that the
// rules then refuse, field by field.
import { parseDialled } from '../contacts/phone.ts';
import { LIMITS } from '../rules/limits.ts';
import { AUTHENTICATION_BODY, AUTHENTICATION_SAMPLE } from '../templates/authentication-text.ts';
import {
  AUTH_EXPIRY_FIELD,
  AUTH_SECURITY_FIELD,
  bodySampleField,
  buttonField,
  buttonSampleField,
  HEADER_MEDIA_FIELD,
  headerSampleField,
} from '../templates/fields.ts';
import { normaliseLanguage } from '../templates/languages.ts';
import { placeholdersOf } from '../templates/placeholders.ts';
import { type Button, CATEGORIES, type Category, type Header, PURPOSES, type Template } from '../templates/template.ts';

export type FormValues = Readonly<Record<string, string>>;

export const BUTTON_KINDS = ['quick_reply', 'url', 'phone', 'copy_code'] as const;
export const HEADER_FORMATS = ['none', 'text', 'image', 'video', 'document', 'location'] as const;
export type HeaderFormat = (typeof HEADER_FORMATS)[number];

export function headerFormatOf(values: FormValues): HeaderFormat {
  return HEADER_FORMATS.find((format) => format === values.header_format) ?? 'none';
}

export function buttonCountOf(values: FormValues): number {
  const count = Number.parseInt(values.button_count ?? '0', 10);
  return Number.isInteger(count) ? Math.min(Math.max(count, 0), LIMITS.buttons) : 0;
}

export function isAuthentication(values: FormValues): boolean {
  return values.category === 'AUTHENTICATION';
}

/** Template from form values; missing parts come out empty. Line ends are unified, outer white space is dropped. */
export function templateFromValues(values: FormValues): Template {
  const purpose = PURPOSES.find((p) => p === values.purpose);
  const base = {
    name: (values.name ?? '').trim(),
    language: normaliseLanguage(values.language ?? ''),
    category: categoryOf(values),
    ...(purpose && { purpose }),
  };
  if (isAuthentication(values)) return { ...base, ...authenticationParts(values) };
  const body = textOf(values.body);
  const header = headerOf(values);
  const footer = textOf(values.footer);
  const headerText = header?.format === 'text' ? header.text : '';
  const placeholders = [...placeholdersOf(headerText), ...placeholdersOf(body)];
  return {
    ...base,
    parameterFormat: placeholders.some((key) => !/^\d+$/.test(key)) ? 'named' : 'positional',
    ...(header && { header }),
    body: { text: body, samples: samplesOf(placeholdersOf(body), (key) => values[bodySampleField(key)]) },
    ...(footer && { footer }),
    buttons: Array.from({ length: buttonCountOf(values) }, (_, index) => buttonOf(values, index)),
  };
}

function categoryOf(values: FormValues): Category {
  return CATEGORIES.find((c) => c === values.category) ?? 'UTILITY';
}

// WhatsApp writes the text of one-time codes; the form only asks for what may be chosen.
function authenticationParts(values: FormValues): Omit<Template, 'name' | 'language' | 'category' | 'purpose'> {
  const expiry = (values[AUTH_EXPIRY_FIELD] ?? '').trim();
  return {
    parameterFormat: 'positional',
    body: { text: AUTHENTICATION_BODY, samples: { '1': AUTHENTICATION_SAMPLE } },
    buttons: [{ kind: 'otp', otpKind: 'copy_code' }],
    authentication: {
      securityRecommendation: values[AUTH_SECURITY_FIELD] !== 'no',
      ...(expiry !== '' && { expiryMinutes: Number(expiry) }),
    },
  };
}

function headerOf(values: FormValues): Header | undefined {
  const format = headerFormatOf(values);
  switch (format) {
    case 'none':
      return undefined;
    case 'location':
      return { format };
    case 'text': {
      const text = textOf(values.header_text);
      return { format, text, samples: samplesOf(placeholdersOf(text), (key) => values[headerSampleField(key)]) };
    }
    case 'image':
    case 'video':
    case 'document':
      return { format, sample: (values[HEADER_MEDIA_FIELD] ?? '').trim() };
  }
}

function buttonOf(values: FormValues, index: number): Button {
  const kind = BUTTON_KINDS.find((k) => k === values[buttonField(index, 'kind')]) ?? 'quick_reply';
  const label = textOf(values[buttonField(index, 'label')]);
  const value = textOf(values[buttonField(index, 'value')]);
  switch (kind) {
    case 'quick_reply':
      return { kind, label, ...(value && { value }) };
    case 'url': {
      const sample = textOf(values[buttonSampleField(index)]);
      return { kind, label, url: value, ...(sample && { sample }) };
    }
    case 'phone':
      return { kind, label, phone: dialledFrom(value) };
    case 'copy_code':
      return { kind, sample: value };
  }
}

// As it will be dialled, so that what approvers see is what customers call; what cannot be read stays for the rules to refuse.
function dialledFrom(typed: string): string {
  const phone = parseDialled(typed);
  return phone.ok ? phone.value.e164 : typed;
}

function samplesOf(keys: readonly string[], typed: (key: string) => string | undefined): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, textOf(typed(key))]));
}

// Browsers send CRLF, Slack sends LF; WhatsApp counts characters, so line ends are made one.
function textOf(value: string | undefined): string {
  return (value ?? '').replaceAll('\r\n', '\n').replaceAll('\r', '\n').trim();
}

/** Form values that give this template again: for editing and for a new revision. */
export function valuesFromTemplate(template: Template, senderId: string): FormValues {
  return {
    sender: senderId,
    name: template.name,
    language: template.language,
    category: template.category,
    ...(template.purpose && { purpose: template.purpose }),
    ...headerValues(template.header),
    ...(template.authentication
      ? authenticationValues(template.authentication)
      : { body: template.body.text, button_count: String(template.buttons.length) }),
    ...prefixed(template.body.samples, bodySampleField),
    ...(template.footer && { footer: template.footer }),
    ...(template.authentication ? {} : Object.assign({}, ...template.buttons.map(buttonValues))),
  };
}

function authenticationValues(chosen: NonNullable<Template['authentication']>): FormValues {
  return {
    [AUTH_SECURITY_FIELD]: chosen.securityRecommendation ? 'yes' : 'no',
    ...(chosen.expiryMinutes !== undefined && { [AUTH_EXPIRY_FIELD]: String(chosen.expiryMinutes) }),
  };
}

function headerValues(header: Header | undefined): FormValues {
  if (!header || header.format === 'gif') return { header_format: 'none' };
  if (header.format === 'text') {
    return { header_format: 'text', header_text: header.text, ...prefixed(header.samples, headerSampleField) };
  }
  if (header.format === 'location') return { header_format: 'location' };
  return { header_format: header.format, [HEADER_MEDIA_FIELD]: header.sample };
}

function buttonValues(button: Button, index: number): FormValues {
  const row = (kind: string, label: string, value: string) => ({
    [buttonField(index, 'kind')]: kind,
    [buttonField(index, 'label')]: label,
    [buttonField(index, 'value')]: value,
  });
  switch (button.kind) {
    case 'quick_reply':
      return row('quick_reply', button.label, button.value ?? '');
    case 'url':
      return {
        ...row('url', button.label, button.url),
        ...(button.sample && { [buttonSampleField(index)]: button.sample }),
      };
    case 'phone':
      return row('phone', button.label, button.phone);
    case 'copy_code':
      return row('copy_code', '', button.sample);
    case 'otp':
    case 'other':
      return {};
  }
}

function prefixed(samples: Readonly<Record<string, string>>, field: (key: string) => string): FormValues {
  return Object.fromEntries(Object.entries(samples).map(([key, value]) => [field(key), value]));
}

/** True when step 2 has anything to ask: samples, buttons, media, or the choices of a one-time code. */
export function needsStepTwo(template: Template): boolean {
  if (template.authentication || template.buttons.length > 0) return true;
  const header = template.header;
  if (header?.format === 'image' || header?.format === 'video' || header?.format === 'document') return true;
  return (
    placeholdersOf(template.body.text).length > 0 ||
    (header?.format === 'text' && placeholdersOf(header.text).length > 0)
  );
}
