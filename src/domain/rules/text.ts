// Header, body and footer: presence, length, markup, edges, ratio of words to variables.

import { bodySampleField, HEADER_MEDIA_FIELD, headerSampleField } from '../templates/fields.ts';
import { scanPlaceholders } from '../templates/placeholders.ts';
import type { Body, Finding, Template } from '../templates/template.ts';
import { finding, type Spot, when } from './finding.ts';
import { ADVISED, LIMITS } from './limits.ts';
import { checkLinks, checkMedia, type MediaHosts } from './links.ts';
import { checkHazards } from './text-hazards.ts';
import { countChars, countEmoji, countWords, hasEmoji, isUnspaced } from './text-measure.ts';
import { checkVariables } from './variables.ts';
import { checkMarketingWords, checkSensitiveRequests, type Wordings } from './wording.ts';

const HEADER_FORMAT = { component: 'header', field: 'header_format' } as const;
const HEADER_TEXT = { component: 'header', field: 'header_text' } as const;
const HEADER_MEDIA = { component: 'header', field: HEADER_MEDIA_FIELD } as const;
const BODY = { component: 'body', field: 'body' } as const;
const FOOTER = { component: 'footer', field: 'footer' } as const;

/** WhatsApp markup outside placeholders: an asterisk or backtick anywhere, or a pair of `_` or `~` around words. */
export function hasMarkup(text: string): boolean {
  const plain = withoutPlaceholders(text, 'x');
  return /[*`]/.test(plain) || hasPair(plain, '_') || hasPair(plain, '~');
}

function hasPair(text: string, mark: string): boolean {
  const opens = text.search(new RegExp(`(?<![\\p{L}\\p{N}${mark}])${mark}[^\\s${mark}]`, 'u'));
  if (opens < 0) return false;
  return new RegExp(`[^\\s${mark}]${mark}(?![\\p{L}\\p{N}${mark}])`, 'u').test(text.slice(opens + 1));
}

export function withoutPlaceholders(text: string, by: string): string {
  let plain = '';
  let from = 0;
  for (const { start, end } of scanPlaceholders(text).placeholders) {
    plain += text.slice(from, start) + by;
    from = end;
  }
  return plain + text.slice(from);
}

/** Over the limit in characters: `rule`. Within it, but not if every emoji counts twice: a warning. */
export function checkLength(
  text: string,
  max: number,
  rule: Parameters<typeof finding>[0],
  at: Spot,
): readonly Finding[] {
  const length = countChars(text);
  if (length > max) return [finding(rule, at, { max, length, over: length - max })];
  return when(text.length > max, 'length-emoji', at, { max, length: text.length });
}

export function checkHeader(template: Template, hosts: MediaHosts = []): readonly Finding[] {
  const { header, category } = template;
  if (!header) return [];
  if (header.format === 'location') {
    return when(category === 'AUTHENTICATION', 'header-location-category', HEADER_FORMAT, { category });
  }
  if (header.format !== 'text') {
    return [...checkMedia(header, HEADER_MEDIA, hosts), ...when(header.format === 'gif', 'header-gif', HEADER_FORMAT)];
  }
  const { text } = header;
  if (text.trim() === '') return [finding('header-empty', HEADER_TEXT)];
  const variables = scanPlaceholders(text).placeholders.length;
  return [
    ...checkLength(text, LIMITS.header, 'header-too-long', HEADER_TEXT),
    ...when(variables > 1, 'header-too-many-variables', HEADER_TEXT, { count: variables }),
    ...when(hasMarkup(text), 'header-formatting', HEADER_TEXT),
    ...when(/[\n\r]/.test(text), 'header-line-break', HEADER_TEXT),
    ...when(hasEmoji(text), 'header-emoji', HEADER_TEXT),
    ...checkVariables({
      ...HEADER_TEXT,
      text,
      samples: header.samples,
      format: template.parameterFormat,
      sampleField: headerSampleField,
    }),
    ...checkAppearance(text, HEADER_TEXT),
  ];
}

export function checkBody(template: Template, wordings: Wordings): readonly Finding[] {
  const { text } = template.body;
  if (text.trim() === '') return [finding('body-missing', BODY)];
  const [max, rule] = template.limitedTimeOffer
    ? ([LIMITS.offerBody, 'offer-body-too-long'] as const)
    : ([LIMITS.body, 'body-too-long'] as const);
  const emoji = countEmoji(text);
  return [
    ...checkLength(text, max, rule, BODY),
    ...checkBodyText(template.body, { ...BODY, template, wordings, sampleField: bodySampleField }),
    ...when(emoji > ADVISED.bodyEmoji, 'body-emoji-many', BODY, { count: emoji, max: ADVISED.bodyEmoji }),
    ...(template.category === 'UTILITY' ? checkMarketingWords(text, BODY, wordings) : []),
  ];
}

/** The rules that hold for the body and for a carousel card's body, apart from length. */
export function checkBodyText(
  body: Body,
  at: Spot & {
    readonly template: Template;
    readonly wordings: Wordings;
    readonly sampleField: (placeholder: string) => string;
  },
): readonly Finding[] {
  const spot = { component: at.component, field: at.field };
  // The fixed text of a one-time code begins with its variable.
  const isFixedText = at.template.category === 'AUTHENTICATION';
  return [
    ...checkVariables({ ...spot, ...body, format: at.template.parameterFormat, sampleField: at.sampleField }),
    ...(isFixedText ? [] : [...checkEdges(body.text, spot), ...checkRatio(body.text, spot)]),
    ...when(/(?:\r?\n[^\S\n]*){3}/.test(body.text), 'body-line-breaks', spot),
    ...when(/\t| {5}/.test(body.text), 'body-spaces', spot),
    ...checkAppearance(body.text, spot),
    ...checkSensitiveRequests(body.text, spot, at.wordings),
  ];
}

function checkEdges(text: string, at: Spot): readonly Finding[] {
  const { placeholders } = scanPlaceholders(text);
  const [first, last] = [placeholders[0], placeholders.at(-1)];
  if (!first || !last) return [];
  const [before, after] = [text.slice(0, first.start), text.slice(last.end)];
  const onlyMarkup = /^[\s*_~`]+$/;
  const onlySigns = (part: string) => part.trim() !== '' && !onlyMarkup.test(part) && /^[\s*_~`\p{P}]+$/u.test(part);
  return [
    ...when(before.trim() === '', 'body-variable-first', at, { variable: first.key }),
    ...when(after.trim() === '', 'body-variable-last', at, { variable: last.key }),
    ...when(
      (before.trim() !== '' && onlyMarkup.test(before)) || (after.trim() !== '' && onlyMarkup.test(after)),
      'body-variable-edge-markup',
      at,
    ),
    ...when(onlySigns(before), 'body-variable-edge-sign', at, { variable: first.key }),
    ...when(onlySigns(after), 'body-variable-edge-sign', at, { variable: last.key }),
  ];
}

function checkRatio(text: string, at: Spot): readonly Finding[] {
  const variables = scanPlaceholders(text).placeholders.length;
  const words = countWords(withoutPlaceholders(text, ' '));
  const facts = { words, variables, needed: variables * ADVISED.wordsPerVariable.safe };
  // In scripts without spaces our word count is a guess, so it can only warn.
  const tooFew = words < variables * ADVISED.wordsPerVariable.least && !isUnspaced(text);
  if (tooFew) return [finding('body-too-many-variables', at, facts)];
  return when(words < variables * ADVISED.wordsPerVariable.safe, 'body-many-variables', at, facts);
}

export function checkFooter(template: Template): readonly Finding[] {
  const { footer } = template;
  if (footer === undefined) return [];
  if (footer.trim() === '') return [finding('footer-empty', FOOTER)];
  const { placeholders, faults } = scanPlaceholders(footer);
  return [
    ...checkLength(footer, LIMITS.footer, 'footer-too-long', FOOTER),
    ...when(placeholders.length + faults.length > 0, 'footer-variable', FOOTER),
    ...when(hasMarkup(footer), 'footer-formatting', FOOTER),
    ...when(/[\n\r]/.test(footer), 'footer-line-break', FOOTER),
    ...when(hasEmoji(footer), 'footer-emoji', FOOTER),
    ...checkAppearance(footer, FOOTER),
  ];
}

/** Links and characters a reviewer should look at twice. */
export function checkAppearance(text: string, at: Spot): readonly Finding[] {
  return [...checkLinks(text, at), ...checkHazards(text, at)];
}
