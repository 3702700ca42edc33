// Meta's template components → ours, leniently: anything unexpected becomes a finding or is kept as `other`, nothing
// throws. Both dialects are read: what one posts to create a template, and what Meta hands back.
import { finding, type Spot, when } from '../../../../src/domain/rules/finding.ts';
import { placeholdersOf } from '../../../../src/domain/templates/placeholders.ts';
import type {
  Body,
  Button,
  CarouselCard,
  Finding,
  Header,
  Samples,
} from '../../../../src/domain/templates/template.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Collects findings on the way; `path` is what a reader of the JSON recognises, e.g. `components.BODY.text`. */
export type Reading = { readonly findings: Finding[] };

const HEADER: Spot = { component: 'header', field: 'header_text' };
const BODY: Spot = { component: 'body', field: 'body' };

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

export function wrongType(reading: Reading, at: Spot, path: string, expected: string, value: unknown): void {
  reading.findings.push(finding('json-wrong-type', at, { path, expected, found: typeOf(value) }));
}

/** The text at a key; undefined when absent, and when it is something else (which is reported). */
export function readText(reading: Reading, from: Json, key: string, at: Spot, path: string): string | undefined {
  const value = member(from, key);
  if (typeof value === 'string') return value;
  if (value !== undefined && value !== null) wrongType(reading, at, path, 'text', value);
  return undefined;
}

/** Own members only, so that a payload cannot reach the prototype. */
export function member(from: Json, key: string): unknown {
  return Object.hasOwn(from, key) ? from[key] : undefined;
}

function readList(reading: Reading, value: unknown, at: Spot, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value !== undefined && value !== null) wrongType(reading, at, path, 'array', value);
  return [];
}

/** Samples may be numbers in hand-written JSON. */
function sampleText(value: unknown): string {
  return typeof value === 'number' ? `${value}` : typeof value === 'string' ? value : '';
}

export function word(value: unknown): string {
  return typeof value === 'string' ? value.trim().toUpperCase() : '';
}

const FORMATS: Readonly<Record<string, 'text' | 'image' | 'video' | 'document' | 'gif' | 'location'>> = {
  TEXT: 'text',
  IMAGE: 'image',
  VIDEO: 'video',
  DOCUMENT: 'document',
  GIF: 'gif',
  LOCATION: 'location',
};

/** `remote`: Meta's answer, whose sample is a link instead of a handle. */
export function readHeader(reading: Reading, from: Json, remote: boolean): Header | undefined {
  const named = word(member(from, 'format'));
  const format = FORMATS[named] ?? (named === '' ? 'text' : undefined);
  if (!format) {
    // Product headers belong to product carousels and need nothing from us.
    if (named !== 'PRODUCT')
      reading.findings.push(finding('json-header-format', HEADER, { format: named.slice(0, 40) }));
    return undefined;
  }
  if (format === 'location') return { format };
  const example = readExample(reading, from, HEADER, 'HEADER');
  if (format === 'text') {
    const text = readText(reading, from, 'text', HEADER, 'HEADER.text') ?? '';
    return { format, text, samples: readHeaderSamples(reading, example, text) };
  }
  const handles = member(example, 'header_handle') ?? member(example, 'header_url');
  const sample = sampleText(Array.isArray(handles) ? handles[0] : handles);
  if (!remote && /^https?:\/\//i.test(sample)) {
    reading.findings.push(finding('json-handle-link', { component: 'header', field: 'header_media' }));
  }
  return { format, sample };
}

function readExample(reading: Reading, from: Json, at: Spot, path: string): Json {
  const example = member(from, 'example');
  if (isJson(example)) return example;
  if (example !== undefined && example !== null) wrongType(reading, at, `${path}.example`, 'object', example);
  return {};
}

function readHeaderSamples(reading: Reading, example: Json, text: string): Samples {
  const named = member(example, 'header_text_named_params');
  const positional = member(example, 'header_text');
  const style = sampleStyle(reading, text, { named, positional }, HEADER);
  if (style === 'named') return readNamed(readList(reading, named, HEADER, 'HEADER.example.header_text_named_params'));
  const list =
    typeof positional === 'string' ? [positional] : readList(reading, positional, HEADER, 'HEADER.example.header_text');
  return pair(reading, text, list, HEADER);
}

