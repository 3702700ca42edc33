// What Meta refuses at creation, written from its documentation and on purpose without our own rules: a second opinion
// on `src/domain`. Where the documentation is silent, this accepts.

import { type GraphError, templateError } from '../errors.ts';
import { type Fields, fields, list, text } from '../json.ts';
import { buttonsFault } from './button-rules.ts';
import { isKnownLanguage } from './languages.ts';

type Check = GraphError | undefined;
type Draft = {
  readonly category: string;
  readonly named: boolean;
  /** Is this the handle of a finished upload? */
  readonly isHandle: (handle: string) => boolean;
};

const OVER_LENGTH = 2388040;
const HEADER_FORMAT = 2388047;
const BODY_FORMAT = 2388072;
const FOOTER_FORMAT = 2388073;
const TOO_MANY_VARIABLES = 2388293;
const VARIABLE_AT_EDGE = 2388299;

export const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** The first fault of a create or edit request, or undefined. `edit`: name and language are given and fixed. */
export function templateFault(request: Fields, isHandle: (handle: string) => boolean, edit = false): Check {
  const category = (text(request.category) ?? '').toUpperCase();
  const format = (text(request.parameter_format) ?? 'positional').toLowerCase();
  if (!['MARKETING', 'UTILITY', 'AUTHENTICATION'].includes(category)) {
    return templateError(undefined, 'Invalid category', 'category must be one of MARKETING, UTILITY, AUTHENTICATION.');
  }
  if (format !== 'positional' && format !== 'named') {
    return templateError(undefined, 'Invalid parameter format', 'parameter_format must be named or positional.');
  }
  const draft: Draft = { category, named: format === 'named', isHandle };
  return (edit ? undefined : identityFault(request)) ?? componentsFault(list(request.components).map(fields), draft);
}

function identityFault(request: Fields): Check {
  const name = text(request.name) ?? '';
  if (!/^[a-z0-9_]{1,512}$/.test(name)) {
    return templateError(
      undefined,
      'Invalid name',
      'Message template name can only have lowercase letters, digits and underscores, at most 512.',
    );
  }
  if (!isKnownLanguage(text(request.language) ?? '')) {
    return templateError(
      undefined,
      'Language not supported',
      'The language of this message template is not supported.',
    );
  }
  return undefined;
}

function componentsFault(components: readonly Fields[], draft: Draft): Check {
  const types = components.map((component) => (text(component.type) ?? '').toUpperCase());
  if (types.filter((type) => type === 'BODY').length !== 1) {
    return templateError(BODY_FORMAT, 'Body required', 'A message template needs exactly one BODY component.');
  }
  if (new Set(types).size !== types.length) {
    return templateError(undefined, 'Repeated component', 'Each component type may appear once.');
  }
  for (const [index, component] of components.entries()) {
    const fault = componentFault(types[index] ?? '', component, draft);
    if (fault) return fault;
  }
  return undefined;
}

function componentFault(type: string, component: Fields, draft: Draft): Check {
  switch (type) {
    case 'HEADER':
      return headerFault(component, draft);
    case 'BODY':
      return draft.category === 'AUTHENTICATION' ? authBodyFault(component) : bodyFault(component, draft);
    case 'FOOTER':
      return draft.category === 'AUTHENTICATION' ? undefined : footerFault(component);
    case 'BUTTONS':
      return buttonsFault(list(component.buttons).map(fields), draft.category);
    case 'CAROUSEL':
    case 'LIMITED_TIME_OFFER':
      return undefined; // Known and kept; their own rules are not simulated.
    default:
      return templateError(undefined, 'Unknown component', `Component type ${type} is not known.`);
  }
}

