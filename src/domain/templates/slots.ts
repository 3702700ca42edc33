// What must be filled in when a template is sent, over every component: one slot = one input of the send form = one
// value in the provider's payload. Samples are never sent; they only help the agent.
import { finding, type Spot, when } from '../rules/finding.ts';
import { type RuleId, ruleInfo } from '../rules/ids.ts';
import { parseWebUrl } from '../rules/links.ts';
import { directionOverride, hiddenCharacter } from '../rules/text-hazards.ts';
import { countChars, withoutEmoji } from '../rules/text-measure.ts';
import { fillPlaceholders, own, placeholdersOf, scanPlaceholders } from './placeholders.ts';
import type { Button, Finding, Header, Template } from './template.ts';

export type Slot = {
  /** Key of the value: `header.1`, `header.link`, `body.first_name`, `button.0`. */
  readonly id: string;
  readonly component: 'header' | 'body' | 'buttons';
  readonly kind: 'text' | 'link' | 'latitude' | 'longitude' | 'code';
  /** The placeholder without braces; '' where the value has none (media, location, codes). */
  readonly placeholder: string;
  /** Sample from the proposal; '' when there is none. */
  readonly sample: string;
  /** Characters. */
  readonly max?: number;
  /** On button slots: the label the customer sees. */
  readonly buttonLabel?: string;
};

const CODE_MAX = 15; // Meta: values of authentication templates; offer codes of limited-time offers
const COPY_CODE_MAX = 20; // Meta: coupon codes since December 2025

/**
 * The slots of a template, in the order of the message. A one-time code fills body and button with one value, so it is
 * one slot (`body.1`). Static buttons have none.
 */
export function slotsOf(template: Template): readonly Slot[] {
  return [...headerSlots(template.header), ...bodySlots(template), ...template.buttons.flatMap(buttonSlots(template))];
}