export function readBody(reading: Reading, from: Json): Body {
  const text = readText(reading, from, 'text', BODY, 'BODY.text') ?? '';
  const example = readExample(reading, from, BODY, 'BODY');
  const named = member(example, 'body_text_named_params');
  const positional = member(example, 'body_text');
  const style = sampleStyle(reading, text, { named, positional }, BODY);
  if (style === 'named') {
    return { text, samples: readNamed(readList(reading, named, BODY, 'BODY.example.body_text_named_params')) };
  }
  // One variable, one text: written so on a page of Meta's own.
  if (typeof positional === 'string' && placeholdersOf(text).length === 1)
    return { text, samples: pair(reading, text, [positional], BODY) };
  const outer = readList(reading, positional, BODY, 'BODY.example.body_text');
  const inner = outer.find(Array.isArray);
  if (outer.length > 0 && !inner) reading.findings.push(finding('json-sample-flat', BODY));
  return { text, samples: pair(reading, text, inner ?? outer, BODY) };
}

/** Which list holds the samples; reports one that does not fit the variables of the text. */
function sampleStyle(
  reading: Reading,
  text: string,
  given: { readonly named: unknown; readonly positional: unknown },
  at: Spot,
): 'named' | 'positional' {
  const keys = placeholdersOf(text);
  const wanted = keys.some((key) => !/^\d+$/.test(key)) ? 'named' : 'positional';
  const other = wanted === 'named' ? 'positional' : 'named';
  const useOther = given[wanted] === undefined && given[other] !== undefined;
  if (useOther && keys.length > 0) reading.findings.push(finding('json-sample-style', at, { wanted }));
  return useOther ? other : wanted;
}

function readNamed(list: readonly unknown[]): Samples {
  const pairs = list.filter(isJson).map((entry) => [member(entry, 'param_name'), member(entry, 'example')] as const);
  return Object.fromEntries(
    pairs.flatMap(([name, example]) => (typeof name === 'string' ? [[name, sampleText(example)]] : [])),
  );
}

function pair(reading: Reading, text: string, list: readonly unknown[], at: Spot): Samples {
  const keys = placeholdersOf(text);
  if (list.length > keys.length) {
    reading.findings.push(finding('json-sample-extra', at, { samples: list.length, variables: keys.length }));
  }
  return Object.fromEntries(keys.slice(0, list.length).map((key, index) => [key, sampleText(list[index])]));
}

export function readButtons(reading: Reading, from: Json, isAuthentication: boolean): readonly Button[] {
  const at: Spot = { component: 'buttons', field: 'button_count' };
  return readList(reading, member(from, 'buttons'), at, 'BUTTONS.buttons').flatMap((button, index) => {
    if (isJson(button)) return [readButton(reading, button, index, isAuthentication)];
    wrongType(reading, at, `BUTTONS.buttons[${index}]`, 'object', button);
    return [];
  });
}

const OTP_KINDS: Readonly<Record<string, 'copy_code' | 'one_tap' | 'zero_tap'>> = {
  COPY_CODE: 'copy_code',
  ONE_TAP: 'one_tap',
  ZERO_TAP: 'zero_tap',
};

