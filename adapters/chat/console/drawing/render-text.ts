// Draws `Text`, times and tones. User text is never markup: `html` escapes it; line breaks are kept by style.

import type { Inline, Text, Tone } from '../../../../src/views/view.ts';
import { BOT } from '../settings.ts';
import { fill } from '../words.ts';
import { type Html, html } from './html.ts';
import type { Reader } from './reader.ts';

export function renderText(text: Text, reader: Reader): Html {
  return html`${(typeof text === 'string' ? [text] : text).map((part) => renderInline(part, reader))}`;
}

function renderInline(part: Inline, reader: Reader): Html {
  if (typeof part === 'string') return html`${part}`;
  if ('strong' in part) return html`<strong>${part.strong}</strong>`;
  if ('code' in part) return html`<code dir="auto">${part.code}</code>`;
  if ('link' in part) return html`<a href="${part.link}">${part.text}</a>`;
  if ('command' in part) return html`<code dir="auto">/${part.command}</code>`;
  if ('time' in part) return renderTime(part.time, reader, part.seconds ? 'exact' : 'full');
  const mine = part.mention.ids.console === reader.person.id;
  return html`<strong class="mention${mine && ' mine'}">@${part.mention.name}</strong>`;
}

/** Universal time as text; the page's script rewrites it in the reader's own zone. */
export function renderTime(iso: string, reader: Reader, look: 'full' | 'short' | 'exact' = 'full'): Html {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return html`${iso}`;
  const fallback = new Intl.DateTimeFormat(reader.language, {
    dateStyle: 'medium',
    timeStyle: look === 'exact' ? 'medium' : 'short',
    timeZone: 'UTC',
  });
  return html`<time datetime="${date.toISOString()}" data-look="${look}">${fallback.format(date)} UTC</time>`;
}

const SIGNS: Readonly<Record<Exclude<Tone, 'plain'>, string>> = { working: '…', good: '✓', warning: '!', bad: '✕' };

/** Sign and word, of the state where the card tells it: the colour only repeats them. */
export function renderTone({ tone, status }: { readonly tone: Tone; readonly status?: string }, reader: Reader): Html {
  if (tone === 'plain') return html``;
  return html`<span class="tone tone-${tone}"><span aria-hidden="true">${SIGNS[tone]}</span> ${status ?? reader.words[`tone_${tone}`]}</span>`;
}

export function renderAvatar(author: { readonly id: string; readonly name: string }, tint: number): Html {
  if (author.id === BOT) return html`<img class="avatar" src="/console/assets/mark.svg" alt="" width="36" height="36">`;
  const initial = [...author.name.trim()][0] ?? '?';
  return html`<span class="avatar tint-${tint % 6}" aria-hidden="true">${initial.toLocaleUpperCase()}</span>`;
}

export function placeTitle(place: { readonly name: string } | undefined, reader: Reader): string {
  return place === undefined ? fill(reader.words.direct_place, { name: reader.person.name }) : `#${place.name}`;
}
