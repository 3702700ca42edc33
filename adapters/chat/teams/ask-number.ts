// A page of the adapter's own before the send form: whom to write to, for a command that was chosen from a menu, where no
// number can be typed behind it.
import type { Form } from '../../../src/views/view.ts';
import type { TeamsWords } from './words.ts';

/** Stands in the context of this page; the app never sees it. */
const CONTEXT = 'ask-number';
const FIELD = 'number';
const NUMBER_MAX = 60;

/** `typed` and `fault`: what stood there, and what is wrong with it. */
export function numberForm(words: TeamsWords, typed = '', fault?: string): Form {
  return {
    id: 'send',
    context: CONTEXT,
    title: words.numberTitle,
    fields: [{ kind: 'line', id: FIELD, label: words.numberLabel, hint: words.numberHint, max: NUMBER_MAX }],
    submit: words.numberSubmit,
    buttons: [],
    close: words.close,
    values: { [FIELD]: typed },
    errors: fault === undefined ? {} : { [FIELD]: fault },
    summary: words.numberTitle,
  };
}

export function isNumberForm(intent: { readonly form: string; readonly context: string }): boolean {
  return intent.form === 'send' && intent.context === CONTEXT;
}

/** What was typed on that page: the words of `/send-active`. */
export function typedNumber(values: Readonly<Record<string, string>>): string {
  return (values[FIELD] ?? '').trim().slice(0, NUMBER_MAX);
}