function readButton(reading: Reading, from: Json, index: number, isAuthentication: boolean): Button {
  const spot = (part: string): Spot => ({ component: 'buttons', field: `button.${index}.${part}` });
  const text = (key: string, part: string) =>
    readText(reading, from, key, spot(part), `BUTTONS.buttons[${index}].${key}`);
  const label = text('text', 'label');
  const optionalLabel = label === undefined ? {} : { label };
  const example = member(from, 'example');
  const sample = sampleText(Array.isArray(example) ? example[0] : example);
  const type = word(member(from, 'type'));
  switch (type) {
    case 'QUICK_REPLY':
      return { kind: 'quick_reply', label: label ?? '' };
    case 'URL': {
      const url = text('url', 'value') ?? '';
      // Meta shows one-time code buttons as links to its own code page.
      const code = isAuthentication ? /[?&]otp_type=(\w+)/i.exec(url)?.[1] : undefined;
      if (code !== undefined)
        return { kind: 'otp', otpKind: OTP_KINDS[code.toUpperCase()] ?? 'copy_code', ...optionalLabel };
      return { kind: 'url', label: label ?? '', url, ...(sample === '' ? {} : { sample }) };
    }
    case 'PHONE_NUMBER':
      return { kind: 'phone', label: label ?? '', phone: text('phone_number', 'value') ?? '' };
    case 'COPY_CODE':
      return { kind: 'copy_code', sample };
    case 'OTP': {
      const otpKind = OTP_KINDS[word(member(from, 'otp_type'))];
      if (!otpKind) {
        const facts = { path: `BUTTONS.buttons[${index}].otp_type`, expected: 'COPY_CODE, ONE_TAP, ZERO_TAP' };
        reading.findings.push(finding('json-wrong-value', spot('kind'), facts));
      }
      reading.findings.push(...lackingApp(from, otpKind ?? 'copy_code', spot('kind')));
      return { kind: 'otp', otpKind: otpKind ?? 'copy_code', ...optionalLabel };
    }
    case 'FLOW': {
      const names = ['flow_id', 'flow_name', 'flow_json'].map((name) => member(from, name));
      const hasFlow = names.some((value) => value !== undefined && value !== null && value !== '');
      if (!hasFlow) reading.findings.push(finding('json-flow', spot('value')));
      return { kind: 'other', type, ...optionalLabel };
    }
    case '':
      reading.findings.push(
        finding('json-wrong-value', spot('kind'), {
          path: `BUTTONS.buttons[${index}].type`,
          expected: 'QUICK_REPLY, URL, …',
        }),
      );
      return { kind: 'other', type: '', ...optionalLabel };
    default:
      return { kind: 'other', type, ...optionalLabel };
  }
}

/** A code that goes to an app needs to be told which; one that nobody taps, that the terms were taken. */
function lackingApp(from: Json, kind: 'copy_code' | 'one_tap' | 'zero_tap', at: Spot): readonly Finding[] {
  if (kind === 'copy_code') return [];
  const isNamed = (app: unknown) =>
    isJson(app) && ['package_name', 'signature_hash'].every((name) => (sampleText(member(app, name)) ?? '') !== '');
  const apps = member(from, 'supported_apps');
  // Before there could be several, the one app stood on the button itself.
  const isTold = (Array.isArray(apps) && apps.length > 0 && apps.every(isNamed)) || isNamed(from);
  return [
    ...when(!isTold, 'json-otp-app', at, { kind }),
    ...when(kind === 'zero_tap' && member(from, 'zero_tap_terms_accepted') !== true, 'json-otp-terms', at),
  ];
}

export function readCards(reading: Reading, from: Json, remote: boolean): readonly CarouselCard[] {
  const at: Spot = { component: 'carousel', field: 'carousel' };
  return readList(reading, member(from, 'cards'), at, 'CAROUSEL.cards').map((card, index) => {
    const path = `CAROUSEL.cards[${index}]`;
    if (!isJson(card)) wrongType(reading, at, path, 'object', card);
    const parts = readList(reading, isJson(card) ? member(card, 'components') : undefined, at, `${path}.components`);
    const part = (type: string) => parts.filter(isJson).find((one) => word(member(one, 'type')) === type);
    const inner: Reading = { findings: [] };
    const [headerJson, bodyJson, buttonsJson] = [part('HEADER'), part('BODY'), part('BUTTONS')];
    const header = headerJson && readHeader(inner, headerJson, remote);
    const body = bodyJson && readBody(inner, bodyJson);
    const buttons = buttonsJson ? readButtons(inner, buttonsJson, false) : [];
    reading.findings.push(
      ...inner.findings.map((found) => ({ ...found, ...at, facts: { ...found.facts, card: index + 1 } })),
    );
    return { ...(header ? { header } : {}), ...(body ? { body } : {}), buttons };
  });
}