function headerSlots(header: Header | undefined): readonly Slot[] {
  if (!header) return [];
  const slot = (name: string, kind: Slot['kind'], sample = ''): Slot => ({
    id: `header.${name}`,
    component: 'header',
    kind,
    placeholder: '',
    sample,
  });
  if (header.format === 'text') {
    return placeholdersOf(header.text).map((key) => ({
      ...slot(key, 'text', own(header.samples, key)),
      placeholder: key,
    }));
  }
  if (header.format === 'location') {
    return [
      slot('latitude', 'latitude'),
      slot('longitude', 'longitude'),
      slot('name', 'text'),
      slot('address', 'text'),
    ];
  }
  return [slot('link', 'link', /^https?:\/\//i.test(header.sample) ? header.sample : '')];
}

function bodySlots(template: Template): readonly Slot[] {
  const isCode = template.category === 'AUTHENTICATION';
  return placeholdersOf(template.body.text).map((key) => ({
    id: `body.${key}`,
    component: 'body',
    kind: isCode ? 'code' : 'text',
    placeholder: key,
    sample: own(template.body.samples, key) ?? '',
    ...(isCode ? { max: CODE_MAX } : {}),
  }));
}

function buttonSlots(template: Template): (button: Button, index: number) => readonly Slot[] {
  return (button, index) => {
    const base = { id: `button.${index}`, component: 'buttons' } as const;
    if (button.kind === 'url') {
      const key = placeholdersOf(button.url)[0];
      if (key === undefined) return [];
      return [{ ...base, kind: 'text', placeholder: key, sample: urlSampleSuffix(button), buttonLabel: button.label }];
    }
    if (button.kind !== 'copy_code') return [];
    const max = template.limitedTimeOffer ? CODE_MAX : COPY_CODE_MAX;
    return [{ ...base, kind: 'code', placeholder: '', sample: button.sample, max, buttonLabel: 'Copy code' }];
  };
}

/** The sample of a URL button as the value that stands in for the variable: Meta also takes the whole example URL. */
export function urlSampleSuffix(button: { readonly url: string; readonly sample?: string }): string {
  const sample = button.sample ?? '';
  const variable = scanPlaceholders(button.url).placeholders[0];
  if (!variable) return sample;
  const fixed = button.url.slice(0, variable.start);
  return sample.startsWith(fixed) ? sample.slice(fixed.length) : sample;
}

export type Unsendable = {
  readonly reason: 'carousel' | 'limited_time_offer' | 'button' | 'gif' | 'variables';
  /** The vendor's word for the part, e.g. `FLOW`; '' when the reason says it all. */
  readonly detail: string;
};

/** Why Aval cannot fill this template, or undefined when it can. */
export function unsendableReason(template: Template): Unsendable | undefined {
  if (template.carousel) return { reason: 'carousel', detail: '' };
  if (template.limitedTimeOffer) return { reason: 'limited_time_offer', detail: '' };
  if (template.header?.format === 'gif') return { reason: 'gif', detail: '' };
  for (const button of template.buttons) if (button.kind === 'other') return { reason: 'button', detail: button.type };
  if (template.footer !== undefined && placeholdersOf(template.footer).length > 0) {
    return { reason: 'variables', detail: 'footer' };
  }
  const links = template.buttons.filter((button) => button.kind === 'url');
  if (links.some((link) => placeholdersOf(link.url).length > 1)) return { reason: 'variables', detail: 'url' };
  return undefined;
}

/** True when `slotsOf` covers everything the provider asks for at send. */
export function isSendable(template: Template): boolean {
  return unsendableReason(template) === undefined;
}

/**
 * Everything wrong with the values of a send, each finding at its slot's id. Values nobody asked for are ignored. The
 * caller tidies first (`tidyValue`). `allowedHttpHosts`: `host:port` from which media may come over plain http, for a
 * provider on the same machine.
 */
export function checkValues(
  template: Template,
  values: Readonly<Record<string, string>>,
  options: { readonly allowedHttpHosts?: readonly string[] } = {},
): readonly Finding[] {
  const slots = slotsOf(template);
  const hosts = options.allowedHttpHosts ?? [];
  const perSlot = slots.flatMap((slot) => {
    const value = own(values, slot.id) ?? '';
    if (value.trim() !== '') return checkValue(slot, value, hosts);
    const missing = finding('value-missing', spotOf(slot));
    const { example } = ruleInfo(KIND_RULES[slot.kind] ?? 'value-missing');
    return [example === undefined ? missing : { ...missing, example }];
  });
  const findings = [...perSlot, ...checkLinkHosts(template, values), ...checkRenderedLength(template, values, slots)];
  return findings.map((found) => withSample(found, slots, hosts));
}

const KIND_RULES: Partial<Record<Slot['kind'], RuleId>> = {
  link: 'value-link',
  latitude: 'value-latitude',
  longitude: 'value-longitude',
};

function spotOf({ component, id }: Slot): Spot {
  return { component, field: id };
}

function checkValue(slot: Slot, value: string, httpHosts: readonly string[]): readonly Finding[] {
  const at = spotOf(slot);
  return [...checkText(value, slot.max, at), ...checkKind(slot, value, at, httpHosts)];
}

/** The example of a fault is what its input gives as one, where there is a sample that is right itself. */
function withSample(found: Finding, slots: readonly Slot[], httpHosts: readonly string[]): Finding {
  const slot = slots.find(({ id }) => id === found.field);
  const isExplained = found.example !== undefined || found.rule === 'value-missing';
  if (!slot || !isExplained || slot.sample.trim() === '') return found;
  return checkValue(slot, slot.sample, httpHosts).length > 0 ? found : { ...found, example: slot.sample };
}

function checkText(value: string, max: number | undefined, at: Spot): readonly Finding[] {
  const length = countChars(value);
  const plain = withoutEmoji(value);
  const hidden = hiddenCharacter(plain) ?? directionOverride(plain);
  return [
    ...when(/[\n\r\t\v\f\u2028\u2029]/.test(value), 'value-line-break', at),
    ...when(/ {5}/.test(value), 'value-spaces', at),
    ...when(max !== undefined && length > max, 'value-too-long', at, { max: max ?? 0, length }),
    ...when(hidden !== undefined, 'value-hidden', at, { character: hidden ?? '' }),
  ];
}

function checkKind(slot: Slot, value: string, at: Spot, httpHosts: readonly string[]): readonly Finding[] {
  if (slot.kind === 'link') return when(!isMediaLink(value, httpHosts), 'value-link', at);
  if (slot.kind === 'latitude') return when(!isDegrees(value, 90), 'value-latitude', at);
  if (slot.kind === 'longitude') return when(!isDegrees(value, 180), 'value-longitude', at);
  return [];
}

function isMediaLink(value: string, httpHosts: readonly string[]): boolean {
  const url = parseWebUrl(value);
  if (!url) return false;
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || httpHosts.includes(url.host);
}

function isDegrees(value: string, max: number): boolean {
  return /^[+-]?\d{1,3}(\.\d{1,15})?$/.test(value) && Math.abs(Number(value)) <= max;
}

/** A link approved for one host must not lead to another because of what was filled in. */
function checkLinkHosts(template: Template, values: Readonly<Record<string, string>>): readonly Finding[] {
  return template.buttons.flatMap((button, index) => {
    const field = `button.${index}`;
    const value = own(values, field) ?? '';
    if (button.kind !== 'url' || value.trim() === '' || placeholdersOf(button.url).length === 0) return [];
    const approved = parseWebUrl(fillPlaceholders(button.url, () => 'x'));
    const opened = parseWebUrl(fillPlaceholders(button.url, () => value));
    const sameHost = approved !== undefined && opened?.host === approved.host && opened.username === approved.username;
    return when(!sameHost, 'value-changes-host', { component: 'buttons', field }, { host: approved?.host ?? '' });
  });
}

const BODY_MAX = 1024; // Meta 132005
const HEADER_MAX = 60;

/** Reported at the longest value, which is the one to shorten. */
function checkRenderedLength(
  template: Template,
  values: Readonly<Record<string, string>>,
  slots: readonly Slot[],
): readonly Finding[] {
  const longest = (component: Slot['component']): Spot | undefined => {
    const ids = slots.filter((slot) => slot.component === component).map((slot) => slot.id);
    const field = ids.sort((a, b) => (own(values, b) ?? '').length - (own(values, a) ?? '').length)[0];
    return field === undefined ? undefined : { component, field };
  };
  const filledLength = (text: string, component: string) =>
    countChars(fillPlaceholders(text, (key) => own(values, `${component}.${key}`)));
  const [body, header] = [longest('body'), longest('header')];
  const bodyLength = filledLength(template.body.text, 'body');
  const headerLength = template.header?.format === 'text' ? filledLength(template.header.text, 'header') : 0;
  return [
    ...(body ? when(bodyLength > BODY_MAX, 'value-body-too-long', body, { max: BODY_MAX, length: bodyLength }) : []),
    ...(header
      ? when(headerLength > HEADER_MAX, 'value-header-long', header, { max: HEADER_MAX, length: headerLength })
      : []),
  ];
}

export type Tidied = {
  readonly value: string;
  /** What was changed, for telling the agent; empty when nothing was. */
  readonly changed: readonly ('line_breaks' | 'spaces' | 'ends')[];
};

/** Makes a pasted value sendable: line breaks and tabs become a space, more than four spaces one, ends are trimmed. */
export function tidyValue(value: string): Tidied {
  const changed = new Set<Tidied['changed'][number]>();
  const trimmed = value.trim();
  if (trimmed !== value) changed.add('ends');
  const tidy = trimmed.replace(/\s+/g, (run) => {
    const breaks = /[^ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/.test(run);
    if (!breaks && run.length <= 4) return run;
    changed.add(breaks ? 'line_breaks' : 'spaces');
    return ' ';
  });
  return { value: tidy, changed: [...changed] };
}
