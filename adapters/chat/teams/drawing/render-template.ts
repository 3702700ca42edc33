// Template texts as blocks: the message as WhatsApp shows it, its source, and what changed in it.
import type { PreviewMessage } from '../../../../src/domain/templates/preview.ts';
import type { DiffLine } from '../../../../src/views/view.ts';
import { parseWhatsAppMarkup, type StyledText } from '../../../shared/whatsapp-markup.ts';
import type { CardElement, TextRun } from './cards.ts';
import { LIMITS } from './limits.ts';
import { keepSpaces, type Look, label, richText, runs } from './render-text.ts';

/** What the customer will see, in a frame. Buttons are listed with what tapping them does. */
export function previewElements(title: string, message: PreviewMessage): readonly CardElement[] {
  const items = [
    ...richText(headRuns(message.header)),
    ...richText(parseWhatsAppMarkup(keepSpaces(message.body)).flatMap(styledRuns)),
    ...richText(runs(message.footer ?? '', { isSubtle: true, size: 'small' })),
    ...message.buttons.flatMap((button) =>
      richText(
        [
          ...runs(`[${button.label}]`, { weight: 'bolder' }),
          ...runs(button.detail === '' ? '' : ` → ${button.detail}`),
        ],
        { spacing: 'small' },
      ),
    ),
  ];
  if (items.length === 0) return label(title);
  return [...label(title), { type: 'Container', style: 'emphasis', spacing: 'small', items }];
}

const MEDIA_SIGN = { image: '🖼', video: '🎬', document: '📄', gif: '🎞' } as const;

function headRuns(header: PreviewMessage['header']): readonly TextRun[] {
  if (!header) return [];
  if (header.kind === 'text') return runs(header.text, { weight: 'bolder' });
  if (header.kind === 'media') return runs(`${MEDIA_SIGN[header.format]} ${header.link}`);
  return runs(`📍 ${[header.name, header.address].filter(Boolean).join(', ')}`);
}

function styledRuns({ text, bold, italic, strike, mono }: StyledText): readonly TextRun[] {
  return runs(text, {
    ...(bold && { weight: 'bolder' }),
    ...(italic && { italic }),
    ...(strike && { strikethrough: strike }),
    ...(mono && { fontType: 'monospace' }),
  });
}

/** Source exactly as typed, in a fixed-width font. */
export function rawElements(title: string, text: string): readonly CardElement[] {
  return [...label(title), ...fixedWidth(text)];
}

function fixedWidth(text: string, look: Look = {}): readonly CardElement[] {
  return richText(runs(keepSpaces(text), { ...look, fontType: 'monospace' }), { spacing: 'none' });
}

const MARK = { same: ' ', added: '+', removed: '−' } as const;
const COLOUR: Readonly<Record<DiffLine['mark'], Look>> = {
  same: {},
  added: { color: 'good' },
  removed: { color: 'attention' },
};

/** `+` and `−` before each line say it; the colour only helps. */
export function diffElements(title: string, lines: readonly DiffLine[]): readonly CardElement[] {
  const parts: { readonly mark: DiffLine['mark']; text: string }[] = [];
  for (const { mark, text } of lines) {
    const line = `${MARK[mark]} ${text}`;
    const last = parts.at(-1);
    if (last?.mark === mark) last.text += `\n${line}`;
    else parts.push({ mark, text: line });
  }
  if (parts.length > LIMITS.diffParts) return rawElements(title, parts.map((part) => part.text).join('\n'));
  return [...label(title), ...parts.flatMap((part) => fixedWidth(part.text, COLOUR[part.mark]))];
}
