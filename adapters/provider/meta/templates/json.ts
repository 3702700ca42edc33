// A whole template between Meta's JSON and ours. Reading never throws and tells what is wrong with the JSON itself; what
// is wrong with the template is for `checkTemplate` to say.

import { finding, type Spot } from '../../../../src/domain/rules/finding.ts';
import { AUTHENTICATION_BODY, AUTHENTICATION_SAMPLE } from '../../../../src/domain/templates/authentication-text.ts';
import { placeholdersOf } from '../../../../src/domain/templates/placeholders.ts';
import { CATEGORIES, type Category, type Finding, type Template } from '../../../../src/domain/templates/template.ts';
import { extrasOf } from './json-extras.ts';
import {
  isJson,
  type Json,
  member,
  type Reading,
  readBody,
  readButtons,
  readCards,
  readHeader,
  readText,
  word,
  wrongType,
} from './json-read.ts';
import { writeBody, writeButtons, writeCard, writeHeader } from './json-write.ts';

const TEMPLATE: Spot = { component: 'template', field: 'template' };
const CATEGORY: Spot = { component: 'category', field: 'category' };
const FOOTER: Spot = { component: 'footer', field: 'footer' };

/**
 * Reads Meta's create request, or a template as Meta returns it (told by what only answers hold, or `isListed`). No template comes
 * back when the JSON is not an object, or asks for a library template, whose text only Meta has. A category that is
 * missing or unknown is a finding and reads as MARKETING, Meta's own default destination.
 */
export function readTemplateJson(
  json: unknown,
  isListed = false,
): {
  readonly template?: Template;
  readonly findings: readonly Finding[];
} {
  const reading: Reading = { findings: [] };
  if (!isJson(json)) return { findings: [finding('json-not-object', TEMPLATE)] };
  const remote = isListed || isReadBack(json);
  const name = readText(reading, json, 'name', { component: 'name', field: 'name' }, 'name') ?? '';
  const language = readText(reading, json, 'language', { component: 'language', field: 'language' }, 'language') ?? '';
  const category = readCategory(reading, json);
  // What Meta hands back carries the text as well.
  const isLibrary = typeof member(json, 'library_template_name') === 'string';
  if (isLibrary && !Array.isArray(member(json, 'components'))) return { findings: reading.findings };
  const parts = readParts(reading, json);
  const isAuthentication = category === 'AUTHENTICATION';
  const header = parts.HEADER && readHeader(reading, parts.HEADER, remote);
  const body = readBodyOf(reading, parts.BODY, isAuthentication, remote);
  const footer = parts.FOOTER && readFooter(reading, parts.FOOTER, isAuthentication, remote);
  const carousel = parts.CAROUSEL && readCards(reading, parts.CAROUSEL, remote);
  const offer = parts.LIMITED_TIME_OFFER && readOffer(reading, parts.LIMITED_TIME_OFFER);
  const ttlSeconds = readTtl(reading, json);
  const headerText = header?.format === 'text' ? header.text : '';
  const extras = extrasOf(json);
  const template: Template = {
    name,
    language,
    category,
    parameterFormat: readFormat(reading, json, `${headerText}\n${body.text}`, remote),
    ...(header ? { header } : {}),
    body,
    ...(footer === undefined ? {} : { footer }),
    buttons: parts.BUTTONS ? readButtons(reading, parts.BUTTONS, isAuthentication) : [],
    ...(isAuthentication ? { authentication: readAuthentication(reading, parts.BODY, parts.FOOTER) } : {}),
    ...(carousel ? { carousel } : {}),
    ...(offer ? { limitedTimeOffer: offer } : {}),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    ...(extras.length === 0 ? {} : { extras }),
  };
  return { template, findings: reading.findings};
}

/** Only what Meta hands back says these; a library's template with its parts is one that exists already. */
export function isReadBack(json: unknown): boolean {
  if (!isJson(json)) return false;
  const says = (name: string) => member(json, name) !== undefined;
  if (says('library_template_name') && Array.isArray(member(json, 'components'))) return true;
  return ['id', 'status', 'quality_score', 'rejected_reason', 'previous_category', 'last_updated_time'].some(says);
}

