// WhatsApp's own markup → styled pieces of text, for renderers that have another markup or none. Unpaired marks are
// text. One pass with a stack, so hostile text of any size stays cheap.

export type StyledText = {
  readonly text: string;
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly mono?: true;
};

type Style = 'bold' | 'italic' | 'strike' | 'mono';
type Range = { readonly start: number; readonly end: number; readonly mark: number; readonly style: Style };

const STYLES: Readonly<Record<string, Style>> = { '*': 'bold', _: 'italic', '~': 'strike' };
const FENCE = '```';

/**
 * `*bold*`, `_italic_`, `~strike~` (nested, within one line, marks next to a word's outer side) and triple backticks
 * (verbatim, may span lines). The pieces' texts joined are the text without its paired marks.
 */
export function parseWhatsAppMarkup(text: string): readonly StyledText[] {
  return cut(text, findRanges(text));
}

function findRanges(text: string): readonly Range[] {
  const ranges: Range[] = [];
  let open: { mark: string; at: number }[] = [];
  let waiting = new Map<string, number>();
  let fence = text.indexOf(FENCE);
  for (let at = 0; at < text.length; at += 1) {
    if (at === fence) {
      const end = text.indexOf(FENCE, at + FENCE.length);
      fence = end;
      if (end > at + FENCE.length) {
        ranges.push({ start: at, end: end + FENCE.length, mark: FENCE.length, style: 'mono' });
        at = end + FENCE.length - 1;
        fence = text.indexOf(FENCE, at + 1);
        continue;
      }
    }
    const character = text[at] ?? '';
    if (character === '\n') {
      open = [];
      waiting = new Map();
      continue;
    }
    const style = STYLES[character];
    if (!style) continue;
    if (closes(text, at) && (waiting.get(character) ?? 0) > 0) {
      const start = popTo(open, waiting, character);
      if (at - start > 1) ranges.push({ start, end: at + 1, mark: 1, style });
    } else if (opens(text, at)) {
      open.push({ mark: character, at });
      waiting.set(character, (waiting.get(character) ?? 0) + 1);
    }
  }
  return ranges;
}

function popTo(open: { mark: string; at: number }[], waiting: Map<string, number>, mark: string): number {
  for (let top = open.pop(); top; top = open.pop()) {
    waiting.set(top.mark, (waiting.get(top.mark) ?? 1) - 1);
    if (top.mark === mark) return top.at;
  }
  return 0;
}

const WORD = /[\p{L}\p{N}]/u;

function opens(text: string, at: number): boolean {
  return !WORD.test(text[at - 1] ?? '') && /\S/.test(text[at + 1] ?? '') && text[at + 1] !== text[at];
}

function closes(text: string, at: number): boolean {
  return !WORD.test(text[at + 1] ?? '') && /\S/.test(text[at - 1] ?? '') && text[at - 1] !== text[at];
}

function cut(text: string, ranges: readonly Range[]): readonly StyledText[] {
  const turns = ranges.flatMap(({ start, end, mark, style }) => [
    { at: start, by: 1, mark, style },
    { at: end - mark, by: -1, mark, style },
  ]);
  turns.sort((a, b) => a.at - b.at);
  const depth: Record<Style, number> = { bold: 0, italic: 0, strike: 0, mono: 0 };
  const pieces: StyledText[] = [];
  let from = 0;
  for (const turn of [...turns, { at: text.length, by: 0, mark: 0, style: 'bold' as const }]) {
    const piece = text.slice(from, turn.at);
    if (piece !== '') pieces.push(styled(piece, depth));
    depth[turn.style] += turn.by;
    from = turn.at + turn.mark;
  }
  return pieces;
}

function styled(text: string, depth: Readonly<Record<Style, number>>): StyledText {
  return {
    text,
    ...(depth.bold > 0 ? { bold: true } : {}),
    ...(depth.italic > 0 ? { italic: true } : {}),
    ...(depth.strike > 0 ? { strike: true } : {}),
    ...(depth.mono > 0 ? { mono: true } : {}),
  };
}
