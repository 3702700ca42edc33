// Pasted values made sendable, and what was changed in them.
import { scanPlaceholders } from '../templates/placeholders.ts';
import type { Template } from '../templates/template.ts';
import type { Slot } from './slots.ts';

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

/** `tidyValue`, and what only its slot tells: a whole link pasted where its end belongs, a decimal comma in coordinates. */
export function tidySlotValue(template: Template, slot: Slot, value: string): Tidied {
  const tidy = tidyValue(value);
  if (slot.kind === 'latitude' || slot.kind === 'longitude') {
    const number = tidy.value.replace('−', '-').replace(/^([+-]?\d{1,3}),(\d+)$/, '$1.$2');
    return { ...tidy, value: number };
  }
  const fixed = linkStart(template, slot);
  return fixed === undefined ? tidy : { ...tidy, value: withoutStart(tidy.value, fixed) };
}

/** What stands before the variable of a button's link; undefined for other slots. */
export function linkStart(template: Template, slot: Pick<Slot, 'id'>): string | undefined {
  const button = template.buttons.find((_, index) => slot.id === `button.${index}`);
  if (button?.kind !== 'url') return undefined;
  const variable = scanPlaceholders(button.url).placeholders[0];
  return variable && button.url.slice(0, variable.start);
}

/** With or without the scheme and `www.`, as browsers show and copy it. */
function withoutStart(value: string, fixed: string): string {
  const bare = (text: string) => text.replace(/^https?:\/\//i, '').replace(/^www\./i, '');
  const start = bare(fixed);
  const typed = bare(value);
  const slash = start.indexOf('/');
  // The host in any case, the rest exactly. A start that is no more than a host tells too little.
  const host = slash < 0 ? start.length : slash;
  const isSame =
    slash > 0 &&
    typed.slice(0, host).toLowerCase() === start.slice(0, host).toLowerCase() &&
    typed.slice(host, start.length) === start.slice(host);
  return isSame && typed.length > start.length ? typed.slice(start.length) : value;
}
