// Form → modal view. Pure. Errors stand in the hint of their field (no extra block), and a form with more fields than a view
// holds has its short fields packed several to an input (see packed-fields.ts): nothing is ever left out.
import type { Field, FieldErrors, Form, InputField, Text, Values } from '../../../../src/views/view.ts';
import type { SlackWords } from '../words.ts';
import { type Block, type InputElement, plain, type RichElement, type View } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { packLines } from './packed-fields.ts';
import { choiceElement, searchElement, spelledOut } from './render-options.ts';
import { literal, preformatted, previewElements, richBlocks, runsOf, section, slashed } from './render-text.ts';

/** block_id of the row that holds the form's own buttons. */
export const FORM_BUTTONS = 'aval.form_buttons';
/** What travels in private_metadata. Comes back from the person's client: never trusted, only compared and looked up. */
export type FormMetadata = { readonly form: string; readonly context: string };

/** A form as a modal. `values` prefill, `errors` are shown at their fields. */
export function renderForm(form: Form, words: SlackWords): View {
  return {
    type: 'modal',
    callback_id: form.id,
    private_metadata: formMetadata(form),
    title: plain(form.title),
    submit: plain(form.submit),
    close: plain(form.close),
    blocks: formBlocks(form, words),
  };
}

/** The `private_metadata` of a form. */
export function formMetadata(form: Pick<Form, 'id' | 'context'>): string {
  return JSON.stringify({ form: form.id, context: form.context } satisfies FormMetadata);
}

/** Block ids in order, as Slack echoes them; two renderings with the same ids can be told apart by errors alone. */
export function blockIds(blocks: readonly { readonly block_id: string }[]): string {
  return blocks.map((block) => block.block_id).join('\n');
}

function formBlocks(form: Form, words: SlackWords): Block[] {
  const buttons = buttonRows(form);
  const room = LIMITS.viewBlocks - buttons.length;
  const drawn = form.fields.map((field) => fieldBlocks(field, form, words));
  const needed = drawn.reduce((sum, blocks) => sum + blocks.length, 0);
  const packs = needed > room ? packLines(form.fields, form.values, needed - room) : [];
  if (packs.length === 0) return [...drawn.flat(), ...buttons];
  const packed = form.fields.flatMap((field, index) => {
    const pack = packs.find((each) => each.fields.includes(field));
    if (!pack) return drawn[index] ?? [];
    return pack.fields[0] === field ? [pack.render(form.errors)] : [];
  });
  return [...packed, ...buttons];
}

function buttonRows(form: Form): Block[] {
  const rows: Block[] = [];
  for (let at = 0; at < form.buttons.length; at += LIMITS.actionsElements) {
    rows.push({
      type: 'actions',
      block_id: at === 0 ? FORM_BUTTONS : `${FORM_BUTTONS}.${at}`,
      elements: form.buttons
        .slice(at, at + LIMITS.actionsElements)
        .map((button) => ({ type: 'button', action_id: button.id, text: plain(button.label), value: button.id })),
    });
  }
  return rows;
}

function fieldBlocks(field: Field, form: Form, words: SlackWords): Block[] {
  switch (field.kind) {
    case 'note':
      return richBlocks(field.id, [section(...runsOf(toned(field.text, field.tone)))]);
    case 'raw':
      return richBlocks(field.id, [...labelled(field.label), preformatted(field.text)]);
    case 'preview':
      return richBlocks(field.id, [...labelled(field.label), ...previewElements(field.message)]);
    case 'line':
    case 'lines':
    case 'choice':
    case 'search':
      return inputBlocks(field, form.values, form.errors, words);
  }
}

function labelled(label: string): RichElement[] {
  return label === '' ? [] : [section(...literal(label, { bold: true }))];
}

const TONE_SIGN = { plain: '', warning: '⚠️ ', error: '❌ ' } as const;

function toned(text: Text, tone: keyof typeof TONE_SIGN): Text {
  const sign = TONE_SIGN[tone];
  if (sign === '') return text;
  return typeof text === 'string' ? `${sign}${text}` : [sign, ...text];
}

function inputBlocks(field: InputField, values: Values, errors: FieldErrors, words: SlackWords): Block[] {
  const value = values[field.id] ?? '';
  const typed = field.kind === 'line' || field.kind === 'lines';
  // Slack would refuse the whole view over one long value: show it, and leave the field out so that it stays as stored.
  if (typed && value.length > LIMITS.inputText)
    return richBlocks(field.id, [...labelled(field.label), preformatted(value)]);
  const hint = hintText(field.hint, errors[field.id]);
  const live = typed && field.live === true;
  const input: Block = {
    type: 'input',
    block_id: field.id,
    label: plain(field.label),
    optional: field.optional !== undefined,
    element: elementOf(field, value, words),
    ...(hint !== '' && { hint: plain(hint) }),
    ...(live && { dispatch_action: true }),
  };
  return typed ? [input] : [input, ...richBlocks(`${field.id}~options`, spelledOut(field.options))];
}

/** The error first, then the hint. Split never: views keep hints short, and an error is one sentence. */
export function hintText(hint: string | undefined, error: string | undefined): string {
  return slashed([error === undefined ? '' : `⚠️ ${error}`, hint ?? ''].filter((part) => part !== '').join('\n'));
}

function elementOf(field: InputField, value: string, words: SlackWords): InputElement {
  if (field.kind === 'choice') return choiceElement(field, value, words);
  if (field.kind === 'search') return searchElement(field, value, words);
  return {
    type: 'plain_text_input',
    action_id: field.id,
    multiline: field.kind === 'lines',
    // A stored value longer than the field allows must still open, or the person could never mend it.
    max_length: Math.min(Math.max(field.max ?? LIMITS.inputText, value.length, 1), LIMITS.inputText),
    ...(value !== '' && { initial_value: value }),
    ...(field.placeholder !== undefined && { placeholder: plain(field.placeholder) }),
    ...(field.live && { dispatch_action_config: { trigger_actions_on: ['on_character_entered'] } }),
  };
}
