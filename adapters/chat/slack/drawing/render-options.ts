// Choices and searches → Slack selects. A label longer than Slack's 75 characters is shortened with `…` in the list and
// spelled out in full beside it: in the option's description, or under the field.
import type { InputField, Option } from '../../../../src/views/view.ts';
import type { SlackWords } from '../words.ts';
import { type InputElement, type OptionGroup, plain, type RichElement, type SlackOption } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { literal, section, splitText } from './render-text.ts';

/** Up to this many options are sent along in groups, so that the form works without asking us while a person types. */
const GROUPED_MAX = 300;

/** Lists of languages are the same objects each time, and drawn with every form. */
const drawn = new WeakMap<Option, SlackOption>();

/** One option. Answers to typing use it too, so that a chosen option equals the one shown. */
export function slackOption(option: Option): SlackOption {
  const known = drawn.get(option);
  if (known) return known;
  const made = drawOption(option);
  drawn.set(option, made);
  return made;
}

function drawOption(option: Option): SlackOption {
  const description = [overflowOf(option.label), option.hint ?? ''].filter((part) => part !== '').join(' · ');
  return {
    text: plain(shortened(option.label, LIMITS.optionText)),
    value: option.value,
    ...(description !== '' && { description: plain(shortened(description, LIMITS.optionDescription)) }),
  };
}

function shortened(text: string, max: number): string {
  if (text.length <= max) return text === '' ? '–' : text;
  return `${(splitText(text, max - 1)[0] ?? '').trimEnd()}…`;
}

function overflowOf(label: string): string {
  return label.length <= LIMITS.optionText
    ? ''
    : `…${label.slice((splitText(label, LIMITS.optionText - 1)[0] ?? '').length)}`;
}

/** Lines under the field for options whose label or hint does not fit into the option itself; at most ten options do so. */
export function spelledOut(options: readonly Option[]): RichElement[] {
  if (options.length > LIMITS.radioOptions) return [];
  return options
    .filter(
      (option) =>
        option.label.length > LIMITS.optionText || (slackOption(option).description?.text.endsWith('…') ?? false),
    )
    .map((option) =>
      section(...literal(option.label, { bold: true }), ...literal(option.hint ? ` – ${option.hint}` : '')),
    );
}

export function choiceElement(
  field: Extract<InputField, { kind: 'choice' }>,
  value: string,
  words: SlackWords,
): InputElement {
  const options = withCurrent(field.options, value);
  if (field.look === 'radio' && options.length > 0 && options.length <= LIMITS.radioOptions) {
    return {
      type: 'radio_buttons',
      action_id: field.id,
      options: options.map(slackOption),
      ...initial(options, value),
    };
  }
  return menu(field.id, options, value, words);
}

export function searchElement(
  field: Extract<InputField, { kind: 'search' }>,
  value: string,
  words: SlackWords,
): InputElement {
  const options = withCurrent(field.options, value);
  if (field.total <= field.options.length && options.length <= GROUPED_MAX)
    return menu(field.id, options, value, words);
  return {
    type: 'external_select',
    action_id: field.id,
    placeholder: plain(words.typeToSearch),
    min_query_length: 0,
    ...initial(options, value),
  };
}

/** Slack refuses an initial option that is not in the list: a stored value that is no longer offered is offered again. */
function withCurrent(options: readonly Option[], value: string): readonly Option[] {
  return value === '' || options.some((option) => option.value === value)
    ? options
    : [{ value, label: value }, ...options];
}

function initial(options: readonly Option[], value: string): { readonly initial_option?: SlackOption } {
  const current = value === '' ? undefined : options.find((option) => option.value === value);
  return current ? { initial_option: slackOption(current) } : {};
}

function menu(id: string, options: readonly Option[], value: string, words: SlackWords): InputElement {
  const base = {
    type: 'static_select',
    action_id: id,
    placeholder: plain(words.choose),
    ...initial(options, value),
  } as const;
  // An empty list is refused by Slack; an external select shows it as "no results".
  if (options.length === 0)
    return { type: 'external_select', action_id: id, placeholder: plain(words.choose), min_query_length: 0 };
  if (options.length <= LIMITS.selectOptions) return { ...base, options: options.map(slackOption) };
  return { ...base, option_groups: groupsOf(options) };
}

function groupsOf(options: readonly Option[]): OptionGroup[] {
  const groups: OptionGroup[] = [];
  for (let at = 0; at < options.length; at += LIMITS.selectOptions) {
    const part = options.slice(at, at + LIMITS.selectOptions);
    const ends = [part[0], part.at(-1)].map((option) => shortened(option?.label ?? '', 34));
    groups.push({ label: plain(ends.join(' – ')), options: part.map(slackOption) });
  }
  return groups;
}
