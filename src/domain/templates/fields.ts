// The ids of the proposal form's fields, which are also where a finding says it belongs. One place, so that a rule and
// the form cannot drift apart.

/** Step 1: what the template is. */
export const STEP_ONE_FIELDS = [
  'sender',
  'name',
  'language',
  'category',
  'purpose',
  'header_format',
  'header_text',
  'body',
  'footer',
  'button_count',
] as const;

export const HEADER_MEDIA_FIELD = 'header_media';
export const AUTH_SECURITY_FIELD = 'auth_security';
export const AUTH_EXPIRY_FIELD = 'auth_expiry';

/** Sample of a variable in the header text. */
export function headerSampleField(placeholder: string): string {
  return `sample.header.${placeholder}`;
}

export function bodySampleField(placeholder: string): string {
  return `sample.body.${placeholder}`;
}

/** Sample of the variable at the end of a button's link. `index` counts from 0 among all buttons. */
export function buttonSampleField(index: number): string {
  return `sample.button.${index}`;
}

/** `value` holds the URL, the phone number, the code or the quick reply's payload. `index` counts from 0. */
export function buttonField(index: number, part: 'kind' | 'label' | 'value'): string {
  return `button.${index}.${part}`;
}

/**
 * The form step that shows a field: 1 for content, 2 for samples and buttons. Undefined for findings about parts the
 * form does not offer (carousel, limited-time offer, time to live), which belong on the review step.
 */
export function stepOfField(field: string): 1 | 2 | undefined {
  if ((STEP_ONE_FIELDS as readonly string[]).includes(field)) return 1;
  if (field === HEADER_MEDIA_FIELD || field === AUTH_SECURITY_FIELD || field === AUTH_EXPIRY_FIELD) return 2;
  return /^(sample|button)\./.test(field) ? 2 : undefined;
}
