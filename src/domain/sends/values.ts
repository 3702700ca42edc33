// What is wrong with the values of a send, before it leaves.

import { type RuleId, ruleInfo } from '../rules/catalogue.ts';
import { finding, type Spot, when } from '../rules/finding.ts';
import { LIMITS } from '../rules/limits.ts';
import { parseWebUrl } from '../rules/links.ts';
import { directionOverride, hiddenCharacter } from '../rules/text-hazards.ts';
import { countChars, withoutEmoji } from '../rules/text-measure.ts';
import { fillPlaceholders, own, placeholdersOf } from '../templates/placeholders.ts';
import type { Finding, Template } from '../templates/template.ts';
import { type Slot, slotsOf } from './slots.ts';
import { linkStart } from './tidy.ts';

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
    const fixed = linkStart(template, { id: field }) ?? '';
    const spot = { component: 'buttons', field } as const;
    // Inside a query a whole link may be what is asked for; in the path it would stand twice.
    if (/^https?:\/\//i.test(value) && !/[?#]/.test(fixed)) return [finding('value-url-whole', spot, { start: fixed })];
    if (/\s/.test(value))
      return [finding('value-url-space', spot, { suggestion: value.trim().replace(/\s+/g, '%20') })];
    if (hasDotSegment(`${fixed}${value}`)) return [finding('value-url-path', spot)];
    const approved = parseWebUrl(fillPlaceholders(button.url, () => 'x'));
    const opened = parseWebUrl(fillPlaceholders(button.url, () => value));
    const sameHost = approved !== undefined && opened?.host === approved.host && opened.username === approved.username;
    return when(!sameHost, 'value-changes-host', { component: 'buttons', field }, { host: approved?.host ?? '' });
  });
}

/** `.` and `..` as a step of the path, encoded or not: a browser or the site walks up with them. */
function hasDotSegment(link: string): boolean {
  const path = link.split(/[?#]/, 1)[0] ?? '';
  const plain = path.replace(/%(?:25)*(2e|2f|5c)/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return plain.split(/[/\\]/).some((segment) => segment === '.' || segment === '..');
}

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
    ...(body
      ? when(bodyLength > LIMITS.filledBody, 'value-body-too-long', body, {
          max: LIMITS.filledBody,
          length: bodyLength,
        })
      : []),
    ...(header
      ? when(headerLength > LIMITS.filledHeader, 'value-header-long', header, {
          max: LIMITS.filledHeader,
          length: headerLength,
        })
      : []),
  ];
}
