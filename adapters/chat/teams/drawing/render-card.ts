// Card → Adaptive Card. Pure. What people wrote stands in text runs, where no client reads markup.
import type { Action, Card, Section, Text, Tone } from '../../../../src/views/view.ts';
import type { TeamsWords } from '../words.ts';
import { type ButtonKind, button, styleOf } from './button.ts';
import {
  type AdaptiveCard,
  type Attachment,
  adaptiveCard,
  attachment,
  type CardAction,
  type CardElement,
  type ContainerStyle,
} from './cards.ts';
import { withOverflow } from './limits.ts';
import { collectMentions, type Mentions } from './mentions.ts';
import { diffElements, previewElements, rawElements } from './render-template.ts';
import { heading, inert, label, paragraph, richText, runs } from './render-text.ts';

/** `forms`: what a button that opens a form does, a dialog or a card in the private chat. */
export type How = { readonly forms: 'dialog' | 'card'; readonly words: TeamsWords };

/** A card for a message. */
export function renderCard(card: Card, how: How): AdaptiveCard {
  return drawCard(card, (action) => (action.opensForm && how.forms === 'dialog' ? 'open' : 'execute'));
}

/** A card for a dialog, where every button is a plain submit: what it answers with is the dialog's next page. */
export function renderCardInDialog(card: Card): AdaptiveCard {
  return drawCard(card, () => 'submit');
}

export type Message = {
  readonly type: 'message';
  /** What notifications say. */
  readonly summary: string;
  readonly attachments: readonly [Attachment];
};

/** The activity that posts or repaints a card. */
export function renderMessage(card: Card, how: How): Message {
  return messageOf(renderCard(card, how), card.summary);
}

/** The activity that posts any card of ours. */
export function messageOf(card: AdaptiveCard, summary: string): Message {
  return { type: 'message', summary, attachments: [attachment(card)] };
}

function drawCard(card: Card, kindOf: (action: Action) => ButtonKind): AdaptiveCard {
  const mentions = collectMentions(textsOf(card));
  return adaptiveCard({
    fallbackText: inert(card.summary),
    body: [
      ...titleElements(card),
      ...card.facts.flatMap((fact) =>
        paragraph(fact.value, { mentions, lead: `${fact.label}: `, place: { spacing: 'small' } }),
      ),
      ...card.sections.flatMap((section) => sectionElements(section, mentions)),
      ...paragraph(card.footer ?? '', {
        mentions,
        look: { isSubtle: true, size: 'small' },
        place: { spacing: 'medium', separator: true },
      }),
    ],
    actions: withOverflow(card.actions.map((action) => actionOf(action, kindOf(action)))),
    entities: [...mentions.values()],
    wide: card.sections.some((section) => section.kind === 'raw' || section.kind === 'diff'),
  });
}

/** Every text of a card that may mention somebody. */
function textsOf(card: Card): readonly Text[] {
  const sections = card.sections.flatMap((section) =>
    section.kind === 'text' ? [section.text] : section.kind === 'list' ? section.items : [],
  );
  return [...card.facts.map((fact) => fact.value), ...sections, ...(card.footer === undefined ? [] : [card.footer])];
}

// A sign beside the words, never instead of them, as is the colour.
const SIGN: Readonly<Record<Tone, string>> = { plain: '', working: '⏳ ', good: '✅ ', warning: '⚠️ ', bad: '❌ ' };
const STYLE: Readonly<Record<Tone, ContainerStyle>> = {
  plain: 'default',
  working: 'accent',
  good: 'good',
  warning: 'warning',
  bad: 'attention',
};

function titleElements(card: Card): readonly CardElement[] {
  const items = heading(`${SIGN[card.tone]}${card.title}`);
  return items.length === 0 ? [] : [{ type: 'Container', style: STYLE[card.tone], items }];
}

function sectionElements(section: Section, mentions: Mentions): readonly CardElement[] {
  switch (section.kind) {
    case 'text':
      return paragraph(section.text, { mentions, place: { spacing: 'medium' } });
    case 'list':
      return [
        ...label(section.title ?? ''),
        ...section.items.flatMap((item) => paragraph(bulleted(item), { mentions, place: { spacing: 'small' } })),
      ];
    case 'raw':
      return rawElements(section.label, section.text);
    case 'preview':
      return previewElements(section.label, section.message);
    case 'diff':
      return diffElements(section.label, section.lines);
  }
}

function bulleted(item: Text): Text {
  return ['• ', ...(typeof item === 'string' ? [item] : item)];
}

function actionOf(action: Action, kind: ButtonKind): CardAction {
  const data = { do: 'action', action: action.id, subject: action.subject } as const;
  if (!action.confirm) return button(kind, action.label, data, action.style);
  const { title, text, yes } = action.confirm;
  // Teams has no question of its own: the button unfolds it. Pressed again it folds, which is how one says no.
  return {
    type: 'Action.ShowCard',
    title: action.label,
    ...styleOf(action.style),
    card: {
      type: 'AdaptiveCard',
      body: [...heading(title), ...richText(runs(text))],
      actions: [button(kind, yes, data, action.style)],
    },
  };
}