function headerFault(header: Fields, draft: Draft): Check {
  const format = (text(header.format) ?? '').toUpperCase();
  const bad = (why: string): Check => templateError(HEADER_FORMAT, 'Header format is incorrect', why);
  if (draft.category === 'AUTHENTICATION') return bad('Authentication templates have no header.');
  if (format === 'LOCATION') return undefined;
  const example = fields(header.example);
  if (['IMAGE', 'VIDEO', 'DOCUMENT', 'GIF'].includes(format)) {
    const handle = text(list(example.header_handle)[0]) ?? '';
    return draft.isHandle(handle)
      ? undefined
      : bad('The sample handle in header_handle is missing or was not uploaded.');
  }
  if (format !== 'TEXT') return bad(`Header format ${format} is not known.`);

  const words = text(header.text) ?? '';
  if (words.trim() === '') return bad('The header text is empty.');
  if ([...words].length > 60)
    return templateError(OVER_LENGTH, 'Header is too long', 'The header text may have 60 characters.');
  if (/[\n*~`]|_[^\s_].*_/.test(words.replace(PLACEHOLDER, '')))
    return bad('The header may not have new lines or formatting.');
  const keys = placeholders(words);
  if (keys === undefined || keys.length > 1 || !keysFit(keys, draft.named))
    return bad('The header may have one variable.');
  return samplesFault(HEADER_FORMAT, keys, draft.named, example.header_text_named_params, list(example.header_text));
}

function bodyFault(body: Fields, draft: Draft): Check {
  const words = text(body.text) ?? '';
  const bad = (why: string): Check => templateError(BODY_FORMAT, 'Body format is incorrect', why);
  if (words.trim() === '') return bad('The body text is empty.');
  if ([...words].length > 1024)
    return templateError(OVER_LENGTH, 'Body is too long', 'The body text may have 1,024 characters.');
  const keys = placeholders(words);
  if (keys === undefined) return bad('The variables have unbalanced braces.');
  if (!keysFit(keys, draft.named))
    return bad('Variables are numbered {{1}}, {{2}}, … without gaps, or all have lowercase names.');
  if (/^\s*\{\{[^{}]*\}\}/.test(words) || /\{\{[^{}]*\}\}\s*$/.test(words)) {
    return templateError(
      VARIABLE_AT_EDGE,
      'Leading or trailing parameter',
      'Variables cannot be at the start or end of the template.',
    );
  }
  const staticWords = words.replace(PLACEHOLDER, ' ').match(/[\p{L}\p{N}]+/gu) ?? [];
  if (staticWords.length < 2 * keys.length && !hasWordlessScript(words)) {
    return templateError(
      TOO_MANY_VARIABLES,
      'Too many variables',
      'This template has too many variables for its length.',
    );
  }
  const example = fields(body.example);
  const positional = list(example.body_text)[0];
  return samplesFault(BODY_FORMAT, keys, draft.named, example.body_text_named_params, list(positional));
}

/** Chinese, Japanese, Thai, Lao, Khmer and Burmese are written without spaces, so words cannot be counted. */
function hasWordlessScript(words: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(
    words,
  );
}

function authBodyFault(body: Fields): Check {
  return text(body.text) === undefined
    ? undefined
    : templateError(
        BODY_FORMAT,
        'Body format is incorrect',
        'The text of authentication templates is fixed and cannot be given.',
      );
}

function footerFault(footer: Fields): Check {
  const words = text(footer.text) ?? '';
  if ([...words].length > 60)
    return templateError(OVER_LENGTH, 'Footer is too long', 'The footer text may have 60 characters.');
  if (words.trim() === '' || words.includes('{{') || words.includes('\n')) {
    return templateError(
      FOOTER_FORMAT,
      'Footer format is incorrect',
      'The footer is one line of text without variables.',
    );
  }
  return undefined;
}

/** Distinct placeholder keys in order, or undefined when braces do not pair up. */
export function placeholders(words: string): readonly string[] | undefined {
  const rest = words.replace(PLACEHOLDER, '');
  if (rest.includes('{{') || rest.includes('}}')) return undefined;
  return [...new Set([...words.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))];
}

function keysFit(keys: readonly string[], named: boolean): boolean {
  if (named) return keys.every((key) => /^[a-z_][a-z0-9_]*$/.test(key));
  return keys.every((key, index) => key === String(index + 1));
}

function samplesFault(
  subcode: number,
  keys: readonly string[],
  named: boolean,
  namedSamples: unknown,
  positionalSamples: readonly unknown[],
): Check {
  const given = list(namedSamples).map(fields);
  const sampleOf = (key: string, index: number): string =>
    text(named ? given.find((sample) => sample.param_name === key)?.example : positionalSamples[index]) ?? '';
  if (keys.every((key, index) => sampleOf(key, index).trim() !== '')) return undefined;
  return templateError(subcode, 'Sample values are missing', 'Every variable needs a sample value.');
}
