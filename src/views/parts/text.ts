// Small pieces every view needs: joining, shortening and flattening of text, and names for things.

import { DIFF_LABELS, type DiffLabels } from '../../domain/proposals/diff.ts';
import type { Template } from '../../domain/templates/template.ts';
import type { Inline, PersonRef, Text } from '../view.ts';
import type { Words } from '../words/index.ts';

/** One text after the other, with a space between; empty ones are left out. */
export function joinTexts(texts: readonly Text[], between = ' '): Text {
  const parts: Inline[] = [];
  for (const text of texts) {
    if (text.length === 0) continue;
    if (parts.length > 0) parts.push(between);
    parts.push(...(typeof text === 'string' ? [text] : text));
  }
  return parts.every((part) => typeof part === 'string') ? parts.join('') : parts;
}

/**
 * Text without inline parts, for summaries and form fields. Times come out as UTC, because nobody's zone is known here;
 * commands in quotes and without a slash, because some platforms want one and others do not.
 */
export function plainText(text: Text): string {
  return typeof text === 'string' ? text : text.map(plainPart).join('');
}

function plainPart(part: Inline): string {
  if (typeof part === 'string') return part;
  if ('strong' in part) return part.strong;
  if ('code' in part) return part.code;
  if ('link' in part) return part.text;
  if ('command' in part) return `“${part.command}”`;
  if ('time' in part) return `${part.time.slice(0, part.seconds ? 19 : 16).replace('T', ' ')} UTC`;
  return part.mention.name;
}

const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** At most `max` UTF-16 units, ending in `…` when shortened; never cuts inside a character a person sees. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = 0;
  for (const { index, segment } of GRAPHEMES.segment(text)) {
    if (index + segment.length > max - 1) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}

/** A person's name as it stands at the start of a text or alone, or inside one. Empty while no platform has told it. */
export function someone(words: Words, name: string, where: 'start' | 'inside'): string {
  return name || words.say(where === 'start' ? 'history.somebody' : 'timeline.somebody');
}

/** A person by name, who can be written to from it where the platform knows them. */
export function personText(words: Words, who: PersonRef, where: 'start' | 'inside'): Text {
  return [{ mention: { ...who, name: someone(words, who.name, where) } }];
}

/** People to notify, as inline mentions with commas between. Nobody is an empty name, also where they have no account. */
export function mentions(words: Words, people: readonly PersonRef[]): Text {
  const named = people.map((who) => ({ ...who, name: someone(words, who.name, 'inside') }));
  return named.flatMap((person, index): Inline[] => [...(index > 0 ? [', '] : []), { mention: person }]);
}

/** `order_ready (es_AR)`, the way a template is called everywhere. */
export function templateName(template: Pick<Template, 'name' | 'language'>): string {
  return `${template.name} (${template.language})`;
}

/** "Ask Ana or Luis.", or "Ask an admin." when nobody is known. At most five names. */
export function askSentence(words: Words, names: readonly string[]): string {
  return words.say('common.ask', { count: names.length, names: words.list(names.slice(0, 5), 'or') });
}

/** Words for the parts of a template in a diff. */
export function diffLabels(words: Words): DiffLabels {
  const keys = Object.keys(DIFF_LABELS) as (keyof DiffLabels)[]; // its own keys
  return Object.fromEntries(keys.map((key) => [key, words.say(`diff.${key}`)])) as DiffLabels; // every key is there
}
