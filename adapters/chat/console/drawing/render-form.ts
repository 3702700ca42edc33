// Draws the open dialog: a form with its faults on top, the last page of a form, or a question before a click counts.
// It is a plain <form> in an open <dialog>; the script only makes the dialog modal.
import type { Field, Form, InputField } from '../../../../src/views/view.ts';
import type { Dialog, Question } from '../shown.ts';
import { addressOf, stay } from '../where.ts';
import { type Html, html } from './html.ts';
import { envelope, type Reader, sealed } from './reader.ts';
import { renderActions, renderBareCard, renderRaw } from './render-card.ts';
import { renderInput } from './render-field.ts';
import { renderBubble } from './render-message.ts';
import { renderText } from './render-text.ts';

export type FormHelp = {
  readonly labelOf: (field: string, value: string) => string | undefined;
  /** An example exists for this form and was not used yet. */
  readonly offersExample: (form: Form) => boolean;
};

export function renderDialog(dialog: Dialog, reader: Reader, help: FormHelp): Html {
  const { page } = dialog;
  const close = addressOf(stay(reader.where));
  const title =
    page.kind === 'form' ? page.form.title : page.kind === 'question' ? page.question.title : page.card.title;
  return html`<dialog id="dialog" open aria-labelledby="dialog-title" data-key="${dialog.key}" data-close="${close}">
<div class="dialog-head"><h2 id="dialog-title" tabindex="-1" dir="auto">${title}</h2><a class="close" href="${close}" data-go aria-label="${reader.words.close}"><span aria-hidden="true">✕</span></a></div>
<div class="dialog-body">${
    page.kind === 'form'
      ? renderForm(page.form, dialog, reader, help)
      : page.kind === 'question'
        ? renderQuestion(page.question, reader)
        : renderLastPage(dialog, reader)
  }</div></dialog>`;
}

function renderForm(form: Form, dialog: Dialog, reader: Reader, help: FormHelp): Html {
  const inputs = form.fields.filter(isInput);
  return html`<form method="post" action="/console/form" id="open-form" novalidate data-form="${form.id}"${hearsTyping(form) && html` data-hears`} aria-describedby="form-summary">
<button hidden name="_button" value="submit" tabindex="-1">${form.submit}</button>
${envelope(reader)}${sealed(reader, 'form', {
  form: form.id,
  context: form.context,
  fields: JSON.stringify(inputs.map((field) => field.id)),
  buttons: JSON.stringify([
    'submit',
    ...form.buttons.map((button) => button.id),
    ...(hearsTyping(form) ? ['live'] : []),
  ]),
  key: dialog.key,
})}
<p class="unseen" id="form-summary">${form.summary}</p>
${renderFaults(form, reader)}
${help.offersExample(form) && html`<div class="example"><p>${reader.words.example_hint}</p><button class="button plain" id="use-example" name="_button" value="example">${reader.words.example_button}</button></div>`}
${dialog.page.kind === 'form' && dialog.page.exampled && html`<p class="note note-done" role="status">${reader.words.example_done}</p>`}
${form.fields.map((field) => renderField(field, form, reader, help))}
<div class="form-actions"><button class="button primary" id="form-submit" name="_button" value="submit">${form.submit}</button>${form.buttons.map(
    (button) =>
      html`<button class="button plain" id="form-button-${button.id}" name="_button" value="${button.id}">${button.label}</button>`,
  )}<a class="button quiet" href="${addressOf(stay(reader.where))}" data-go>${form.close}</a></div>
</form>`;
}

function renderField(field: Field, form: Form, reader: Reader, help: FormHelp): Html {
  switch (field.kind) {
    case 'note':
      return html`<p class="note note-${field.tone}" id="wrap-${field.id}" dir="auto">${renderText(field.text, reader)}</p>`;
    case 'raw':
      return html`<div id="wrap-${field.id}">${renderRaw(field.label, field.text)}</div>`;
    case 'preview':
      return html`<figure class="preview" id="wrap-${field.id}"><figcaption>${field.label}</figcaption><div class="wa">${renderBubble(field.message, reader.words)}</div></figure>`;
    default:
      return renderInput(field, {
        reader,
        value: form.values[field.id] ?? '',
        error: form.errors[field.id],
        labelOf: (value) => help.labelOf(`${form.id}.${field.id}`, value),
      });
  }
}

function renderFaults(form: Form, reader: Reader): Html {
  const faults = Object.entries(form.errors);
  if (faults.length === 0) return html``;
  const labels = new Map(form.fields.filter(isInput).map((field) => [field.id, field.label]));
  return html`<div class="faults" id="faults" tabindex="-1" autofocus role="alert"><h3>${reader.words.problem_title}</h3><p>${reader.words.problem_text}</p><ul>${faults.map(
    ([id, text]) =>
      html`<li dir="auto">${labels.has(id) ? html`<a href="#field-${id}" data-field="${id}">${labels.get(id)}</a>: ${text}` : text}</li>`,
  )}</ul></div>`;
}

function renderLastPage(dialog: Dialog, reader: Reader): Html {
  if (dialog.page.kind !== 'card') return html``;
  const { card } = dialog.page;
  // What can still be done stays in sight however long the card is: an undo lasts seconds.
  return html`<div class="last-page">${renderBareCard(card, reader)}</div>
<div class="form-actions"><a class="button primary" id="dialog-done" href="${addressOf(stay(reader.where))}" data-go>${reader.words.close}</a>${renderActions(card, `d-${dialog.key}`, reader)}</div>`;
}

function renderQuestion(question: Question, reader: Reader): Html {
  const { action } = question;
  return html`<form method="post" action="/console/action" id="open-question"><p class="text">${question.text}</p>${envelope(reader)}${sealed(
    reader,
    'action',
    {
      at: action.at,
      action: action.id,
      subject: action.subject,
      confirm: '',
    },
  )}<div class="form-actions"><button class="button primary" id="question-yes">${question.yes}</button><a class="button quiet" href="${addressOf(stay(reader.where))}" data-go>${question.no}</a></div></form>`;
}

export function isInput(field: Field): field is InputField {
  return field.kind === 'line' || field.kind === 'lines' || field.kind === 'choice' || field.kind === 'search';
}

/** The application wants to know what is typed before the form is sent: for its preview, or for a draft. */
export function hearsTyping(form: Form): boolean {
  return form.keepsDraft === true || form.fields.filter(isInput).some(isLive);
}

function isLive(field: InputField): boolean {
  return (field.kind === 'line' || field.kind === 'lines') && field.live === true;
}
