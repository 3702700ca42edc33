// WhatsApp's own formatting → rich text runs: *bold*, _italic_, ~strike~, `code`, ```block```. Linear in the length of the
// text, and whatever does not form a pair stays as typed, so the runs always read the same as the source minus its markers.
import type { Run, Style } from './blocks.ts';

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike', '`': 'code' } as const;
type Mark = keyof typeof MARKS;

export type MarkupPart = { readonly block: boolean; readonly runs: readonly Run[] };

/** `block`: between triple backticks, to be drawn in a fixed-width block of its own. */
export function whatsappRuns(text: string): MarkupPart[] {
  const parts: MarkupPart[] = [];
  const pieces = text.split('```');
  // An odd number of fences leaves the last one unpaired: it is text.
  if (pieces.length % 2 === 0) pieces.splice(-2, 2, pieces.slice(-2).join('```'));
  for (const [index, piece] of pieces.entries()) {
    const block = index % 2 === 1;
    const inner = block ? piece.replace(/^\n|\n$/g, '') : piece;
    if (inner === '' || (!block && pieces.length > 1 && inner.trim() === '')) continue;
    parts.push({ block, runs: block ? [{ type: 'text', text: inner }] : runsIn(inner, {}) });
  }
  return parts;
}

function runsIn(text: string, style: Style): Run[] {
  const runs: Run[] = [];
  // Position up to which a search for a closing mark has already failed: no opener before it can succeed either.
  const hopeless: Record<Mark, number> = { '*': -1, _: -1, '~': -1, '`': -1 };
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const mark = markAt(text, at);
    const close = mark && !style[MARKS[mark]] && opens(text, at) ? closing(text, at, mark, hopeless) : -1;
    if (!mark || close < 0) {
      at += 1;
      continue;
    }
    push(runs, text.slice(from, at), style);
    const inner = text.slice(at + 1, close);
    const innerStyle = { ...style, [MARKS[mark]]: true as const };
    if (mark === '`') push(runs, inner, innerStyle);
    else runs.push(...runsIn(inner, innerStyle));
    at = close + 1;
    from = at;
  }
  push(runs, text.slice(from), style);
  return runs;
}

function push(runs: Run[], text: string, style: Style): void {
  if (text === '') return;
  runs.push(Object.keys(style).length === 0 ? { type: 'text', text } : { type: 'text', text, style });
}

function markAt(text: string, at: number): Mark | undefined {
  const char = text[at];
  return char === '*' || char === '_' || char === '~' || char === '`' ? char : undefined;
}

const WORD = /[\p{L}\p{N}]/u;
const SPACE = /\s/;

function opens(text: string, at: number): boolean {
  const next = text[at + 1];
  return !WORD.test(text[at - 1] ?? '') && next !== undefined && !SPACE.test(next) && next !== text[at];
}

function closing(text: string, open: number, mark: Mark, hopeless: Record<Mark, number>): number {
  if (open < hopeless[mark]) return -1;
  const newline = text.indexOf('\n', open);
  const end = newline < 0 ? text.length : newline;
  for (let at = text.indexOf(mark, open + 2); at >= 0 && at < end; at = text.indexOf(mark, at + 1)) {
    if (!SPACE.test(text[at - 1] ?? ' ') && !WORD.test(text[at + 1] ?? '')) return at;
  }
  hopeless[mark] = end;
  return -1;
}
