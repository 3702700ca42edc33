// Form → Adaptive Card, for a dialog or, where dialogs fail, as a card in the private chat. Pure. Teams has no channel for
// errors: a refused form is drawn again, with everything typed and each fault below its field.
import type { Field, Form, Text } from '../../../../src/views/view.ts';
import type { TeamsWords } from '../words.ts';
import { type ButtonKind, button } from './button.ts';
import type { CardData } from './card-data.ts';
import { type AdaptiveCard, adaptiveCard, type CardElement, type Container } from './cards.ts';
import { isTooLarge, withOverflow } from './limits.ts';
import { collectMentions, type Mentions } from './mentions.ts';
import { errorElements, inputElements } from './render-input.ts';
import { previewElements, rawElements } from './render-template.ts';
import { heading, inert, paragraph, richText, runs } from './render-text.ts';
import { withFewerOptions, withShortPreview } from './smaller-form.ts';

/** Options of a searchable menu, step by step, in a form that is too large. */
const FEWER_OPTIONS = [50, 15, 5];

/**
 * `card`: the form has its title and a button that takes it away; a dialog has both around it. One that is too large for a
 * message gets fewer options to search, then a shorter preview. What was typed and what is wrong with it always stays, so that
 * a form can be too large all the same: for dialogs Teams names no limit.
 */
export function renderForm(form: Form, words: TeamsWords, mode: 'dialog' | 'card'): AdaptiveCard {
  let smaller = form;
  let card = drawForm(form, words, mode);
  for (const count of FEWER_OPTIONS) {
    if (!isTooLarge(card)) return card;
    smaller = withFewerOptions(smaller, count);
    card = drawForm(smaller, words, mode);
  }
  return isTooLarge(card) ? drawForm(withShortPreview(smaller, words), words, mode) : card;
}

function drawForm(form: Form, words: TeamsWords, mode: 'dialog' | 'card'): AdaptiveCard {
  const mentions = collectMentions(form.fields.flatMap((field) => (field.kind === 'note' ? [field.text] : [])));
  const kind: ButtonKind = mode === 'dialog' ? 'submit' : 'execute';
  const press = (id: string): CardData => ({ do: 'form', form: form.id, context: form.context, button: id });
  return adaptiveCard({
    fallbackText: inert(form.summary),
    body: [
      ...(mode === 'card' ? heading(form.title) : []),
      ...faultElements(form, words),
      ...form.fields.flatMap((field) => fieldElements(field, form, words, mentions)),
    ],
    actions: withOverflow([
      button(kind, form.submit, press('submit'), 'primary'),
      ...form.buttons.map((each) => button(kind, each.label, press(each.id))),
      ...(mode === 'card' ? [button(kind, form.close, closing(form))] : []),
    ]),
    entities: [...mentions.values()],
  });
}

function closing({ id, context, keepsDraft }: Form): CardData {
  return { do: 'close', ...(keepsDraft && { draft: { form: id, context } }) };
}

/** What stands above a refused form: how many faults, and those whose field is not on this page. */
function faultElements(form: Form, words: TeamsWords): readonly CardElement[] {
  const ids = Object.keys(form.errors);
  if (ids.length === 0) return [];
  const shown = new Set(form.fields.map((field) => field.id));
  // Views say faults of another page in a note of their own.
  const homeless = ids.filter((id) => !shown.has(id) && !shown.has(`error.${id}`));
  return [
    ...richText(runs(words.faults(ids.length), { color: 'attention', weight: 'bolder' })),
    ...homeless.flatMap((id) => errorElements(id, form.errors, words)),
  ];
}

function fieldElements(field: Field, form: Form, words: TeamsWords, mentions: Mentions): readonly CardElement[] {
  switch (field.kind) {
    case 'note':
      return [...noteElements(field, mentions), ...errorElements(field.id, form.errors, words)];
    case 'raw':
      return [...rawElements(field.label, field.text), ...errorElements(field.id, form.errors, words)];
    case 'preview':
      return [...previewElements(field.label, field.message), ...errorElements(field.id, form.errors, words)];
    case 'line':
    case 'lines':
    case 'choice':
    case 'search':
      return inputElements(field, form, words);
  }
}

const NOTE_SIGN = { plain: '', warning: '⚠️ ', error: '❌ ' } as const;
const NOTE_STYLE = { warning: 'warning', error: 'attention' } as const satisfies Record<string, Container['style']>;

function noteElements(note: Extract<Field, { kind: 'note' }>, mentions: Mentions): readonly CardElement[] {
  if (note.tone === 'plain') return paragraph(note.text, { mentions, place: { spacing: 'medium' } });
  const items = paragraph(signed(note.text, NOTE_SIGN[note.tone]), { mentions });
  return [{ type: 'Container', style: NOTE_STYLE[note.tone], spacing: 'medium', items }];
}

function signed(text: Text, sign: string): Text {
  return typeof text === 'string' ? `${sign}${text}` : [sign, ...text];
}

/** One button that opens a form, for where a typed message asked for it: only a button may open a dialog. */
export function renderOpenForm(words: TeamsWords, data: CardData): AdaptiveCard {
  return adaptiveCard({
    fallbackText: words.openForm,
    body: richText(runs(words.openForm)),
    actions: [button('open', words.openFormButton, data, 'primary')],
  });
}
