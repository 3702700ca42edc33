// The fields of the proposal form. Every step is whole without live updates: nothing appears or disappears as one types.

import { BUTTON_KINDS, HEADER_FORMATS } from '../../domain/proposals/form.ts';
import { LIMITS } from '../../domain/rules/limits.ts';
import {
  AUTH_EXPIRY_FIELD,
  AUTH_SECURITY_FIELD,
  bodySampleField,
  buttonField,
  buttonSampleField,
  HEADER_MEDIA_FIELD,
  headerSampleField,
} from '../../domain/templates/fields.ts';
import { contextOf, type Variable } from '../../domain/templates/placeholder-context.ts';
import { CATEGORIES, PURPOSES } from '../../domain/templates/template.ts';
import { shorten } from '../parts/text.ts';
import type { Field } from '../view.ts';
import type { Words } from '../words/index.ts';
import type { ProposeStep1, ProposeStep2 } from './data.ts';

// Written apart from the sentences: braces mean something else in a message.
const POSITIONAL = '{{1}}';
const SECOND = '{{2}}';
const NAMED = '{{first_name}}';

export function contentFields(words: Words, view: ProposeStep1): readonly Field[] {
  return [
    ...senderField(words, view),
    {
      kind: 'line',
      id: 'name',
      label: words.say('propose.name'),
      hint: words.say('propose.name.hint'),
      placeholder: words.say('propose.name.placeholder'),
      max: LIMITS.name,
    },
    languageField(words, view),
    {
      kind: 'choice',
      id: 'category',
      label: words.say('propose.category'),
      look: 'radio',
      options: offered(CATEGORIES, view.offer?.categories, view.values.category).map((value) => ({
        value,
        label: words.say(`category.${value}`),
        hint: words.say(`category.hint.${value}`),
      })),
    },
    {
      kind: 'choice',
      id: 'purpose',
      label: words.say('propose.purpose'),
      hint: words.say('propose.purpose.hint'),
      look: 'menu',
      optional: true,
      options: PURPOSES.map((value) => ({ value, label: words.say(`purpose.${value}`) })),
    },
    ...headerFields(words, view),
    ...textFields(words, view),
    ...buttonCountField(words, view),
  ];
}

/** What the provider takes; a value chosen for another sender stays among the options, or a client could not show it. */
function offered<T extends string>(
  all: readonly T[],
  taken: readonly string[] | undefined,
  chosen: string | undefined,
): readonly T[] {
  return all.filter((value) => value === 'none' || value === chosen || (taken?.includes(value) ?? true));
}

/** A text that is longer already keeps the room it has: a rule says by how much. */
function room(whole: number, taken: number | undefined, typed: string | undefined): number {
  return taken === undefined || [...(typed ?? '')].length > taken ? whole : Math.min(whole, taken);
}

function buttonCountField(words: Words, { offer, values }: ProposeStep1): readonly Field[] {
  const typed = Number.parseInt(values.button_count ?? '0', 10) || 0;
  const most = Math.min(LIMITS.buttons, Math.max(offer?.mostButtons ?? LIMITS.buttons, typed));
  if (most === 0) return [];
  return [
    {
      kind: 'choice',
      id: 'button_count',
      label: words.say('propose.button_count'),
      hint: words.say('propose.button_count.hint'),
      look: 'menu',
      options: Array.from({ length: most + 1 }, (_, n) => ({ value: String(n), label: String(n) })),
    },
  ];
}

function senderField(words: Words, { senders }: ProposeStep1): readonly Field[] {
  if (senders.length < 2) return [];
  const options = senders.map(({ id, label }) => ({ value: id, label }));
  return [{ kind: 'choice', id: 'sender', label: words.say('propose.sender'), look: 'menu', options }];
}

/** The chosen language stays among the options, or a client could not show it. */
function languageField(words: Words, { languages, languageTotal, values }: ProposeStep1): Field {
  const chosen = values.language ?? '';
  const isListed = chosen === '' || languages.some(({ value }) => value === chosen);
  return {
    kind: 'search',
    id: 'language',
    label: words.say('propose.language'),
    hint: words.say('propose.language.hint'),
    options: isListed ? languages : [{ value: chosen, label: chosen }, ...languages.slice(0, 99)],
    total: languageTotal,
  };
}

function headerFields(words: Words, { offer, values }: ProposeStep1): readonly Field[] {
  return [
    {
      kind: 'choice',
      id: 'header_format',
      label: words.say('propose.header_format'),
      look: 'menu',
      options: offered(HEADER_FORMATS, offer?.headers, values.header_format).map((value) => ({
        value,
        label: words.say(`header.${value}`),
      })),
    },
    {
      kind: 'line',
      id: 'header_text',
      label: words.say('propose.header_text'),
      hint: words.say('propose.header_text.hint'),
      placeholder: words.say('propose.header_text.placeholder', { variable: POSITIONAL }),
      max: room(LIMITS.header, offer?.lengths.header, values.header_text),
      optional: true,
    },
  ];
}

