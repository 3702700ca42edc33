// Draws one field with its label, hint, limit and fault, tied together for screen readers. Nothing is cut: `max` is told
// and counted, and the form's own rules refuse.
import type { InputField, Option } from '../../../../src/views/view.ts';
import { fill } from '../words.ts';
import { type Html, html } from './html.ts';
import type { Reader } from './reader.ts';

export type Drawn = {
  readonly reader: Reader;
  readonly value: string;
  readonly error: string | undefined;
  /** Name of an option that is not among the field's own. */
  readonly labelOf: (value: string) => string | undefined;
};

export function renderInput(field: InputField, drawn: Drawn): Html {
  return field.kind === 'choice' && field.look === 'radio' ? renderRadios(field, drawn) : renderLabelled(field, drawn);
}

function renderLabelled(field: InputField, drawn: Drawn): Html {
  const id = `field-${field.id}`;
  return html`<div class="field${drawn.error !== undefined && ' wrong'}" id="wrap-${field.id}"><label for="${id}" id="label-${field.id}">${renderLabel(field, drawn)}</label>${renderHints(field, drawn)}${renderControl(field, id, drawn)}</div>`;
}

function renderControl(field: InputField, id: string, drawn: Drawn): Html {
  const { value } = drawn;
  const shared = html`id="${id}" name="${field.id}"${!field.optional && html` required`}${drawn.error !== undefined && html` aria-invalid="true"`}${described(field, drawn)}`;
  switch (field.kind) {
    case 'line':
      return html`<input type="text" autocomplete="off" dir="auto" ${shared} value="${value}"${typing(field)}>`;
    case 'lines':
      // The parser drops a line feed right after <textarea>: ours goes first.
      return html`<textarea rows="5" dir="auto" ${shared}${typing(field)}>
${value}</textarea>`;
    case 'choice':
      return html`<select ${shared}>${renderOptions(field.options, field, drawn)}</select>`;
    case 'search':
      return html`<div class="search" id="search-${field.id}" data-search="${field.id}"><select ${shared}>${renderOptions(field.options, field, drawn)}</select>${
        field.total > field.options.length && renderPlainSearch(field, drawn)
      }</div>`;
  }
}

function typing(field: Extract<InputField, { kind: 'line' | 'lines' }>): Html {
  return html`${field.placeholder !== undefined && html` placeholder="${field.placeholder}"`}${field.max !== undefined && html` data-max="${field.max}"`}${field.live === true && html` data-live`}`;
}

function renderOptions(options: readonly Option[], field: InputField, drawn: Drawn): Html {
  const { value, reader } = drawn;
  const known = value === '' || options.some((option) => option.value === value);
  const all = known ? options : [{ value, label: drawn.labelOf(value) ?? value }, ...options];
  const empty = field.optional ? reader.words.nothing_chosen : reader.words.choose;
  return html`<option value=""${value === '' && html` selected`}>${empty}</option>${all.map(
    (option) =>
      html`<option value="${option.value}"${option.hint !== undefined && html` data-label="${option.label}"`}${option.value === value && html` selected`}>${option.label}${option.hint !== undefined && ` · ${option.hint}`}</option>`,
  )}`;
}

/** The way to search without a script. With one, the whole field becomes a combobox. */
function renderPlainSearch(field: Extract<InputField, { kind: 'search' }>, drawn: Drawn): Html {
  const { words } = drawn.reader;
  const part = fill(words.search_part, { shown: field.options.length, total: field.total });
  return html`<div class="plain-search"><small>${part}</small><div class="row"><input type="text" name="_q_${field.id}" aria-label="${words.search_label}" autocomplete="off"><button class="button plain" name="_button" value="search:${field.id}">${words.search_button}</button></div></div>`;
}

function renderRadios(field: Extract<InputField, { kind: 'choice' }>, drawn: Drawn): Html {
  const radio = (option: Option, index: number) => {
    // Error links lead to the first one.
    const id = index === 0 ? `field-${field.id}` : `field-${field.id}-${index}`;
    return html`<div class="radio"><input type="radio" id="${id}" name="${field.id}" value="${option.value}"${option.value === drawn.value && html` checked`}${!field.optional && html` required`}${option.hint !== undefined && html` aria-describedby="${id}-hint"`}><label for="${id}">${option.label}${option.hint !== undefined && html`<small id="${id}-hint">${option.hint}</small>`}</label></div>`;
  };
  return html`<fieldset class="field${drawn.error !== undefined && ' wrong'}" id="wrap-${field.id}"${described(field, drawn)}><legend>${renderLabel(field, drawn)}</legend>${renderHints(field, drawn)}<div class="radios">${field.options.map(radio)}</div></fieldset>`;
}

function renderLabel(field: InputField, drawn: Drawn): Html {
  return html`${field.label}${field.optional === true && html` <span class="optional">(${drawn.reader.words.optional})</span>`}`;
}

function renderHints(field: InputField, drawn: Drawn): Html {
  const { words } = drawn.reader;
  return html`${field.hint !== undefined && html`<p class="hint" id="hint-${field.id}" dir="auto">${field.hint}</p>`}${
    maxOf(field) !== undefined &&
    html`<p class="hint limit" id="limit-${field.id}" data-counter="${words.counter}">${fill(words.up_to, { max: maxOf(field) ?? 0 })}</p>`
  }${drawn.error !== undefined && html`<p class="fault" id="fault-${field.id}" dir="auto"><span aria-hidden="true">✕</span> ${drawn.error}</p>`}`;
}

function described(field: InputField, drawn: Drawn): Html {
  const ids = [
    ...(drawn.error === undefined ? [] : [`fault-${field.id}`]),
    ...(field.hint === undefined ? [] : [`hint-${field.id}`]),
    ...(maxOf(field) === undefined ? [] : [`limit-${field.id}`]),
  ];
  return html`${ids.length > 0 && html` aria-describedby="${ids.join(' ')}"`}`;
}

function maxOf(field: InputField): number | undefined {
  return field.kind === 'line' || field.kind === 'lines' ? field.max : undefined;
}
