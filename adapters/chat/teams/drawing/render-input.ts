// Input fields → inputs. The server checks everything: no input is required or patterned, or the client would keep the form
// to itself. What stands in a field is always shown, also when it is too long for it or no longer offered.
import type { FieldErrors, Form, InputField, Option } from '../../../../src/views/view.ts';
import type { TeamsWords } from '../words.ts';
import type { CardElement, Choice, ChoiceSetInput, TextInput } from './cards.ts';
import { LIMITS } from './limits.ts';
import { inert, richText, runs } from './render-text.ts';
import { TYPED, writeDataset } from './search-field.ts';

type ChoiceField = Extract<InputField, { kind: 'choice' }>;
type SearchField = Extract<InputField, { kind: 'search' }>;

/** The input, its error directly below, its hint, and for a search the plain input beside it. */
export function inputElements(field: InputField, form: Form, words: TeamsWords): readonly CardElement[] {
  return [
    inputOf(field, form, words),
    ...errorElements(field.id, form.errors, words),
    ...richText(runs(field.hint ?? '', { isSubtle: true, size: 'small' }), {
      id: `${field.id}~hint`,
      spacing: 'small',
    }),
    ...(field.kind === 'search' && asks(field) ? [typedInput(field, form, words)] : []),
  ];
}

/** The fault of a field, said in words and in colour. */
export function errorElements(id: string, errors: FieldErrors, words: TeamsWords): readonly CardElement[] {
  const error = errors[id];
  if (error === undefined) return [];
  return richText(runs(`${words.fault} ${error}`, { color: 'attention', weight: 'bolder' }), {
    id: `${id}~error`,
    spacing: 'small',
  });
}

function inputOf(field: InputField, form: Form, words: TeamsWords): CardElement {
  const value = form.values[field.id] ?? '';
  if (field.kind === 'line' || field.kind === 'lines') return textInput(field, labelOf(field, words), value);
  const options = withCurrent(field.options, value);
  // A list without choices is refused by clients; typing still works.
  if (options.length === 0 && !(field.kind === 'search' && asks(field)))
    return textInput(field, labelOf(field, words), value);
  return {
    type: 'Input.ChoiceSet',
    id: field.id,
    label: labelOf(field, words),
    choices: options.map(choiceOf),
    ...(value !== '' && { value }),
    ...(field.kind === 'choice' ? choiceLook(field, words) : searchLook(field, options, form, words)),
    spacing: 'medium',
  };
}

function labelOf(field: InputField, words: TeamsWords): string {
  return inert(field.optional === true ? `${field.label} (${words.optional})` : field.label);
}

function textInput(
  field: { readonly id: string; readonly kind: string; readonly max?: number; readonly placeholder?: string },
  label: string,
  value: string,
): TextInput {
  return {
    type: 'Input.Text',
    id: field.id,
    label,
    ...(value !== '' && { value }),
    ...(field.placeholder !== undefined && { placeholder: field.placeholder }),
    // An input of one line would drop the line breaks of what stands in it.
    ...((field.kind === 'lines' || value.includes('\n')) && { isMultiline: true }),
    // A stored value longer than the field allows must still fit, or the person could never mend it.
    ...(field.max !== undefined && { maxLength: Math.max(field.max, value.length) }),
    spacing: 'medium',
  };
}

/** An option as it stands in a list. Answers to typing use it too, so that a chosen option equals the one shown. */
export function choiceOf(option: Option): Choice {
  const title = option.hint ? `${option.label} – ${option.hint}` : option.label;
  return { title: inert(title) || option.value, value: option.value };
}

/** A stored value that is no longer offered is offered again, or it would vanish from sight. */
function withCurrent(options: readonly Option[], value: string): readonly Option[] {
  return value === '' || options.some((option) => option.value === value)
    ? options
    : [{ value, label: value }, ...options];
}

type ChoiceLook = Pick<ChoiceSetInput, 'style' | 'placeholder' | 'wrap' | 'choices.data'>;

function choiceLook(field: ChoiceField, words: TeamsWords): ChoiceLook {
  return field.look === 'radio' ? { style: 'expanded', wrap: true } : { style: 'compact', placeholder: words.choose };
}

/** Few options are a menu; more can be searched in the client; more than were sent are asked for. */
function searchLook(field: SearchField, options: readonly Option[], form: Form, words: TeamsWords): ChoiceLook {
  if (asks(field)) {
    const dataset = writeDataset({ form: form.id, context: form.context, field: field.id });
    return {
      style: 'filtered',
      placeholder: words.typeToSearch,
      'choices.data': { type: 'Data.Query', dataset },
    };
  }
  if (options.length > LIMITS.searchResults) return { style: 'filtered', placeholder: words.typeToSearch };
  return { style: 'compact', placeholder: words.choose };
}

/** Whether there are more options than came along. */
function asks(field: SearchField): boolean {
  return field.total > field.options.length;
}

function typedInput(field: SearchField, form: Form, words: TeamsWords): TextInput {
  const id = `${field.id}${TYPED}`;
  return {
    ...textInput({ id, kind: 'line' }, inert(words.typeInstead(field.label)), form.values[id] ?? ''),
    spacing: 'small',
  };
}
