// Our Text and WhatsApp's markup → rich text runs, split so that no block is over Slack's limit and nothing is lost.

import type { PreviewMessage } from '../../../../src/domain/templates/preview.ts';
import type { Inline, Text } from '../../../../src/views/view.ts';
import { COMMANDS, PLATFORM } from '../app-facts.ts';
import type { Block, RichElement, Run } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { whatsappRuns } from './whatsapp-markup.ts';

const USER_ID = /^[UW][A-Z0-9]{2,}$/;
const DATE_FORMAT = '{date_short_pretty} {time}';
const TO_THE_SECOND = '{date_short_pretty} {time_secs}';

/** For clients that draw no dates: nobody's zone is known here, so it is named. */
function utc(seconds: number, length = 16): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, length).replace('T', ' ')} UTC`;
}

/** Runs of a Text. Strings become literal text; a mention of somebody without a Slack account is their name. */
export function runsOf(text: Text): Run[] {
  if (typeof text === 'string') return text === '' ? [] : [{ type: 'text', text }];
  return text.map(runOf).filter((run) => run.type !== 'text' || run.text !== '');
}

function runOf(inline: Inline): Run {
  if (typeof inline === 'string') return { type: 'text', text: inline };
  if ('strong' in inline) return { type: 'text', text: inline.strong, style: { bold: true } };
  if ('code' in inline) return { type: 'text', text: inline.code, style: { code: true } };
  if ('link' in inline) return { type: 'link', url: inline.link, text: inline.text };
  if ('command' in inline) return { type: 'text', text: `/${inline.command}`, style: { code: true } };
  if ('time' in inline) {
    const seconds = Math.floor(Date.parse(inline.time) / 1000);
    if (!Number.isFinite(seconds)) return { type: 'text', text: inline.time };
    return inline.seconds
      ? { type: 'date', timestamp: seconds, format: TO_THE_SECOND, fallback: utc(seconds, 19) }
      : { type: 'date', timestamp: seconds, format: DATE_FORMAT, fallback: utc(seconds) };
  }
  const id = inline.mention.ids[PLATFORM];
  return id !== undefined && USER_ID.test(id)
    ? { type: 'user', user_id: id }
    : { type: 'text', text: inline.mention.name };
}

/** Literal runs, empty for an empty string. */
export function literal(text: string, style?: { bold: true } | { italic: true }): Run[] {
  return text === '' ? [] : [{ type: 'text', text, ...(style && { style }) }];
}

export function section(...runs: readonly Run[]): RichElement {
  return { type: 'rich_text_section', elements: runs };
}

export function preformatted(text: string): RichElement {
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: text === '' ? ' ' : text }] };
}

/** What the customer will see. Buttons are listed with what tapping them does. */
export function previewElements(message: PreviewMessage): RichElement[] {
  const head = headRuns(message.header);
  const elements: RichElement[] = head.length > 0 ? [{ type: 'rich_text_quote', elements: head }] : [];
  for (const part of whatsappRuns(message.body)) {
    elements.push({ type: part.block ? 'rich_text_preformatted' : 'rich_text_quote', elements: part.runs });
  }
  if (message.footer) elements.push({ type: 'rich_text_quote', elements: literal(message.footer, { italic: true }) });
  if (message.buttons.length > 0) {
    elements.push({
      type: 'rich_text_list',
      style: 'bullet',
      elements: message.buttons.map((button) => ({
        type: 'rich_text_section',
        elements: [
          ...literal(`[${button.label}]`, { bold: true }),
          ...literal(button.detail === '' ? '' : ` → ${button.detail}`),
        ],
      })),
    });
  }
  return elements;
}

function headRuns(header: PreviewMessage['header']): Run[] {
  if (!header) return [];
  if (header.kind === 'text') return literal(header.text, { bold: true });
  if (header.kind === 'media') return literal(`${MEDIA_SIGN[header.format]} ${header.link}`);
  return literal(`📍 ${[header.name, header.address].filter(Boolean).join(', ')}`);
}

const MEDIA_SIGN = { image: '🖼', video: '🎬', document: '📄', gif: '🎞' } as const;

/**
 * Packs elements into as few rich_text blocks as the limits allow, splitting elements that are too long. The first block
 * is called `id`, the next ones `id~2`, `id~3`, …; no elements give no block.
 */
export function richBlocks(id: string, elements: readonly RichElement[]): Block[] {
  const blocks: RichElement[][] = [];
  let room = 0;
  let slots = 0;
  for (const element of elements.flatMap(splitElement)) {
    const size = sizeOf(element);
    const count = runsIn(element).length;
    const current = blocks.at(-1);
    if (current && size <= room && count <= slots) {
      current.push(element);
      room -= size;
      slots -= count;
    } else {
      blocks.push([element]);
      room = LIMITS.richText - size;
      slots = LIMITS.richTextElements - count;
    }
  }
  return blocks.map((part, index) => ({
    type: 'rich_text',
    block_id: index === 0 ? id : `${id}~${index + 1}`,
    elements: part,
  }));
}

function runsIn(element: RichElement): readonly Run[] {
  return element.type === 'rich_text_list' ? element.elements.flatMap((item) => item.elements) : element.elements;
}

function sizeOf(element: RichElement): number {
  return runsIn(element).reduce((sum, run) => sum + runSize(run), 0);
}

function runSize(run: Run): number {
  // A date or a name takes about this much when drawn; the limit is ours, so an estimate is enough.
  return run.type === 'text' ? run.text.length : 40;
}

/** The element as one or more elements, each within the limits of a block. Empty ones vanish: Slack refuses them. */
function splitElement(element: RichElement): RichElement[] {
  if (element.type === 'rich_text_list') {
    const items = element.elements.flatMap((item) =>
      splitRuns(item.elements).map((elements) => ({ type: 'rich_text_section' as const, elements })),
    );
    return groupBySize(items, (item) => item.elements).map((elements) => ({ ...element, elements }));
  }
  return splitRuns(element.elements).map((elements) => ({ ...element, elements }));
}

function splitRuns(runs: readonly Run[]): Run[][] {
  const pieces: Run[] = [];
  for (const run of runs) {
    if (run.type !== 'text') pieces.push(run);
    else for (const text of splitText(run.text, LIMITS.richText)) pieces.push({ ...run, text });
  }
  return groupBySize(pieces, (run) => [run]);
}

function groupBySize<T>(items: readonly T[], runs: (item: T) => readonly Run[]): T[][] {
  const groups: T[][] = [];
  let size = 0;
  let count = 0;
  for (const item of items) {
    const own = runs(item);
    const length = own.reduce((sum, run) => sum + runSize(run), 0);
    const current = groups.at(-1);
    if (current && size + length <= LIMITS.richText && count + own.length <= LIMITS.richTextElements)
      current.push(item);
    else {
      groups.push([item]);
      size = 0;
      count = 0;
    }
    size += length;
    count += own.length;
  }
  return groups;
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** How far before the limit a space or a whole character is looked for. */
const NEAR = 200;

/** Cuts into pieces of at most `max` characters, at a line or word end if one is near, never inside a character. */
export function splitText(text: string, max: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const cut = cutPoint(rest, max);
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  if (rest !== '') pieces.push(rest);
  return pieces;
}

function cutPoint(text: string, max: number): number {
  for (const space of ['\n', ' ']) {
    const near = text.lastIndexOf(space, max - 1);
    if (near >= max - NEAR && near > 0) return near + 1;
  }
  const start = Math.max(0, max - NEAR);
  let cut = 0;
  for (const { index } of GRAPHEMES.segment(text.slice(start, max + NEAR))) {
    if (start + index > max) break;
    cut = start + index;
  }
  if (cut > start) return cut;
  // Two hundred joined marks are no character; only a surrogate pair must still stay whole.
  return max > 1 && /[\uDC00-\uDFFF]/.test(text[max] ?? '') ? max - 1 : max;
}

/**
 * A string for Slack fields that are parsed as mrkdwn (`text` of a message): control characters escaped, so it can
 * neither ping nor link. At most `max` characters after escaping; what is longer ends in `…`, because the blocks hold it all.
 */
export function fallbackText(text: string, max: number = LIMITS.messageText): string {
  const escaped = escapeControl(text);
  if (escaped.length <= max) return escaped;
  // Escaping a part grows it by no more than escaping the whole, and by at most four characters for each one.
  const grows = escaped.length - text.length;
  const [head = ''] = splitText(text, Math.max(max - 1 - grows, Math.floor(max / 5) - 1));
  return `${escapeControl(head)}…`;
}

function escapeControl(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const COMMAND_WORDS = Object.keys(COMMANDS).map((slash) => slash.slice(1));
const QUOTED_COMMAND = new RegExp(`“((?:${COMMAND_WORDS.join('|')})(?: [^”]*)?)”`, 'g');

/** Where only plain text can stand, our words have a command in quotes; here it is typed with its slash. */
export function slashed(text: string): string {
  return text.replace(QUOTED_COMMAND, '/$1');
}
