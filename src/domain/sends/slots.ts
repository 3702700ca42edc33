// What must be filled in when a template is sent, over every component: one slot = one input of the send form = one
// value in the provider's payload. Samples are never sent; they only help the agent.

import { LIMITS } from '../rules/limits.ts';
import { own, placeholdersOf, scanPlaceholders } from '../templates/placeholders.ts';
import type { Button, Header, Template } from '../templates/template.ts';

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
    ...(isCode ? { max: LIMITS.oneTimeCode } : {}),
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
    const max = template.limitedTimeOffer ? LIMITS.offerCode : LIMITS.copyCode;
    return [{ ...base, kind: 'code', placeholder: '', sample: button.sample, max, buttonLabel: 'Copy code' }];
  };
}

/** The sample of a URL button as the value that stands in for the variable: WhatsApp also takes the whole example URL. */
export function urlSampleSuffix(button: { readonly url: string; readonly sample?: string }): string {
  const sample = button.sample ?? '';
  const variable = scanPlaceholders(button.url).placeholders[0];
  if (!variable) return sample;
  const fixed = button.url.slice(0, variable.start);
  return sample.startsWith(fixed) ? sample.slice(fixed.length) : sample;
}

export type Unsendable = {
  readonly reason: 'carousel' | 'limited_time_offer' | 'button' | 'gif' | 'variables' | 'part';
  /** The vendor's word for the part, e.g. `FLOW`; '' when the reason says it all. */
  readonly detail: string;
};

/** Why Aval cannot fill this template, or undefined when it can. */
export function unsendableReason(template: Template): Unsendable | undefined {
  if (template.carousel) return { reason: 'carousel', detail: '' };
  if (template.limitedTimeOffer) return { reason: 'limited_time_offer', detail: '' };
  if (template.header?.format === 'gif') return { reason: 'gif', detail: '' };
  for (const button of template.buttons) if (button.kind === 'other') return { reason: 'button', detail: button.type };
  const part = template.extras?.find(({ isPart }) => isPart);
  if (part) return { reason: 'part', detail: part.at };
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
