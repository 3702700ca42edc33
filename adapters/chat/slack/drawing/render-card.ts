// Card → message, or → the last page of a modal. Pure. Everything but the title is rich text, where Slack parses nothing.
import type { Action, Card, Section, Tone } from '../../../../src/views/view.ts';
import type { SlackWords } from '../words.ts';
import { type Block, type Button, plain, type RichElement, type View } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { fallbackText, literal, preformatted, previewElements, richBlocks, runsOf, section } from './render-text.ts';

export type Message = { readonly text: string; readonly blocks: readonly Block[] };

/** callback_id of a modal that shows a card. */
export const NOTICE = 'aval.notice';
/** block_id prefix of a card's button rows. */
export const ACTIONS = 'aval.actions';

/** `text` is what notifications and screen readers say; it is escaped and at most 4000 characters, the blocks are whole. */
export function renderCard(card: Card): Message {
  return { text: fallbackText(card.summary), blocks: cardBlocks(card) };
}

/** A modal with nothing to fill in. */
export function renderNotice(card: Card, words: SlackWords): View {
  return {
    type: 'modal',
    callback_id: NOTICE,
    private_metadata: '',
    title: plain(words.noticeTitle),
    close: plain(words.close),
    blocks: cardBlocks(card),
  };
}

function cardBlocks(card: Card): Block[] {
  const body = [...factElements(card), ...card.sections.flatMap(sectionElements)];
  return [...titleBlocks(card), ...richBlocks('body', body), ...actionRows(card.actions), ...footerBlocks(card)];
}

// A sign beside the words, never instead of them.
const SIGN: Record<Tone, string> = { plain: '', working: '⏳ ', good: '✅ ', warning: '⚠️ ', bad: '❌ ' };

function titleBlocks(card: Card): Block[] {
  const title = `${SIGN[card.tone]}${card.title}`;
  if (title === '') return [];
  if (title.length <= LIMITS.header && !title.includes('\n'))
    return [{ type: 'header', block_id: 'title', text: plain(title) }];
  return richBlocks('title', [section(...literal(title, { bold: true }))]);
}

function factElements(card: Card): RichElement[] {
  if (card.facts.length === 0) return [];
  const last = card.facts.length - 1;
  return [
    section(
      ...card.facts.flatMap((fact, index) => [
        ...literal(`${fact.label}: `, { bold: true }),
        ...runsOf(fact.value),
        ...literal(index === last ? '' : '\n'),
      ]),
    ),
  ];
}

function sectionElements(part: Section): RichElement[] {
  switch (part.kind) {
    case 'text':
      return [section(...literal('\n'), ...runsOf(part.text))];
    case 'list':
      return [
        ...(part.title ? [section(...literal(`\n${part.title}`, { bold: true }))] : []),
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: part.items.map((item) => ({ type: 'rich_text_section', elements: runsOf(item) })),
        },
      ];
    case 'raw':
      return [section(...literal(`\n${part.label}`, { bold: true })), preformatted(part.text)];
    case 'preview':
      return [section(...literal(`\n${part.label}`, { bold: true })), ...previewElements(part.message)];
    case 'diff':
      return [
        section(...literal(`\n${part.label}`, { bold: true })),
        preformatted(part.lines.map((line) => `${MARK[line.mark]} ${line.text}`).join('\n')),
      ];
  }
}

const MARK = { same: ' ', added: '+', removed: '−' } as const;

function actionRows(actions: readonly Action[]): Block[] {
  const buttons = actions.map((action, index) =>
    buttonOf(action, actions.slice(0, index).filter((a) => a.id === action.id).length),
  );
  const rows: Block[] = [];
  for (let at = 0; at < buttons.length; at += LIMITS.actionsElements) {
    rows.push({
      type: 'actions',
      block_id: at === 0 ? ACTIONS : `${ACTIONS}.${at}`,
      elements: buttons.slice(at, at + LIMITS.actionsElements),
    });
  }
  return rows;
}

// Slack wants action ids unique within a row: the second button of a kind gets a number, which parse.ts drops again.
function buttonOf(action: Action, sameBefore: number): Button {
  return {
    type: 'button',
    action_id: sameBefore === 0 ? action.id : `${action.id}:${sameBefore + 1}`,
    text: plain(action.label),
    value: action.subject,
    ...(action.style && { style: action.style }),
    ...(action.confirm && {
      confirm: {
        title: plain(action.confirm.title),
        text: plain(action.confirm.text),
        confirm: plain(action.confirm.yes),
        deny: plain(action.confirm.no),
      },
    }),
  };
}

function footerBlocks(card: Card): Block[] {
  if (card.footer === undefined || card.footer.length === 0) return [];
  if (typeof card.footer === 'string' && card.footer.length <= 1500) {
    return [{ type: 'context', block_id: 'footer', elements: [plain(card.footer)] }];
  }
  return richBlocks('footer', [section(...runsOf(card.footer))]);
}
