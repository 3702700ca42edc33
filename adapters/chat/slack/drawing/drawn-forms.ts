// The first page of a form is the same for everybody but for its context. Drawn and written out as JSON once for each
// shared part, because opening it is what most commands do and costs more than everything else together.
import type { Form } from '../../../../src/views/view.ts';
import type { SlackWords } from '../words.ts';
import { formMetadata, renderForm } from './render-form.ts';

/** A modal view as JSON text. */
export type DrawForm = (form: Form, words: SlackWords) => string;

type Drawn = Omit<Form, 'fields' | 'context' | 'summary'> & {
  readonly words: SlackWords;
  readonly json: string;
};

/** Recognises a form by the identity of its parts: one that is made anew each time is simply drawn each time. */
export function createFormDrawer(): DrawForm {
  const kept = new WeakMap<Form['fields'], Drawn>();
  return (form, words) => {
    const known = kept.get(form.fields);
    const json = known && isSame(known, form, words) ? known.json : withoutMetadata(form, words);
    if (json !== known?.json) kept.set(form.fields, { ...form, words, json });
    return `${json},"private_metadata":${JSON.stringify(formMetadata(form))}}`;
  };
}

function isSame(known: Drawn, form: Form, words: SlackWords): boolean {
  const { id, values, errors, buttons, title, submit, close } = form;
  return (
    known.id === id &&
    known.close === close &&
    known.values === values &&
    known.errors === errors &&
    known.buttons === buttons &&
    known.title === title &&
    known.submit === submit &&
    known.words === words
  );
}

/** The JSON object up to its closing brace. */
function withoutMetadata(form: Form, words: SlackWords): string {
  const { private_metadata: _metadata, ...view } = renderForm(form, words);
  return JSON.stringify(view).slice(0, -1);
}
