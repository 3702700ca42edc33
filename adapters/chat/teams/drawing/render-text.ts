// Our Text → text runs, where no client reads markdown or HTML. Two things are read even there, dates and mentions in
// Teams' own notation: text that looks like them is cut into two runs, which read as one.
import type { Inline, Text } from '../../../../src/views/view.ts';
import type { CardElement, RichTextBlock, TextBlock, TextRun } from './cards.ts';
import { type Mentions, mentionIn, mentionsIn } from './mentions.ts';

export type Look = Omit<TextRun, 'type' | 'text'>;
type Place = Pick<RichTextBlock, 'id' | 'spacing' | 'separator'>;

/** Inside `{{DATE(`, `{{TIME(` and `<at>`: cut there, none of them is one. */
const CUT = /(?<=\{)(?=\{(?:DATE|TIME)\()|(?<=<)(?=\/?at\b)/i;
const CUTS = new RegExp(CUT, 'gi');
/** Shows nothing and takes no room. */
const WORD_JOINER = '\u2060';
const NO_BREAK_SPACE = '\u00A0';

/** Literal runs, none for an empty text. */
export function runs(text: string, look: Look = {}): readonly TextRun[] {
  return text
    .split(CUT)
    .filter((part) => part !== '')
    .map((part) => ({ type: 'TextRun', text: part, ...look }));
}

/** The same for places that take one string only (labels, choices): an invisible character keeps it from being read. */
export function inert(text: string): string {
  return text.replace(CUTS, WORD_JOINER);
}

/** Runs of a Text. A mention is its person's name here; `paragraph` adds what rings. */
export function runsOf(text: Text, look: Look = {}): readonly TextRun[] {
  return typeof text === 'string' ? runs(text, look) : text.flatMap((inline) => inlineRuns(inline, look));
}

function inlineRuns(inline: Inline, look: Look): readonly TextRun[] {
  if (typeof inline === 'string') return runs(inline, look);
  if ('strong' in inline) return runs(inline.strong, { ...look, weight: 'bolder' });
  if ('code' in inline) return runs(inline.code, { ...look, fontType: 'monospace' });
  if ('command' in inline) return runs(inline.command, { ...look, fontType: 'monospace' });
  if ('link' in inline) {
    const selectAction = { type: 'Action.OpenUrl', url: inline.link } as const;
    return runs(inline.text, { ...look, selectAction });
  }
  if ('mention' in inline) return runs(inline.mention.name, { ...look, weight: 'bolder' });
  const macro = timeMacro(inline.time);
  return macro === undefined ? runs(inline.time, look) : [{ type: 'TextRun', text: macro, ...look }];
}

/** Teams' notation for a time in the reader's zone; undefined when it is no date of the years 0 to 9999. */
export function timeMacro(iso: string): string | undefined {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return undefined;
  const stamp = new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
  return /^\d{4}-/.test(stamp) ? `{{DATE(${stamp}, SHORT)}} {{TIME(${stamp})}}` : undefined;
}

/**
 * A Text as a block of its own, `lead` before it in bold. Who is mentioned is rung by a TextBlock, the only element that
 * can: the whole sentence where it holds no mark of markdown, else a line of names below it. Nothing for an empty text.
 */
export function paragraph(
  text: Text,
  how: { readonly mentions: Mentions; readonly lead?: string; readonly look?: Look; readonly place?: Place },
): readonly CardElement[] {
  const lead = how.lead ?? '';
  const people = mentionsIn(text, how.mentions);
  const line = people.length === 0 ? undefined : markup(lead, text, how.mentions);
  if (line !== undefined) return [{ type: 'TextBlock', text: line, wrap: true, ...how.place }];
  const block = richText([...runs(lead, { ...how.look, weight: 'bolder' }), ...runsOf(text, how.look)], how.place);
  if (people.length === 0) return block;
  return [...block, { type: 'TextBlock', text: people.join(' '), wrap: true, spacing: 'none' }];
}

/** The sentence as markdown with mentions, if nothing but our own marks would be read as marks. */
function markup(lead: string, text: Text, mentions: Mentions): string | undefined {
  const inlines = typeof text === 'string' ? [text] : text;
  const pieces = inlines.map((inline) => pieceOf(inline, mentions));
  if (pieces.some((piece) => piece === undefined)) return undefined;
  const plain = [lead, ...inlines.map(plainOf)].join('');
  return isMarkless(plain) ? [boldLead(lead), ...pieces].join('') : undefined;
}

/** Marks must touch the words, so the space behind them stays outside. */
function boldLead(lead: string): string {
  const words = lead.trimEnd();
  return words === '' ? lead : `**${words}**${lead.slice(words.length)}`;
}

function pieceOf(inline: Inline, mentions: Mentions): string | undefined {
  if (typeof inline === 'string') return inline;
  if ('time' in inline) return timeMacro(inline.time);
  if ('mention' in inline) return mentionIn(inline.mention, mentions)?.text ?? inline.mention.name;
  return undefined;
}

/** What a piece must be measured by: our own notation for a time is fine, whatever marks it has. */
function plainOf(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  if ('time' in inline) return 'x';
  return 'mention' in inline ? inline.mention.name : '';
}

// Backslashes before marks stay visible in some clients, so nothing is escaped: a sentence is given as markdown only if it
// consists of characters that mean nothing in any dialect. A dot inside a word could be read as an address.
const MARKLESS =
  /^(?!\d+[.)])(?:[\p{L}\p{N}\p{M}\p{Extended_Pictographic} ,;!?'’"“”…–—()·•]|\uFE0F|[.:](?=\s|$)|(?<=[\p{L}\p{N}])-(?=[\p{L}\p{N}]))+$/u;

/** Whether no markdown reader would find anything to do in it. One line. */
export function isMarkless(text: string): boolean {
  return MARKLESS.test(text) && text.trimStart() === text;
}

/** A title: a real heading for screen readers where its words allow it, else large bold text. */
export function heading(text: string): readonly CardElement[] {
  if (!isMarkless(text)) return richText(runs(text, { weight: 'bolder', size: 'large' }));
  const block: TextBlock = { type: 'TextBlock', text, wrap: true, style: 'heading', size: 'large', weight: 'bolder' };
  return [block];
}

/** A block of runs; none for no runs, which a client would draw as a gap. */
export function richText(inlines: readonly TextRun[], place: Place = {}): readonly RichTextBlock[] {
  return inlines.length === 0 ? [] : [{ type: 'RichTextBlock', inlines, ...place }];
}

/** Bold line above a block, with room before it. */
export function label(text: string): readonly RichTextBlock[] {
  return richText(runs(text, { weight: 'bolder' }), { spacing: 'medium' });
}

/** Spaces at the start of a line and several in a row stay as many as they are; clients fold them otherwise. */
export function keepSpaces(text: string): string {
  return text.replace(/^ +| {2,}/gm, (spaces) => NO_BREAK_SPACE.repeat(spaces.length));
}
