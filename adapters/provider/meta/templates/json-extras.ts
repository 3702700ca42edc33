// What Meta's JSON says beyond our template: parts and fields Aval neither shows nor writes, a flow's id, a deep link, a
// product header. They are kept as read and count when two templates are compared, so none is taken for one it is not.
import { canonical } from '../../../../src/domain/templates/content-hash.ts';
import type { Extra } from '../../../../src/domain/templates/template.ts';
import { isJson, type Json, member, word } from './json-read.ts';

/** Members our template has a place for, or that mean nothing at send; all others are kept. */
const READ: Readonly<Record<string, readonly string[]>> = {
  HEADER: ['format', 'text'],
  BODY: ['text', 'add_security_recommendation'],
  FOOTER: ['text', 'code_expiration_minutes'],
  BUTTONS: ['buttons'],
  CAROUSEL: ['cards'],
  LIMITED_TIME_OFFER: ['limited_time_offer'],
};
const BUTTON_READ: Readonly<Record<string, readonly string[]>> = {
  URL: ['url'],
  PHONE_NUMBER: ['phone_number'],
  OTP: ['otp_type'],
};
const OFFER_READ = ['text', 'has_expiration'];
const HEADERS = ['', 'TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'GIF', 'LOCATION'];

/** In the order of the JSON; empty for everything that Aval writes itself. */
export function extrasOf(json: Json): readonly Extra[] {
  const kind = word(member(json, 'sub_category'));
  // CUSTOM is what Meta calls a template without a kind of its own.
  const own: readonly Extra[] = kind === '' || kind === 'CUSTOM' ? [] : [{ at: 'sub_category', said: kind }];
  return [...own, ...extrasIn(member(json, 'components'), '')];
}

function extrasIn(components: unknown, before: string): readonly Extra[] {
  const seen = new Set<string>();
  return listOf(components).flatMap((component): readonly Extra[] => {
    const type = word(member(component, 'type'));
    const at = `${before}${type}`;
    const known = Object.hasOwn(READ, type) && !seen.has(type);
    seen.add(type);
    const strangeHeader = type === 'HEADER' && !HEADERS.includes(word(member(component, 'format')));
    if (!known || strangeHeader) return [{ at, said: written(without(component, ['type', 'example'])), isPart: true }];
    return [
      ...membersBeyond(component, READ[type] ?? [], at),
      ...(type === 'BUTTONS' ? listOf(member(component, 'buttons')).flatMap((one, at_) => ofButton(one, at, at_)) : []),
      ...(type === 'CAROUSEL' ? listOf(member(component, 'cards')).flatMap((one, at_) => ofCard(one, at, at_)) : []),
      ...(type === 'LIMITED_TIME_OFFER' ? ofOffer(component, at) : []),
    ];
  });
}

function ofButton(button: Json, before: string, index: number): readonly Extra[] {
  const type = word(member(button, 'type'));
  const at = `${before}.${index}`;
  return [...membersBeyond(button, BUTTON_READ[type] ?? [], at), ...(type === 'URL' ? ofCodeLink(button, at) : [])];
}

/** A one-time code comes back as a link to Meta's own page, and the link says which app takes the code. */
function ofCodeLink(button: Json, at: string): readonly Extra[] {
  const url = URL.parse(`${member(button, 'url')}`);
  if (!url?.searchParams.has('otp_type')) return [];
  return ['package_name', 'signature_hash'].flatMap((name) => {
    const said = url.searchParams.get(name);
    return said ? [{ at: `${at}.${name}`, said: written(said) }] : [];
  });
}

function ofCard(card: Json, before: string, index: number): readonly Extra[] {
  const at = `${before}.${index}`;
  return [...membersBeyond(card, ['components'], at), ...extrasIn(member(card, 'components'), `${at}.`)];
}

function ofOffer(component: Json, at: string): readonly Extra[] {
  const offer = member(component, 'limited_time_offer');
  return isJson(offer) ? membersBeyond(offer, OFFER_READ, at) : [];
}

function membersBeyond(from: Json, read: readonly string[], at: string): readonly Extra[] {
  return Object.entries(without(from, [...read, 'type', 'text', 'example']))
    .filter(([, value]) => says(value))
    .map(([name, value]) => ({ at: `${at}.${name}`, said: written(value) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/** An absent member and an empty one are the same. */
function says(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** Ids come as numbers and as texts. */
function written(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? `${value}` : canonical(value);
}

function without(from: Json, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}