/** Names Meta used before today's three categories, and what to use now (our suggestion; Meta has no official table). */
const LEGACY: Readonly<Record<string, Category>> = {
  ACCOUNT_UPDATE: 'UTILITY',
  PAYMENT_UPDATE: 'UTILITY',
  PERSONAL_FINANCE_UPDATE: 'UTILITY',
  SHIPPING_UPDATE: 'UTILITY',
  RESERVATION_UPDATE: 'UTILITY',
  ISSUE_RESOLUTION: 'UTILITY',
  APPOINTMENT_UPDATE: 'UTILITY',
  TRANSPORTATION_UPDATE: 'UTILITY',
  TICKET_UPDATE: 'UTILITY',
  ALERT_UPDATE: 'UTILITY',
  AUTO_REPLY: 'UTILITY',
  TRANSACTIONAL: 'UTILITY',
  OTP: 'AUTHENTICATION',
};

function readCategory(reading: Reading, json: Json): Category {
  const text = readText(reading, json, 'category', CATEGORY, 'category');
  const category = word(text);
  const known = CATEGORIES.find((one) => one === category);
  if (known) return known;
  const legacy = Object.hasOwn(LEGACY, category) ? LEGACY[category] : undefined;
  if (legacy) {
    reading.findings.push(finding('category-legacy', CATEGORY, { category, suggestion: legacy }));
    return legacy;
  }
  const given = member(json, 'category');
  if (given === undefined || given === null || text?.trim() === '')
    reading.findings.push(finding('category-missing', CATEGORY));
  else if (text !== undefined)
    reading.findings.push(finding('category-unknown', CATEGORY, { category: text.slice(0, 40) }));
  return 'MARKETING';
}

const PARTS = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS', 'CAROUSEL', 'LIMITED_TIME_OFFER'] as const;
type Parts = Partial<Record<(typeof PARTS)[number], Json>>;

/** The components by type. A second one of the same type and unknown types are reported; the first one counts. */
function readParts(reading: Reading, json: Json): Parts {
  const list = member(json, 'components');
  if (!Array.isArray(list)) {
    if (list !== undefined && list !== null) wrongType(reading, TEMPLATE, 'components', 'array', list);
    return {};
  }
  const parts: Parts = {};
  for (const [index, component] of list.entries()) {
    if (!isJson(component)) {
      wrongType(reading, TEMPLATE, `components[${index}]`, 'object', component);
      continue;
    }
    const type = word(member(component, 'type'));
    const part = PARTS.find((one) => one === type);
    if (!part) reading.findings.push(finding('json-component-unknown', TEMPLATE, { type: type.slice(0, 40), index }));
    else if (parts[part]) reading.findings.push(finding('json-component-repeated', TEMPLATE, { type, index }));
    else parts[part] = component;
  }
  return parts;
}

/** In a create request for AUTHENTICATION, text of one's own is refused; Meta's answers carry the text it wrote. */
function readBodyOf(reading: Reading, json: Json | undefined, isCode: boolean, remote: boolean): Template['body'] {
  if (!json) return { text: '', samples: {} };
  const hasText = member(json, 'text') !== undefined;
  if (isCode && !hasText) return { text: AUTHENTICATION_BODY, samples: { '1': AUTHENTICATION_SAMPLE } };
  if (isCode && !remote) reading.findings.push(finding('auth-body', { component: 'body', field: 'body' }));
  return readBody(reading, json);
}

/** Text of AUTHENTICATION footers is Meta's and left out, unless somebody tries to set it. */
function readFooter(reading: Reading, json: Json, isAuthentication: boolean, remote: boolean): string | undefined {
  const text = readText(reading, json, 'text', FOOTER, 'FOOTER.text');
  if (isAuthentication) return remote ? undefined : text;
  return text ?? '';
}

function readAuthentication(
  reading: Reading,
  body: Json | undefined,
  footer: Json | undefined,
): NonNullable<Template['authentication']> {
  const advice = body && member(body, 'add_security_recommendation');
  const minutes = footer && member(footer, 'code_expiration_minutes');
  const shown = footer && member(footer, 'text');
  const fromText = typeof shown === 'string' ? /\p{Nd}{1,3}/u.exec(shown)?.[0] : undefined;
  if (minutes !== undefined && minutes !== null && typeof minutes !== 'number') {
    wrongType(
      reading,
      { component: 'footer', field: 'auth_expiry' },
      'FOOTER.code_expiration_minutes',
      'number',
      minutes,
    );
  }
  const expiryMinutes = typeof minutes === 'number' ? minutes : fromText === undefined ? undefined : digitsOf(fromText);
  return {
    securityRecommendation: advice === true,
    ...(expiryMinutes === undefined ? {} : { expiryMinutes }),
  };
}

