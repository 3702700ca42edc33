// What Meta refuses about a template's buttons at creation. Most of these have no published subcode.
import { type GraphError, templateError } from '../errors.ts';
import { type Fields, list, text } from '../json.ts';

const OVER_LENGTH = 2388040;
const MOST: Readonly<Record<string, number>> = { QUICK_REPLY: 10, URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1 };
const SPECIAL = ['FLOW', 'CATALOG', 'MPM', 'SPM', 'VOICE_CALL', 'REQUEST_CONTACT_INFO'];

/** The first fault, or undefined. `category` in capitals. */
export function buttonsFault(buttons: readonly Fields[], category: string): GraphError | undefined {
  const kinds = buttons.map((button) => (text(button.type) ?? '').toUpperCase());
  if (category === 'AUTHENTICATION') {
    return kinds.length === 1 && kinds[0] === 'OTP'
      ? undefined
      : refuse('Authentication templates have one OTP button.');
  }
  if (kinds.length === 0 || kinds.length > 10) return refuse('A template may have 1 to 10 buttons.');
  for (const [kind, most] of Object.entries(MOST)) {
    if (kinds.filter((other) => other === kind).length > most)
      return refuse(`At most ${most} buttons of type ${kind}.`);
  }
  if (isInterleaved(kinds)) return refuse('Quick replies must stand together, before or after the other buttons.');
  for (const [index, button] of buttons.entries()) {
    const fault = buttonFault(kinds[index] ?? '', button);
    if (fault) return fault;
  }
  return undefined;
}

function refuse(why: string): GraphError {
  return templateError(undefined, 'Buttons are incorrect', why);
}

/** Quick replies in more than one run, or in the middle. */
function isInterleaved(kinds: readonly string[]): boolean {
  const runs = kinds.filter(
    (kind, index) => (kind === 'QUICK_REPLY') !== (kinds[index - 1] === 'QUICK_REPLY') || index === 0,
  );
  return runs.length > 2;
}

function buttonFault(kind: string, button: Fields): GraphError | undefined {
  if (SPECIAL.includes(kind)) return undefined;
  if (kind === 'COPY_CODE') return copyCodeFault(button);
  const label = (text(button.text) ?? '').trim();
  if (label === '') return refuse('A button has no text.');
  if ([...label].length > 25)
    return templateError(OVER_LENGTH, 'Button is too long', 'The button text may have 25 characters.');
  if (label.includes('{{')) return refuse('The button text may not have variables.');
  switch (kind) {
    case 'QUICK_REPLY':
      return undefined;
    case 'URL':
      return urlFault(button);
    case 'PHONE_NUMBER':
      return /^\+?[0-9]{4,20}$/.test(text(button.phone_number) ?? '')
        ? undefined
        : refuse('The phone number is not valid.');
    default:
      return refuse(`Button type ${kind} is not known.`);
  }
}

function urlFault(button: Fields): GraphError | undefined {
  const url = text(button.url) ?? '';
  if (url.length > 2000) return templateError(OVER_LENGTH, 'URL is too long', 'A URL may have 2,000 characters.');
  if (!URL.canParse(url.replace('{{1}}', 'x')) || !/^https?:\/\//.test(url)) return refuse('The URL is not valid.');
  const variables = url.match(/\{\{/g)?.length ?? 0;
  if (variables === 0) return undefined;
  if (variables > 1 || !url.endsWith('{{1}}')) return refuse('A URL may have one variable {{1}}, at its end.');
  const example = text(list(button.example)[0]) ?? '';
  return example.trim() === '' ? refuse('A URL with a variable needs an example.') : undefined;
}

/** Created with a string, read back as an array: both are met. */
function copyCodeFault(button: Fields): GraphError | undefined {
  const example = text(button.example) ?? text(list(button.example)[0]) ?? '';
  if (example.trim() === '') return refuse('A copy code button needs an example.');
  return example.length > 20
    ? templateError(OVER_LENGTH, 'Code is too long', 'The code may have 20 characters.')
    : undefined;
}