function textFields(words: Words, { offer, values }: ProposeStep1): readonly Field[] {
  const numbersOnly = offer?.namedParameters === false;
  const variables = { positional: POSITIONAL, second: SECOND, named: NAMED };
  const hasFooter = offer?.footer !== false || (values.footer ?? '') !== '';
  return [
    {
      kind: 'lines',
      id: 'body',
      label: words.say('propose.body'),
      hint: words.say(numbersOnly ? 'propose.body.hint.numbers' : 'propose.body.hint', variables),
      placeholder: words.say('propose.body.placeholder', { variable: POSITIONAL }),
      max: room(LIMITS.body, offer?.lengths.body, values.body),
      // Only because of Authentication; the rules ask for it everywhere else.
      optional: 'sometimes',
    },
    ...(hasFooter ? [footerField(words, room(LIMITS.footer, offer?.lengths.footer, values.footer))] : []),
  ];
}

function footerField(words: Words, max: number): Field {
  const label = words.say('propose.footer');
  return { kind: 'line', id: 'footer', label, hint: words.say('propose.footer.hint'), max, optional: true };
}

/** Step 2: samples in the order of the message, then the buttons; or the choices of a one-time code. */
export function detailFields(words: Words, view: ProposeStep2): readonly Field[] {
  if (view.isAuthentication) return [...leftOutNote(words, view), ...authenticationFields(words)];
  const header = view.headerVariables.map((v) =>
    sampleField(words, headerSampleField(v.placeholder), 'propose.sample.header', v),
  );
  const body = view.bodyVariables.map((v) =>
    sampleField(words, bodySampleField(v.placeholder), 'propose.sample.body', v),
  );
  const buttons = Array.from({ length: view.buttonCount }, (_, index) => buttonFields(words, index, view)).flat();
  const samples = [...header, ...mediaFields(words, view.headerFormat), ...body];
  if (samples.length + buttons.length === 0) return [note('nothing', words.say('propose.nothing'))];
  return [...(samples.length > 0 ? [note('samples', words.say('propose.samples.note'))] : []), ...samples, ...buttons];
}

function note(id: string, text: string): Field {
  return { kind: 'note', id: `note.${id}`, text, tone: 'plain' };
}

function sampleField(
  words: Words,
  id: string,
  label: 'propose.sample.header' | 'propose.sample.body',
  variable: Variable,
): Field {
  const braces = `{{${variable.placeholder}}}`;
  return {
    kind: 'line',
    id,
    label: words.say(label, { variable: shorten(braces, 80) }),
    hint: words.say('propose.sample.context', { context: shorten(contextOf(variable), 200) }),
    placeholder: words.say('propose.sample.placeholder'),
  };
}

function mediaFields(words: Words, format: ProposeStep2['headerFormat']): readonly Field[] {
  switch (format) {
    case 'none':
    case 'text':
      return [];
    case 'location':
      return [note('location', words.say('propose.location.note'))];
    case 'image':
    case 'video':
    case 'document':
      return [
        {
          kind: 'line',
          id: HEADER_MEDIA_FIELD,
          label: words.say(`propose.header_media.${format}`),
          hint: words.say('propose.header_media.hint', LIMITS.mediaMegabytes),
          placeholder: 'https://example.com/sample',
          max: LIMITS.mediaLink,
        },
      ];
  }
}

function buttonFields(words: Words, index: number, { offer, values }: ProposeStep2): readonly Field[] {
  const n = index + 1;
  const kinds = offered(BUTTON_KINDS, offer?.buttons, values[buttonField(index, 'kind')]);
  const labelMax = room(LIMITS.buttonLabel, offer?.lengths.buttonLabel, values[buttonField(index, 'label')]);
  return [
    {
      kind: 'choice',
      id: buttonField(index, 'kind'),
      label: words.say('propose.button.kind', { n }),
      look: 'menu',
      options: kinds.map((value) => ({ value, label: words.say(`button.${value}`) })),
    },
    {
      kind: 'line',
      id: buttonField(index, 'label'),
      label: words.say('propose.button.label', { n }),
      hint: words.say('propose.button.label.hint', { max: labelMax }),
      max: labelMax,
      optional: true,
    },
    {
      kind: 'line',
      id: buttonField(index, 'value'),
      label: words.say('propose.button.value', { n }),
      hint: words.say('propose.button.value.hint', { variable: POSITIONAL }),
      max: LIMITS.buttonUrl,
      optional: true,
    },
    {
      kind: 'line',
      id: buttonSampleField(index),
      label: words.say('propose.button.sample', { n }),
      hint: words.say('propose.button.sample.hint'),
      max: LIMITS.buttonUrl,
      optional: true,
    },
  ];
}

/** What was typed on the page before and will not be in the message. */
function leftOutNote(words: Words, { leftOut }: ProposeStep2): readonly Field[] {
  if (!leftOut || leftOut.length === 0) return [];
  const parts = leftOut.map((part) => words.say(`propose.left_out.${part}`)).join(', ');
  return [{ kind: 'note', id: 'note.left_out', text: words.say('propose.left_out', { parts }), tone: 'warning' }];
}

function authenticationFields(words: Words): readonly Field[] {
  return [
    note('authentication', words.say('propose.auth.note')),
    {
      kind: 'choice',
      id: AUTH_SECURITY_FIELD,
      label: words.say('propose.auth_security'),
      look: 'radio',
      options: (['yes', 'no'] as const).map((value) => ({ value, label: words.say(`propose.auth_security.${value}`) })),
    },
    {
      kind: 'line',
      id: AUTH_EXPIRY_FIELD,
      label: words.say('propose.auth_expiry'),
      hint: words.say('propose.auth_expiry.hint', LIMITS.codeExpiry),
      max: String(LIMITS.codeExpiry.max).length,
      optional: true,
    },
  ];
}