/** The number that digits of any script stand for: WhatsApp writes its text in the template's language. */
function digitsOf(text: string): number {
  const value = (digit: string): number => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0x1040, 0xff10];
    return code - (zero.findLast((start) => start <= code) ?? code);
  };
  return [...text].reduce((sum, digit) => sum * 10 + value(digit), 0);
}

function readOffer(reading: Reading, json: Json): NonNullable<Template['limitedTimeOffer']> {
  const at: Spot = { component: 'limited_time_offer', field: 'limited_time_offer' };
  const offer = member(json, 'limited_time_offer');
  if (!isJson(offer)) {
    wrongType(reading, at, 'LIMITED_TIME_OFFER.limited_time_offer', 'object', offer);
    return { text: '', hasExpiration: false };
  }
  const text = readText(reading, offer, 'text', at, 'LIMITED_TIME_OFFER.limited_time_offer.text') ?? '';
  return { text, hasExpiration: member(offer, 'has_expiration') === true };
}

function readTtl(reading: Reading, json: Json): number | undefined {
  const ttl = member(json, 'message_send_ttl_seconds');
  if (typeof ttl === 'number') return ttl;
  if (typeof ttl === 'string' && /^-?\d{1,9}$/.test(ttl)) return Number(ttl);
  if (ttl !== undefined && ttl !== null) {
    wrongType(reading, { component: 'template', field: 'ttl' }, 'message_send_ttl_seconds', 'number', ttl);
  }
  return undefined;
}

function readFormat(reading: Reading, json: Json, text: string, remote: boolean): Template['parameterFormat'] {
  const given = member(json, 'parameter_format');
  const format = word(given);
  if (format === 'NAMED') return 'named';
  if (format === 'POSITIONAL') return 'positional';
  if (given !== undefined && given !== null) {
    const facts = { path: 'parameter_format', expected: 'named, positional' };
    reading.findings.push(finding('json-wrong-value', TEMPLATE, facts));
  }
  // Meta leaves the field out unless asked for it.
  return remote && placeholdersOf(text).some((key) => !/^\d+$/.test(key)) ? 'named' : 'positional';
}

/**
 * The body of Meta's create request. `headerHandle` is the uploaded sample's handle. Left out, because Meta has no place
 * for them: the purpose, quick reply payloads (given at send), and the text of AUTHENTICATION templates.
 */
export function writeTemplateJson(template: Template, headerHandle?: string): Readonly<Record<string, unknown>> {
  const { name, language, category, parameterFormat, ttlSeconds } = template;
  return {
    name,
    language,
    category,
    parameter_format: parameterFormat,
    ...(ttlSeconds === undefined ? {} : { message_send_ttl_seconds: ttlSeconds }),
    components: category === 'AUTHENTICATION' ? writeCodeParts(template) : writeParts(template, headerHandle),
  };
}

function writeCodeParts({ authentication, buttons }: Template): readonly Json[] {
  const minutes = authentication?.expiryMinutes;
  return [
    { type: 'BODY', add_security_recommendation: authentication?.securityRecommendation ?? false },
    ...(minutes === undefined ? [] : [{ type: 'FOOTER', code_expiration_minutes: minutes }]),
    ...writeButtons(buttons),
  ];
}

function writeParts(template: Template, headerHandle: string | undefined): readonly Json[] {
  const { header, body, footer, buttons, carousel, limitedTimeOffer: offer, parameterFormat: format } = template;
  return [
    ...(header ? [writeHeader(header, format, headerHandle)] : []),
    ...(offer
      ? [{ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: offer.text, has_expiration: offer.hasExpiration } }]
      : []),
    writeBody(body, format),
    ...(footer === undefined ? [] : [{ type: 'FOOTER', text: footer }]),
    ...writeButtons(buttons),
    ...(carousel ? [{ type: 'CAROUSEL', cards: carousel.map((card) => writeCard(card, format)) }] : []),
  ];
}
